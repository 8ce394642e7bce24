import { addAdmin, addAgent, addCustomer, addLightAgent, signIn } from './arrange';
import { clientAs, type Answer, type Client } from './client';
import { DAY, iso, SECOND } from './core/time';
import type { AuditLog } from './store/records';
import { smallAccount } from './testing';

const entriesOf = (answer: Answer): AuditLog[] => answer.body.audit_logs;
const idsOf = (answer: Answer) => entriesOf(answer).map(({ id }) => id);
const pathOf = (url: string) => url.replace('https://acme.zendesk.com', '');

/** What happened to somebody, oldest first. */
async function storyOf(api: Client, userId: number): Promise<string[]> {
	const query = `filter[source_type]=user&filter[source_id]=${userId}&sort_order=asc`;
	const entries = entriesOf(await api.get(`audit_logs?${query}`));
	return entries.map(({ action, change_description: what }) => `${action}: ${what}`);
}

describe('sign-ins (zendesk-api §2.1, §6)', () => {
	test('of team members are logged; a session begins', async () => {
		const { sim, api } = smallAccount();
		const agent = addAgent(sim, { name: 'Ada' });
		const session = signIn(sim, agent);
		const now = sim.clock.now();
		expect(agent).toMatchObject({ last_login_at: now, updated_at: now });
		expect(sim.store.sessions.sortedBy('user', agent.id)).toEqual([session]);
		const answer = await api.get('audit_logs');
		const [entry] = answer.body.audit_logs;
		expect(answer.body.audit_logs).toHaveLength(1);
		expect(entry).toEqual({
			id: expect.any(Number),
			url: `https://acme.zendesk.com/api/v2/audit_logs/${entry.id}.json`,
			action: 'login',
			action_label: 'Signed in',
			actor_id: agent.id,
			actor_name: 'Ada',
			source_id: agent.id,
			source_type: 'user',
			source_label: 'Ada',
			change_description: expect.stringContaining('Successful sign-in'),
			ip_address: expect.stringMatching(/^192\.0\.2\.\d+$/),
			created_at: iso(sim.clock.now()),
		});
		expect((await api.get(`audit_logs/${entry.id}`)).body).toEqual({ audit_log: entry });
		expect((await api.get('audit_logs/1')).status).toBe(404);
	});

	test('of customers are not', async () => {
		const { sim, api } = smallAccount();
		const customer = addCustomer(sim);
		signIn(sim, customer);
		expect(customer.last_login_at).toBe(sim.clock.now());
		expect(entriesOf(await api.get('audit_logs'))).toEqual([]);
	});

	test('in the past move nothing back', async () => {
		const { sim } = smallAccount();
		const agent = addAgent(sim);
		signIn(sim, agent);
		signIn(sim, agent, sim.clock.now() - 3 * DAY);
		const now = sim.clock.now();
		expect(agent).toMatchObject({ last_login_at: now, updated_at: now });
		expect(sim.store.auditLogs.all().map(({ created_at }) => created_at)).toEqual([
			now,
			now - 3 * DAY,
		]);
	});

	test('calls of the API are none', async () => {
		const { sim, api } = smallAccount();
		const { email, token } = sim.credentials.apiToken;
		const Authorization = `Basic ${Buffer.from(`${email}/token:${token}`).toString('base64')}`;
		await api.get('users/me', { Authorization });
		expect(sim.store.auditLogs.size).toBe(0);
	});
});

describe('what is done with people (§6)', () => {
	test('creation, change of role, suspension and deletion of team members', async () => {
		const { sim, api } = smallAccount();
		const role = (name: string) =>
			sim.store.customRoles.all().find((candidate) => candidate.name === name)?.id;
		const user = { name: 'Ada', email: 'ada@example.com', custom_role_id: role('Staff') };
		const { id } = (await api.post('users', { user })).body.user;
		const update = (change: object) => api.put(`users/${id}`, { user: change });
		await update({ notes: 'new notes' });
		await update({ role: 'admin' });
		await update({ suspended: true });
		await update({ suspended: false });
		await update({ role: 'end-user' });
		await update({ custom_role_id: role('Light agent') });
		await api.delete(`users/${id}`);
		expect(await storyOf(api, id)).toEqual([
			'create: Role: Staff',
			'update: Role changed from Staff to Administrator',
			'update: Suspended',
			'update: Unsuspended',
			'update: Role changed from Administrator to End User',
			'update: Role changed from End User to Light agent',
			'destroy: Role: Light agent',
		]);
		const [entry] = sim.store.auditLogs.all();
		expect(entry).toMatchObject({ actor_id: sim.credentials.adminId, source_label: 'Ada' });
	});

	test('of customers only the suspension', async () => {
		const { sim, api } = smallAccount();
		const { id } = (await api.post('users', { user: { name: 'C' } })).body.user;
		await api.put(`users/${id}`, { user: { suspended: true } });
		await api.delete(`users/${id}`);
		expect(await storyOf(api, id)).toEqual(['update: Suspended']);
		expect(sim.store.auditLogs.size).toBe(1);
	});

	test('without custom roles an agent is an agent', async () => {
		const { sim, api } = smallAccount({ plan: { customRoles: false } });
		const agent = addAgent(sim);
		await api.put(`users/${agent.id}`, { user: { role: 'end-user' } });
		expect(await storyOf(api, agent.id)).toEqual(['update: Role changed from Agent to End User']);
	});

	test('a refused change is none', async () => {
		const { sim, api } = smallAccount();
		await api.put(`users/${sim.store.ownerId}`, { user: { suspended: true } });
		await api.post('users', { user: { name: 'A', role: 'agent' } });
		expect(sim.store.auditLogs.size).toBe(0);
	});
});

describe('the list (§6)', () => {
	const { sim, api } = smallAccount();
	const [ada, ben] = [addAgent(sim), addLightAgent(sim)];
	const now = sim.clock.now();
	for (let day = 9; day >= 0; day--) signIn(sim, day % 2 === 0 ? ada : ben, now - day * DAY);
	sim.store.auditLogs.insert({
		...sim.store.auditLogs.all()[0],
		id: sim.store.ids.next('auditLog'),
		action: 'exported',
		source_type: 'rule',
		created_at: now,
	});
	const address = sim.store.auditLogs.all().at(-1)?.ip_address;
	const day = (ago: number, ms = 0) => iso(now - ago * DAY + ms);
	const range = (from: string, to: string) => `filter[created_at]=${from}&filter[created_at]=${to}`;

	test.each([
		['filter[action]=login', 10],
		['filter[action][]=login&filter[action][]=exported', 11],
		['filter[action]=create', 0],
		[`filter[actor_id]=${ada.id}`, 5],
		[`filter[actor_id][]=${ada.id}&filter[actor_id][]=${ben.id}`, 11],
		['filter[source_type]=rule', 1],
		[`filter[source_type]=user&filter[source_id]=${ben.id}`, 5],
		[`filter[ip_address]=${address}`, 6],
		[`${range(day(4), day(2))}`, 3],
		[`${range(day(4, SECOND), day(2, -SECOND))}`, 1],
		[`${range(day(4), day(2))}&filter[actor_id]=${ben.id}`, 1],
		[`${range(day(2), day(4))}`, 0],
	])('%s', async (query, count) => {
		const answer = await api.get(`audit_logs?${query}`);
		expect(answer.body).toMatchObject({ count, next_page: null });
		expect(entriesOf(answer)).toHaveLength(count);
	});

	test.each([
		`filter[created_at]=${day(1)}`,
		`filter[created_at]=${day(1)}&filter[created_at]=yesterday`,
		`filter[source_id]=${ada.id}`,
		'page[size]=10&sort=action',
	])('%s is a 400', async (query) => {
		expect((await api.get(`audit_logs?${query}`)).status).toBe(400);
	});

	test('begins with the newest, or with the oldest', async () => {
		const ids = sim.store.auditLogs.all().map(({ id }) => id);
		const newest = [...ids].reverse();
		expect(idsOf(await api.get('audit_logs'))).toEqual(newest);
		expect(idsOf(await api.get('audit_logs?sort_order=asc'))).toEqual(ids);
		expect(idsOf(await api.get('audit_logs?page[size]=100'))).toEqual(newest);
		expect(idsOf(await api.get('audit_logs?page[size]=100&sort=-created_at'))).toEqual(newest);
		expect(idsOf(await api.get('audit_logs?page[size]=100&sort=created_at'))).toEqual(ids);
	});

	test('its links keep the filters, both ends of the range among them', async () => {
		const query = `${range(day(8), day(1))}&filter[actor_id]=${ada.id}&sort=created_at&page[size]=3`;
		const first = await api.get(`audit_logs?${query}`);
		const second = await api.get(pathOf(first.body.links.next));
		expect([...entriesOf(first), ...entriesOf(second)].map(({ created_at }) => created_at)).toEqual(
			[8, 6, 4, 2].map((ago) => day(ago)),
		);
		expect(second.body.meta.has_more).toBe(false);
	});
});

describe('who reads it (§1.3, §1.4, §6)', () => {
	test('nobody without the plan', async () => {
		const { sim, api } = smallAccount({ plan: { auditLog: false } });
		signIn(sim, addAgent(sim));
		for (const path of ['audit_logs', `audit_logs/${sim.store.auditLogs.all()[0].id}`]) {
			const answer = await api.get(path);
			expect([answer.status, answer.body.error.title]).toEqual([403, 'Forbidden']);
		}
	});

	test('admins, with the broad scope or that of the log', async () => {
		const { sim } = smallAccount();
		const statusOf = async (id: number, scopes?: string[]) =>
			(await clientAs(sim, id, scopes).get('audit_logs')).status;
		const admin = addAdmin(sim).id;
		expect(await statusOf(addAgent(sim).id)).toBe(403);
		expect(await statusOf(admin, ['read'])).toBe(200);
		expect(await statusOf(admin, ['auditlogs:read'])).toBe(200);
		expect(await statusOf(admin, ['users:read'])).toBe(403);
	});
});
