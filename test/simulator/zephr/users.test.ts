import { createZephr } from './zephr';
import { zephrClient } from './client';
import { smallTenant } from './testing';

const ABSENT = '/v3/users/00000000-0000-0000-0000-000000000000';

describe('users', () => {
	test('are made, read, changed and deleted', async () => {
		const { zephr, api } = smallTenant({ sites: ['daily', 'weekly'] });
		const made = await api('POST', '/v3/users', {
			identifiers: { email_address: 'gwen@example.com' },
			attributes: { 'first-name': 'Gwen' },
			registration_tenant: 'news|weekly',
		});
		expect(made.status).toBe(201);
		const one = `/v3/users/${made.body.user_id}`;
		expect((await api('GET', one)).body).toEqual({
			user_id: made.body.user_id,
			identifiers: { email_address: 'gwen@example.com' },
			attributes: { 'first-name': 'Gwen' },
			email_verified: false,
		});
		expect(zephr.users[0].site).toBe('weekly');
		await api('PATCH', `${one}/attributes`, { 'last-name': 'Doline' });
		expect(zephr.users[0].attributes).toEqual({ 'first-name': 'Gwen', 'last-name': 'Doline' });
		await api('PUT', `${one}/attributes`, { vip: true });
		expect((await api('GET', one)).body.attributes).toEqual({ vip: true });
		expect((await api('DELETE', one)).status).toBe(204);
		expect((await api('GET', one)).status).toBe(404);
		expect((await api('DELETE', one)).status).toBe(404);
	});

	test.each([
		['no email address', { identifiers: {} }, 400],
		['no body', undefined, 400],
		['an address that is taken', { identifiers: { email_address: 'GWEN@example.com' } }, 409],
	])('%s is refused', async (_what, body, status) => {
		const { zephr, api } = smallTenant();
		zephr.createUser({ email_address: 'gwen@example.com' });
		expect((await api('POST', '/v3/users', body)).status).toBe(status);
		expect(zephr.users).toHaveLength(1);
	});

	test('nobody there', async () => {
		const { api } = smallTenant();
		expect((await api('PATCH', `${ABSENT}/attributes`, {})).status).toBe(404);
		expect((await api('GET', `${ABSENT}/grants`)).status).toBe(404);
		expect((await api('GET', '/v3/nothing')).status).toBe(404);
		expect((await api('GET', '/v3/users')).status).toBe(400);
	});

	test.each([
		['results', 'empty', { results: [{ email_verified: false }] }, 200],
		['object', 'not-found', { email_verified: false }, 404],
	] as const)('are found by email: %s, %s', async (findUser, findNobody, found, none) => {
		const { zephr, api } = smallTenant({ switches: { findUser, findNobody } });
		zephr.createUser({ email_address: 'Gwen@example.com' });
		zephr.createUser();
		const find = (email: string) =>
			api('GET', `/v3/users?identifiers.email_address=${encodeURIComponent(email)}`);
		expect((await find('gwen@example.com')).body).toMatchObject(found);
		expect((await find('nobody@example.com')).status).toBe(none);
	});

	test('are found by text and by a foreign key, which is a JSON string', async () => {
		const { zephr, api } = smallTenant({ switches: { foreignKeys: 'map' } });
		const gwen = zephr.createUser({ attributes: { city: 'Aarhus' } });
		zephr.createUser();
		expect((await api('GET', '/v3/users?search=aarhus')).body.results).toHaveLength(1);
		const path = `/v3/users/${gwen.user_id}/foreign-key/update/zendesk`;
		expect((await api('PUT', path, { id: 1 })).status).toBe(400);
		expect((await api('PUT', path, '1234567')).status).toBe(200);
		const { results } = (await api('GET', '/v3/users?foreign_key.zendesk=1234567')).body;
		expect(results).toMatchObject([
			{ user_id: gwen.user_id, foreign_keys: { zendesk: '1234567' } },
		]);
		expect((await api('GET', '/v3/users?foreign_key.zendesk=1')).body.results).toEqual([]);
	});

	test('look as the switches say', async () => {
		const bare = { attributes: {} };
		const flag = { attributes: { news: true } };
		const look = async (options: Parameters<typeof createZephr>[0], given: object) => {
			const zephr = createZephr(options);
			const { user_id: id } = zephr.createUser({ ...given, foreign_keys: { a: 'b' } });
			return (await zephrClient(zephr)('GET', `/v3/users/${id}`)).body;
		};
		expect(await look({}, bare)).not.toHaveProperty('attributes');
		expect(await look({ switches: { noAttributes: 'empty' } }, bare)).toMatchObject(bare);
		expect(await look({ switches: { booleansAsText: true } }, flag)).toMatchObject({
			attributes: { news: 'true' },
		});
		expect(await look({ switches: { foreignKeys: 'list' } }, flag)).toMatchObject({
			foreign_keys: [{ system: 'a', value: 'b' }],
		});
		expect(await look({}, flag)).not.toHaveProperty('registration_tenant');
		expect(await look({ switches: { userShowsRegistration: true } }, flag)).toMatchObject({
			registration_tenant: 'news|daily',
			registered: '2026-11-20T09:00:00Z',
		});
	});
});

describe('faults', () => {
	test('cut, answer instead, and do something on the way', async () => {
		const { zephr, api } = smallTenant();
		const { user_id: id } = zephr.createUser();
		const one = `/v3/users/${id}`;
		zephr.faults.add(
			{ when: { method: 'DELETE' }, then: { kind: 'cut-before' } },
			{ when: { method: 'DELETE', nth: 2 }, then: { kind: 'cut-after' } },
			{ when: { route: 'GET /v3/users/:id' }, then: { kind: 'respond', status: 429, body: {} } },
			{
				when: { route: 'GET /v3/users/:id', nth: 2 },
				then: { kind: 'before', do: () => void zephr.verifyEmail(id) },
			},
		);
		expect((await api('GET', one)).status).toBe(429);
		expect((await api('GET', one)).body.email_verified).toBe(true);
		await expect(api('DELETE', one)).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(zephr.users).toHaveLength(1);
		await expect(api('DELETE', one)).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(zephr.users).toHaveLength(0);
		zephr.faults.verifyAllFired();
		expect(zephr.log.writes()).toHaveLength(1);
	});
});
