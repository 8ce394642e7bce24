import { DAY } from '../core/time';
import type { VirtualClock } from '../clock';
import { smallTenant } from './testing';

describe('grants', () => {
	test('of a user: active, ended, taken away', async () => {
		const { zephr, api } = smallTenant();
		const { user_id } = zephr.createUser();
		const all = `/v3/users/${user_id}/grants`;
		const made = await api('POST', all, { entitlement_id: 'news', product_id: 'gold' });
		expect(made).toMatchObject({
			status: 201,
			body: {
				user_id,
				expiry_state: 'active',
				startTime: '2026-11-20 09:00:00',
				created_at: '2026-11-20 09:00:00',
				product_id: 'gold',
				entitlement_type: 'bundle',
			},
		});
		const one = `${all}/${made.body.grant_id}`;
		expect((await api('GET', `${all}?active=true`)).body.results).toHaveLength(1);
		zephr.endGrant(made.body.grant_id);
		expect((await api('GET', one)).body.expiry_state).toBe('expired');
		expect((await api('GET', `${all}?active=true`)).body.results).toEqual([]);
		expect((await api('GET', all)).body.results).toHaveLength(1);
		expect((await api('DELETE', one)).status).toBe(204);
		expect((await api('GET', one)).status).toBe(404);
	});

	test('start and end by themselves, and tell it', async () => {
		const triggers = ['entitlement.grant', 'entitlement.grant-started', 'entitlement.grant-ended'];
		const { zephr, api, taken } = smallTenant({}, triggers as never);
		const clock = zephr.clock as VirtualClock;
		const { user_id } = zephr.createUser();
		const [start, end] = [clock.now() + DAY, clock.now() + 2 * DAY];
		zephr.addGrant({ user_id }, { start, end, product_id: null });
		const states = async () => {
			const { results } = (await api('GET', `/v3/users/${user_id}/grants`)).body;
			return [results[0].expiry_state, zephr.isCustomer(user_id)];
		};
		expect(await states()).toEqual(['pending', false]);
		clock.advance(DAY);
		expect(await states()).toEqual(['active', true]);
		expect(zephr.isCustomer(user_id, { products: true })).toBe(false);
		clock.advance(3 * DAY);
		expect(await states()).toEqual(['expired', false]);
		await zephr.settle();
		expect(taken.map(({ body }) => body.type)).toEqual([
			'GRANT_ENTITLEMENT',
			'ENTITLEMENT_GRANT_STARTED',
			'ENTITLEMENT_GRANT_ENDED',
		]);
		expect(taken[2].body.time).toBe(end);
		expect(taken[0].body.details).toMatchObject({ user_id, entitlement_id: 'everything' });
	});

	test('settle notices what was due meanwhile', async () => {
		const { zephr, taken } = smallTenant({}, ['entitlement.grant-ended']);
		const { user_id } = zephr.createUser();
		zephr.addGrant({ user_id }, { end: zephr.clock.now() + DAY });
		(zephr.clock as VirtualClock).advance(DAY);
		await zephr.settle();
		expect(taken).toHaveLength(1);
	});

	test('a grant that was ended by hand does not end again', async () => {
		const { zephr, taken } = smallTenant({}, ['entitlement.grant-ended']);
		const { user_id } = zephr.createUser();
		const grant = zephr.addGrant({ user_id }, { end: zephr.clock.now() + DAY });
		zephr.endGrant(grant.grant_id);
		(zephr.clock as VirtualClock).advance(2 * DAY);
		await zephr.settle();
		expect(taken).toHaveLength(1);
	});

	test('of an account hold for its users, under other names', async () => {
		const { zephr, api, taken } = smallTenant({}, ['account.grant', 'user.add-to-account']);
		const { user_id } = zephr.createUser();
		const { account_id } = zephr.addAccount({ name: 'Acme' });
		zephr.addToAccount(account_id, user_id);
		const path = `/v3/accounts/${account_id}`;
		const made = await api('POST', `${path}/grants`, { entitlement_id: 'news' });
		expect(made.body).toMatchObject({ account_id, grantId: expect.any(String) });
		expect(made.body).toHaveProperty('createdAt');
		expect((await api('GET', `${path}/users`)).body).toMatchObject([{ user_id, account_id }]);
		expect((await api('GET', '/v3/accounts?page=1&rpp=200')).body).toMatchObject({
			results: [{ name: 'Acme' }],
			total: 1,
		});
		expect((await api('GET', `/v3/users/${user_id}/grants`)).body.results).toEqual([]);
		expect(zephr.isCustomer(user_id)).toBe(true);
		expect(zephr.isCustomer(user_id, { accounts: false })).toBe(false);
		await zephr.settle();
		expect(taken.map(({ body }) => body.details)).toMatchObject([{ user_id }, { account_id }]);
		expect(taken[1].body.details).not.toHaveProperty('user_id');
		zephr.removeFromAccount(account_id, user_id);
		expect(zephr.isCustomer(user_id)).toBe(false);
	});
});
