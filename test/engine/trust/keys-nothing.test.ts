import type { IDataObject } from 'n8n-workflow';
import { addCustomer } from '../../simulator';
import { clearStages } from '../engine';
import { outcomes, setUp, stateIn, upsert } from './keys-helpers';

/** U4: what stands for nothing in an expression, a spreadsheet or a list is no key. */

afterEach(clearStages);

const NOTHING = [
	...['undefined', 'NULL', 'Undefined', 'nan', 'none', 'nil', 'N/A', '#N/A', '#REF!', '-', '--'],
	...['0', '""', "''", '[]', '{}', '=', 'true', 'False', '[object Object]', '\u200b\u200d', 'n.a.'],
	...['EMP-undefined', 'null-null', '#NAME?', '(none)'],
	...[0, false, true],
];

it.each(NOTHING)('%j merges nobody and takes nobody over', async (nothing) => {
	const stage = setUp();
	const ann = { name: 'Ann', email: 'ann@x.example', external_id: null };
	addCustomer(stage.sim, ann);
	const before = stateIn(stage.sim);
	const rows = [
		{ externalId: nothing, email: '', name: 'Bob' },
		{ externalId: nothing, email: '', name: 'Cat' },
		{ externalId: nothing, email: 'ann@x.example', name: 'Dan' },
	];
	for (const list of [rows, rows.slice(2)]) {
		const items = await upsert(stage, list as IDataObject[]);
		expect(items).toMatchObject(
			list.map(() => ({
				outcome: 'failed',
				reason: 'invalid',
				message: expect.stringContaining("'External ID'"),
			})),
		);
	}
	expect(stateIn(stage.sim)).toBe(before);
});

it.each(['undefined', 'N/A', 'null@null', 'undefined@undefined'])(
	'%j is no email either, in Create, Create or Update, Update',
	async (email) => {
		const { sim, run } = setUp();
		const { id } = addCustomer(sim, { name: 'Ann', email: 'ann@x.example' });
		const user = { __rl: true, mode: 'id', value: String(id) };
		const before = stateIn(sim);
		for (const form of [
			{ operation: 'create', name: 'A', email },
			{ operation: 'upsert', name: 'A', email },
			{ operation: 'update', user, updateFields: { email } },
		]) {
			const parameters = { resource: 'user', ...form };
			const { items } = await run({ onError: 'continueRegularOutput', parameters });
			expect(outcomes(items)).toEqual(['failed']);
		}
		expect(stateIn(sim)).toBe(before);
	},
);

it('nor the external ID or the idempotency key of a ticket, which would file one for all', async () => {
	const { sim, run } = setUp();
	const ann = addCustomer(sim, { name: 'Ann', email: 'ann@x.example' });
	for (const form of [
		{ additionalFields: { externalId: 'N/A' } },
		{ options: { idempotencyKey: '#REF!' } },
	]) {
		const { items } = await run({
			onError: 'continueRegularOutput',
			parameters: {
				...{ resource: 'ticket', operation: 'create', subject: 'S', description: 'D' },
				requester: { __rl: true, mode: 'id', value: String(ann.id) },
				...form,
			},
		});
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'invalid' });
	}
	expect(sim.store.tickets.size).toBe(0);
});
