import { addCustomer } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { apply, ids, known, outcomes, pairsOf, person, plan, reasons } from './helpers';

afterEach(clearStages);

const NO_ABSENCE = { missingMeansLeft: false };
const EVERYBODY = { scope: {} };

/** Each way of finding people: everybody is read, or only whom the rows name. */
const READINGS: Array<[string, boolean]> = [
	['everybody is read', true],
	['only the rows’ users are looked up', false],
];

describe.each(READINGS)('Match By, while %s', (_how, missingMeansLeft) => {
	const form = { missingMeansLeft };

	it.each([
		['externalId', { externalId: 'hr-1', name: 'Person 1' }],
		['email', { email: 'PERSON1@example.COM', name: 'Person 1' }],
		['both', { externalId: 'Hr-1', email: 'Person1@Example.com', name: 'Person 1' }],
		['both', { externalId: 'HR-1', name: 'Person 1' }],
		['both', { email: 'person1@example.com', name: 'Person 1' }],
	])('%s finds the user, whatever the case: %j', async (matchBy, row) => {
		const stage = setStage();
		const { id } = known(stage.sim, 1);
		const { changes, unchanged, blocked } = await plan(stage, [row], { ...form, matchBy });
		expect([ids(unchanged), changes, blocked]).toEqual([[id], [], []]);
	});

	it.each([{}, { externalIdPrefix: 'HR-' }, { externalIdPrefix: 'HR-', tag: 'from_hr' }])(
		'both: by email where nobody has the external ID yet, which is then written (scope %j)',
		async (scope) => {
			const stage = setStage();
			const { id } = known(stage.sim, 1, { external_id: null });
			const { changes } = await plan(stage, [person(1)], { ...form, scope });
			expect(changes).toMatchObject([{ id, action: 'update', before: { external_id: null } }]);
			const { items } = await apply(stage, changes, { scope });
			expect(outcomes(items)).toEqual(['updated']);
			expect(stage.sim.store.users.get(id)!.external_id).toBe('HR-1');
			const next = await plan(stage, [person(1)], { ...form, scope, matchBy: 'externalId' });
			expect([next.changes, ids(next.unchanged)]).toEqual([[], [id]]);
		},
	);

	it('both: the external ID goes before the email, which is then changed', async () => {
		const stage = setStage();
		const { id } = known(stage.sim, 1, { email: 'former@example.com' });
		const { changes } = await plan(stage, [person(1)], form);
		expect(changes).toMatchObject([
			{ id, diff: [{ field: 'email', from: 'former@example.com', to: 'person1@example.com' }] },
		]);
	});

	it('both: a row that matches two users is ambiguous, and names them', async () => {
		const stage = setStage();
		const one = known(stage.sim, 1, { email: 'one@example.com', name: 'The One' });
		const other = known(stage.sim, 2, { external_id: null, name: 'The Other' });
		const row = { externalId: 'HR-1', email: other.email, name: 'Which' };
		const { changes, blocked } = await plan(stage, [row], { ...form, ...EVERYBODY });
		expect(changes).toEqual([]);
		expect(blocked.filter(({ reason }) => reason === 'ambiguous')).toMatchObject([
			{ message: expect.stringMatching(new RegExp(`${one.id}.*${other.id}`)) },
		]);
	});

	it('both: an email of somebody who has another external ID is ambiguous', async () => {
		const stage = setStage();
		known(stage.sim, 1);
		const row = { ...person(1), externalId: 'HR-99' };
		const { changes, blocked } = await plan(stage, [row], form);
		expect(changes).toEqual([]);
		expect(blocked[0]).toMatchObject({
			reason: 'ambiguous',
			message: expect.stringMatching(/HR-1\b.*HR-99/),
		});
	});

	it('email: the external ID is written where the user has none', async () => {
		const stage = setStage();
		const { id } = known(stage.sim, 1, { external_id: null });
		const more = { ...form, ...EVERYBODY, matchBy: 'email' };
		const { changes } = await plan(stage, [person(1)], more);
		expect(changes).toMatchObject([
			{
				id,
				diff: [
					{ field: 'external_id', from: null, to: 'HR-1' },
					{ field: 'tags', from: [], to: ['adopted_by_email'] },
				],
			},
		]);
	});

	it.each([
		['externalId', { email: 'person1@example.com', name: 'Person 1' }],
		['email', { externalId: 'HR-1', name: 'Person 1' }],
		['both', { name: 'Person 1' }],
	])('%s: a row without that key is blocked', async (matchBy, row) => {
		const stage = setStage();
		known(stage.sim, 1);
		const { changes, unchanged, blocked } = await plan(stage, [person(2), row], {
			...form,
			matchBy,
		});
		expect([changes.length, unchanged.length]).toEqual([1, 0]);
		expect(blocked[0]).toMatchObject({ reason: 'invalid', message: expect.stringMatching(/key/) });
	});
});

describe('rows that name the same person', () => {
	it.each([
		[
			'two of somebody known, by different keys',
			{ externalId: 'HR-1' },
			{ email: 'person1@example.com' },
		],
		['two of somebody new, by the external ID', { externalId: 'HR-7' }, { externalId: 'hr-7' }],
		[
			'two of somebody new, by the email',
			{ externalId: 'HR-7', email: 'new@example.com' },
			{ externalId: 'HR-8', email: 'NEW@example.com' },
		],
		[
			'one that has left and one that has not',
			{ externalId: 'HR-1' },
			{ externalId: 'HR-1', hasLeft: true },
		],
	])('%s are both blocked and named', async (_what, one, other) => {
		const stage = setStage();
		known(stage.sim, 1);
		const rows = [person(3), { ...one, name: 'One' }, { ...other, name: 'Other' }];
		const more = { ...NO_ABSENCE, hasLeft: '={{ $json.hasLeft }}' };
		const { changes, blocked, leavers, result } = await plan(stage, rows, more);
		expect(changes).toMatchObject([{ external_id: 'HR-3' }]);
		expect(leavers).toEqual([]);
		expect(reasons(blocked)).toEqual(['same-row', 'same-row']);
		for (const { message } of blocked) expect(message).toMatch(/1.*2|2.*1/);
		expect(pairsOf(result)[2]).toEqual([1, 2]);
	});

	it('a new email for somebody known and the same one for somebody new are both blocked', async () => {
		const stage = setStage();
		known(stage.sim, 1, { email: 'former@example.com' });
		const rows = [person(1), { ...person(2), email: 'person1@example.com' }];
		const { changes, blocked } = await plan(stage, rows, NO_ABSENCE);
		expect(changes).toEqual([]);
		expect(blocked).toHaveLength(2);
	});
});

describe('the name', () => {
	it.each([
		['both parts', { first: 'Ann', last: 'Miller' }, 'Ann Miller'],
		['the first one', { first: 'Ann', last: '' }, 'Ann'],
		['the last one', { first: ' ', last: ' Miller ' }, 'Miller'],
	])('of %s', async (_what, parts, name) => {
		const stage = setStage();
		const form = {
			...NO_ABSENCE,
			nameFrom: 'parts',
			firstName: '={{ $json.first }}',
			lastName: '={{ $json.last }}',
			name: undefined,
		};
		const { changes } = await plan(stage, [{ ...person(1), ...parts }], form);
		expect(changes).toMatchObject([{ name, after: { name } }]);
	});

	it('of nobody known may be blank; nobody is created without one', async () => {
		const stage = setStage();
		const { id } = known(stage.sim, 1);
		const rows = [1, 2].map((i) => ({ ...person(i), name: '' }));
		const { changes, unchanged, blocked } = await plan(stage, rows);
		expect([changes, ids(unchanged)]).toEqual([[], [id]]);
		expect(blocked).toMatchObject([
			{ external_id: 'HR-2', message: expect.stringContaining("'Name'") },
		]);
	});
});

it('more than a hundred emails are not searched one by one', async () => {
	const stage = setStage();
	const rows = Array.from({ length: 150 }, (_, i) => person(i));
	for (const row of rows) addCustomer(stage.sim, { email: row.email, name: row.name });
	const more = { ...NO_ABSENCE, ...EVERYBODY };
	const { changes } = await plan(stage, rows, more);
	expect(changes).toHaveLength(150);
	expect(stage.sim.log.entries.length).toBeLessThan(10);
});

describe('somebody known by the email only who has left', () => {
	it.each(['suspend', 'delete'])('stays: %s', async (removal) => {
		const stage = setStage();
		const user = known(stage.sim, 1, { external_id: null });
		const form = { hasLeft: true, removal, maxRemovals: 100 };
		const { changes, leavers } = await plan(stage, [person(1)], form);
		expect(changes).toEqual([]);
		expect(leavers).toMatchObject([
			{ id: user.id, reason: expect.stringMatching(/by the email alone/) },
		]);
	});
});

it('a user field that Zendesk does not know is blocked, for it would be written again and again', async () => {
	const stage = setStage();
	stage.sim.store.userFields.set('plan', 'text');
	const user = known(stage.sim, 1);
	const { changes, blocked } = await plan(stage, [person(1)], {
		fields: { userFields: '{"plan": "gold", "departmnt": "IT"}' },
	});
	expect(changes).toEqual([]);
	expect(blocked).toMatchObject([
		{ id: user.id, reason: 'invalid', message: expect.stringContaining("'departmnt'") },
	]);
});
