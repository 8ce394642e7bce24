import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ZendeskUsers } from '../../nodes/ZendeskUsers/ZendeskUsers.node';
import {
	addAdmin,
	addAgent,
	addCustomer,
	addLightAgent,
	addOrganization,
	clientOf,
	DEFAULT_START,
	type LogEntry,
	type Simulator,
	type User,
} from '../simulator';
import { clearStages, type NodeRun, type Stage, setStage } from './engine';

afterEach(clearStages);

const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;

const LIST = 'GET /api/v2/users';
const EXPORT = 'GET /api/v2/incremental/users/cursor';
const SEARCH = 'GET /api/v2/search/export';
const MEMBERS = 'GET /api/v2/organizations/:id/users';
const BY_EXTERNAL_ID = 'GET /api/v2/users/search';

const BY_EXPORT = { readBy: 'export' };

/** A time as the simulator's `days` before its start, as the form keeps it. */
const daysAgo = (days: number) => new Date(DEFAULT_START - days * DAY).toISOString();

/** The form of Get Many: all users unless told otherwise. */
const getMany = (more: object = {}) => ({
	resource: 'user',
	operation: 'getAll',
	returnAll: true,
	...more,
});

const read = async ({ run }: Stage, more: object, other: Partial<NodeRun> = {}) =>
	await run({ parameters: getMany(more), ...other });

const idsOf = (rows: ReadonlyArray<{ id?: unknown }>) => rows.map(({ id }) => id);

const sorted = (rows: ReadonlyArray<{ id?: unknown }>) =>
	idsOf(rows).sort((a, b) => Number(a) - Number(b));

/** All users who are not deleted, in the order of the list. */
const livingUsers = (sim: Simulator) => [...sim.store.users.all()].filter(({ active }) => active);

/** The account's owner and so many customers. */
function crowd(sim: Simulator, users: number): void {
	while (sim.store.users.size < users) addCustomer(sim);
}

async function softDelete(sim: Simulator, user: User): Promise<void> {
	await clientOf(sim).delete(`users/${user.id}`);
	// Exports leave the last minute out.
	await sim.clock.sleep(2 * MINUTE);
}

const pageSize = ({ query }: LogEntry) => Number(query['page[size]']);

describe('Return All and Limit', () => {
	it.each([99, 100, 101, 350])(
		'reads %i users by cursor: all, in order, in whole pages',
		async (n) => {
			const stage = setStage();
			crowd(stage.sim, n);
			const { items } = await read(stage, {});
			expect(idsOf(items)).toEqual(idsOf(livingUsers(stage.sim)));
			const { log } = stage.sim;
			// A full last page says that there is more, and an empty one comes behind it.
			expect(log.count({ route: LIST })).toBe(Math.floor(n / 100) + 1);
			expect(log.entries.filter(({ query }) => 'page' in query || 'per_page' in query)).toEqual([]);
		},
	);

	it.each([
		[1, 1],
		[100, 1],
		[101, 2],
		[250, 3],
		[1_000, 4],
	])('a limit of %i of 350 users reads %i page(s)', async (limit, pages) => {
		const stage = setStage();
		crowd(stage.sim, 350);
		const { items } = await read(stage, { returnAll: false, limit });
		expect(idsOf(items)).toEqual(idsOf(livingUsers(stage.sim)).slice(0, limit));
		expect(stage.sim.log.count({ route: LIST })).toBe(pages);
	});

	it('returns 50 when nothing is said', async () => {
		const { sim, run } = setStage();
		crowd(sim, 120);
		const { items } = await run({ parameters: { resource: 'user', operation: 'getAll' } });
		expect(items).toHaveLength(50);
	});

	it.each<[string, string, object]>([
		['the list', LIST, {}],
		['an organization', MEMBERS, { organizationId: '={{ $json.organization }}' }],
		['a search', SEARCH, { search: 'Customer' }],
	])('asks %s for no bigger page than a small limit needs', async (_name, route, filters) => {
		const stage = setStage();
		const organization = addOrganization(stage.sim);
		for (let i = 0; i < 20; i++) addCustomer(stage.sim, { organization_id: organization.id });
		const { items } = await read(
			stage,
			{ returnAll: false, limit: 5, filters },
			{ items: [{ organization: organization.id }] },
		);
		expect(items).toHaveLength(5);
		expect(stage.sim.log.filter({ route }).map(pageSize)).toEqual([5]);
	});

	it('looks for a rare one in large pages although the limit is small', async () => {
		const stage = setStage();
		crowd(stage.sim, 340);
		const rare = addCustomer(stage.sim, { shared: true });
		const { items } = await read(stage, { returnAll: false, limit: 1, filters: { shared: true } });
		expect(idsOf(items)).toEqual([rare.id]);
		expect(stage.sim.log.count({ route: LIST })).toBeLessThanOrEqual(4);
	});

	it('does not read everything to return nothing when the limit is no number', async () => {
		const stage = setStage();
		crowd(stage.sim, 150);
		const { items, error } = await read(stage, { returnAll: false, limit: '={{ "many" }}' });
		expect(items).toEqual([]);
		expect(error?.message).toContain("'Limit'");
	});

	it.each(
		['user', 'deletedUser'].flatMap((resource) =>
			[0, -1, 2.5, '={{ "" }}', '={{ null }}'].map((limit) => ({ resource, limit })),
		),
	)('refuses the limit $limit ($resource) and reads nothing', async ({ resource, limit }) => {
		const stage = setStage();
		const { items, error } = await read(stage, { resource, returnAll: false, limit });
		expect(items).toEqual([]);
		expect(error?.message).toContain("'Limit'");
		expect(stage.sim.log.filter({ method: 'GET' })).toEqual([]);
	});
});

/** An account with somebody on both sides of every filter. */
async function cast(sim: Simulator) {
	const [ours, theirs] = [addOrganization(sim), addOrganization(sim)];
	const teamLead = sim.store.customRoles.all().find(({ name }) => name === 'Team lead')!;
	addCustomer(sim, { name: 'Ann Unique', external_id: 'EMP-7', organization_id: ours.id });
	addCustomer(sim, { organization_id: theirs.id, suspended: true });
	addCustomer(sim, { two_factor_auth_enabled: true, shared: true });
	addAgent(sim, { suspended: true, restricted_agent: true, external_id: 'EMP-70' });
	addAgent(sim, { custom_role_id: teamLead.id, moderator: true, organization_id: ours.id });
	addAgent(sim, { chat_only: true, shared_agent: true, two_factor_auth_enabled: true });
	addLightAgent(sim, { ticket_restriction: 'groups' });
	addAgent(sim, { ticket_restriction: 'assigned' });
	addAgent(sim, { ticket_restriction: 'organization' });
	addAdmin(sim, { last_login_at: DEFAULT_START - DAY });
	addCustomer(sim, { last_login_at: DEFAULT_START - 2 * DAY });
	addCustomer(sim, { last_login_at: DEFAULT_START - 3 * DAY, tags: ['vip'] });
	addCustomer(sim, { created_at: DEFAULT_START - 2 * DAY, updated_at: DEFAULT_START - 2 * DAY });
	addCustomer(sim, { created_at: DEFAULT_START - 3 * DAY, updated_at: DEFAULT_START - 3 * DAY });
	const unverified = addCustomer(sim);
	sim.store.users.update(unverified, { verified: false });
	await softDelete(sim, addCustomer(sim, { name: 'Gone Girl' }));
	return { ours, teamLead };
}

type Cast = Awaited<ReturnType<typeof cast>>;

/** A filter as the form has it, and whom it should let pass. */
type FilterCase = [
	name: string,
	filters: object | ((cast: Cast) => object),
	isWanted: (user: User, cast: Cast) => boolean,
];

const since =
	(field: 'created_at' | 'updated_at' | 'last_login_at', days: number) => (user: User) =>
		(user[field] ?? 0) >= DEFAULT_START - days * DAY;

const restrictedAgent =
	(wanted: boolean): FilterCase[2] =>
	(user) =>
		user.role === 'agent' && user.restricted_agent === wanted;

const FILTERS: FilterCase[] = [
	['a role', { role: ['agent'] }, ({ role }) => role === 'agent'],
	['a role by an expression, as a text', { role: 'admin' }, ({ role }) => role === 'admin'],
	['customers', { role: ['end-user'] }, ({ role }) => role === 'end-user'],
	['several roles', { role: ['agent', 'admin'] }, ({ role }) => role !== 'end-user'],
	['customers and admins', { role: ['end-user', 'admin'] }, ({ role }) => role !== 'agent'],
	['a role type', { roleType: [1] }, ({ role_type: type }) => type === 1],
	['several role types', { roleType: [1, 4] }, ({ role_type: type }) => type === 1 || type === 4],
	['custom agents, whose type is 0', { roleType: [0] }, ({ role_type: type }) => type === 0],
	[
		'a custom role',
		({ teamLead }) => ({ customRole: teamLead.id }),
		(user, { teamLead }) => user.custom_role_id === teamLead.id,
	],
	['active', { status: 'active' }, ({ suspended }) => !suspended],
	['suspended', { status: 'suspended' }, ({ suspended }) => suspended],
	['verified', { verified: true }, ({ verified }) => verified],
	['not verified', { verified: false }, ({ verified }) => !verified],
	['two-factor', { twoFactor: true }, (user) => user.two_factor_auth_enabled === true],
	['no two-factor', { twoFactor: false }, (user) => user.two_factor_auth_enabled !== true],
	['shared', { shared: true }, ({ shared }) => shared],
	['not shared', { shared: false }, ({ shared }) => !shared],
	['shared agents', { sharedAgent: true }, (user) => user.shared_agent],
	['no shared agents', { sharedAgent: false }, (user) => !user.shared_agent],
	['chat only', { chatOnly: true }, (user) => user.chat_only],
	['not chat only', { chatOnly: false }, (user) => !user.chat_only],
	['moderators', { moderator: true }, ({ moderator }) => moderator],
	['no moderators', { moderator: false }, ({ moderator }) => !moderator],
	['restricted agents', { restrictedAgent: true, role: ['agent'] }, restrictedAgent(true)],
	['unrestricted agents', { restrictedAgent: false, role: ['agent'] }, restrictedAgent(false)],
	...['assigned', 'groups', 'organization', 'requested'].map(
		(restriction): FilterCase => [
			`tickets: ${restriction}`,
			{ ticketRestriction: restriction },
			(user) => user.ticket_restriction === restriction,
		],
	),
	['tickets: none', { ticketRestriction: 'none' }, (user) => user.ticket_restriction === null],
	['an external ID', { externalId: 'EMP-7' }, (user) => user.external_id === 'EMP-7'],
	['an external ID in another case', { externalId: ' emp-7 ' }, (u) => u.external_id === 'EMP-7'],
	[
		'an organization',
		({ ours }) => ({ organizationId: String(ours.id) }),
		(user, { ours }) => user.organization_id === ours.id,
	],
	['created since', { createdSince: daysAgo(2) }, since('created_at', 2)],
	['updated since', { updatedSince: daysAgo(2) }, since('updated_at', 2)],
	['signed in since', { lastLoginSince: daysAgo(2) }, since('last_login_at', 2)],
	['a search', { search: 'tags:vip' }, ({ tags }) => tags.includes('vip')],
	['a search for a name', { search: 'Unique' }, ({ name }) => name === 'Ann Unique'],
	['empty filters', { search: '', externalId: ' ', organizationId: '', role: [] }, () => true],
	[
		'choices, flags and times that an expression leaves empty',
		{ status: '', role: [''], ticketRestriction: '', verified: '', createdSince: ' ' },
		() => true,
	],
	[
		'two: agents who are suspended',
		{ role: ['agent'], status: 'suspended' },
		({ role, suspended }) => role === 'agent' && suspended,
	],
	[
		'two: agents of an organization',
		({ ours }) => ({ organizationId: ours.id, role: ['agent'] }),
		(user, { ours }) => user.organization_id === ours.id && user.role === 'agent',
	],
	[
		'two: a search among customers',
		{ search: 'role:end-user', lastLoginSince: daysAgo(2) },
		(user) => user.role === 'end-user' && since('last_login_at', 2)(user),
	],
	[
		'three: a custom role, a role and a flag',
		({ teamLead }) => ({ customRole: teamLead.id, role: ['agent'], moderator: true }),
		(user, { teamLead }) => user.custom_role_id === teamLead.id && user.moderator,
	],
];

describe('Filters', () => {
	const expected = (sim: Simulator, known: Cast, isWanted: FilterCase[2]) =>
		livingUsers(sim).filter((user) => isWanted(user, known));

	it.each(FILTERS)('%s', async (_name, filters, isWanted) => {
		const stage = setStage();
		const known = await cast(stage.sim);
		const given = typeof filters === 'function' ? filters(known) : filters;
		const wanted = expected(stage.sim, known, isWanted);
		expect(wanted.length).toBeGreaterThan(0);
		if (Object.values(given).flat().join('').trim() !== '') {
			expect(wanted.length).toBeLessThan(livingUsers(stage.sim).length);
		}
		const { items, error } = await read(stage, { filters: given });
		expect(error).toBeUndefined();
		expect(sorted(items)).toEqual(idsOf(wanted));
	});

	it.each(FILTERS)('%s, read by export', async (_name, filters, isWanted) => {
		const stage = setStage();
		const known = await cast(stage.sim);
		const given = typeof filters === 'function' ? filters(known) : filters;
		const { items, error } = await read(stage, { filters: given, options: BY_EXPORT });
		expect(error).toBeUndefined();
		expect(sorted(items)).toEqual(idsOf(expected(stage.sim, known, isWanted)));
	});

	it.each([
		[true, 1],
		[false, 0],
	])('can report CSV: %s', async (reportCsv, index) => {
		const stage = setStage();
		const users = [addAgent(stage.sim), addAgent(stage.sim)].map(({ id }, i) => ({
			id,
			active: true,
			report_csv: i === 1,
		}));
		// The simulated account has nobody with this old right.
		stage.sim.faults.add({
			when: { route: LIST },
			then: { kind: 'respond', status: 200, body: { users, meta: { has_more: false } } },
		});
		const { items } = await read(stage, { filters: { reportCsv } });
		expect(idsOf(items)).toEqual([users[index].id]);
	});

	it('deleted: those and nobody else', async () => {
		const stage = setStage();
		await cast(stage.sim);
		const { items } = await read(stage, { filters: { status: 'deleted' }, output: 'raw' });
		expect(items).toMatchObject([{ name: 'Gone Girl', active: false }]);
	});

	it('an organization has all its members, not only those whose first one it is', async () => {
		const stage = setStage();
		const [first, second] = [addOrganization(stage.sim), addOrganization(stage.sim)];
		const ann = addCustomer(stage.sim, { organization_id: first.id });
		await clientOf(stage.sim).post('organization_memberships', {
			organization_membership: { user_id: ann.id, organization_id: second.id },
		});
		const { items } = await read(stage, { filters: { organizationId: second.id } });
		expect(idsOf(items)).toEqual([ann.id]);
	});

	it('a search may name the type, as in Zendesk itself', async () => {
		const stage = setStage();
		const known = await cast(stage.sim);
		const { items, error } = await read(stage, { filters: { search: 'type:user tags:vip' } });
		expect(error).toBeUndefined();
		expect(sorted(items)).toEqual(
			idsOf(expected(stage.sim, known, ({ tags }) => tags.includes('vip'))),
		);
	});

	it('a search for nothing but the type finds everybody', async () => {
		const stage = setStage();
		crowd(stage.sim, 5);
		const { items } = await read(stage, { filters: { search: 'type:user' } });
		expect(idsOf(items)).toEqual(idsOf(livingUsers(stage.sim)));
	});

	it.each(['type:ticket status:open', 'vip -type:user', 'type:"organization"'])(
		'a search for others than users is refused: %s',
		async (search) => {
			const stage = setStage();
			const { error } = await read(stage, { filters: { search } });
			expect(error?.message).toContain("'Search'");
			expect(stage.sim.log.count({ route: SEARCH })).toBe(0);
		},
	);

	it('a search holds together with every other filter', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { name: 'Ann', external_id: 'EMP-7', tags: ['vip'] });
		const found = async (externalId: string) =>
			idsOf((await read(stage, { filters: { search: 'tags:vip', externalId } })).items);
		expect(await found('EMP-7')).toEqual([ann.id]);
		expect(await found('EMP-8')).toEqual([]);
	});

	it('differ from item to item', async () => {
		const stage = setStage();
		await cast(stage.sim);
		const { items, paired } = await read(
			stage,
			{ filters: { role: '={{ [$json.role] }}', status: '={{ $json.status }}' } },
			{
				items: [
					{ role: 'admin', status: 'active' },
					{ role: 'agent', status: 'suspended' },
				],
			},
		);
		expect(items.map(({ role, suspended }, i) => [paired[i], role, suspended])).toEqual([
			[0, 'admin', false],
			[0, 'admin', false],
			[1, 'agent', true],
		]);
	});

	it.each([
		['an ISO text', '2026-11-18T09:00:00Z'],
		['a text with an offset', '2026-11-18T10:00:00+01:00'],
		['a date and time of Luxon', '={{ DateTime.fromISO("2026-11-18T09:00:00Z") }}'],
		['a date of JavaScript', '={{ new Date("2026-11-18T09:00:00Z") }}'],
		['milliseconds', `={{ ${DEFAULT_START - 2 * DAY} }}`],
	])('a time may be %s', async (_name, createdSince) => {
		const stage = setStage();
		const inside = addCustomer(stage.sim, { created_at: DEFAULT_START - 2 * DAY });
		addCustomer(stage.sim, { created_at: DEFAULT_START - 2 * DAY - 1000 });
		const { items, error } = await read(stage, { filters: { createdSince } });
		expect(error).toBeUndefined();
		expect(idsOf(items)).toEqual([inside.id]);
	});

	it('a time without a zone, as the editor’s calendar gives it, is in the workflow’s zone', async () => {
		const stage = setStage();
		// n8n's own default is America/New_York: midnight there is 05:00 UTC.
		const inside = addCustomer(stage.sim, { created_at: Date.parse('2026-11-19T05:00:00Z') });
		addCustomer(stage.sim, { created_at: Date.parse('2026-11-19T04:59:59Z') });
		const { items } = await read(stage, { filters: { createdSince: '2026-11-19T00:00:00' } });
		expect(idsOf(items)).toEqual([inside.id]);
	});
});

describe('Filters that make no sense', () => {
	/** Parameter, a value that it can't have, and how the value of a good user is found. */
	it.each<[name: string, key: string, bad: unknown, good: (user: User) => unknown]>([
		['Organization ID', 'organizationId', 'abc', (user) => user.organization_id],
		['Organization ID', 'organizationId', '-5', (user) => user.organization_id],
		['Custom Role', 'customRole', 'Team lead', (user) => user.custom_role_id],
		['Created Since', 'createdSince', 'tomorrow-ish', () => daysAgo(2)],
		['Updated Since', 'updatedSince', 'yesterday-ish', () => daysAgo(2)],
		['Updated Since', 'updatedSince', 'last week 3', () => daysAgo(2)],
		['Last Login Since', 'lastLoginSince', '2026-13-45', () => daysAgo(2)],
		['Status', 'status', 'gone', () => 'active'],
		['Role', 'role', ['boss'], () => ['agent']],
		['Role Type', 'roleType', ['boss'], () => [0]],
		['Ticket Restriction', 'ticketRestriction', 'everything', () => 'none'],
		['Verified', 'verified', 'maybe', () => true],
		['Created Since', 'createdSince', '20 Nov 2026', () => daysAgo(2)],
		['Created Since', 'createdSince', { day: 1 }, () => daysAgo(2)],
		['Role', 'role', ['agent', 'boss'], () => ['agent', '']],
		['Role Type', 'roleType', 7, () => '0'],
		['Status', 'status', ['active', 'gone'], () => ''],
	])("'%s': %s = %j is the row's own error", async (name, key, bad, good) => {
		const stage = setStage();
		const ann = addAgent(stage.sim, {
			external_id: 'EMP-7',
			organization_id: addOrganization(stage.sim).id,
			last_login_at: DEFAULT_START,
		});
		const { items } = await read(
			stage,
			{
				filters: { externalId: 'EMP-7', [key]: '={{ $json.value }}' },
				options: { failedRows: 'items' },
			},
			{ items: [{ value: bad }, { value: good(ann) }] as IDataObject[] },
		);
		expect(items).toMatchObject([{ outcome: 'failed', reason: 'invalid' }, { id: ann.id }]);
		expect(items[0].message).toContain(`'${name}`);
		expect(stage.sim.log.count({ route: BY_EXTERNAL_ID })).toBe(1);
	});

	it.each(['true', 'false'])('a flag may come as the text %s', async (text) => {
		const stage = setStage();
		const shared = addCustomer(stage.sim, { shared: true });
		const { items } = await read(stage, { filters: { shared: `={{ "${text}" }}` } });
		expect(idsOf(items).includes(shared.id)).toBe(text === 'true');
		expect(items).toHaveLength(1);
	});

	it('a role type that an expression leaves empty does not restrict', async () => {
		const stage = setStage();
		crowd(stage.sim, 5);
		const { items } = await read(stage, { filters: { roleType: '={{ "" }}' } });
		expect(items).toHaveLength(5);
	});

	it.each([
		['Organization ID', 'organizationId'],
		['Custom Role', 'customRole'],
	])("an ID in '%s' loses no digits", async (name, key) => {
		const stage = setStage();
		const id = '9007199254740993';
		const { error } = await read(stage, { filters: { [key]: id } });
		const asked = stage.sim.log.entries.some(({ path, query }) =>
			`${path} ${Object.values(query).join(' ')}`.includes('9007199254740992'),
		);
		expect(asked).toBe(false);
		expect(error?.message).toContain(id);
		expect(error?.message).toContain(name);
	});

	it('an organization that is not there is named', async () => {
		const stage = setStage();
		const { error } = await read(stage, { filters: { organizationId: '4711' } });
		expect(error?.message).toContain("'Organization ID': no organization has the ID 4711");
	});
});

/** A page of an incremental export; the last one unless there is a cursor. */
const exported = (users: unknown[], cursor?: string) => ({
	kind: 'respond' as const,
	status: 200,
	body: { users, after_cursor: cursor ?? 'end', end_of_stream: cursor === undefined },
});

/** Answers the export with these pages, one after the other. */
function planExport(sim: Simulator, pages: Array<ReturnType<typeof exported>>): void {
	sim.faults.add(...pages.map((then, i) => ({ when: { route: EXPORT, nth: i + 1 }, then })));
}

const person = (id: number, more: object = {}) => ({ id, name: `P${id}`, active: true, ...more });

/** Asserts that no minute of the log has more than ten requests to the export. */
function expectTenAMinute(sim: Simulator): void {
	const times = sim.log.filter({ route: EXPORT }).map(({ at }) => at);
	for (const [i, at] of times.entries()) {
		if (i >= 10) expect(at - times[i - 10]).toBeGreaterThanOrEqual(MINUTE);
	}
}

describe('Incremental export', () => {
	it.each<[string, object]>([
		['when it is chosen', { options: BY_EXPORT }],
		['for Updated Since', { filters: { updatedSince: daysAgo(2) } }],
		['for deleted users', { filters: { status: 'deleted' } }],
	])('is used %s, and only then', async (_name, more) => {
		const stage = setStage();
		await read(stage, {});
		expect(stage.sim.log.count({ route: EXPORT })).toBe(0);
		await read(stage, more);
		expect(stage.sim.log.count({ route: EXPORT })).toBe(1);
		expect(stage.sim.log.count({ route: LIST })).toBe(1);
	});

	it('reads a thousand a page, everybody who is not deleted', async () => {
		const stage = setStage();
		crowd(stage.sim, 2_200);
		await softDelete(stage.sim, addCustomer(stage.sim));
		const { items } = await read(stage, { options: BY_EXPORT });
		expect(sorted(items)).toEqual(idsOf(livingUsers(stage.sim)));
		expect(stage.sim.log.count({ route: EXPORT })).toBe(3);
	});

	it('drops who comes again on a later page', async () => {
		const stage = setStage();
		crowd(stage.sim, 1_500);
		const [first] = stage.sim.store.users.ordered('updated_at');
		stage.sim.faults.add({
			when: { route: EXPORT },
			then: {
				kind: 'after',
				// He changes while we read: the export shows him again at its end.
				do: ({ store, clock }) =>
					void store.users.update(first, { updated_at: clock.now() - 2 * MINUTE }),
			},
		});
		const { items } = await read(stage, { options: BY_EXPORT });
		stage.sim.faults.verifyAllFired();
		expect(items).toHaveLength(1_500);
		expect(sorted(items)).toEqual(idsOf(livingUsers(stage.sim)));
	});

	it('goes on behind empty and repeated pages until Zendesk says that it is the end', async () => {
		const stage = setStage();
		planExport(stage.sim, [
			exported([person(1), person(2)], 'a'),
			exported([], 'b'),
			exported([person(2), person(1)], 'c'),
			exported([person(3), person(4, { active: false })], 'd'),
			exported([]),
		]);
		const { items } = await read(stage, { options: BY_EXPORT });
		expect(idsOf(items)).toEqual([1, 2, 3]);
		expect(stage.sim.log.filter({ route: EXPORT }).map(({ query }) => query.cursor)).toEqual([
			undefined,
			'a',
			'b',
			'c',
			'd',
		]);
	});

	it.each<[change: string, filters: object, before: object, after: object, names: string[]]>([
		['suspended', { status: 'active' }, { suspended: false }, { suspended: true }, ['Bob']],
		['deleted', {}, {}, { active: false }, ['Bob']],
		[
			'unsuspended',
			{ status: 'active' },
			{ suspended: true },
			{ suspended: false },
			['Bob', 'Ann'],
		],
		['renamed', {}, {}, { name: 'Anna' }, ['Anna', 'Bob']],
	])(
		'who is %s meanwhile comes in that last state only',
		async (_, filters, before, after, names) => {
			const stage = setStage();
			const ann = (more: object) => person(1, { name: 'Ann', ...more });
			const bob = person(2, { name: 'Bob', suspended: false });
			planExport(stage.sim, [exported([ann(before), bob], 'a'), exported([ann(after)])]);
			const { items } = await read(stage, { filters, options: BY_EXPORT });
			expect(items.map(({ name }) => name)).toEqual(names);
		},
	);

	it('does not run for ever when the cursor stands still', async () => {
		const stage = setStage();
		stage.sim.faults.add({
			when: { route: EXPORT, times: Infinity },
			then: exported([person(1)], 'x'),
		});
		const { items, error } = await read(stage, { options: BY_EXPORT });
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/same page/);
		expect(stage.sim.log.count({ route: EXPORT })).toBe(3);
	});

	it('does not ask again behind the end, although there is a cursor', async () => {
		const stage = setStage();
		crowd(stage.sim, 10);
		await read(stage, { options: BY_EXPORT });
		expect(stage.sim.log.count({ route: EXPORT })).toBe(1);
	});

	it.each([
		['ten seconds ago', 10_000],
		['right now', 0],
		['in the future', -3_600_000],
	])('since %s: starts a minute ago, as Zendesk wants it', async (_name, ago) => {
		const stage = setStage();
		crowd(stage.sim, 3);
		const updatedSince = new Date(stage.sim.clock.now() - ago).toISOString();
		const { items, error } = await read(stage, { filters: { updatedSince } });
		expect(error).toBeUndefined();
		expect(items).toEqual([]);
		const [request, ...others] = stage.sim.log.filter({ route: EXPORT });
		expect(others).toEqual([]);
		expect(request.status).toBe(200);
		expect(request.at - Number(request.query.start_time) * 1000).toBeGreaterThanOrEqual(MINUTE);
	});

	it('shows everybody who changed since a start near to now, once the minute is over', async () => {
		const stage = setStage();
		const now = stage.sim.clock.now();
		const [, late, fresh] = [95, 70, 20].map((ago) => {
			const at = now - ago * 1000;
			return addCustomer(stage.sim, { created_at: at, updated_at: at });
		});
		const updatedSince = new Date(now - 90_000).toISOString();
		const changed = async () => idsOf((await read(stage, { filters: { updatedSince } })).items);
		expect(await changed()).toEqual([late.id]);
		await stage.sim.clock.sleep(MINUTE);
		expect(await changed()).toEqual([late.id, fresh.id]);
	});

	it('starts where it is told', async () => {
		const stage = setStage();
		await read(stage, { filters: { updatedSince: daysAgo(3) } });
		const [{ query }] = stage.sim.log.filter({ route: EXPORT });
		expect(Number(query.start_time) * 1000).toBe(DEFAULT_START - 3 * DAY);
	});

	it('keeps to ten requests a minute within one read', async () => {
		const stage = setStage();
		const pages = Array.from({ length: 24 }, (_, i) => exported([person(i + 1)], `c${i}`));
		planExport(stage.sim, [...pages, exported([])]);
		const { items } = await read(stage, { options: BY_EXPORT });
		expect(items).toHaveLength(24);
		expectTenAMinute(stage.sim);
		expect(stage.sim.clock.now() - DEFAULT_START).toBeLessThan(3 * MINUTE);
	});

	it('keeps to ten requests a minute over all rows, without one refusal', async () => {
		const stage = setStage();
		const rows = Array.from({ length: 25 }, () => ({}));
		const { items } = await read(stage, { options: BY_EXPORT }, { items: rows });
		expect(items).toHaveLength(25);
		expectTenAMinute(stage.sim);
		expect(stage.sim.log.count({ route: EXPORT })).toBe(25);
		expect(stage.sim.log.count({ status: 429 })).toBe(0);
	});

	it.each<[string, object, string[]]>([
		['without a status', {}, ['Kept', 'Sleeper']],
		['active', { status: 'active' }, ['Kept']],
		['suspended', { status: 'suspended' }, ['Sleeper']],
		['deleted', { status: 'deleted' }, ['Gone']],
	])('%s: deleted users come only when they are asked for', async (_name, filters, names) => {
		const stage = setStage();
		addCustomer(stage.sim, { name: 'Kept' });
		addCustomer(stage.sim, { name: 'Sleeper', suspended: true });
		await softDelete(stage.sim, addCustomer(stage.sim, { name: 'Gone' }));
		const { items } = await read(stage, {
			filters: { role: ['end-user'], ...filters },
			options: BY_EXPORT,
		});
		expect(items.map(({ name }) => name).sort()).toEqual(names);
	});
});

/** The fields of SailPoint SaaS Management's table "User Metadata", by their names in the API. */
const SAILPOINT = {
	Name: 'name',
	Email: 'email',
	'User Created': 'created_at',
	'Can Report CSV': 'report_csv',
	'Chat Only': 'chat_only',
	Moderator: 'moderator',
	'Restricted Agent': 'restricted_agent',
	Role: 'role',
	'Role Type': 'role_type',
	Shared: 'shared',
	'Shared Agent': 'shared_agent',
	Suspended: 'suspended',
	'Ticket Restriction': 'ticket_restriction',
	'Two-Factor Auth Enabled': 'two_factor_auth_enabled',
	Verified: 'verified',
};

/** Each way to read users, with a form that takes it and finds exactly one user. */
const SOURCES: Array<[name: string, route: string, form: (user: User) => object]> = [
	['the list', LIST, () => ({ filters: { role: ['agent'] } })],
	['an organization', MEMBERS, (user) => ({ filters: { organizationId: user.organization_id } })],
	['an external ID', BY_EXTERNAL_ID, () => ({ filters: { externalId: 'EMP-7' } })],
	['a search', SEARCH, () => ({ filters: { search: 'Ann' } })],
	['the export', EXPORT, () => ({ filters: { role: ['agent'] }, options: BY_EXPORT })],
];

describe.each(SOURCES)('Output from %s', (_name, route, form) => {
	async function readAnn(output: object) {
		const stage = setStage();
		const { id: organization_id } = addOrganization(stage.sim);
		const ann = addAgent(stage.sim, { name: 'Ann', external_id: 'EMP-7', organization_id });
		const { items } = await read(stage, { ...form(ann), ...output });
		expect(stage.sim.log.count({ route })).toBe(1);
		expect(items).toHaveLength(1);
		return { ann, item: items[0] };
	}

	it('Simplified has the ten fields that it has everywhere', async () => {
		const { ann, item } = await readAnn({});
		expect(item).toEqual({
			id: ann.id,
			name: 'Ann',
			email: ann.email,
			role: 'agent',
			role_type: 0,
			suspended: false,
			external_id: 'EMP-7',
			organization_id: ann.organization_id,
			last_login_at: null,
			created_at: daysAgo(1).replace('.000', ''),
		});
	});

	it('Raw has everything, each field of SailPoint’s table among it', async () => {
		const { ann, item } = await readAnn({ output: 'raw' });
		expect(item).toMatchObject({ id: ann.id, url: expect.any(String), user_fields: {}, tags: [] });
		expect(Object.keys(item)).toEqual(expect.arrayContaining(Object.values(SAILPOINT)));
	});

	it('Selected Fields has the ID and what is chosen', async () => {
		const fields = Object.values(SAILPOINT);
		const { ann, item } = await readAnn({ output: 'selected', fields });
		expect(Object.keys(item)).toEqual(['id', ...fields]);
		expect(item).toMatchObject({ id: ann.id, name: 'Ann', role: 'agent', verified: true });
	});
});

const MORE_FIELDS = {
	Photo: 'photo',
	'Locale ID': 'locale_id',
	'Shared Phone Number': 'shared_phone_number',
	'Suspension Details': 'suspension_details',
};

it.each(Object.entries({ ...SAILPOINT, ...MORE_FIELDS }))('the form offers %s (%s)', (_, field) => {
	const isOurs = ({ name, displayOptions }: INodeProperties) =>
		name === 'fields' &&
		displayOptions?.show?.resource?.includes('user') &&
		displayOptions.show.operation?.includes('getAll');
	const { options } = new ZendeskUsers().description.properties.find(isOurs)!;
	expect(options).toContainEqual(expect.objectContaining({ value: field }));
});

describe('When a read is disturbed', () => {
	const HTML = '<html>Bad Gateway</html>';

	/** Reads 350 users while the second page goes wrong. */
	async function disturbed(then: Parameters<Simulator['faults']['add']>[0]['then']) {
		const stage = setStage();
		crowd(stage.sim, 350);
		stage.sim.faults.add({ when: { route: LIST, nth: 2 }, then });
		const { items, error } = await read(stage, {});
		stage.sim.faults.verifyAllFired();
		expect(error).toBeUndefined();
		expect(idsOf(items)).toEqual(idsOf(livingUsers(stage.sim)));
		return stage.sim.log.filter({ route: LIST });
	}

	it.each(['1', '7', '93'])('waits the %s s that Zendesk asks for', async (seconds) => {
		const requests = await disturbed({
			kind: 'respond',
			status: 429,
			headers: { 'Retry-After': seconds },
			body: 'Number of allowed API requests per minute exceeded',
		});
		expect(requests).toHaveLength(5);
		const waited = (requests[2].at - requests[1].at) / 1000;
		expect(waited).toBeGreaterThanOrEqual(Number(seconds));
		expect(waited).toBeLessThan(Number(seconds) + 1);
		expect(requests[2].query).toEqual(requests[1].query);
	});

	it.each<[string, Parameters<typeof disturbed>[0]]>([
		['a 500', { kind: 'respond', status: 500, body: { error: 'InternalError' } }],
		['a 502 in HTML', { kind: 'respond', status: 502, body: HTML }],
		['a 200 in HTML', { kind: 'respond', status: 200, body: HTML }],
		['a 503 with a pause', { kind: 'respond', status: 503, headers: { 'Retry-After': '3' } }],
		['a broken line', { kind: 'cut-before' }],
		['a lost answer', { kind: 'cut-after' }],
	])('is complete and without doubles after %s', async (_name, then) => {
		expect(await disturbed(then)).toHaveLength(5);
	});

	it('looks again when Zendesk sends the same page twice', async () => {
		const stage = setStage();
		crowd(stage.sim, 350);
		await read(stage, {});
		const [, , third] = stage.sim.log.filter({ route: LIST });
		const mark = stage.sim.log.mark();
		// Instead of the third page the second one again: its cursor is the one that was asked with.
		const second = {
			users: livingUsers(stage.sim)
				.slice(100, 200)
				.map(({ id }) => person(id)),
			meta: { has_more: true, after_cursor: third.query['page[after]'] },
		};
		stage.sim.faults.add({
			when: { route: LIST, nth: 3 },
			then: { kind: 'respond', status: 200, body: second },
		});
		const { items, error } = await read(stage, {});
		stage.sim.faults.verifyAllFired();
		expect(error).toBeUndefined();
		expect(idsOf(items)).toEqual(idsOf(livingUsers(stage.sim)));
		expect(stage.sim.log.since(mark).length).toBeLessThanOrEqual(6);
	});

	it('reads nobody twice when somebody slips to the next page', async () => {
		const stage = setStage();
		crowd(stage.sim, 3);
		const [a, b, c] = livingUsers(stage.sim);
		const page = (users: User[], after_cursor: string | null) => ({
			kind: 'respond' as const,
			status: 200,
			body: {
				users: users.map(({ id }) => person(id)),
				meta: { has_more: after_cursor !== null, after_cursor },
			},
		});
		stage.sim.faults.add(
			{ when: { route: LIST, nth: 1 }, then: page([a, b], 'x') },
			{ when: { route: LIST, nth: 2 }, then: page([], 'y') },
			{ when: { route: LIST, nth: 3 }, then: page([b, c], null) },
		);
		const { items } = await read(stage, {});
		expect(idsOf(items)).toEqual(idsOf([a, b, c]));
	});

	it('does not run for ever when Zendesk keeps sending the same page', async () => {
		const stage = setStage();
		stage.sim.faults.add({
			when: { route: LIST, times: Infinity },
			then: {
				kind: 'respond',
				status: 200,
				body: { users: [person(1)], meta: { has_more: true, after_cursor: 'x' } },
			},
		});
		const { items, error } = await read(stage, {});
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/same page/);
		expect(stage.sim.log.count({ route: LIST })).toBeLessThan(10);
	});

	it.each([
		['the export', EXPORT, { options: BY_EXPORT }],
		['a search', SEARCH, { filters: { search: 'Customer' } }],
	])('%s obeys Retry-After as well', async (_name, route, more) => {
		const stage = setStage();
		for (let i = 0; i < 5; i++) addCustomer(stage.sim);
		stage.sim.faults.add({
			when: { route },
			then: {
				kind: 'respond',
				status: 429,
				headers: { 'Retry-After': '41' },
				body: { errors: [{ code: 'TooManyRequests', title: 'Too Many Requests' }] },
			},
		});
		const { items } = await read(stage, more);
		expect(items.length).toBeGreaterThanOrEqual(5);
		const [first, second] = stage.sim.log.filter({ route });
		expect(second.at - first.at).toBeGreaterThanOrEqual(41_000);
		expect(second.at - first.at).toBeLessThan(42_000);
	});
});
