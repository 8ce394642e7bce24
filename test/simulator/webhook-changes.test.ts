import { addCustomer, addOrganization } from './arrange';
import type { VirtualClock } from './clock';
import { DAY } from './core/time';
import { smallAccount } from './testing';
import {
	changed,
	identitiesOf,
	listeningAccount,
	nameOf,
	text,
	webhookInput,
} from './webhooks/testing';

describe('events tell (zendesk-api §7.3)', () => {
	test('a new user once, as he is in the end', async () => {
		const { sim, api } = await listeningAccount();
		const role = sim.store.customRoles.all().find(({ name }) => name === 'Staff')!;
		const { id: organization } = addOrganization(sim);
		const input = { name: 'New', email: 'new@example.com', organization_id: organization };
		const fields = { ...input, custom_role_id: role.id, tags: ['t'], suspended: true };
		const { id } = (await api.post('users', { user: fields })).body.user;
		const { default_group_id: group } = sim.store.users.get(id)!;
		const detail = {
			id: text(id),
			email: 'new@example.com',
			external_id: '',
			role: 'agent',
			created_at: '2026-11-20T09:00:00Z',
			updated_at: '2026-11-20T09:00:00Z',
			default_group_id: text(group),
			organization_id: text(organization),
		};
		const frame = {
			account_id: 12514403,
			time: '2026-11-20T09:00:00Z',
			zendesk_event_version: '2022-11-06',
			subject: `zen:user:${id}`,
			detail,
		};
		const [identity] = identitiesOf(sim, sim.store.users.get(id)!);
		const { events } = sim.webhooks;
		expect(events.map(({ id: _id, ...rest }) => rest)).toEqual([
			{ ...frame, type: 'zen:event-type:user.created', event: {} },
			{ ...frame, type: 'zen:event-type:user.identity_created', event: { identity } },
			{
				...frame,
				type: 'zen:event-type:user.group_membership_created',
				event: { group: { id: text(group) } },
			},
			{
				...frame,
				type: 'zen:event-type:user.organization_membership_created',
				event: { organization: { id: text(organization) } },
			},
		]);
		const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
		for (const event of events) expect(event.id).toMatch(uuid);
		expect(new Set(events.map((event) => event.id)).size).toBe(4);
	});

	test('missing ids as "0", missing text as ""', async () => {
		const { sim, api } = await listeningAccount();
		const { id } = (await api.post('users', { user: { name: 'Bare' } })).body.user;
		expect(sim.webhooks.events.map(({ detail }) => detail)).toEqual([
			{
				id: text(id),
				email: '',
				external_id: '',
				role: 'end-user',
				created_at: '2026-11-20T09:00:00Z',
				updated_at: '2026-11-20T09:00:00Z',
				default_group_id: '0',
				organization_id: '0',
			},
		]);
	});

	test('a merge: what the one loses the other wins', async () => {
		const { sim, api, customer } = await listeningAccount();
		const winner = addCustomer(sim, { email: 'winner@example.com' });
		const [identity] = identitiesOf(sim, customer);
		const before = sim.webhooks.events.length;
		await api.put(`users/${customer.id}/merge`, { user: { id: winner.id } });
		const told = sim.webhooks.events.slice(before);
		expect(told.map((event) => [event.subject, nameOf(event), event.event])).toEqual([
			[`zen:user:${customer.id}`, 'identity_deleted', { identity }],
			[`zen:user:${winner.id}`, 'identity_created', { identity: { ...identity, primary: false } }],
			[`zen:user:${customer.id}`, ...changed('external_id', 'C-1', '')],
			[`zen:user:${customer.id}`, ...changed('active', true, false)],
			[`zen:user:${customer.id}`, 'deleted', {}],
			[`zen:user:${customer.id}`, 'merged', { user: { id: text(winner.id) } }],
		]);
	});

	test('items of a job: each at its own time, whenever somebody looks', async () => {
		const { sim, api } = await listeningAccount({ jobSeconds: 500, jobQueueSeconds: [0, 0] });
		const users = ['A', 'B'].map((name) => ({ name }));
		await api.post('users/create_many', { users });
		expect(sim.webhooks.events).toEqual([]);
		(sim.clock as VirtualClock).advance(60_000);
		await api.get('users/me');
		expect(sim.webhooks.events.map((event) => [nameOf(event), event.time])).toEqual([
			['created', '2026-11-20T09:00:05Z'],
			['created', '2026-11-20T09:00:10Z'],
		]);
	});

	test('what somebody else does right after a request as a change of its own', async () => {
		const { sim, api, customer } = await listeningAccount();
		const rename = (name: string) => sim.store.users.update(customer, { name });
		sim.faults.add({
			when: { method: 'PUT' },
			then: { kind: 'after', do: () => void rename('C') },
		});
		await api.put(`users/${customer.id}`, { user: { name: 'B' } });
		expect(sim.webhooks.events.map(({ event }) => event)).toEqual([
			{ current: 'B', previous: 'Gwen' },
			{ current: 'C', previous: 'B' },
		]);
	});

	test('what tests arrange; what they do in one go is one change', async () => {
		const { sim, customer } = await listeningAccount();
		addCustomer(sim, { email: null });
		expect(sim.webhooks.events.map(nameOf)).toEqual(['created']);
		sim.store.users.update(customer, { name: 'W' });
		sim.store.users.update(customer, { name: 'Wen' });
		await Promise.resolve();
		sim.store.users.update(customer, { name: 'Gwen' });
		expect(sim.webhooks.events.slice(1).map(({ event }) => event)).toEqual([
			{ current: 'Wen', previous: 'Gwen' },
			{ current: 'Gwen', previous: 'Wen' },
		]);
	});

	test('not the purge of somebody who is deleted', async () => {
		const { sim, api, customer } = await listeningAccount();
		await api.delete(`users/${customer.id}`);
		const before = sim.webhooks.events.length;
		(sim.clock as VirtualClock).advance(31 * DAY);
		await api.get('users/me');
		expect(customer.purged_at).not.toBeNull();
		expect(sim.webhooks.events).toHaveLength(before);
	});
});

describe('nothing is kept', () => {
	test.each([
		['while no webhook is there', undefined],
		['while the only one is inactive', { status: 'inactive' }],
		['for triggers and automations', { subscriptions: ['conditional_ticket_events'] }],
	])('%s', async (_, changes) => {
		const { sim, api } = smallAccount();
		if (changes) await api.post('webhooks', { webhook: webhookInput(changes) });
		const customer = addCustomer(sim);
		await api.put(`users/${customer.id}`, { user: { name: 'New' } });
		sim.webhooks.emit(customer, 'password_changed');
		expect(sim.webhooks.events).toEqual([]);
		await api.post('webhooks', { webhook: webhookInput() });
		await api.put(`users/${customer.id}`, { user: { name: 'Newer' } });
		expect(sim.webhooks.events.map(nameOf)).toEqual(['name_changed']);
	});
});

test('three types have a slash where the switch says so', async () => {
	const { sim, api } = smallAccount({ switches: { eventTypeWithSlash: true } });
	await api.post('webhooks', { webhook: webhookInput() });
	addCustomer(sim);
	expect(sim.webhooks.events.map(({ type }) => type)).toEqual([
		'zen:event-type:user.created',
		'zen:event-type/user.identity_created',
	]);
});
