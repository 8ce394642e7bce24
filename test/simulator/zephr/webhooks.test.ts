import { smallTenant } from './testing';
import type { ZephrSwitches } from './switches';
import { TRIGGERS } from './triggers';

describe('webhooks by the API', () => {
	test('are listed, made and changed', async () => {
		const { zephr, api } = smallTenant();
		const webhook = {
			label: 'n8n',
			triggers: ['user.create', 'user.delete'],
			method: 'POST',
			target: 'https://n8n.example/webhook/zephr',
		};
		const made = await api('POST', '/v3/webhooks', webhook);
		expect(made).toMatchObject({ status: 201, body: webhook });
		const one = `/v3/webhooks/${made.body.webhook_id}`;
		expect((await api('PUT', one, { ...webhook, label: 'new' })).body.label).toBe('new');
		zephr.addWebhook({ triggers: ['user.update'], target: 'https://x.example/', sites: ['daily'] });
		const { results } = (await api('GET', '/v3/webhooks')).body;
		expect(results).toHaveLength(2);
		expect(Object.keys(results[1]).sort()).toEqual(
			['label', 'method', 'target', 'triggers', 'webhook_id'].sort(),
		);
	});

	test.each([
		['label', undefined],
		['target', 'nowhere'],
		['triggers', []],
		['triggers', ['user.nonsense']],
		['method', 'PATCH'],
	])('with %s = %j are refused', async (field, value) => {
		const { zephr, api } = smallTenant();
		const webhook = {
			label: 'n8n',
			triggers: ['user.create'],
			method: 'POST',
			target: 'https://x.example/',
		};
		expect((await api('POST', '/v3/webhooks', { ...webhook, [field]: value })).status).toBe(400);
		expect(zephr.tenant.webhooks.size).toBe(0);
	});
});

describe('events', () => {
	test('User – Create is as documented', async () => {
		const { zephr, taken } = smallTenant({}, ['user.create']);
		const user = zephr.createUser({
			email_address: 'gwen@example.com',
			attributes: { 'first-name': 'Gwen', 'last-name': 'Doline' },
		});
		await zephr.settle();
		expect(taken[0].body).toEqual({
			tenantId: 'news',
			subTenantId: 'news|daily',
			type: 'CREATE_USER',
			time: zephr.clock.now(),
			details: {
				user_id: user.user_id,
				identifiers: { email_address: 'gwen@example.com' },
				attributes: { 'first-name': 'Gwen', 'last-name': 'Doline' },
				tenantId: 'news',
				subTenantId: 'news|daily',
				email_verified: false,
				tracking_id: user.tracking_id,
				registered: '2026-11-20T09:00:00Z',
				registration_state: 'complete',
			},
			webhook: 'n8n',
		});
	});

	test('every change has its own, whoever makes it', async () => {
		const { zephr, api, taken } = smallTenant({}, TRIGGERS);
		const { user_id } = zephr.createUser();
		await api('PATCH', `/v3/users/${user_id}/attributes`, { a: 1 });
		zephr.changeEmail(user_id, 'new@example.com');
		zephr.verifyEmail(user_id);
		const grant = zephr.addGrant({ user_id });
		zephr.endGrant(grant.grant_id);
		await api('DELETE', `/v3/users/${user_id}`);
		await zephr.settle();
		expect(taken.map(({ body }) => body.type)).toEqual([
			'CREATE_USER',
			'UPDATE_USER',
			'UPDATE_USER_EMAIL',
			'VERIFY_USER_EMAIL',
			'GRANT_ENTITLEMENT',
			'ENTITLEMENT_GRANT_ENDED',
			'DELETE_USER',
		]);
		expect(taken.every(({ body }) => body.details.user_id === user_id)).toBe(true);
	});

	test('a new address is unverified', () => {
		const { zephr } = smallTenant();
		const { user_id } = zephr.createUser({ email_verified: true });
		expect(zephr.changeEmail(user_id, 'b@example.com').email_verified).toBe(false);
		expect(zephr.verifyEmail(user_id).email_verified).toBe(true);
	});

	test.each<[Partial<ZephrSwitches>, string, Record<string, unknown>]>([
		[{ eventDetails: 'user' }, 'UPDATE_USER', { user_id: 'ID', email_verified: false }],
		[{ eventDetails: 'camel-id' }, 'UPDATE_USER', { userId: 'ID' }],
		[{ eventDetails: 'nested' }, 'UPDATE_USER', { user: { user_id: 'ID' } }],
		[{ eventTypes: 'dotted' }, 'user.update', { user_id: 'ID' }],
	])('the others look as the switches say: %j', async (switches, type, details) => {
		const { zephr, taken } = smallTenant({ switches }, ['user.update']);
		const { user_id } = zephr.createUser();
		zephr.updateUser(user_id, { a: 1 });
		await zephr.settle();
		const text = JSON.stringify(taken[0].body).replaceAll(user_id, 'ID');
		expect(JSON.parse(text)).toMatchObject({ type, details });
		if (switches.eventDetails !== 'user') {
			expect(taken[0].body.details).not.toHaveProperty('email_verified');
		}
	});

	test.each([true, false])('Delete names the address: %s', async (deleteNamesEmail) => {
		const switches = { eventDetails: 'user', deleteNamesEmail } as const;
		const { zephr, taken } = smallTenant({ switches }, ['user.delete']);
		zephr.deleteUser(zephr.createUser().user_id);
		await zephr.settle();
		expect('identifiers' in taken[0].body.details).toBe(deleteNamesEmail);
	});

	test('a change of the address or a grant can fire twice', async () => {
		const switches = { emailChangeFires: 'update-email-and-update', grantFires: 'both' } as const;
		const { zephr, taken } = smallTenant({ switches, sites: ['daily'] }, TRIGGERS);
		const { user_id } = zephr.createUser();
		zephr.changeEmail(user_id, 'b@example.com');
		zephr.addGrant({ user_id });
		await zephr.settle();
		expect(taken.slice(1).map(({ body }) => body.type)).toEqual([
			'UPDATE_USER_EMAIL',
			'UPDATE_USER',
			'GRANT_ENTITLEMENT',
			'ENTITLEMENT_GRANT_STARTED',
		]);
	});

	test('go to the URLs that want them, with basic auth, for their sites', async () => {
		const { zephr, taken } = smallTenant({
			sites: ['daily', 'weekly'],
			switches: { subTenant: 'site' },
		});
		const auth = { user: 'zephr', password: 'pä55' };
		const to = (path: string) => `https://n8n.example/webhook/${path}`;
		zephr.addWebhook({ triggers: ['user.create'], target: to('user'), auth, sites: ['weekly'] });
		zephr.addWebhook({ triggers: ['user.delete'], target: to('deleted') });
		const daily = zephr.createUser({ site: 'daily' });
		zephr.createUser({ site: 'weekly' });
		zephr.deleteUser(daily.user_id);
		await zephr.settle();
		expect(taken.map(({ url, body }) => [url, body.subTenantId])).toEqual([
			[to('user'), 'weekly'],
			[to('deleted'), 'daily'],
		]);
		const basic = Buffer.from('zephr:pä55').toString('base64');
		expect(taken[0].headers.Authorization).toBe(`Basic ${basic}`);
		expect(taken[1].headers).not.toHaveProperty('Authorization');
	});
});
