import { Account } from '../../live/account';
import { Guard, type Write } from '../../live/guard';
import { TAG, TICKET_KEY } from '../../live/marks';
import { WRITES } from '../../live/writes';
import { createSimulator } from '../simulator';

const MARK = 'n8n-live-abc-1';
const NAME = `live test ${MARK}`;
const EMAIL = `${MARK}@example.com`;

/** Knows user 1 and 2, ticket 5 and webhook W1. The caller is 9, and role 7 is harmless. */
function guard(): Guard {
	const known = new Guard();
	known.adopt('user', { id: 1, name: NAME, email: EMAIL });
	known.adopt('user', { id: 2, name: NAME, external_id: MARK });
	known.adopt('ticket', { id: 5, subject: NAME, external_id: TICKET_KEY });
	known.adopt('webhook', { id: 'W1', name: NAME });
	known.callerId = 9;
	known.roles.add(7);
	return known;
}

const passes = (write: Write) => {
	try {
		guard().check(write);
		return true;
	} catch {
		return false;
	}
};

const write = (line: string, body?: unknown, query?: Write['query']): Write => {
	const [method, path] = line.split(' ');
	return { method: method as Write['method'], path: `/api/v2/${path}`, body, query };
};

const NEW = { name: NAME, email: EMAIL, external_id: MARK };
const TICKET = { subject: NAME, requester_id: 1 };
const HOOK = { name: NAME, status: 'inactive' };

/** Writes that are ours, one at least of each route. */
const OURS: Write[] = [
	write('POST users', { user: NEW }),
	write('POST users', { user: { ...NEW, identities: [{ type: 'email', value: EMAIL }] } }),
	write('POST users/create_or_update', { user: { email: EMAIL, external_id: MARK, name: '' } }),
	write('POST users/create_many', { users: [NEW, NEW] }),
	write('PUT users/update_many', { user: { alias: 'a' } }, { ids: '1,2' }),
	write('PUT users/update_many', { user: { alias: 'a' } }, { external_ids: MARK }),
	write('DELETE users/destroy_many', undefined, { ids: '1,2' }),
	write('PUT users/1', { user: { role: 'agent', custom_role_id: 7 } }),
	write('PUT users/1', { user: { role: 'end-user' } }),
	write('DELETE users/2'),
	write('PUT users/1/merge', { user: { id: 2 } }),
	write('PUT users/1/identities/3', { identity: { value: EMAIL } }),
	write('DELETE users/1/identities/3'),
	write('DELETE users/1/group_memberships/3'),
	write('DELETE deleted_users/1'),
	write('POST tickets', { ticket: TICKET }),
	write('POST tickets', { ticket: { ...TICKET, assignee_id: 9 } }),
	write('PUT tickets/5', { ticket: { assignee_id: null } }),
	write('DELETE tickets/5'),
	write('DELETE deleted_tickets/5'),
	write('POST webhooks', { webhook: HOOK }),
	write('DELETE webhooks/W1'),
	write('DELETE oauth/tokens/current'),
];

/** Writes that would reach somebody or something else. */
const FOREIGN: Array<[why: string, write: Write]> = [
	['a route that is not in the table', write('POST users/logout_many', {}, { ids: 1 })],
	['another way to name a user', write('PUT users/1.json', { user: {} })],
	['a method that is not in the table', write('PATCH users/1', { user: {} })],
	['somebody without the name', write('POST users', { user: { ...NEW, name: 'Ann' } })],
	['a foreign address', write('POST users', { user: { ...NEW, email: 'ann@acme.example' } })],
	['a foreign external ID', write('POST users', { user: { ...NEW, external_id: 'E-1' } })],
	['an admin', write('POST users', { user: { ...NEW, role: 'admin' } })],
	['a role that nobody looked at', write('POST users', { user: { ...NEW, custom_role_id: 8 } })],
	[
		'a foreign second address',
		write('POST users', { user: { ...NEW, identities: [{ value: 'ann@acme.example' }] } }),
	],
	[
		'an upsert by a foreign address',
		write('POST users/create_or_update', { user: { email: 'x@y.z' } }),
	],
	['an upsert by ID', write('POST users/create_or_update', { user: { id: 3, email: EMAIL } })],
	['an upsert of nobody', write('POST users/create_or_update', { user: { name: NAME } })],
	['one stranger among many', write('POST users/create_many', { users: [NEW, { name: 'Ann' }] })],
	['nobody', write('POST users/create_many', {})],
	['an update of a stranger', write('PUT users/update_many', { user: {} }, { ids: '1,3' })],
	[
		'an update of a foreign ID',
		write('PUT users/update_many', { user: {} }, { external_ids: 'E-1' }),
	],
	['an update of two kinds', write('PUT users/update_many', {}, { ids: '1', external_ids: MARK })],
	['an update by its body', write('PUT users/update_many', { users: [{ id: 3 }] }, { ids: '1' })],
	['an update of nobody', write('PUT users/update_many', { user: {} })],
	['an update in a brand', write('PUT users/update_many', {}, { ids: '1', brand_id: 1 })],
	['a bulk removal of a stranger', write('DELETE users/destroy_many', undefined, { ids: '3' })],
	['a stranger', write('PUT users/3', { user: { alias: 'a' } })],
	['the caller', write('PUT users/9', { user: { alias: 'a' } })],
	['somebody who becomes an admin', write('PUT users/1', { user: { role: 'admin' } })],
	['somebody who loses his name', write('PUT users/1', { user: { name: 'Ann' } })],
	['a removal of a stranger', write('DELETE users/3')],
	['a removal of the caller', write('DELETE users/9')],
	['a merge of a stranger', write('PUT users/3/merge', { user: { id: 1 } })],
	['a merge into a stranger', write('PUT users/1/merge', { user: { id: 3 } })],
	['a merge into nobody', write('PUT users/1/merge', { user: {} })],
	['a foreign identity', write('PUT users/3/identities/3', { identity: { value: EMAIL } })],
	['a foreign value', write('PUT users/1/identities/3', { identity: { value: 'x@y.z' } })],
	["a stranger's identity", write('DELETE users/3/identities/3')],
	["a stranger's membership", write('DELETE users/3/group_memberships/3')],
	['a purge of a stranger', write('DELETE deleted_users/3')],
	['a ticket without the subject', write('POST tickets', { ticket: { ...TICKET, subject: 'Hi' } })],
	['a ticket of a stranger', write('POST tickets', { ticket: { ...TICKET, requester_id: 3 } })],
	['a ticket of nobody', write('POST tickets', { ticket: { subject: NAME } })],
	['a ticket for a stranger', write('POST tickets', { ticket: { ...TICKET, assignee_id: 3 } })],
	['a ticket with CCs', write('POST tickets', { ticket: { ...TICKET, email_ccs: [{}] } })],
	['a foreign ticket', write('PUT tickets/6', { ticket: {} })],
	['a ticket that goes to a stranger', write('PUT tickets/5', { ticket: { assignee_id: 3 } })],
	['a ticket that has the ID of a user', write('DELETE tickets/1')],
	['the end of a foreign ticket', write('DELETE deleted_tickets/6')],
	['a webhook without the name', write('POST webhooks', { webhook: { ...HOOK, name: 'Mine' } })],
	['a webhook that sends', write('POST webhooks', { webhook: { ...HOOK, status: 'active' } })],
	['a foreign webhook', write('DELETE webhooks/W2')],
	['a foreign token', write('DELETE oauth/tokens/1')],
];

test('every write of the table is tried here', () => {
	const tried = WRITES.map(({ method, path }) =>
		OURS.some((each) => each.method === method && path.test(each.path)),
	);
	expect(tried).toEqual(WRITES.map(() => true));
});

test.each(OURS.map((each) => [`${each.method} ${each.path}`, each] as const))(
	'%s passes',
	(_, each) => {
		expect(passes(each)).toBe(true);
	},
);

test.each(FOREIGN)('%s is refused', (_, each) => {
	expect(passes(each)).toBe(false);
});

test.each([
	['a name alone', { id: 3, name: NAME }],
	['a tag alone', { id: 3, name: 'Ann', tags: [TAG] }],
	['an address alone', { id: 3, name: 'Ann', email: EMAIL }],
	['a name like it', { id: 3, name: 'live test of Ann', tags: [TAG] }],
	['nothing', null],
])('%s makes nobody one of ours', (_, record) => {
	expect(new Guard().adopt('user', record)).toBe(false);
});

test('what is gone for good is not written any more', () => {
	const known = guard();
	known.forget('user', 1);
	expect(() => known.check(write('DELETE users/1'))).toThrow('user 1 was not made by this run');
});

test('what is refused is not sent', async () => {
	const sim = createSimulator({ company: null });
	const { id, secret } = sim.credentials.oauthClient;
	const account = new Account({
		subdomain: 'acme',
		clientId: id,
		clientSecret: secret,
		guard: new Guard(),
		clock: sim.clock,
		fetch: sim.fetch,
	});
	const path = `/api/v2/users/${sim.credentials.adminId}`;
	await expect(account.write({ method: 'DELETE', path })).rejects.toThrow(
		`DELETE ${path} was not sent: user ${sim.credentials.adminId} was not made by this run`,
	);
	expect(sim.log.entries).toEqual([]);
});
