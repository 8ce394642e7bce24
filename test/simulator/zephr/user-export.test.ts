import type { VirtualClock } from '../clock';
import { DAY, iso } from '../core/time';
import { smallTenant } from './testing';
import type { ZephrSwitches } from './switches';

const EXPORT = '/v3/user-export?attributes=true';

/** A tenant with three users, registered a day apart. */
function threeUsers(switches: Partial<ZephrSwitches> = {}) {
	const tenant = smallTenant({ switches });
	const clock = tenant.zephr.clock as VirtualClock;
	const users = [1, 2, 3].map((n) => {
		clock.advance(DAY);
		return tenant.zephr.createUser({ email_address: `u${n}@example.com` });
	});
	return { ...tenant, clock, users };
}

const mails = (rows: Array<{ user: { identifiers: { email_address: string } } }>) =>
	rows.map(({ user }) => user.identifiers.email_address);

describe('the export', () => {
	test('comes in pages with links', async () => {
		const { api, users } = threeUsers();
		const { body } = await api('GET', `${EXPORT}&rpp=2`);
		expect(mails(body.results)).toEqual(['u1@example.com', 'u2@example.com']);
		expect(body.results[0]).toMatchObject({
			'seq-no': 1,
			user: { user_id: users[0].user_id, registration_tenant: 'news|daily', attributes: {} },
		});
		expect(body.meta).toEqual({ count: 2, rpp: 2, paginated: true });
		expect(body.links).toMatchObject({ next: { page: 2 }, last: { page: 2 } });
		const { pathname, search } = new URL(body.links.next.url);
		const second = (await api('GET', pathname + search)).body;
		expect(mails(second.results)).toEqual(['u3@example.com']);
		expect(second.results[0]['seq-no']).toBe(3);
		expect(second.links).not.toHaveProperty('next');
		expect((await api('GET', `${EXPORT}&rpp=2&page=3`)).body.results).toEqual([]);
	});

	test.each([
		['nested', (body: { results: never[][] }) => body.results[0]],
		['bare', (body: never[]) => body],
	] as const)('wraps its rows otherwise: %s', async (exportRows, rowsOf) => {
		const { api } = threeUsers({ exportRows, exportUserId: false });
		const { body } = await api('GET', EXPORT);
		const rows = (rowsOf as (body: unknown) => Parameters<typeof mails>[0])(body);
		expect(mails(rows)).toHaveLength(3);
		expect(rows[0].user).not.toHaveProperty('user_id');
	});

	test('has attributes and grants only where asked', async () => {
		const { api, zephr, users } = threeUsers();
		zephr.addGrant({ user_id: users[0].user_id });
		expect((await api('GET', '/v3/user-export')).status).toBe(400);
		const [plain] = (await api('GET', '/v3/user-export?attributes=false')).body.results;
		expect(plain.user).not.toHaveProperty('attributes');
		expect(plain).not.toHaveProperty('grants');
		const rows = (await api('GET', `${EXPORT}&grants=true`)).body.results;
		expect(rows[0].grants.results).toMatchObject([{ expiry_state: 'active', product_id: 'gold' }]);
		expect(rows[0].grants.results[0]).toHaveProperty('grantId');
		expect(rows[1].grants.results).toEqual([]);
	});

	test('of accounts, where their grants are in the rows', async () => {
		const { api, zephr, users } = threeUsers({ exportAccountGrants: true });
		const { account_id } = zephr.addAccount();
		zephr.addToAccount(account_id, users[1].user_id);
		zephr.addGrant({ account_id });
		const rows = (await api('GET', `${EXPORT}&grants=true`)).body.results;
		expect(rows[1].grants.results).toMatchObject([{ account_id }]);
	});

	test('can be bounded by time; deletions do not show', async () => {
		const { api, zephr, clock, users } = threeUsers();
		const ask = async (bound: string) => mails((await api('GET', EXPORT + bound)).body.results);
		const second = iso(users[1].registered);
		expect(await ask(`&registeredSince=${second}`)).toEqual(['u2@example.com', 'u3@example.com']);
		expect(await ask(`&registeredBefore=${second}`)).toEqual(['u1@example.com']);
		clock.advance(DAY);
		zephr.updateUser(users[0].user_id, { x: 1 });
		zephr.addGrant({ user_id: users[1].user_id });
		zephr.deleteUser(users[2].user_id);
		expect(await ask(`&since=${iso(clock.now())}`)).toEqual(['u1@example.com']);
		expect((await api('GET', `${EXPORT}&since=yesterday`)).status).toBe(400);
	});

	test('a grant is a change of the user, where that is so', async () => {
		const { api, zephr, clock, users } = threeUsers({ grantUpdatesUser: true });
		clock.advance(DAY);
		zephr.addGrant({ user_id: users[1].user_id });
		const { results } = (await api('GET', `${EXPORT}&since=${iso(clock.now())}`)).body;
		expect(mails(results)).toEqual(['u2@example.com']);
	});
});
