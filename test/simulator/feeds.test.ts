import { addAgent, addCustomer, addOrganization, signIn } from './arrange';
import { clientOf, type Answer } from './client';
import type { VirtualClock } from './clock';
import { DAY, MINUTE, SECOND } from './core/time';
import { createSimulator, type Simulator } from './simulator';
import { smallAccount } from './testing';
import { listeningAccount, tellingAccount, webhookInput } from './webhooks/testing';

/** Lists, exports and events as recorded accounts gave them, each by its number. */

const advance = (sim: Simulator, ms: number) => (sim.clock as VirtualClock).advance(ms);
const pathOf = (url: string) => url.replace('https://acme.zendesk.com', '');

describe('D5: a sign-in moves updated_at', () => {
	test('to when it was, as last_login_at shows it', async () => {
		const { sim, api } = smallAccount();
		for (const user of [addAgent(sim), addCustomer(sim)]) {
			advance(sim, 90 * SECOND + 250);
			signIn(sim, user);
			const { updated_at, last_login_at } = (await api.get(`users/${user.id}`)).body.user;
			expect(updated_at).toBe(last_login_at);
		}
	});

	test('so exports bring who signed in, and an API token does the same to its user', async () => {
		const { sim, api } = smallAccount();
		const agent = addAgent(sim);
		const { email, token } = sim.credentials.apiToken;
		const basic = `Basic ${Buffer.from(`${email}/token:${token}`).toString('base64')}`;
		const since = Math.floor((sim.clock.now() - 10 * MINUTE) / SECOND);
		signIn(sim, agent);
		await clientOf(sim, basic).get('users/me');
		advance(sim, 2 * MINUTE);
		const { users } = (await api.get(`incremental/users/cursor?start_time=${since}`)).body;
		expect(users.map(({ id }: { id: number }) => id)).toEqual([sim.credentials.adminId, agent.id]);
	});
});

test('D9: exports say of who was deleted, and of nobody else, whether it was for good', async () => {
	const { sim, api } = smallAccount();
	const [kept, soft, gone] = [addCustomer(sim), addCustomer(sim), addCustomer(sim)];
	for (const { id } of [soft, gone]) await api.delete(`users/${id}`);
	await api.delete(`deleted_users/${gone.id}`);
	advance(sim, 2 * MINUTE);
	for (const path of ['incremental/users/cursor', 'incremental/users']) {
		const { users } = (await api.get(`${path}?start_time=1`)).body;
		const said = (id: number) => users.find((user: { id: number }) => user.id === id);
		expect(said(soft.id).permanently_deleted).toBe(false);
		expect(said(gone.id).permanently_deleted).toBe(true);
		expect(said(kept.id)).not.toHaveProperty('permanently_deleted');
	}
	const deleted = (await api.get('deleted_users')).body.deleted_users;
	expect(deleted).toHaveLength(2);
	for (const user of deleted) expect(user).not.toHaveProperty('permanently_deleted');
});

describe('D11: cursor links', () => {
	const links = ({ body: { meta, links } }: Answer) => [
		meta.has_more,
		links.prev !== null,
		links.next !== null,
	];

	test('lead both ways from each page that has rows, the first and the last one too', async () => {
		const { sim, api } = smallAccount();
		for (let n = 0; n < 5; n++) addOrganization(sim);
		const first = await api.get('organizations?page[size]=2');
		expect(links(first)).toEqual([true, true, true]);
		const second = await api.get(pathOf(first.body.links.next));
		const last = await api.get(pathOf(second.body.links.next));
		expect([last.body.organizations.length, links(last)]).toEqual([1, [false, true, true]]);
		const whole = await api.get('organizations?page[size]=100');
		expect(links(whole)).toEqual([false, true, true]);
		expect(whole.body.links.prev).toContain('page%5Bbefore%5D=');
		expect(whole.body.links.next).toContain('page%5Bafter%5D=');
	});

	test('behind the last row and before the first one is an empty page without any', async () => {
		const { sim, api } = smallAccount();
		for (let n = 0; n < 3; n++) addOrganization(sim);
		const whole = await api.get('organizations?page[size]=100');
		for (const link of [whole.body.links.next, whole.body.links.prev]) {
			expect((await api.get(pathOf(link))).body).toEqual({
				organizations: [],
				meta: { has_more: false, after_cursor: null, before_cursor: null },
				links: { prev: null, next: null },
			});
		}
	});

	test.each([
		['more', true],
		['end', false],
	] as const)('a full last page says has_more or not: switch %s', async (fullLastPage, says) => {
		const { sim, api } = smallAccount({ switches: { fullLastPage } });
		for (let n = 0; n < 4; n++) addOrganization(sim);
		const first = await api.get('organizations?page[size]=2');
		const last = await api.get(pathOf(first.body.links.next));
		expect([first.body.meta.has_more, last.body.meta.has_more]).toEqual([true, says]);
		expect((await api.get(pathOf(last.body.links.next))).body.organizations).toEqual([]);
	});
});

describe('D18: webhooks', () => {
	const authentication = {
		type: 'basic_auth',
		data: { username: 'u', password: 'secret' },
		add_position: 'header',
	};

	test('their creation answers without updated_*, to the nanosecond', async () => {
		const { api } = smallAccount();
		const made = await api.post('webhooks', { webhook: webhookInput({ authentication }) });
		expect(made.status).toBe(201);
		const { webhook } = made.body;
		expect(webhook.created_at).toMatch(/^2026-11-20T09:00:00\.\d{9}Z$/);
		expect(webhook).not.toHaveProperty('updated_at');
		expect(webhook).not.toHaveProperty('updated_by');
		expect((await api.get(`webhooks/${webhook.id}`)).body.webhook).toHaveProperty('updated_at');
	});

	test('of the credentials the name of the user comes back, and nothing else', async () => {
		const { api } = smallAccount();
		const bearer = { type: 'bearer_token', data: { token: 'secret' }, add_position: 'header' };
		const key = { type: 'api_key', data: { name: 'X', value: 'secret' }, add_position: 'header' };
		for (const given of [authentication, bearer, key]) {
			const webhook = webhookInput({ authentication: given });
			const { id } = (await api.post('webhooks', { webhook })).body.webhook;
			const shown = (await api.get(`webhooks/${id}`)).body.webhook;
			expect(JSON.stringify(shown)).not.toContain('secret');
			expect(shown.authentication.data).toEqual(
				given === authentication ? { username: 'u' } : undefined,
			);
		}
	});

	test('their list has cursors only where a page size is asked for', async () => {
		const { api } = smallAccount();
		for (let n = 0; n < 3; n++) await api.post('webhooks', { webhook: webhookInput() });
		const plain = (await api.get('webhooks')).body;
		expect([Object.keys(plain).sort(), plain.meta]).toEqual([
			['meta', 'webhooks'],
			{ has_more: false },
		]);
		const paged = (await api.get('webhooks?page[size]=2')).body;
		expect(paged.meta).toEqual({
			has_more: true,
			after_cursor: expect.any(String),
			before_cursor: expect.any(String),
		});
	});

	test.each([
		['of events', {}],
		['of triggers', { subscriptions: ['conditional_ticket_events'] }],
		['without any', { subscriptions: [] }],
	])('PUT without subscriptions is a 204: one %s', async (_, changes) => {
		const { sim, api } = smallAccount();
		const { id } = (await api.post('webhooks', { webhook: webhookInput(changes) })).body.webhook;
		const before = sim.store.webhooks.get(id)!.subscriptions;
		const { subscriptions, ...rest } = webhookInput({ name: 'Renamed' });
		expect((await api.put(`webhooks/${id}`, { webhook: rest })).status).toBe(204);
		expect(subscriptions).not.toHaveLength(0);
		expect(sim.store.webhooks.get(id)).toMatchObject({ name: 'Renamed', subscriptions: before });
	});
});

test('D19: an export of a search takes the type that is asked for anyway', async () => {
	const { sim, api } = smallAccount();
	const customer = addCustomer(sim, { name: 'Nadia' });
	const of = (query: string) =>
		api.get(`search/export?query=${encodeURIComponent(query)}&filter[type]=user`);
	for (const query of ['type:user nadia', 'nadia type:user', 'nadia type:"user"', 'nadia']) {
		const { status, body } = await of(query);
		expect([status, body.results.map(({ id }: { id: number }) => id)]).toEqual([
			200,
			[customer.id],
		]);
	}
	expect((await of('nadia type:ticket')).status).toBe(422);
});

describe('D20: events and exports', () => {
	test('a delivery is pretty printed in the order of the alphabet, and signed as it is', async () => {
		const { sim, subscribe } = tellingAccount();
		await subscribe();
		addCustomer(sim, { email: null });
		await sim.webhooks.settle();
		const [{ body }] = sim.webhooks.sent;
		const event = JSON.parse(body);
		expect(body).toBe(JSON.stringify(event, null, 2));
		expect(Object.keys(event)).toEqual(Object.keys(event).sort());
		expect(Object.keys(event.detail)).toEqual(Object.keys(event.detail).sort());
		expect(event.zendesk_event_version).toBe('2022-11-06');
	});

	test('who was deleted is told of without email and ids', async () => {
		const { sim, api, customer } = await listeningAccount();
		sim.webhooks.deliverTo(async () => ({ status: 200 }));
		await api.delete(`users/${customer.id}`);
		await sim.webhooks.settle();
		const { body } = sim.webhooks.sent.find(({ type }) => type.endsWith('user.deleted'))!;
		expect(JSON.parse(body)).toMatchObject({
			detail: { email: '', external_id: '', default_group_id: '0', organization_id: '0' },
			event: {},
		});
	});

	test.each(['users/cursor', 'users', 'ticket_events'])(
		'too many exports of %s are an APIRateLimitExceeded',
		async (path) => {
			const { sim, api } = smallAccount();
			sim.limits.spend('incremental', sim.clock.now(), 10);
			const refused = await api.get(`incremental/${path}?start_time=1`);
			expect([refused.status, refused.headers['retry-after'], refused.body]).toEqual([
				429,
				'60',
				{
					error: 'APIRateLimitExceeded',
					description: 'Number of allowed incremental export API requests per minute exceeded',
				},
			]);
		},
	);
});

describe('§1: settled by recordings', () => {
	test('a wrong subdomain is a 404 in JSON', async () => {
		const { sim } = smallAccount();
		const answer = await sim.fetch(new Request('https://nobody.zendesk.com/api/v2/users/me'));
		expect(answer.status).toBe(404);
		expect(await answer.json()).toEqual({
			error: {
				title: 'No help desk at nobody.zendesk.com',
				message: expect.stringContaining('There is no help desk configured at this address.'),
			},
		});
	});

	test('a ticket of a suspended requester is a 422 that names them', async () => {
		const { sim, api } = smallAccount();
		const requester = addCustomer(sim, { name: 'Sus Pended', suspended: true });
		const comment = { body: 'Hello' };
		for (const given of [
			{ requester_id: requester.id },
			{ requester: { email: requester.email } },
		]) {
			const answer = await api.post('tickets', { ticket: { ...given, comment } });
			expect(answer.status).toBe(422);
			expect(answer.body.details.requester[0].description).toBe(
				'Requester: Sus Pended is suspended.',
			);
		}
	});

	test('5 updates a user and clock minute; the creation is none', async () => {
		const sim = createSimulator({ company: null });
		const api = clientOf(sim);
		advance(sim, 40 * SECOND);
		const named = { name: 'Five', email: 'five@example.com' };
		const { id } = (await api.post('users/create_or_update', { user: named })).body.user;
		const statuses: number[] = [];
		for (let n = 0; n < 12; n++) {
			advance(sim, 1100);
			const user = { name: `N ${n}` };
			const answer = await (n % 2
				? api.put(`users/${id}`, { user })
				: api.post('users/create_or_update', { user: { ...named, ...user } }));
			statuses.push(answer.status);
			if (answer.status === 429) {
				const wait = Number(answer.headers['retry-after']) * SECOND;
				expect((sim.clock.now() + wait) % MINUTE).toBeLessThan(SECOND);
				advance(sim, wait);
			}
		}
		// 09:00:41 to :45, from 09:01:00 on, from 09:02:00 on.
		expect(statuses).toEqual([...Array(5).fill(200), 429, ...Array(5).fill(200), 429]);
	});

	test('a new end user can be changed and deleted at once', async () => {
		const { api } = smallAccount();
		const { id } = (await api.post('users', { user: { name: 'New' } })).body.user;
		expect((await api.put(`users/${id}`, { user: { name: 'Newer' } })).status).toBe(200);
		expect((await api.delete(`users/${id}`)).status).toBe(200);
	});

	test.each([
		['not-found', 404],
		['record', 200],
	] as const)(
		'right after a permanent deletion the user shows as inactive; later: switch %s',
		async (showPurgedUser, later) => {
			const { sim, api } = smallAccount({ switches: { showPurgedUser } });
			const { id } = addCustomer(sim);
			await api.delete(`users/${id}`);
			await api.delete(`deleted_users/${id}`);
			const shown = await api.get(`users/${id}`);
			expect([shown.status, shown.body.user.active]).toEqual([200, false]);
			advance(sim, MINUTE);
			expect((await api.get(`users/${id}`)).status).toBe(later);
		},
	);

	test('Zendesk erases after 30 days, and says so in the audit log', async () => {
		const { sim, api } = smallAccount();
		const [forgotten, purged] = [addCustomer(sim), addCustomer(sim)];
		for (const { id } of [forgotten, purged]) await api.delete(`users/${id}`);
		await api.delete(`deleted_users/${purged.id}`);
		advance(sim, 30 * DAY);
		const { audit_logs: entries } = (await api.get('audit_logs')).body;
		expect(entries).toMatchObject([
			{
				action: 'destroy',
				action_label: 'Deleted',
				actor_id: -1,
				actor_name: 'Zendesk',
				source_type: 'account',
				source_label: 'Deleted users: Deleted users',
				change_description: 'Automatically finished 30-day deletion for 1 users',
				ip_address: null,
			},
		]);
		expect(forgotten.name).toBe('Permanently Deleted User');
	});

	test('a search by email finds a new user 3 s after the creation', async () => {
		const { sim, api } = smallAccount();
		const email = 'soon@example.com';
		const { id } = (await api.post('users', { user: { name: 'Soon', email } })).body.user;
		const found = async () =>
			(await api.get(`users/search?query=${email}`)).body.users.map(
				(user: { id: number }) => user.id,
			);
		expect(await found()).toEqual([]);
		advance(sim, 3 * SECOND);
		expect(await found()).toEqual([id]);
	});
});
