import {
	addAgent,
	addCustomer,
	addDeletedCustomer,
	addIdentityTo,
	addTicket,
	type SimulatorOptions,
	type User,
} from '../../simulator';
import { clearStages, setStage, type Stage } from '../engine';
import { by } from '../forms';
import { apply, plan, reasons } from '../sync/helpers';
import { changing, stateOfUser } from './changing';

/** Protected Users are people, whatever text names them: cases A3, B4 and F6 of what once failed. */

afterEach(clearStages);

/** The first half of the SHA-256 of gone@acme.example, as markers have it. */
const EMAIL_HASH = '83486f6c5406fe1b';

const SECOND = 'ann.second@acme.example';

function setUp(options: SimulatorOptions = {}) {
	const stage = setStage({ searchLagSeconds: 0, ...options });
	const ann = addCustomer(stage.sim, { name: 'Ann Miller', external_id: 'EMP-7' });
	const bob = addCustomer(stage.sim, { name: 'Bob', external_id: 'EMP-8' });
	addIdentityTo(stage.sim, ann, { type: 'email', value: SECOND, verified: false });
	addIdentityTo(stage.sim, ann, { type: 'google', value: 'ann@gmail.example' });
	return { ...stage, ann, bob };
}

type Set = ReturnType<typeof setUp>;

async function deleteAll(
	{ run }: Pick<Stage, 'run'>,
	users: User[],
	protectedUsers: unknown,
	more: object = {},
) {
	const items = users.map(({ id }, i) => ({ id, safe: [protectedUsers].flat()[i] ?? null }));
	const result = await run({
		items,
		parameters: {
			resource: 'user',
			operation: 'delete',
			user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			options: { failedRows: 'items', protectedUsers, ...more },
		},
	});
	return { ...result, reasons: result.items.map(({ outcome, reason }) => reason ?? outcome) };
}

const isThere = ({ sim }: Pick<Stage, 'sim'>, { id }: User) => sim.store.users.get(id)!.active;

/** How people write who must not be changed. */
const ENTRIES: Record<string, (set: Set) => unknown> = {
	'second address': () => SECOND,
	'second address in capitals': () => SECOND.toUpperCase(),
	'Google sign-in': () => 'ann@gmail.example',
	'name and address': ({ ann }) => `Ann Miller <${ann.email}>`,
	'quoted name with a comma': ({ ann }) => `"Miller, Ann" <${ann.email}>`,
	'address in brackets': ({ ann }) => `<${ann.email}>`,
	mailto: ({ ann }) => `mailto:${ann.email}?subject=Hello`,
	'emails with blanks between them': ({ ann, bob }) => `${bob.email} ${ann.email}`,
	'IDs with blanks between them': ({ ann, bob }) => `${bob.id} ${ann.id}`,
	'lines and commas': ({ ann, bob }) => `${bob.email},\r\n ${ann.email} ;`,
	'JSON list': ({ ann }) => `["${SECOND}", ${ann.id}]`,
	'list of names and numbers': ({ ann, bob }) => `={{ ["Bob <${bob.email}>", ${ann.id}] }}`,
	'external ID in another case': () => 'emp-7',
	'quoted external ID': () => '"EMP-7"',
	'address in Zendesk': ({ ann, sim }) => `https://${sim.host}/agent/users/${ann.id}/requested`,
	'address in Zendesk without its scheme': ({ ann, sim }) => `${sim.host}/agent/users/${ann.id}`,
};

describe('A3: an entry is a person', () => {
	it.each(Object.keys(ENTRIES))('%s protects', async (name) => {
		const set = setUp();
		const was = stateOfUser(set.sim, set.ann);
		const { reasons } = await deleteAll(set, [set.ann], ENTRIES[name](set));
		expect(reasons).toEqual(['protected']);
		expect(stateOfUser(set.sim, set.ann)).toEqual(was);
	});

	it('an external ID with blanks, and one of digits', async () => {
		const set = setUp();
		set.sim.store.users.update(set.ann, { external_id: 'cost center 7' });
		set.sim.store.users.update(set.bob, { external_id: '0815' });
		const { reasons } = await deleteAll(set, [set.ann, set.bob], 'Cost Center 7; 0815');
		expect(reasons).toEqual(['protected', 'protected']);
	});

	it('a number that is the ID of one and the external ID of another protects both', async () => {
		const set = setUp();
		set.sim.store.users.update(set.bob, { external_id: String(set.ann.id) });
		const { reasons } = await deleteAll(set, [set.ann, set.bob], set.ann.id);
		expect(reasons).toEqual(['protected', 'protected']);
	});

	it.each([
		['a typo', 'ann.secnod@acme.example'],
		['a typo beside a good entry', `${SECOND}, nobody@acme.example`],
		['an unknown ID', '999999999'],
		['an unknown external ID', 'EMP-99'],
		['a name alone', 'Ann Miller'],
		['an unquoted name with a comma', `Miller, Ann <${SECOND}>`],
		['a word made of nothing', `undefined, ${SECOND}`],
		['a list with a hole', `={{ ["${SECOND}", null] }}`],
		['a broken list', `["${SECOND}"`],
		['an address of another account', 'https://other.zendesk.com/agent/users/7'],
		['the same without its scheme', 'other.zendesk.com/agent/users/7'],
	])('%s stops the run before the first write', async (_, entry) => {
		const set = setUp();
		const { items } = await deleteAll(set, [set.bob, set.ann], entry);
		expect(items.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
		expect(items[0].message).toContain("'Protected Users'");
		expect(set.sim.log.writes()).toEqual([]);
	});

	it('what matches nobody is named', async () => {
		const set = setUp();
		const { items } = await deleteAll(set, [set.bob], `${SECOND}, x@y.example, EMP-99`);
		expect(items[0].message).toContain("'x@y.example', 'EMP-99'");
		expect(items[0].message).not.toContain(SECOND);
	});

	it('each row has its own list, and all lists protect in all rows', async () => {
		const set = setUp();
		const eve = addCustomer(set.sim);
		const items = [
			{ id: set.ann.id, safe: set.bob.email },
			{ id: set.bob.id, safe: '' },
			{ id: eve.id, safe: `Ann <${SECOND}>` },
		];
		const result = await set.run({
			items,
			parameters: {
				resource: 'user',
				operation: 'delete',
				user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				options: { failedRows: 'items', protectedUsers: '={{ $json.safe }}' },
			},
		});
		expect(result.items.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'deleted']);
		expect([set.ann, set.bob].map((user) => isThere(set, user))).toEqual([true, true]);
	});

	it('costs nothing without entries, and one look-up of many IDs', async () => {
		const set = setUp();
		const gets = async (entry: unknown) => {
			const mark = set.sim.log.mark();
			await deleteAll(set, [set.bob], entry, { dryRun: true });
			return set.sim.log.since(mark).length;
		};
		await gets('');
		const usual = await gets('');
		const ids = Array.from({ length: 60 }, () => addCustomer(set.sim).id);
		// By ID, by external ID, and as external IDs once more: a number can be either, and a list can leave somebody out.
		expect(await gets(ids.join(' '))).toBe(usual + 3);
		expect(await gets(SECOND)).toBeLessThanOrEqual(usual + 3);
	});
});

describe('A3, F6: who was deleted is still somebody', () => {
	it('a soft-deleted user protected by ID is not erased, and a hint says so', async () => {
		const set = setUp();
		const gone = addDeletedCustomer(set.sim, { name: 'Gone' });
		const { items, hints } = await set.run({
			parameters: {
				resource: 'deletedUser',
				operation: 'deletePermanently',
				deletedUser: by.id(gone),
				options: { failedRows: 'items', protectedUsers: String(gone.id) },
			},
		});
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'protected' });
		expect(set.sim.store.users.get(gone.id)!.purged_at).toBeNull();
		expect(hints.join()).toMatch(/Gone \(ID \d+\), who is deleted/);
	});

	it.each<[string, boolean, (set: Set) => Promise<unknown> | unknown]>([
		['was deleted, by the email that Zendesk still lists', true, () => undefined],
		[
			'was off-boarded, by the marker',
			false,
			({ sim }) => {
				const gone = sim.store.users.all().find(({ name }) => name === 'Gone')!;
				sim.store.users.update(gone, {
					notes: `[n8n off-boarding] finished 2026-01-01T00:00:00Z; run 7; level delete; before: active; e:${EMAIL_HASH}`,
				});
			},
		],
	])('an entry of somebody who %s stops no schedule', async (_, keepsEmail, arrange) => {
		const set = setUp({ switches: { deletedUsersListKeepsEmail: keepsEmail } });
		addDeletedCustomer(set.sim, { name: 'Gone', email: 'gone@acme.example' });
		await arrange(set);
		const { reasons, hints } = await deleteAll(set, [set.bob], 'gone@acme.example');
		expect(reasons).toEqual(['deleted']);
		expect(hints.join()).toContain('who is deleted');
	});

	it('an entry by ID of somebody who was deleted permanently stops no schedule', async () => {
		const set = setUp();
		const gone = addDeletedCustomer(set.sim);
		const parameters = { resource: 'deletedUser', operation: 'deletePermanently' };
		await set.run({ parameters: { ...parameters, deletedUser: by.id(gone) } });
		const { reasons, hints } = await deleteAll(set, [set.bob], String(gone.id));
		expect(reasons).toEqual(['deleted']);
		expect(hints.join()).toContain("'Protected Users'");
	});
});

describe.each(Object.keys(changing))('B4: %s', (name) => {
	const { parameters, person = 'customer', type } = changing[name];

	function arrange() {
		const set = setUp();
		const { sim } = set;
		const make = { customer: addCustomer, agent: addAgent, deleted: addDeletedCustomer }[person];
		const who = make(sim, { name: 'Carla', external_id: 'EMP-1' });
		if (person !== 'deleted') addIdentityTo(sim, who, { type: 'email', value: 'c@two.example' });
		if (person === 'agent') addTicket(sim, { assignee: who });
		const other = person === 'agent' ? addAgent(sim) : addCustomer(sim);
		return { set, who, other };
	}

	const run = async (protects: boolean) => {
		const { set, who, other } = arrange();
		const entry = person === 'deleted' ? String(who.id) : 'C@two.example';
		const { options, ...form } = parameters(who, other, set.sim) as { options?: object };
		const was = stateOfUser(set.sim, who);
		const result = await set.run({
			type,
			items: type ? [{ externalId: 'EMP-1', name: 'Carla New', email: who.email }] : [{}],
			parameters: {
				...form,
				options: {
					failedRows: 'items',
					...(protects ? { protectedUsers: entry } : {}),
					...options,
				},
			},
		});
		return { result, was, is: stateOfUser(set.sim, who), writes: set.sim.log.writes().length };
	};

	it('does not change a protected user, named by a second address', async () => {
		const { result, was, is } = await run(true);
		expect(is).toEqual(was);
		expect(JSON.stringify(result.outputs)).toContain('protected');
	});

	it('would change them otherwise', async () => {
		const { was, is, result } = await run(false);
		expect([is, result.error]).not.toEqual([was, undefined]);
	});
});

describe('B4: a plan and its appliance', () => {
	const row = { externalId: 'EMP-7', name: 'Ann New' };
	const form = { scope: { externalIdPrefix: 'EMP-' }, options: { protectedUsers: SECOND } };

	it.each(['changed', 'missing'])('a protected user who is %s is in no plan', async (how) => {
		const set = setUp();
		const rows = how === 'changed' ? [row] : [{ externalId: 'EMP-8', name: 'Bob' }];
		const more = { ...form, removal: 'delete', missingMeansLeft: true, maxRemovals: 100 };
		const { changes, blocked } = await plan(set, rows, more);
		expect(changes.some(({ id }) => id === set.ann.id)).toBe(false);
		expect(reasons(blocked)).toContain('protected');
	});

	it('a plan that was made without the entry changes nobody who is protected when it is applied', async () => {
		const set = setUp();
		const { changes } = await plan(set, [row], { ...form, options: {} });
		const was = stateOfUser(set.sim, set.ann);
		const { items } = await apply(set, changes, form);
		expect(items).toMatchObject([{ reason: 'protected' }]);
		expect(stateOfUser(set.sim, set.ann)).toEqual(was);
	});

	it.each(['plan', 'apply'])('a typo stops: %s', async (operation) => {
		const set = setUp();
		const { changes } = await plan(set, [row], { ...form, options: {} });
		const typo = { ...form, options: { protectedUsers: 'ann.secnod@acme.example' } };
		const result =
			operation === 'plan'
				? (await plan(set, [row], typo)).result
				: await apply(set, changes, typo);
		expect(JSON.stringify([result.items, result.error])).toContain('ann.secnod@acme.example');
		expect(set.sim.log.writes()).toEqual([]);
	});
});
