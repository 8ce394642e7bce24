import {
	addAgent,
	addCustomer,
	addDeletedCustomer,
	addSession,
	addTicket,
	addToken,
	type SimulatorOptions,
	type User,
} from '../../simulator';
import { type LeaverStory, tellLeaverStory } from '../../stories/leaver';
import { addMarker, createMarker } from '../../../zendesk/identity/marker';
import { clearStages, setStage, type Stage } from '../engine';
import { by, offboardForm } from '../forms';

/** Who is meant by an off-boarding, and what is true when it is over: cases A, B6, D and F of what once failed. */

afterEach(clearStages);

const DAY = 24 * 3_600_000;
const EMAIL = 'ann.leaver@acme.example';

type Set = Stage & { story: LeaverStory };

function setUp(options: SimulatorOptions = {}): Set {
	const stage = setStage({ searchLagSeconds: 0, ...options });
	return { ...stage, story: tellLeaverStory(stage.sim) };
}

async function offboard(set: Set, more: Record<string, unknown> = {}) {
	const { options = {}, ...form } = more;
	const parameters = offboardForm(set.story, {
		...form,
		options: { failedRows: 'items', ...(options as object) },
	});
	const { items } = await set.run({ parameters });
	return items[0];
}

const pass = ({ sim }: Stage, ms: number) =>
	(sim.clock as unknown as { advance(ms: number): void }).advance(ms);

const now = ({ sim }: Stage, { id }: { id: number }) => structuredClone(sim.store.users.get(id)!);

const writesOf = async (set: Set, work: () => Promise<unknown>) => {
	const mark = set.sim.log.mark();
	await work();
	return set.sim.log.since(mark).filter(({ write }) => write);
};

/** An agent of old gets another address today. */
function addAddress({ sim }: Stage, user: User, value: string, primary = false): void {
	const at = sim.clock.now();
	const [first] = sim.store.identities.sortedBy('user', user.id);
	sim.store.identities.insert({
		...first,
		id: sim.store.ids.next('identity'),
		value,
		primary,
		created_at: at,
		updated_at: at,
	});
}

/** The freed address or external ID of the leaver, given to somebody else. */
const TAKERS: Array<[string, (set: Set) => User]> = [
	[
		'an agent since 2020 by a second address',
		(set) => {
			const david = addAgent(set.sim, { name: 'David', external_id: 'EMP-90' });
			set.sim.store.users.update(david, { created_at: Date.parse('2020-01-01T00:00:00Z') });
			addAddress(set, david, EMAIL);
			return david;
		},
	],
	[
		'an agent since 2020 whose address was replaced',
		({ sim }) => {
			const david = addAgent(sim, { name: 'David', external_id: 'EMP-90' });
			const long = Date.parse('2020-01-01T00:00:00Z');
			sim.store.users.update(david, { created_at: long, email: EMAIL });
			const [identity] = sim.store.identities.sortedBy('user', david.id);
			const updated_at = sim.clock.now();
			sim.store.identities.update(identity, { value: EMAIL, created_at: long, updated_at });
			return david;
		},
	],
	['a new agent', ({ sim }) => addAgent(sim, { name: 'David', email: EMAIL })],
	['a new customer', ({ sim }) => addCustomer(sim, { name: 'David', email: EMAIL })],
];

const LEVELS = [
	'suspend',
	'downgradeToLightAgent',
	'downgradeToEndUser',
	'downgradeAndSuspend',
	'delete',
	'deletePermanently',
];

describe.each(LEVELS)('A1, A2: %s', (level) => {
	it.each(TAKERS)('the address is with %s: both are named, nobody is deleted', async (_, take) => {
		const set = setUp();
		const { leaver } = set.story;
		await offboard(set, { level: 'delete' });
		pass(set, 3 * DAY);
		const david = take(set);
		const was = now(set, david);
		const writes = await writesOf(set, async () => {
			const item = await offboard(set, { level, leaver: by.email({ email: EMAIL }) });
			expect(item).toMatchObject({ outcome: 'failed', reason: 'ambiguous' });
			expect(item.message).toContain(`ID ${david.id}`);
			expect(item.message).toContain(`ID ${leaver.id}`);
		});
		expect(writes).toEqual([]);
		expect(now(set, david)).toEqual(was);
		// An ID decides.
		await offboard(set, { level, leaver: by.id(leaver) });
		expect(now(set, david)).toEqual(was);
	});

	it('the external ID is with an agent since 2020', async () => {
		const set = setUp();
		await offboard(set, { level: 'delete' });
		const david = addAgent(set.sim, { name: 'David', external_id: 'EMP-77' });
		set.sim.store.users.update(david, { created_at: Date.parse('2020-01-01T00:00:00Z') });
		const was = now(set, david);
		const leaver = by.externalId({ external_id: 'emp-77' });
		expect(await offboard(set, { level, leaver })).toMatchObject({ reason: 'ambiguous' });
		expect(now(set, david)).toEqual(was);
	});
});

describe.each(['delete', 'deletePermanently'])('A1, A2, no trace: %s', (level) => {
	it.each([true, false])('nothing is left of the leaver (notes survive: %s)', async (survive) => {
		const set = setUp({ switches: { deletedUserKeepsNotes: survive } });
		await offboard(set, { level: 'deletePermanently' });
		pass(set, 3 * DAY);
		const [, take] = TAKERS[0];
		const david = take(set);
		const was = now(set, david);
		const item = await offboard(set, { level, leaver: by.email({ email: EMAIL }) });
		expect(item).toMatchObject({ outcome: 'failed', reason: 'ambiguous' });
		expect(item.message).toContain(`ID ${david.id}`);
		expect(now(set, david)).toEqual(was);
	});
});

describe('A12: one leaver twice', () => {
	const rows = async (set: Set, levels: string[], more: object = {}) => {
		const { leaver } = set.story;
		const items = levels.map((level, i) => ({ level, leaver: i % 2 ? leaver.email : leaver.id }));
		const parameters = offboardForm(set.story, {
			leaver: { __rl: true, mode: 'email', value: '={{ $json.leaver }}' },
			level: '={{ $json.level }}',
			options: { failedRows: 'items' },
			...more,
		});
		return (await set.run({ parameters, items })).items;
	};

	it('with two levels: both are refused', async () => {
		const set = setUp();
		const was = now(set, set.story.leaver);
		const items = await rows(set, ['suspend', 'deletePermanently']);
		expect(items).toMatchObject([{ reason: 'ambiguous' }, { reason: 'ambiguous' }]);
		expect(now(set, set.story.leaver)).toEqual(was);
	});

	it('with two levels beside an equal row: all three are refused', async () => {
		const set = setUp();
		const items = await rows(set, ['suspend', 'suspend', 'delete']);
		expect(items.map(({ reason }) => reason)).toEqual(['ambiguous', 'ambiguous', 'ambiguous']);
	});

	it('with equal rows: one is done', async () => {
		const set = setUp();
		const items = await rows(set, ['suspend', 'suspend']);
		expect(items).toMatchObject([{ outcome: 'suspended' }, { reason: 'same-row' }]);
	});
});

describe('B6: a suspension is only lifted by the run that set it', () => {
	it.each(['downgradeToEndUser', 'downgradeToLightAgent'])('%s weeks later', async (level) => {
		const set = setUp();
		await offboard(set, { level: 'suspend' });
		pass(set, 21 * DAY);
		expect(await offboard(set, { level })).toMatchObject({ after: { suspended: true } });
		expect(now(set, set.story.leaver).suspended).toBe(true);
	});

	it('what was suspended before a run that broke off is no matter once somebody has lifted it', async () => {
		const set = setUp();
		const { leaver } = set.story;
		const marker = createMarker({ ...leaver, suspended: true } as never, {
			now: set.sim.clock.now(),
			run: '1',
			level: 'downgradeToEndUser',
		});
		const user = set.sim.store.users.get(leaver.id)!;
		set.sim.store.users.update(user, { notes: addMarker(null, marker), suspended: false });
		await offboard(set, { level: 'downgradeToEndUser' });
		expect(now(set, leaver)).toMatchObject({ role: 'end-user', suspended: false });
	});

	it('another level an hour later', async () => {
		const set = setUp();
		await offboard(set, { level: 'suspend' });
		pass(set, 3_600_000);
		await offboard(set, { level: 'downgradeToEndUser' });
		expect(now(set, set.story.leaver).suspended).toBe(true);
	});

	it.each([
		['of 200 days ago', '2026-05-01T09:00:00Z', 'downgradeToEndUser'],
		['of another level', '', 'delete'],
	])('a marker %s doesn’t lift it', async (_, startedAt, level) => {
		const set = setUp();
		const { leaver } = set.story;
		const at = startedAt || `${new Date(set.sim.clock.now()).toISOString().slice(0, 19)}Z`;
		const notes = `[n8n off-boarding] started ${at}; run 1; level ${level}; before: active`;
		set.sim.store.users.update(set.sim.store.users.get(leaver.id)!, { suspended: true, notes });
		await offboard(set, { level: 'downgradeToEndUser', leaver: by.id(leaver) });
		expect(now(set, leaver)).toMatchObject({ role: 'end-user', suspended: true });
	});
});

describe('D: the verdict says what is', () => {
	it('D1: a trigger gives a ticket back: it is told, and not moved ten times', async () => {
		const set = setUp();
		const { leaver, successor, tickets } = set.story;
		const [loop] = tickets.assigned;
		const { tickets: table } = set.sim.store;
		const update = table.update.bind(table);
		table.update = (ticket, fields) =>
			update(
				ticket,
				ticket.id === loop.id && fields.assignee_id === successor.id
					? { ...fields, assignee_id: leaver.id }
					: fields,
			);
		const item = await offboard(set, { options: { comment: 'Moved' } });
		expect(item).toMatchObject({ outcome: 'failed', reason: 'tickets-left' });
		expect(item.tickets_left).toMatchObject([
			{ id: loop.id, message: expect.stringContaining('came back') },
		]);
		const notes = set.sim.store.comments.sortedBy('ticket', loop.id);
		expect(notes.filter(({ body }) => body === 'Moved')).toHaveLength(1);
		expect(now(set, leaver).role).toBe('agent');
		expect(set.sim.store.handovers).toEqual([]);
	});

	it.each([
		['sessions', /sessions$/, /Sessions/],
		['OAuth tokens', /oauth\/tokens$/, /OAuth tokens/],
	])('D2: %s that can’t be seen are unverified', async (_, route, sentence) => {
		const set = setUp();
		const body = { error: { title: 'Forbidden', message: 'You do not have access' } };
		for (const method of ['GET', 'DELETE']) {
			set.sim.faults.add({
				when: { method, path: route, times: 9 },
				then: { kind: 'respond', status: 403, body },
			});
		}
		const item = await offboard(set, { level: 'downgradeAndSuspend' });
		expect(item).toMatchObject({ outcome: 'downgraded' });
		expect(item.unverified).toEqual([expect.stringMatching(sentence)]);
	});

	it.each([
		['downgradeAndSuspend', { suspended: false }, 'not suspended'],
		['suspend', { suspended: false }, 'not suspended'],
		['downgradeToEndUser', { role: 'agent', role_type: 0 }, "'agent'"],
	] as const)('D3: %s, changed by somebody during the run', async (level, fields, said) => {
		const set = setUp();
		const { leaver } = set.story;
		const { oauthTokens } = set.sim.store;
		// The last look at the tokens comes after the last write.
		const list = oauthTokens.all.bind(oauthTokens);
		oauthTokens.all = () => {
			const user = set.sim.store.users.get(leaver.id)!;
			const isOver = level === 'suspend' ? user.suspended : user.role === 'end-user';
			if (isOver && level !== 'downgradeToEndUser') set.sim.store.users.update(user, fields);
			return list();
		};
		if (level === 'downgradeToEndUser') {
			const { users } = set.sim.store;
			const update = users.update.bind(users);
			users.update = (user, patch) => {
				const isLifted = user.id === leaver.id && patch.suspended === false;
				const done = update(user, patch);
				return isLifted ? update(user, fields) : done;
			};
		}
		const item = await offboard(set, { level });
		expect(item).toMatchObject({ outcome: 'failed', reason: 'conflict' });
		expect(item.message).toContain(said);
	});

	it.each(['downgradeToEndUser', 'downgradeToLightAgent', 'downgradeAndSuspend', 'suspend'])(
		'D4: %s again takes what is new',
		async (level) => {
			const set = setUp();
			const { leaver } = set.story;
			await offboard(set, { level });
			const user = now(set, leaver);
			addSession(set.sim, user);
			addToken(set.sim, user);
			const ticket = addTicket(set.sim, { followers: [user], updated_at: set.sim.clock.now() });
			const item = await offboard(set, { level, leaver: by.id(leaver) });
			expect(item.outcome).not.toBe('unchanged');
			expect(set.sim.store.sessions.sortedBy('user', leaver.id)).toEqual([]);
			expect(set.sim.store.oauthTokens.sortedBy('user', leaver.id)).toEqual([]);
			expect(set.sim.store.tickets.get(ticket.id)!.follower_ids).not.toContain(leaver.id);
			expect(now(set, leaver).suspended).toBe(user.suspended);
			// And then nothing is left.
			const writes = await writesOf(set, () => offboard(set, { level, leaver: by.id(leaver) }));
			expect(writes).toEqual([]);
		},
	);

	it.each(['first', 'afterTransfer'])('D12: a note written meanwhile stays (%s)', async (cut) => {
		const set = setUp();
		const { leaver } = set.story;
		set.sim.faults.add({
			when: { route: 'PUT /api/v2/tickets/update_many' },
			then: {
				kind: 'after',
				do: ({ store }) => {
					const user = store.users.get(leaver.id)!;
					store.users.update(user, { notes: `${user.notes}\nOwes us a laptop` });
				},
			},
		});
		const options = { cutAccess: cut };
		await offboard(set, { level: 'downgradeToEndUser', options });
		set.sim.faults.verifyAllFired();
		expect(now(set, leaver).notes).toContain('Owes us a laptop');
	});
});

describe('F1: off-boarding is for staff in every state', () => {
	it('a deleted customer by ID is not erased', async () => {
		const set = setUp();
		const customer = addDeletedCustomer(set.sim);
		const item = await offboard(set, { leaver: by.id(customer) });
		expect(item).toMatchObject({ outcome: 'failed', reason: 'not-staff' });
		expect(now(set, customer).purged_at).toBeNull();
	});

	it.each<[string, (email: string, at: string) => string, Partial<User>]>([
		['old', () => '2026-01-05T09:00:00Z', { suspended: true }],
		['of a customer who can sign in', (_, at) => at, { suspended: false }],
	])('a forged marker, %s: not taken for staff', async (_, when, fields) => {
		const set = setUp();
		const email = 'victim@example.com';
		const at = new Date(set.sim.clock.now()).toISOString();
		const marker = createMarker({ email, external_id: null, suspended: false } as never, {
			now: Date.parse(when(email, at)),
			run: '1',
			level: 'delete',
		});
		const victim = addCustomer(set.sim, { email, notes: addMarker(null, marker), ...fields });
		const was = now(set, victim);
		const item = await offboard(set, { leaver: by.email(victim) });
		expect(item).toMatchObject({ outcome: 'failed', reason: 'not-staff' });
		expect(now(set, victim)).toEqual(was);
	});

	it('a forged marker that says finished: no level that deletes believes it', async () => {
		const set = setUp();
		const email = 'victim@example.com';
		const marker = createMarker({ email, external_id: null, suspended: false } as never, {
			now: set.sim.clock.now(),
			run: '1',
			level: 'downgradeToEndUser',
		});
		const notes = addMarker(null, { ...marker, finished: true });
		const victim = addCustomer(set.sim, { email, notes });
		const ticket = addTicket(set.sim, { requester: victim });
		const was = now(set, victim);
		for (const level of LEVELS) await offboard(set, { level, leaver: by.id(victim) });
		expect(now(set, victim)).toEqual(was);
		expect(set.sim.store.tickets.get(ticket.id)!.requester_id).toBe(victim.id);
	});

	it.each(['by ID', 'by the address that the marker speaks of'])(
		'a deleted customer with a copied marker is not erased, %s',
		async (way) => {
			const set = setUp();
			await offboard(set, { level: 'downgradeAndSuspend' });
			const { notes } = now(set, set.story.leaver);
			await offboard(set, { level: 'deletePermanently' });
			const victim = addDeletedCustomer(set.sim, { notes });
			const leaver = way === 'by ID' ? by.id(victim) : by.email({ email: EMAIL });
			const item = await offboard(set, { leaver });
			expect(item.outcome).toBe('failed');
			expect(now(set, victim).purged_at).toBeNull();
		},
	);

	it('a marker copied from somebody else: not taken for staff', async () => {
		const set = setUp();
		await offboard(set, { level: 'downgradeAndSuspend' });
		const { notes } = now(set, set.story.leaver);
		const victim = addCustomer(set.sim, { suspended: true, notes });
		const item = await offboard(set, { leaver: by.id(victim) });
		expect(item).toMatchObject({ outcome: 'failed', reason: 'not-staff' });
		expect(now(set, victim).active).toBe(true);
	});
});

describe('F5: the deleted users are read once a run', () => {
	it('ten unknown leavers, 250 deleted users', async () => {
		const set = setUp();
		for (let i = 0; i < 250; i++) addDeletedCustomer(set.sim);
		const items = Array.from({ length: 10 }, (_, i) => ({ email: `nobody${i}@example.com` }));
		const parameters = offboardForm(set.story, {
			leaver: { __rl: true, mode: 'email', value: '={{ $json.email }}' },
			options: { failedRows: 'items' },
		});
		const result = await set.run({ parameters, items });
		expect(result.items.map(({ reason }) => reason)).toEqual(new Array(10).fill('not-found'));
		const lists = set.sim.log.entries.filter(({ path }) => path.endsWith('/deleted_users'));
		expect(lists).toHaveLength(3);
	});
});

describe('what a refused row says still protects', () => {
	it.each([
		['Dry Run', { dryRun: '={{ $json.odd }}' }, {}],
		['Check Ownership', {}, { checkOwnership: '={{ $json.odd }}' }],
		['Level', { level: '={{ $json.odd === "perhaps" ? "perhaps" : "delete" }}' }, {}],
	])('refused for its %s', async (_, form, options) => {
		const set = setUp();
		const { leaver } = set.story;
		const items = [
			{ id: 999_999_999, safe: leaver.email, odd: 'perhaps' },
			{ id: leaver.id, safe: '', odd: false },
		];
		const parameters = offboardForm(set.story, {
			leaver: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			level: 'delete',
			...form,
			options: { failedRows: 'items', protectedUsers: '={{ $json.safe }}', ...options },
		});
		const result = await set.run({ parameters, items: items as never });
		expect(result.items.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
		expect(now(set, leaver).active).toBe(true);
	});
});
