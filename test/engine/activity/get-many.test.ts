import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';
import {
	addAdmin,
	addAgent,
	addCustomer,
	addGroup,
	addLightAgent,
	clientOf,
	DEFAULT_START,
	seedActivity,
	signIn,
	type SimulatorOptions,
} from '../../simulator';
import { clearStages, type NodeRun, setStage, type Stage } from '../engine';
import { type TrueDay, truthOf, type TruthWish } from './truth';

afterEach(clearStages);

const DAY = 86_400_000;
const EVENTS = 'GET /api/v2/incremental/ticket_events';
const AUDIT = 'GET /api/v2/audit_logs';
const DELETED = 'GET /api/v2/deleted_tickets';
const ARTICLES = 'GET /api/v2/help_center/incremental/articles';

const getMany = (more: object = {}) => ({
	resource: 'activity',
	operation: 'getAll',
	timeZone: 'Europe/Berlin',
	...more,
});

const read = async ({ run }: Stage, more: object = {}, other: Partial<NodeRun> = {}) =>
	await run({ parameters: getMany(more), ...other });

/** A desk with a past of 90 days. */
function desk(options: SimulatorOptions = {}, staff = 30): Stage {
	const stage = setStage(options);
	for (let i = 0; i < staff; i++) addAgent(stage.sim);
	for (let i = 0; i < 50; i++) addCustomer(stage.sim);
	seedActivity(stage.sim, { ticketEvents: 5_000, logins: 1_500, articles: 60, deletions: 80 });
	return stage;
}

const dateOf = (ms: number, zone = 'Europe/Berlin') =>
	DateTime.fromMillis(ms, { zone }).toISODate()!;

const last90 = (more: Partial<TruthWish> = {}): TruthWish => ({
	zone: 'Europe/Berlin',
	from: dateOf(DEFAULT_START - 89 * DAY),
	to: dateOf(DEFAULT_START),
	...more,
});

const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');

/** The rows of days as the truth has them. */
function asTruth(items: IDataObject[]): Map<string, unknown> {
	const days = items.filter(({ kind }) => kind === 'day');
	return new Map(
		days.map((day) => {
			const { sign_ins, tickets_created, tickets_edited, tickets_deleted } = day;
			const { articles_created, first_at: first, last_at: last } = day;
			const counts = {
				sign_ins,
				tickets_created,
				tickets_edited,
				tickets_deleted,
				articles_created,
			};
			return [`${String(day.date)} ${Number(day.user_id)}`, { ...counts, first, last }];
		}),
	);
}

function expectTruth(items: IDataObject[], truth: Map<string, TrueDay>): void {
	const expected = new Map(
		[...truth].map(([key, day]) => [key, { ...day, first: iso(day.first), last: iso(day.last) }]),
	);
	const seen = asTruth(items);
	expect(seen.size).toBe(items.filter(({ kind }) => kind === 'day').length);
	expect(seen).toEqual(expected);
}

const countOf = ({ sim }: Stage, route: string) =>
	sim.log.entries.filter((entry) => entry.route === route).length;

describe('Activity: Get Many', () => {
	it('tells who did what on which day, as the account has it', async () => {
		const stage = desk();
		const { items, hints } = await read(stage);
		const truth = truthOf(stage.sim, last90());
		expect(truth.size).toBeGreaterThan(500);
		expectTruth(items, truth);
		expect(items[0]).toMatchObject({
			kind: 'day',
			name: expect.any(String),
			email: expect.stringContaining('@'),
			role: expect.stringMatching(/^(agent|admin)$/),
			active: true,
			sources: ['audit_log', 'articles', 'ticket_events'],
		});
		expect(hints).toEqual([]);
	});

	it.each(['Pacific/Auckland', 'America/St_Johns', 'Asia/Kathmandu', 'UTC'])(
		'a day is a day in %s',
		async (zone) => {
			const stage = desk();
			const { items } = await read(stage, { timeZone: zone });
			const [from, to] = [dateOf(DEFAULT_START, zone), dateOf(DEFAULT_START, zone)];
			const start = DateTime.fromISO(from, { zone: 'utc' }).minus({ days: 89 }).toISODate()!;
			expectTruth(items, truthOf(stage.sim, { zone, from: start, to }));
		},
	);

	it('takes the time zone of the credential’s user unless told otherwise', async () => {
		const stage = desk();
		const admin = stage.sim.store.users.get(stage.sim.credentials.adminId)!;
		stage.sim.store.users.update(admin, { time_zone: 'Sydney' });
		const { items } = await read(stage, { timeZone: '' });
		const zone = 'Australia/Sydney';
		const to = dateOf(DEFAULT_START, zone);
		const from = DateTime.fromISO(to, { zone: 'utc' }).minus({ days: 89 }).toISODate()!;
		expectTruth(items, truthOf(stage.sim, { zone, from, to }));
	});

	it('costs what has happened, not how many users there are', async () => {
		const requestsOf = async (staff: number) => {
			clearStages();
			const stage = desk({}, staff);
			await read(stage);
			return stage;
		};
		const small = (await requestsOf(30)).sim.log.entries.length;
		const big = await requestsOf(95);
		expect(Math.abs(big.sim.log.entries.length - small)).toBeLessThanOrEqual(1);
		const pages = 5 + Math.ceil(big.sim.store.auditLogs.size / 100);
		expect(countOf(big, EVENTS)).toBeLessThanOrEqual(7);
		expect(countOf(big, AUDIT)).toBeLessThanOrEqual(pages);
		expect(countOf(big, DELETED)).toBe(0);
	});

	it('summarises each user, also those who did nothing', async () => {
		const stage = desk();
		const { sim } = stage;
		const group = addGroup(sim, { name: 'Night Shift' });
		const never = addLightAgent(sim, {
			name: 'Never',
			groups: [group],
			created_at: DEFAULT_START - 10 * DAY,
		});
		const early = addAdmin(sim, { name: 'Early' });
		signIn(sim, early, DEFAULT_START - 200 * DAY);
		const { items } = await read(stage, { return: 'users', options: { groups: true } });
		expect(items).toHaveLength(sim.store.staff().length);
		const truth = truthOf(sim, last90());
		for (const item of items) {
			const days = [...truth].filter(([key]) => key.endsWith(` ${Number(item.user_id)}`));
			expect(item.active_days).toBe(days.length);
			const edited = days.reduce((sum, [, day]) => sum + day.tickets_edited, 0);
			expect(item.tickets_edited).toBe(edited);
		}
		expect(items.find(({ user_id }) => user_id === never.id)).toMatchObject({
			kind: 'user',
			seat: 'light',
			groups: ['Night Shift'],
			active_days: 0,
			last_active: null,
			inactive_days: 10,
		});
		expect(items.find(({ user_id }) => user_id === early.id)).toMatchObject({
			seat: 'paid',
			active_days: 0,
			last_active: dateOf(DEFAULT_START - 200 * DAY),
			inactive_days: 200,
		});
	});

	it('returns both kinds, and days without activity, when asked', async () => {
		const stage = desk({}, 5);
		const { items } = await read(stage, {
			return: 'both',
			lastDays: 10,
			options: { idleDays: true },
		});
		const staff = stage.sim.store.staff().length;
		expect(items.filter(({ kind }) => kind === 'day')).toHaveLength(10 * staff);
		expect(items.filter(({ kind }) => kind === 'user')).toHaveLength(staff);
		const idle = items.find(({ active }) => active === false);
		expect(idle).toMatchObject({ sign_ins: 0, first_at: null, last_at: null });
	});

	it('also tells of customers and of those who are deleted by now', async () => {
		const stage = desk();
		const { sim } = stage;
		const [, leaver] = sim.store.staff();
		await clientOf(sim).put(`users/${leaver.id}`, { user: { role: 'end-user' } });
		await clientOf(sim).delete(`users/${leaver.id}`);
		const { items } = await read(stage, { options: { users: 'everybody' } });
		expectTruth(items, truthOf(sim, last90({ everybody: true })));
		expect(items.some(({ user_id }) => user_id === leaver.id)).toBe(true);
		expect(items.some(({ role }) => role === 'end-user')).toBe(true);
	});

	describe('without some sources', () => {
		it('counts last sign-ins where there is no audit log, and says so', async () => {
			const stage = desk({ plan: { auditLog: false } });
			const { items, hints } = await read(stage);
			expect(hints).toEqual([expect.stringMatching(/^Sign-ins: the audit log can't be read/)]);
			const seen = items.reduce((sum, { sign_ins: n }) => sum + Number(n), 0);
			const logins = stage.sim.store
				.staff()
				.filter(({ last_login_at: at }) => at !== null && dateOf(at) >= last90().from);
			expect(seen).toBe(logins.length);
			expect(items[0].sources).toEqual(['last_login', 'articles', 'ticket_events']);
			const without = { without: ['sign_ins' as const] };
			const others = [...truthOf(stage.sim, last90(without)).values()];
			const created = others.reduce((sum, day) => sum + day.tickets_created, 0);
			expect(items.reduce((sum, { tickets_created: n }) => sum + Number(n), 0)).toBe(created);
		});

		it('leaves articles out where there is no help center, and says so', async () => {
			const stage = desk({ plan: { helpCenter: false } });
			const { items, hints } = await read(stage);
			expect(hints).toEqual([expect.stringMatching(/^Articles: the help center can't be read/)]);
			expect(items[0].sources).toEqual(['audit_log', 'ticket_events']);
			expectTruth(items, truthOf(stage.sim, last90({ without: ['articles_created'] })));
		});

		it('takes the list of deleted tickets where the events do not show deletions', async () => {
			const stage = desk({ switches: { ticketEventsShowDeletions: false } });
			const { items, hints } = await read(stage);
			const oldest = dateOf(DEFAULT_START - 29 * DAY);
			expect(hints).toEqual([expect.stringContaining(`before ${oldest} some may be missing`)]);
			expect(countOf(stage, DELETED)).toBeGreaterThan(0);
			const truth = truthOf(stage.sim, last90());
			const recent = [...truth].filter(([key]) => key >= oldest);
			const deleted = (days: Array<Pick<TrueDay, 'tickets_deleted'>>) =>
				days.reduce((sum, day) => sum + day.tickets_deleted, 0);
			const rows = items.filter(({ date }) => String(date) >= oldest);
			expect(deleted(recent.map(([, day]) => day))).toBeGreaterThan(5);
			expect(deleted(rows as never)).toBe(deleted(recent.map(([, day]) => day)));
			expect(rows[0].sources).toContain('deleted_tickets');
			expect(items[0].sources).not.toContain('deleted_tickets');
		});

		it('reads with a Read Only credential all the same', async () => {
			const stage = desk();
			const { items, hints } = await read(
				stage,
				{},
				{
					credential: { ...stage.credential, access: 'read' },
				},
			);
			expectTruth(items, truthOf(stage.sim, last90()));
			expect(hints).toEqual([]);
			expect(stage.sim.log.entries.filter(({ write }) => write)).toEqual([]);
		});

		it('gives what an agent may see, and says what is missing', async () => {
			const stage = desk();
			const { sim } = stage;
			const admin = sim.store.users.get(sim.credentials.adminId)!;
			addAdmin(sim);
			const token = sim.credentials.bearer(admin.id, ['read']);
			sim.store.users.update(admin, { role: 'agent' });
			const { items, hints, error } = await read(
				stage,
				{},
				{
					credential: { ...stage.credential, oauthTokenData: { access_token: token } },
				},
			);
			expect(error).toBeUndefined();
			expect(hints.map((hint) => hint.split(':')[0])).toEqual([
				'Sign-ins',
				'Tickets',
				'Deleted tickets',
			]);
			expect(items.length).toBeGreaterThan(0);
			expect(items[0].sources).not.toContain('ticket_events');
		});
	});

	describe('in slices', () => {
		const slices = async (stage: Stage, more: object = {}) => {
			const all: IDataObject[] = [];
			const cursors: IDataObject[] = [];
			let cursor = '';
			for (let run = 0; run < 40; run++) {
				const { items, error } = await read(stage, {
					read: 'slice',
					sliceDays: 7,
					cursor,
					...more,
				});
				if (error) throw new Error(error.message);
				all.push(...items.slice(0, -1));
				const last = items.at(-1)!;
				cursors.push(last);
				cursor = String(last.cursor);
				if (last.done === true) break;
			}
			return { all, cursors };
		};

		it('gives the same rows as in one go, but for today', async () => {
			const stage = desk();
			const { all, cursors } = await slices(stage, { lastDays: 89 });
			const to = dateOf(DEFAULT_START - DAY);
			expectTruth(all, truthOf(stage.sim, last90({ to })));
			expect(cursors).toHaveLength(13);
			expect(cursors[0]).toEqual({
				kind: 'cursor',
				cursor: dateOf(DEFAULT_START - 82 * DAY),
				done: false,
				from: dateOf(DEFAULT_START - 89 * DAY),
				to: dateOf(DEFAULT_START - 83 * DAY),
				time_zone: 'Europe/Berlin',
			});
			expect(cursors.at(-1)).toMatchObject({ done: true, to, cursor: dateOf(DEFAULT_START) });
		});

		it('goes on the next day, and asks nothing when nothing is over', async () => {
			const stage = desk();
			const cursor = dateOf(DEFAULT_START);
			stage.sim.log.clear();
			const { items } = await read(stage, { read: 'slice', cursor });
			expect(items).toEqual([
				{ kind: 'cursor', cursor, done: true, from: null, to: null, time_zone: null },
			]);
			expect(stage.sim.log.entries).toEqual([]);
			await stage.sim.clock.sleep(DAY);
			const { items: next } = await read(stage, { read: 'slice', cursor });
			expect(next.at(-1)).toMatchObject({ done: true, from: cursor, to: cursor });
		});

		it('skips what is older than the window', async () => {
			const stage = desk();
			const { items } = await read(stage, {
				read: 'slice',
				lastDays: 5,
				cursor: '2020-01-01',
			});
			expect(items.at(-1)).toMatchObject({ from: dateOf(DEFAULT_START - 5 * DAY), done: true });
		});

		it('a day counts as over when its last events have arrived', async () => {
			const stage = desk();
			const midnight = DateTime.fromISO('2026-11-21', { zone: 'Europe/Berlin' }).toMillis();
			await stage.sim.clock.sleep(midnight + 2 * 60_000 - stage.sim.clock.now());
			const form = { read: 'slice', cursor: '2026-11-20' };
			expect((await read(stage, form)).items.at(-1)).toMatchObject({ from: null });
			await stage.sim.clock.sleep(9 * 60_000);
			expect((await read(stage, form)).items.at(-1)).toMatchObject({ from: '2026-11-20' });
		});
	});

	it.each([
		[{ lastDays: 0 }, "'Last Days': '0' is not a whole number from 1 to 365"],
		[{ lastDays: 400 }, "'Last Days': '400' is not a whole number from 1 to 365"],
		[{ timeZone: 'Berlin' }, "'Time Zone': 'Berlin' is not the name of a time zone"],
		[{ read: 'slice', cursor: 'yesterday' }, "'Cursor': 'yesterday' is not a date"],
		[{ read: 'slice', cursor: '2026-13-40' }, "'Cursor': '2026-13-40' is not a date"],
		[{ read: 'slice', sliceDays: 'x' }, "'Days per Slice': 'x' is not a whole number"],
	])('refuses %j', async (form, message) => {
		const { error } = await read(setStage(), form);
		expect(error?.message).toContain(message);
	});

	it('stops all streams when one of them fails', async () => {
		const stage = desk();
		const { sim } = stage;
		sim.faults.add({
			when: { route: AUDIT, nth: 3, times: 50 },
			then: { kind: 'respond', status: 500, body: '' },
		});
		const { error } = await read(stage);
		expect(error?.message).toContain('/api/v2/audit_logs');
		const asked = sim.log.entries.length;
		await sim.clock.sleep(30 * 60_000);
		expect(sim.log.entries.length).toBe(asked);
	});

	it('reads events that come twice once', async () => {
		const stage = desk({ switches: { exportsRepeatRows: true } });
		const { items } = await read(stage);
		expectTruth(items, truthOf(stage.sim, last90()));
	});

	it('asks for articles apart from the account’s limit', async () => {
		const stage = desk();
		await read(stage);
		expect(countOf(stage, ARTICLES)).toBeGreaterThan(0);
		const limits = stage.sim.log.entries.filter(({ status }) => status === 429);
		expect(limits).toEqual([]);
	});
});
