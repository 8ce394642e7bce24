import type { IDataObject } from 'n8n-workflow';
import {
	addAdmin,
	addAgent,
	addCustomer,
	addGroup,
	addLightAgent,
	clientOf,
	DEFAULT_START,
	giveProductRole,
	ROLE_TYPE,
	type SeatCase,
	seedSeats,
	type Simulator,
	type SimulatorOptions,
	type User,
} from '../../simulator';
import { clearStages, type NodeRun, setStage, type Stage } from '../engine';

afterEach(clearStages);

const DAY = 86_400_000;
const PRODUCTS = 'GET /api/v2/users/:id/entitlements/full';
const USERS = 'GET /api/v2/users';

const read = async ({ run }: Stage, options: object = {}, more: Partial<NodeRun> = {}) =>
	await run({
		...more,
		parameters: {
			resource: 'seat',
			operation: 'getAll',
			output: 'raw',
			...more.parameters,
			options,
		},
	});

const of = (items: IDataObject[], { id }: Pick<User, 'id'>) => {
	const found = items.filter((item) => item.id === id);
	expect(found).toHaveLength(1);
	return found[0];
};

const asked = ({ sim }: Stage, route: string) => sim.log.count({ route });
const ago = (days: number) => DEFAULT_START - days * DAY;

/** What the account takes for somebody, whatever is not confirmed: two answers are none. */
function truthOf(sim: Simulator, { user, product }: SeatCase): string {
	const { switches } = sim;
	const before = { ...switches };
	const seats = new Set<string>();
	for (const billingAdminSeat of ['free', 'paid'] as const) {
		for (const seatRuleLightGuide of ['free', 'paid'] as const) {
			Object.assign(switches, { billingAdminSeat, seatRuleLightGuide });
			seats.add(sim.store.seatOf(user));
		}
	}
	Object.assign(switches, before);
	// Zendesk's articles agree on Guide admins; the switch is about agents.
	if (user.role_type === ROLE_TYPE.lightAgent && product?.isActive) {
		if (product.product === 'guide' && product.name === 'admin') return 'paid';
	}
	return seats.size === 1 ? [...seats][0] : 'unknown';
}

const productText = ({ product }: SeatCase) =>
	product?.isActive
		? [product.product, product.name]
				.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
				.join(' - ')
		: undefined;

describe('Seat: Get Many: the seat', () => {
	it.each<SimulatorOptions>([
		{},
		{ switches: { missingProductRoles: 'null', billingAdminRole: 'admin' } },
	])('of every combination is the one of the rules: %j', async (options) => {
		const stage = setStage(options);
		const cases = seedSeats(stage.sim);
		expect(cases.length).toBeGreaterThan(400);
		const { items } = await read(stage, { productRoles: 'all' });
		expect(items).toHaveLength(stage.sim.store.staff().length);
		const seen = cases.map((one) => {
			const { seat, seat_evidence: evidence, status, product_roles: roles } = of(items, one.user);
			expect(evidence).toMatch(new RegExp(`: ${String(seat)}(;|$)`));
			expect(status).toBe(one.suspended ? 'suspended' : 'active');
			expect((roles as string[]).slice(1)).toEqual([productText(one)].filter(Boolean));
			return [one.user.tags.join(' '), seat];
		});
		expect(seen).toEqual(cases.map((one) => [one.user.tags.join(' '), truthOf(stage.sim, one)]));
		expect(new Set(seen.map(([, seat]) => seat))).toEqual(
			new Set(['paid', 'light', 'free', 'unknown']),
		);
	});

	it('is the same when product roles are only read where it depends on them', async () => {
		const stage = setStage();
		const cases = seedSeats(stage.sim);
		const { items } = await read(stage);
		for (const one of cases) expect(of(items, one.user).seat).toBe(truthOf(stage.sim, one));
		const small = cases.filter(({ roleType }) => roleType === 1 || roleType === 3);
		expect(asked(stage, PRODUCTS)).toBe(small.length);
	});

	it('goes by the Support role where product roles are not wanted, and says so', async () => {
		const stage = setStage();
		const light = addLightAgent(stage.sim);
		giveProductRole(stage.sim, light, 'chat', 'agent');
		const { items, hints } = await read(stage, { productRoles: 'none' });
		expect(of(items, light)).toMatchObject({
			seat: 'light',
			seat_evidence: 'role_type 1 (light agent); product roles were not read: light',
			product_roles: ['Support - Light agent'],
			missing: ['product_roles'],
		});
		expect(asked(stage, PRODUCTS)).toBe(0);
		expect(hints).toEqual([]);
	});

	it.each([2, 7])('of role type %d is not guessed', async (roleType) => {
		const stage = setStage();
		const user = addAgent(stage.sim, { role_type: roleType, custom_role_id: null });
		const { items } = await read(stage);
		expect(of(items, user)).toMatchObject({ seat: 'unknown' });
	});
});

describe('Seat: Get Many: what an item has', () => {
	it('all that SailPoint and Lumos show, and the groups', async () => {
		const stage = setStage();
		const { sim } = stage;
		const groups = ['Zebra', 'Apple'].map((name) => addGroup(sim, { name }));
		const lead = addAgent(sim, { groups, name: 'Lena Lead', last_login_at: ago(3) });
		giveProductRole(sim, lead, 'guide', 'admin');
		giveProductRole(sim, lead, 'explore', 'studio');
		giveProductRole(sim, lead, 'talk', 'lead');
		giveProductRole(sim, lead, 'chat', 'agent', false);
		const { items } = await read(stage, { productRoles: 'all' });
		const item = of(items, lead);
		expect(item).toMatchObject({
			role_name: 'Staff',
			status: 'active',
			seat: 'paid',
			product_roles: ['Support - Staff', 'Guide - Admin', 'Explore - Studio', 'Talk - Lead'],
			groups: ['Apple', 'Zebra'],
			reclaim: [],
			inactive_days: 3,
			missing: [],
		});
		for (const field of [
			'name',
			'email',
			'created_at',
			'report_csv',
			'chat_only',
			'moderator',
			'restricted_agent',
			'role',
			'role_type',
			'shared',
			'shared_agent',
			'suspended',
			'ticket_restriction',
			'two_factor_auth_enabled',
			'verified',
			'last_login_at',
			'custom_role_id',
		]) {
			expect(item).toHaveProperty(field);
		}
	});

	it('ten fields when simplified, others when chosen; nobody but staff', async () => {
		const stage = setStage();
		addCustomer(stage.sim);
		const admin = addAdmin(stage.sim, { suspended: true });
		const simplified = await read(stage, {}, { parameters: { output: 'simplified' } });
		expect(simplified.items).toHaveLength(2);
		expect(Object.keys(of(simplified.items, admin))).toEqual([
			'id',
			'name',
			'email',
			'role_name',
			'product_roles',
			'status',
			'seat',
			'seat_evidence',
			'last_login_at',
			'reclaim',
		]);
		const fields = ['groups', 'two_factor_auth_enabled', 'inactive_days'];
		const selected = await read(stage, {}, { parameters: { output: 'selected', fields } });
		expect(Object.keys(of(selected.items, admin))).toEqual(['id', ...fields]);
	});
});

describe('Seat: Get Many: the reasons', () => {
	it('are named, with what they go by', async () => {
		const stage = setStage();
		const { sim } = stage;
		const fresh = { last_login_at: ago(1), created_at: ago(400) };
		const old = { last_login_at: ago(45), created_at: ago(400) };
		const people = {
			fine: addAgent(sim, { ...fresh, name: 'Fine One' }),
			suspended: addAgent(sim, { ...fresh, name: 'Sue One', suspended: true }),
			elevated: addLightAgent(sim, { ...fresh, name: 'Ella One' }),
			inactive: addAgent(sim, { ...old, name: 'Ian One' }),
			never: addAgent(sim, { created_at: ago(90), name: 'Nev One' }),
			newcomer: addAgent(sim, { created_at: ago(2), name: 'New One' }),
			twin: addAgent(sim, {
				...fresh,
				name: 'fine  one',
				email: 'other@acme.example',
				created_at: ago(3),
			}),
			mailTwin: addAgent(sim, { ...old, name: 'Max One', email: 'ian+x@acme.example' }),
		};
		const email = people.mailTwin.email!.replace('+x', '');
		const kept = addAgent(sim, { ...fresh, name: 'Ian Other', email });
		giveProductRole(sim, people.elevated, 'explore', 'editor');
		const { items } = await read(stage);
		const seen = Object.entries(people).map(([name, user]) => [name, of(items, user).reclaim]);
		expect(Object.fromEntries(seen)).toEqual({
			fine: [],
			suspended: ['suspended_but_paid'],
			elevated: ['light_with_elevated_role'],
			inactive: ['inactive'],
			never: ['never_signed_in'],
			newcomer: [],
			twin: ['duplicate_person'],
			mailTwin: ['inactive', 'duplicate_person'],
		});
		const evidence = Object.fromEntries(
			Object.entries(people).map(([name, user]) => [name, of(items, user).seat_evidence]),
		);
		expect(evidence).toEqual({
			fine: 'role_type 0 (agent): paid',
			suspended: 'role_type 0 (agent): paid; suspended',
			elevated: 'role_type 1 (light agent) with an active Explore role: paid',
			inactive: 'role_type 0 (agent): paid; last sign-in 45 days ago',
			never: 'role_type 0 (agent): paid; never signed in, created 90 days ago',
			newcomer: 'role_type 0 (agent): paid',
			twin: `role_type 0 (agent): paid; the same name as ID ${people.fine.id}`,
			mailTwin: `role_type 0 (agent): paid; last sign-in 45 days ago; the same email as ID ${kept.id}`,
		});
	});

	it.each([
		[44, ['inactive']],
		[45, ['inactive']],
		[46, []],
	])('inactive after %d days', async (inactiveAfterDays, reasons) => {
		const stage = setStage();
		const user = addAgent(stage.sim, { last_login_at: ago(45) });
		const { items } = await read(stage, { inactiveAfterDays });
		expect(of(items, user).reclaim).toEqual(reasons);
	});
});

describe('Seat: Get Many: what it costs', () => {
	it('pages of data and two requests; one more for each light agent; nothing twice', async () => {
		const stage = setStage();
		const { sim } = stage;
		const groups = [1, 2, 3].map((number) => addGroup(sim, { name: `Group ${number}` }));
		for (let i = 0; i < 900; i++) addAgent(sim, { groups });
		for (let i = 0; i < 100; i++) addLightAgent(sim, { groups });
		for (let i = 0; i < 20; i++) addCustomer(sim);
		const staff = sim.store.staff().length;
		const pages =
			Math.ceil(staff / 100) +
			Math.ceil(sim.store.groupMemberships.size / 100) +
			Math.ceil(sim.store.groups.size / 100);
		const requests = () => sim.log.filter({ path: /^\/api\/v2\// });

		sim.log.clear();
		const plain = await read(stage, { productRoles: 'none' });
		expect(plain.items).toHaveLength(staff);
		expect(requests().length).toBeLessThanOrEqual(pages + 5);
		expect(requests().length).toBe(pages + 1);

		sim.log.clear();
		await read(stage);
		expect(requests().length).toBe(pages + 1 + 100);
		const calls = requests().map(({ path, query }) => `${path} ${JSON.stringify(query)}`);
		expect(new Set(calls).size).toBe(calls.length);
		expect(sim.log.writes().filter(({ path }) => !path.startsWith('/oauth'))).toEqual([]);

		sim.log.clear();
		await read(stage, { productRoles: 'all' });
		expect(requests().length).toBe(pages + 1 + staff);
	});

	it('is read once for all items, each of which gets the whole list', async () => {
		const stage = setStage();
		for (let i = 0; i < 4; i++) addLightAgent(stage.sim);
		const { items, paired } = await read(stage, {}, { items: [{ a: 1 }, { a: 2 }, { a: 3 }] });
		expect(items).toHaveLength(15);
		expect(paired).toEqual([0, 1, 2].flatMap((row) => Array<number>(5).fill(row)));
		expect([asked(stage, USERS), asked(stage, PRODUCTS)]).toEqual([1, 4]);
	});

	it('needs no more than a read-only credential', async () => {
		const stage = setStage();
		const light = addLightAgent(stage.sim);
		giveProductRole(stage.sim, light, 'chat', 'agent');
		const credential = { ...stage.credential, access: 'readOnly' };
		const { items, error } = await read(stage, {}, { credential });
		expect(error).toBeUndefined();
		expect(of(items, light).seat).toBe('paid');
	});
});

describe('Seat: Get Many: what a plan or Zendesk does not tell', () => {
	it.each(['403', '404'] as const)(
		'without custom roles (%s) every agent and admin has a paid seat',
		async (customRolesWithoutPlan) => {
			const stage = setStage({
				plan: { customRoles: false, lightAgents: false },
				switches: { customRolesWithoutPlan },
			});
			const agent = addAgent(stage.sim);
			const admin = addAdmin(stage.sim);
			const { items, hints, error } = await read(stage);
			expect(error).toBeUndefined();
			expect(of(items, agent)).toMatchObject({
				role_type: null,
				seat: 'paid',
				seat_evidence: 'no role_type (agent): paid',
				role_name: 'Agent',
				missing: ['custom_roles', 'product_roles'],
			});
			expect(of(items, admin)).toMatchObject({ seat: 'paid', role_name: 'Admin' });
			expect(hints).toEqual([
				expect.stringContaining('Custom roles: this Zendesk account has none'),
			]);
		},
	);

	it('without custom roles light agents are still told by their role', async () => {
		const stage = setStage({
			plan: { customRoles: false },
			switches: { customRolesWithoutPlan: 'system-only' },
		});
		const light = addLightAgent(stage.sim);
		const { items, hints } = await read(stage);
		expect(of(items, light)).toMatchObject({ seat: 'light', role_name: 'Light agent' });
		expect(hints).toEqual([]);
	});

	it('without product roles nobody but the first is asked for', async () => {
		const stage = setStage({ plan: { productRoles: false } });
		for (let i = 0; i < 30; i++) addLightAgent(stage.sim);
		const { items, hints } = await read(stage, { productRoles: 'all' });
		expect(asked(stage, PRODUCTS)).toBe(1);
		const light = items.filter(({ role_type: type }) => type === 1);
		expect(light).toHaveLength(30);
		for (const item of light) {
			expect(item).toMatchObject({
				seat: 'light',
				seat_evidence:
					'role_type 1 (light agent); this account has no product roles to read: light',
				missing: ['product_roles'],
			});
		}
		expect(hints).toEqual([
			expect.stringContaining('Product roles: this Zendesk account has none to read'),
		]);
	});

	const busy = { status: 503, body: { error: 'ServiceUnavailable' } };

	it('of a few: their seats are unknown, those of the others are not', async () => {
		const stage = setStage();
		const { sim } = stage;
		const light = Array.from({ length: 12 }, () => addLightAgent(sim));
		const agent = addAgent(sim);
		for (const user of light) giveProductRole(sim, user, 'chat', 'agent');
		for (const { id } of [light[0], light[7]]) {
			sim.faults.add({
				when: { path: new RegExp(`/${id}/entitlements`), times: 5 },
				then: { kind: 'respond', ...busy },
			});
		}
		const { items, hints, error } = await read(stage);
		sim.faults.verifyAllFired();
		expect(error).toBeUndefined();
		const seats = light.map((user) => of(items, user).seat);
		expect(seats).toEqual(light.map((_, at) => (at === 0 || at === 7 ? 'unknown' : 'paid')));
		expect(of(items, light[7])).toMatchObject({
			seat_evidence: 'role_type 1 (light agent); Zendesk did not tell the product roles: unknown',
			product_roles: ['Support - Light agent'],
			missing: ['product_roles'],
		});
		expect(of(items, agent).seat).toBe('paid');
		expect(hints).toEqual([expect.stringContaining('did not tell those of 2 people')]);
	});

	it('for a moment is asked again', async () => {
		const stage = setStage();
		const light = addLightAgent(stage.sim);
		giveProductRole(stage.sim, light, 'chat', 'agent');
		stage.sim.faults.add({
			when: { route: PRODUCTS, times: 2 },
			then: { kind: 'respond', ...busy, headers: { 'Retry-After': '3' } },
		});
		const { items, hints } = await read(stage);
		expect(of(items, light).seat).toBe('paid');
		expect(hints).toEqual([]);
	});

	it('of anybody: asking ends before everybody was asked', async () => {
		const stage = setStage();
		for (let i = 0; i < 120; i++) addLightAgent(stage.sim);
		stage.sim.faults.add({
			when: { route: PRODUCTS, times: Infinity },
			then: { kind: 'respond', ...busy },
		});
		const { items, hints } = await read(stage);
		const unknown = items.filter(({ seat }) => seat === 'unknown');
		expect(unknown).toHaveLength(120);
		expect(asked(stage, PRODUCTS)).toBeLessThan(5 * 60);
		expect(hints).toEqual([expect.stringContaining('did not tell those of 120 people')]);
	});

	it('to this credential: nobody but the first is asked for', async () => {
		const stage = setStage();
		for (let i = 0; i < 30; i++) addLightAgent(stage.sim);
		const body = { error: { title: 'Forbidden', message: 'You do not have access to this page.' } };
		stage.sim.faults.add({
			when: { route: PRODUCTS, times: Infinity },
			then: { kind: 'respond', status: 403, body },
		});
		const { items, hints } = await read(stage);
		expect(asked(stage, PRODUCTS)).toBe(1);
		expect(items.filter(({ seat }) => seat === 'unknown')).toHaveLength(30);
		expect(hints).toEqual([expect.stringContaining('the credential may not read them')]);
	});

	it('of somebody who is not there any more: the others are', async () => {
		const stage = setStage();
		const [gone, there] = [addLightAgent(stage.sim), addLightAgent(stage.sim)];
		stage.sim.faults.add({
			when: { path: new RegExp(`/${gone.id}/entitlements`) },
			then: {
				kind: 'respond',
				status: 404,
				body: { error: 'RecordNotFound', description: 'Not found' },
			},
		});
		const { items } = await read(stage);
		expect([of(items, gone).seat, of(items, there).seat]).toEqual(['unknown', 'light']);
	});

	it('at all stops the node: nobody takes an empty list for the staff', async () => {
		const stage = setStage();
		stage.sim.faults.add({
			when: { route: 'GET /api/v2/group_memberships', times: 1 },
			then: {
				kind: 'respond',
				status: 403,
				body: { error: { title: 'Forbidden', message: 'You do not have access to this page.' } },
			},
		});
		const { items, error } = await read(stage);
		expect(items).toEqual([]);
		expect(error?.message).toContain('Zendesk does not allow this');
	});
});

describe('Seat: Get Many: Previous Seats', () => {
	/** A list of before, and what became of four people since. */
	async function history() {
		const stage = setStage();
		const { sim } = stage;
		const [stays, deleted, purged, downgraded] = ['Stays', 'Deleted', 'Purged', 'Downgraded'].map(
			(name) => addAgent(sim, { name: `${name} One`, last_login_at: ago(5) }),
		);
		const before = await read(stage, {}, { parameters: { output: 'simplified' } });
		const api = clientOf(sim);
		for (const { id } of [deleted, purged, downgraded]) {
			await api.put(`users/${id}`, { user: { role: 'end-user' } });
			await sim.clock.sleep(1_000);
		}
		for (const { id } of [deleted, purged]) await api.delete(`users/${id}`);
		await api.delete(`deleted_users/${purged.id}`);
		sim.log.clear();
		return { stage, before: before.items, stays, deleted, purged, downgraded };
	}

	it('tells who left since, by one request', async () => {
		const { stage, before, stays, deleted, purged, downgraded } = await history();
		const { items } = await read(stage, { previousSeats: before });
		expect(of(items, stays).status).toBe('active');
		for (const [user, name] of [
			[deleted, 'Deleted One'],
			[purged, 'Purged One'],
		] as const) {
			expect(of(items, user)).toMatchObject({
				status: 'deleted',
				seat: 'none',
				seat_evidence: 'on the staff in the previous list, deleted since',
				reclaim: [],
				name,
				role_name: 'Staff',
			});
			expect(of(items, user).email).toContain('@');
		}
		expect(of(items, downgraded)).toMatchObject({
			status: 'downgraded',
			seat: 'none',
			seat_evidence: 'on the staff in the previous list, an end user since',
		});
		expect(asked(stage, 'GET /api/v2/users/show_many')).toBe(1);
	});

	it.each<[string, (items: IDataObject[]) => unknown]>([
		['JSON', (items) => JSON.stringify(items)],
		['n8n’s items', (items) => items.map((json) => ({ json }))],
		[
			'rows of a table',
			(items) =>
				items.map(({ id, ...item }, at) => ({
					id: at + 1,
					user_id: id,
					...item,
					product_roles: JSON.stringify(item.product_roles),
					reclaim: JSON.stringify(item.reclaim),
				})),
		],
	])('may come as %s', async (_, kept) => {
		const { stage, before, deleted } = await history();
		const { items } = await read(stage, { previousSeats: kept(before) });
		expect(of(items, deleted).status).toBe('deleted');
		expect(items.filter(({ seat }) => seat === 'none')).toHaveLength(3);
	});

	it('tells who left once: who was gone before is no news', async () => {
		const { stage, before } = await history();
		const since = await read(stage, { previousSeats: before });
		const { items } = await read(stage, { previousSeats: since.items });
		expect(items.map(({ status }) => status)).toEqual(['active', 'active']);
	});

	it.each<[unknown, string]>([
		['[{"name":"Ann"}]', "'Previous Seats': entry 1 is not a seat"],
		['nonsense', "'Previous Seats': it is not JSON"],
		[[1], "'Previous Seats': it is not a list of items"],
	])('%j is refused', async (previousSeats, message) => {
		const stage = setStage();
		const { error } = await read(stage, { previousSeats });
		expect(error?.message).toContain(message);
		expect(stage.sim.log.entries).toEqual([]);
	});

	it('may be empty', async () => {
		const stage = setStage();
		for (const previousSeats of ['', '[]', [], [{}], ' ']) {
			const { error, items } = await read(stage, { previousSeats });
			expect([error, items.length]).toEqual([undefined, 1]);
		}
	});
});

describe('Seat: Get Many: Activity from input', () => {
	const join = async (stage: Stage, items: IDataObject[], options: object = {}) =>
		await read(stage, options, { items, parameters: { activity: 'input' } });

	it('judges by the later of activity and sign-in, once for all items', async () => {
		const stage = setStage();
		const { sim } = stage;
		const old = { last_login_at: ago(200), created_at: ago(400) };
		const [busy, idle, signedIn, without] = ['Busy', 'Idle', 'Signed', 'Without'].map((name) =>
			addAgent(sim, { ...old, name: `${name} One` }),
		);
		sim.store.users.update(signedIn, { last_login_at: ago(2) });
		const row = (user: User, last_active: string, inactive_days: number) => ({
			kind: 'user',
			user_id: user.id,
			last_active,
			inactive_days,
		});
		const { items, paired, hints } = await join(stage, [
			row(idle, '2026-10-01', 50),
			row(busy, '2026-11-19', 1),
			row(signedIn, '2026-09-01', 80),
		]);
		expect(of(items, busy)).toMatchObject({
			reclaim: [],
			inactive_days: 1,
			missing: ['product_roles'],
		});
		expect(of(items, idle)).toMatchObject({
			reclaim: ['inactive'],
			inactive_days: 50,
			seat_evidence: 'role_type 0 (agent): paid; last activity 50 days ago',
		});
		expect(of(items, signedIn)).toMatchObject({ reclaim: [], inactive_days: 2 });
		expect(of(items, without)).toMatchObject({
			reclaim: ['inactive'],
			inactive_days: 200,
			missing: ['activity', 'product_roles'],
		});
		expect(hints).toEqual([expect.stringContaining('of 2 of 5 staff there is no summary')]);
		const pairOf = (user: User) => paired[items.indexOf(of(items, user))];
		expect([idle, busy, signedIn].map(pairOf)).toEqual([0, 1, 2]);
		expect(asked(stage, USERS)).toBe(1);
	});

	it('takes what Activity: Get Many returns', async () => {
		const stage = setStage();
		const { sim } = stage;
		const agent = addAgent(sim, { last_login_at: ago(40), created_at: ago(100) });
		const { items: summaries } = await stage.run({
			parameters: { resource: 'activity', operation: 'getAll', return: 'both', timeZone: 'UTC' },
		});
		const { items, error, hints } = await join(stage, summaries);
		expect(error).toBeUndefined();
		expect(hints).toEqual([]);
		expect(of(items, agent)).toMatchObject({ reclaim: ['inactive'], inactive_days: 40 });
	});

	it('refuses items that are none, naming them, before anything is read', async () => {
		const stage = setStage();
		const { error } = await join(stage, [{ user_id: 1, last_active: null }, { name: 'Ann' }]);
		expect(error?.message).toContain('not a summary of a user');
		expect(error?.itemIndex).toBe(1);
		expect(stage.sim.log.entries).toEqual([]);
	});
});

describe('Seat: Get Many: parameters', () => {
	it.each<[object, string]>([
		[{ inactiveAfterDays: 0 }, "'Inactive After Days': '0' is not a whole number"],
		[{ inactiveAfterDays: 'soon' }, "'Inactive After Days': 'soon' is not a whole number"],
		[{ productRoles: 'some' }, "'Product Roles': 'some' is none of"],
	])('%j: %s', async (options, message) => {
		const stage = setStage();
		const { error } = await read(stage, options);
		expect(error?.message).toContain(message);
		expect(stage.sim.log.entries).toEqual([]);
	});

	it('an activity that is none of the choices', async () => {
		const { error } = await read(setStage(), {}, { parameters: { activity: 'guess' } });
		expect(error?.message).toContain("'Activity': 'guess' is none of");
	});
});
