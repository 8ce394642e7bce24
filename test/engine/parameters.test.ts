import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';
import { ZendeskUsersApi } from '../../credentials/ZendeskUsersApi.credentials';
import { readParameter } from '../../nodes/shared/parameters';
import { addNode, clearStages, setStage } from './engine';

afterEach(clearStages);

/** What was asked of n8n itself for each row. */
const asked: number[] = [];

/** Reads its parameter in both ways. */
const probe: INodeType = {
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Probe' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [],
		properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
	},
	async execute() {
		const counting = new Proxy(this, {
			get: (target, key) =>
				key === 'getNodeParameter'
					? (...args: [string, number, unknown, object?]) => {
							if (!args[3]) asked.push(args[1]);
							return target.getNodeParameter(...args);
						}
					: (Reflect.get(target, key) as unknown),
		}) as IExecuteFunctions;
		return [
			this.getInputData().map((_, row) => ({
				json: {
					ours: readParameter(counting, 'value', row, '') as IDataObject,
					theirs: this.getNodeParameter('value', row, '') as IDataObject,
				},
			})),
		];
	},
};

beforeAll(() => addNode('probe', probe, new ZendeskUsersApi()));
beforeEach(() => asked.splice(0));

async function read(value: unknown, items: IDataObject[]) {
	const { run } = setStage();
	const result = await run({ type: 'probe', parameters: { value }, items });
	clearStages();
	if (result.error) throw new Error(result.error.message);
	return result.items;
}

const ITEM = {
	id: 7,
	name: 'Ann',
	flag: false,
	empty: '',
	nothing: null,
	list: ['a'],
	'a b': 'blank',
	ä: 'umlaut',
	deep: { er: { id: 'x' }, list: [{ id: 1 }] },
};

it.each([
	'plain',
	'={{ $json.id }}',
	'={{$json.name}}',
	'={{ $json["name"] }}',
	"={{ $json['a b'] }}",
	'={{ $json.flag }}',
	'={{ $json.empty }}',
	'={{ $json.nothing }}',
	'={{ $json.absent }}',
	'={{ $json.absent.deeper }}',
	'={{ $json.ä }}',
	'={{ $json.list }}',
	'={{ $json.list[0] }}',
	'={{ $json.deep }}',
	'={{ $json.deep.er.id }}',
	'={{ $json.deep["er"].id }}',
	'={{ $json.deep.list[0].id }}',
	'={{ $json.name.length }}',
	'={{ $json.name.toUpperCase() }}',
	'={{ $json.name + 1 }}',
	'={{ $json.name ?? "" }}',
	'=Mr {{ $json.name }}',
	'={{ $json.name }} ',
	'={{ $itemIndex }}',
	'={{ $input.item.json.name }}',
	{ __rl: true, mode: 'id', value: '={{ $json.id }}' },
	{ a: 'x', b: ['={{ $json.name }}', { c: '={{ $json.deep.er.id }}' }] },
	{ a: '={{ $json.id }}', b: '={{ $json.id * 2 }}' },
])('reads %j as n8n does', async (value) => {
	for (const { ours, theirs } of await read(value, [ITEM, { ...ITEM, id: 8, name: 'Bob' }])) {
		expect(ours).toEqual(theirs);
	}
});

it('asks n8n once for what is the same in all rows, and not at all for fields of the item', async () => {
	await read('plain', [ITEM, ITEM, ITEM]);
	expect(asked).toEqual([0]);
	asked.splice(0);
	await read('={{ $json.id }}', [ITEM, ITEM, ITEM]);
	expect(asked).toEqual([]);
	await read('={{ $json.id + 1 }}', [ITEM, ITEM]);
	expect(asked).toEqual([0, 1]);
});

it('leaves to n8n only the rows that have no plain value', async () => {
	await read('={{ $json.id }}', [{ id: 1 }, {}, { id: null }, { id: [1] }, { id: 2 }]);
	expect(asked).toEqual([1, 2, 3]);
});

it('refuses what n8n refuses', async () => {
	await expect(read('={{ $json.toString }}', [ITEM])).rejects.toThrow('this is a function');
});

it('reads fields of any item as n8n does', async () => {
	const key = fc.oneof(fc.constantFrom('id', 'name', '__proto__', 'length'), fc.string());
	const json = fc.dictionary(
		key,
		fc.oneof(
			fc.string(),
			fc.integer(),
			fc.boolean(),
			fc.constant(null),
			fc.dictionary(key, fc.string()),
		),
	);
	const path = fc.array(
		fc.oneof(
			fc.constantFrom('.id', '.name', '.length', '["a b"]', "['id']"),
			key.map((text) => `[${JSON.stringify(text)}]`),
		),
		{ minLength: 1, maxLength: 3 },
	);
	await fc.assert(
		fc.asyncProperty(fc.array(json, { minLength: 1 }), path, async (items, steps) => {
			const value = `={{ $json${steps.join('')} }}`;
			let rows: IDataObject[];
			try {
				rows = await read(value, items as IDataObject[]);
			} catch {
				// n8n refuses the expression itself, and so do we.
				return;
			}
			for (const { ours, theirs } of rows) expect(ours).toEqual(theirs);
		}),
		{ numRuns: 100 },
	);
});
