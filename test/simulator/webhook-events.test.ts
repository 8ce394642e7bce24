import { addGroup, addOrganization } from './arrange';
import { clientOf } from './client';
import { ROLE_TYPE, type User } from './store/records';
import {
	changed,
	identitiesOf,
	listeningAccount,
	nameOf,
	text,
	type Told,
} from './webhooks/testing';

type Stage = Awaited<ReturnType<typeof listeningAccount>>;

/** Makes a change of somebody, and says what is to be told of him. */
type Case = (stage: Stage) => Promise<[user: User, told: Told[]]>;

const put =
	(fields: Record<string, unknown>, ...told: Told[]): Case =>
	async ({ api, customer }) => {
		await api.put(`users/${customer.id}`, { user: fields });
		return [customer, told];
	};

/** The only group membership of the agent that is, or is not, his default one. */
const membershipOf = ({ sim, agent }: Stage, isDefault: boolean) =>
	sim.store.groupsOf(agent.id).find((membership) => membership.default === isDefault)!;

const FIELD = { id: '540000000101', title: 'Employee number', type: 'text' };
const CHECKBOX = { id: '540000000103', title: 'Is vip', type: 'checkbox' };

const OF_FIELDS: Array<[string, Case]> = [
	['name', put({ name: 'Wen' }, changed('name', 'Gwen', 'Wen'))],
	['alias', put({ alias: 'G' }, changed('alias', '', 'G'))],
	['notes', put({ notes: null }, changed('notes', 'old', ''))],
	['details', put({ details: 'x' }, changed('details', '', 'x'))],
	['external id', put({ external_id: 'C-2' }, changed('external_id', 'C-1', 'C-2'))],
	[
		'time zone',
		put({ time_zone: 'Berlin' }, changed('time_zone', 'Eastern Time (US & Canada)', 'Berlin')),
	],
	['suspension', put({ suspended: true }, changed('suspended', false, true))],
	[
		'tags',
		put({ tags: ['b', 'c'] }, [
			'tags_changed',
			{ added: { tags: ['c'] }, removed: { tags: ['a'] } },
		]),
	],
	[
		'user fields',
		put(
			{ user_fields: { employee_number: '7', is_vip: true } },
			['custom_field_changed', { current: '7', previous: '', custom_field: FIELD }],
			['custom_field_changed', { current: true, previous: false, custom_field: CHECKBOX }],
		),
	],
	[
		'several fields',
		put({ alias: 'G', name: 'Wen' }, changed('name', 'Gwen', 'Wen'), changed('alias', '', 'G')),
	],
	[
		'photo',
		async ({ sim, customer }) => {
			sim.store.users.update(customer, { photo: { id: 1 } });
			return [customer, [['photo_changed', {}]]];
		},
	],
	[
		'sign-in',
		async ({ sim, agent }) => {
			const pair = Buffer.from(`${agent.email}/token:${sim.credentials.apiToken.token}`);
			await clientOf(sim, `Basic ${pair.toString('base64')}`).get('users/me');
			return [agent, [changed('last_login', '', '2026-11-20T09:00:00Z')]];
		},
	],
	['nothing: the values are there already', put({ name: 'Gwen', tags: ['b', 'a'] })],
	['nothing: fields without an event', put({ phone: '+1', signature: 'G' })],
	['nothing: a refused change', put({ name: '', alias: 'G' })],
];

const OF_ROLES: Array<[string, Case]> = [
	[
		'a customer who becomes an agent',
		async ({ sim, api, customer }) => {
			const role = sim.store.customRoles.all().find(({ name }) => name === 'Staff')!;
			await api.put(`users/${customer.id}`, { user: { custom_role_id: role.id } });
			const group = text(customer.default_group_id);
			const told: Told[] = [
				['group_membership_created', { group: { id: group } }],
				changed('role', 'end-user', 'agent'),
				changed('custom_role', '0', text(role.id)),
				changed('default_group', '0', group),
			];
			return [customer, told];
		},
	],
	[
		'an agent who becomes a light agent',
		async ({ sim, api, agent }) => {
			const { custom_role_id: before } = agent;
			const light = sim.store.customRoles
				.all()
				.find(({ role_type }) => role_type === ROLE_TYPE.lightAgent)!;
			await api.put(`users/${agent.id}`, { user: { custom_role_id: light.id } });
			const told = [
				changed('custom_role', text(before), text(light.id)),
				changed('only_private_comments', false, true),
			];
			return [agent, told];
		},
	],
	[
		'another default group',
		async (all) => {
			const { api, agent, group } = all;
			const { default_group_id: before } = agent;
			const { id } = membershipOf(all, false);
			await api.put(`users/${agent.id}/group_memberships/${id}/make_default`);
			return [agent, [changed('default_group', text(before), text(group.id))]];
		},
	],
	[
		'a group joined',
		async ({ sim, api, agent: { id: user_id }, agent }) => {
			const { id: group_id } = addGroup(sim);
			await api.post('group_memberships', { group_membership: { user_id, group_id } });
			return [agent, [['group_membership_created', { group: { id: text(group_id) } }]]];
		},
	],
	[
		'a group left, his default one',
		async (all) => {
			const { api, agent, group } = all;
			const { id, group_id } = membershipOf(all, true);
			await api.delete(`group_memberships/${id}`);
			const told: Told[] = [
				['group_membership_deleted', { group: { id: text(group_id) } }],
				changed('default_group', text(group_id), text(group.id)),
			];
			return [agent, told];
		},
	],
];

const OF_LINKS: Array<[string, Case]> = [
	[
		'a second address',
		async ({ sim, api, customer }) => {
			await api.put(`users/${customer.id}`, { user: { email: 'second@example.com' } });
			const [, identity] = identitiesOf(sim, customer);
			expect(identity).toMatchObject({ value: 'second@example.com', primary: false });
			return [customer, [['identity_created', { identity }]]];
		},
	],
	[
		'another address, with what becomes of its verification',
		async ({ sim, api, customer }) => {
			const [previous] = identitiesOf(sim, customer);
			const identity = { value: 'new@example.com', verified: false };
			await api.put(`users/${customer.id}/identities/${previous.id}`, { identity });
			const current = { ...previous, value: 'new@example.com' };
			return [customer, [['identity_changed', { current, previous }]]];
		},
	],
	[
		'another primary address, and the one before deleted',
		async ({ sim, api, customer }) => {
			const identity = { type: 'email', value: 'second@example.com', verified: true };
			const all = `users/${customer.id}/identities`;
			const added = await api.post(all, { identity });
			const before = identitiesOf(sim, customer);
			await api.put(`${all}/${added.body.identity.id}/make_primary`);
			const after = identitiesOf(sim, customer);
			await api.delete(`${all}/${before[0].id}`);
			const told: Told[] = [
				['identity_created', { identity: before[1] }],
				['identity_changed', { current: after[0], previous: before[0] }],
				['identity_changed', { current: after[1], previous: before[1] }],
				['identity_deleted', { identity: after[0] }],
			];
			return [customer, told];
		},
	],
	[
		'nothing: an address that is verified no more',
		async ({ sim, api, customer }) => {
			const [{ id }] = identitiesOf(sim, customer);
			const identity = { verified: false };
			const { body } = await api.put(`users/${customer.id}/identities/${id}`, { identity });
			expect(body.identity.verified).toBe(false);
			return [customer, []];
		},
	],
	[
		'an organization joined and left',
		async ({ sim, api, customer, customer: { id: user_id } }) => {
			const { id: organization_id } = addOrganization(sim);
			const input = { organization_membership: { user_id, organization_id } };
			const { body } = await api.post('organization_memberships', input);
			await api.delete(`organization_memberships/${body.organization_membership.id}`);
			const event = { organization: { id: text(organization_id) } };
			const told: Told[] = [
				['organization_membership_created', event],
				['organization_membership_deleted', event],
			];
			return [customer, told];
		},
	],
	[
		'the soft delete',
		async ({ sim, api, customer }) => {
			const [identity] = identitiesOf(sim, customer);
			await api.delete(`users/${customer.id}`);
			const told: Told[] = [
				['identity_deleted', { identity }],
				changed('external_id', 'C-1', ''),
				changed('active', true, false),
				['deleted', {}],
			];
			return [customer, told];
		},
	],
	[
		'a password, by hand',
		async ({ sim, customer }) => {
			sim.webhooks.emit(customer, 'password_changed');
			return [customer, [['password_changed', {}]]];
		},
	],
];

describe('what changes a user is told, and nothing else (zendesk-api §7.3)', () => {
	test.each([...OF_FIELDS, ...OF_ROLES, ...OF_LINKS])('%s', async (_, change) => {
		const all = await listeningAccount();
		expect(all.sim.webhooks.events).toEqual([]);
		const [user, told] = await change(all);
		expect(all.sim.webhooks.events.map((event) => [nameOf(event), event.event])).toEqual(told);
		for (const { subject } of all.sim.webhooks.events) expect(subject).toBe(`zen:user:${user.id}`);
	});
});
