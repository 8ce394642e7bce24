import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { NodeResult } from '../../engine/engine';
import { IN_SCOPE, pairsOf, plan, TYPE } from '../../engine/sync/helpers';
import { known } from './keys';
import { type Cast, names } from './people';
import { keys } from './users';
import { type Choices, protectedBy, some, type Work } from './work';

const OUTPUTS = ['change', 'unchanged', 'blocked', 'leaver'];

const saidOf = ({ outcome, reason }: IDataObject) =>
	[outcome, reason].filter((word) => word !== undefined).join(': ');

/** What the outputs say of each row, and of each person who is in no row: those change their output from run to run. */
function byRowAndPerson(result: NodeResult, rows: number, { people }: Cast): string[] {
	const said = new Map<string, string[]>();
	for (const [output, pairs] of pairsOf(result).entries()) {
		for (const [i, row] of pairs.entries()) {
			const item = result.outputs[output][i];
			const about = row === null ? `person ${String(item.id)}` : `row ${row}`;
			const text = `${OUTPUTS[output]} ${saidOf(item)}`.trim();
			said.set(about, [...(said.get(about) ?? []), text]);
		}
	}
	const wordsOf = (about: string) => said.get(about)?.join(' and ');
	return [
		...Array.from({ length: rows }, (_, i) => wordsOf(`row ${i}`) ?? 'no verdict'),
		...people.map(({ id }) => wordsOf(`person ${id}`) ?? 'nothing'),
	];
}

const rows = fc
	.record({
		name: names,
		keys,
		phone: fc.constantFrom('', '+49 123', 'Zoë'),
		hasLeft: fc.constantFrom(false, false, false, true),
	})
	.map(({ keys: both, ...fields }) => ({ ...fields, ...both }));

const choices = fc.record({
	conflict: fc.constantFrom('source', 'blanks'),
	removal: fc.constantFrom('report', 'suspend', 'delete'),
	missingMeansLeft: fc.boolean(),
	whenTicketsAreOpen: fc.constantFrom('suspend', 'report'),
	maxRemovals: fc.constantFrom(100, 100, 30),
	protected: some(known('customer')),
});

const sourceForm = ({ conflict, removal, missingMeansLeft, maxRemovals }: Choices) => ({
	...IN_SCOPE,
	externalId: '={{ $json.externalId }}',
	email: '={{ $json.email }}',
	name: '={{ $json.name }}',
	hasLeft: '={{ $json.hasLeft }}',
	fields: { phone: '={{ $json.phone }}' },
	conflict,
	removal,
	missingMeansLeft,
	maxRemovals,
});

/** Everybody in the scope may have left. */
const isNamed: Work['isNamed'] = ({ external_id: externalId }) =>
	externalId?.toLowerCase().startsWith('hr-') ?? false;

export const sync: Work[] = [
	{
		name: 'User Sync: Sync Users',
		type: TYPE,
		rows,
		choices,
		isNamed,
		form: (given, read) => ({
			operation: 'sync',
			...sourceForm(given),
			options: {
				...protectedBy(given, read),
				whenTicketsAreOpen: given.whenTicketsAreOpen,
			},
		}),
		verdicts: byRowAndPerson,
	},
	{
		name: 'User Sync: Apply Plan',
		type: TYPE,
		rows,
		choices,
		isNamed,
		async prepare(stage, items, given) {
			const { changes } = await plan(stage, items, sourceForm(given));
			// As it comes back from an approval.
			return JSON.parse(JSON.stringify(changes)) as IDataObject[];
		},
		form: (given, read) => ({
			operation: 'apply',
			...IN_SCOPE,
			maxRemovals: given.maxRemovals,
			options: {
				...protectedBy(given, read),
				whenTicketsAreOpen: given.whenTicketsAreOpen,
			},
		}),
	},
];
