import { addAdmin, addAgent, addCustomer, addGroup, addOrganization } from './arrange';
import { clientAs } from './client';
import { smallAccount } from './testing';

const { sim, api } = smallAccount();

describe('creating a user (zendesk-api §2.4, §2.5)', () => {
	test('a new end user has the defaults of a real one', async () => {
		const answer = await api.post('users', {
			user: { name: 'Nora Ek', email: 'nora@example.com' },
		});
		expect(answer.status).toBe(201);
		expect(answer.headers.location).toBe(answer.body.user.url);
		expect(answer.body.user).toMatchObject({
			email: 'nora@example.com',
			role: 'end-user',
			verified: false,
			ticket_restriction: 'requested',
			restricted_agent: true,
			two_factor_auth_enabled: false,
			external_id: null,
			tags: [],
			user_fields: { employee_number: null, start_date: null, is_vip: false },
		});
	});

	test.each([
		[{}, 1],
		[{ verified: true }, 0],
		[{ skip_verify_email: true }, 0],
	])('with %j the verification mails are %i', async (extra, mails) => {
		const email = `mail${JSON.stringify(extra).length}@example.com`;
		await api.post('users', { user: { name: 'Mail', email, ...extra } });
		expect(sim.store.mails.filter(({ to }) => to === email)).toHaveLength(mails);
	});

	test.each([
		[
			'a malformed email',
			{ name: 'A', email: 'badmail' },
			'email',
			'Email: badmail is not properly formatted',
		],
		[
			'no name',
			{ email: 'noname@example.com' },
			'name',
			'Name: is too short (minimum one character)',
		],
		['an unknown role', { name: 'A', role: 'king' }, 'role', 'Role: is invalid'],
		[
			'an unknown organization',
			{ name: 'A', organization_id: 1 },
			'organization_id',
			'Organization: is invalid',
		],
		['an agent without email', { name: 'A', role: 'agent' }, 'email', 'Email: cannot be blank'],
	])('refuses %s', async (_, user, field, description) => {
		const before = sim.store.users.size;
		const answer = await api.post('users', { user });
		expect(answer.status).toBe(422);
		expect(answer.body.error).toBe('RecordInvalid');
		expect(answer.body.details[field][0].description).toBe(description);
		expect(sim.store.users.size).toBe(before);
	});

	test('an email is unique over primary and secondary identities, whatever its case', async () => {
		const customer = addCustomer(sim, { email: 'first@example.com' });
		await api.post(`users/${customer.id}/identities`, {
			identity: { type: 'email', value: 'second@example.com' },
		});
		for (const email of ['FIRST@example.com', 'Second@Example.com']) {
			const answer = await api.post('users', { user: { name: 'Twin', email } });
			expect(answer.body.details.email[0]).toEqual({
				description: `Email: ${email} is already being used by another user`,
				error: 'DuplicateValue',
			});
		}
	});

	test('an external id is unique regardless of case', async () => {
		addCustomer(sim, { external_id: 'ABC-1' });
		const answer = await api.post('users', { user: { name: 'Twin', external_id: 'abc-1' } });
		expect(answer.status).toBe(422);
		expect(answer.body.details.base[0].description).toBe('External has already been taken');
	});

	test('groups, organizations and identities can come along', async () => {
		const [group, other] = [addGroup(sim), addGroup(sim)];
		const [first, second] = [addOrganization(sim), addOrganization(sim)];
		const identities = [{ type: 'email', value: 'along2@example.com', verified: true }];
		const user = { name: 'Along', email: 'along@example.com', role: 'agent', identities };
		const answer = await api.post('users', {
			user: {
				...user,
				group_ids: [group.id, other.id],
				default_group_id: other.id,
				organization_name: first.name,
				organization_ids: [first.id, second.id],
			},
		});
		expect(answer.body.user).toMatchObject({
			default_group_id: other.id,
			organization_id: first.id,
		});
		const { id } = answer.body.user;
		expect(sim.store.groupsOf(id).map(({ group_id }) => group_id)).toContain(group.id);
		expect(sim.store.organizationMemberships.by('user', id).size).toBe(2);
		expect(sim.store.userByEmail('along2@example.com')?.id).toBe(id);
		const foreign = { ...user, email: 'along3@example.com', identities: [], default_group_id: 1 };
		const refused = await api.post('users', { user: foreign });
		expect(refused.body.details.default_group_id).toBeDefined();
	});

	test('a body without the wrapper is a 400', async () => {
		const answer = await api.post('users', { name: 'Loose' });
		expect(answer.status).toBe(400);
		expect(answer.body.error.title).toBe('Invalid attribute');
	});
});

describe('updating a user (§2.4)', () => {
	test('a new email becomes a secondary unverified identity; the address stays', async () => {
		const customer = addCustomer(sim, { email: 'old@example.com' });
		const answer = await api.put(`users/${customer.id}`, { user: { email: 'new@example.com' } });
		expect(answer.body.user.email).toBe('old@example.com');
		const { identities } = (await api.get(`users/${customer.id}/identities`)).body;
		expect(identities).toMatchObject([
			{ value: 'old@example.com', primary: true, verified: true },
			{ value: 'new@example.com', primary: false, verified: false },
		]);
		expect(sim.store.mails.at(-1)).toMatchObject({ to: 'new@example.com', kind: 'verification' });
	});

	test('with verified: true it is verified, and the address still stays', async () => {
		const customer = addCustomer(sim, { email: 'kept@example.com' });
		const user = { email: 'verified@example.com', verified: true };
		const answer = await api.put(`users/${customer.id}`, { user });
		expect(answer.body.user.email).toBe('kept@example.com');
		const identity = sim.store.identities.sortedBy('user', customer.id)[1];
		expect(identity).toMatchObject({
			value: 'verified@example.com',
			verified: true,
			primary: false,
		});
		const moved = await api.put(`users/${customer.id}/identities/${identity.id}/make_primary`);
		expect(moved.body).toMatchObject({ count: 2, next_page: null });
		expect(customer.email).toBe('verified@example.com');
	});

	test('verified alone means the primary identity', async () => {
		const created = await api.post('users', { user: { name: 'V', email: 'v@example.com' } });
		const { id } = created.body.user;
		const answer = await api.put(`users/${id}`, { user: { verified: true } });
		expect(answer.body.user.verified).toBe(true);
	});

	test('tags are replaced, user fields are merged and dates normalised', async () => {
		const customer = addCustomer(sim, { tags: ['old'] });
		await api.put(`users/${customer.id}`, {
			user: { user_fields: { employee_number: 'E1', is_vip: true } },
		});
		const answer = await api.put(`users/${customer.id}`, {
			user: { tags: ['New', 'two words'], user_fields: { start_date: '2026-01-31', nonsense: 1 } },
		});
		expect(answer.body.user.tags).toEqual(['new', 'two_words']);
		expect(answer.body.user.user_fields).toEqual({
			employee_number: 'E1',
			is_vip: true,
			start_date: '2026-01-31T00:00:00+00:00',
		});
	});

	test.each(['', null])('external_id %j clears it', async (external_id) => {
		const customer = addCustomer(sim, { external_id: `X${String(external_id)}` });
		await api.put(`users/${customer.id}`, { user: { external_id } });
		expect(customer.external_id).toBeNull();
	});

	test('organization_id replaces all memberships', async () => {
		const [first, second] = [addOrganization(sim), addOrganization(sim)];
		const customer = addCustomer(sim, { organization_id: first.id });
		await api.put(`users/${customer.id}`, { user: { organization_id: second.id } });
		const memberships = sim.store.organizationMemberships.sortedBy('user', customer.id);
		expect(memberships.map(({ organization_id }) => organization_id)).toEqual([second.id]);
		expect(customer.organization_id).toBe(second.id);
	});

	test('updated_at moves only when something changes', async () => {
		const customer = addCustomer(sim, { name: 'Same' });
		const before = customer.updated_at;
		await api.put(`users/${customer.id}`, { user: { name: 'Same' } });
		expect(customer.updated_at).toBe(before);
		await api.put(`users/${customer.id}`, { user: { name: 'Other' } });
		expect(customer.updated_at).toBeGreaterThan(before);
	});

	test('ticket restrictions are for staff only', async () => {
		const [agent, customer] = [addAgent(sim), addCustomer(sim)];
		const restricted = { user: { ticket_restriction: 'groups' } };
		const staff = await api.put(`users/${agent.id}`, restricted);
		expect(staff.body.user).toMatchObject({ ticket_restriction: 'groups', restricted_agent: true });
		const other = await api.put(`users/${customer.id}`, restricted);
		expect(other.body.user.ticket_restriction).toBe('requested');
	});

	test('a shared user is not writable', async () => {
		const customer = addCustomer(sim, { shared: true });
		expect((await api.put(`users/${customer.id}`, { user: { name: 'X' } })).status).toBe(403);
	});
});

describe('create_or_update (§2.3)', () => {
	test('creates with 201 and a location, updates with 200', async () => {
		const user = { name: 'Up', email: 'up@example.com', external_id: 'Up-1' };
		const created = await api.post('users/create_or_update', { user });
		expect([created.status, created.headers.location]).toEqual([201, created.body.user.url]);
		const updated = await api.post('users/create_or_update', { user: { ...user, name: 'Up 2' } });
		expect([updated.status, updated.headers.location]).toEqual([200, undefined]);
		expect(updated.body.user.id).toBe(created.body.user.id);
	});

	test('matches an external id whatever its case, and rewrites the case', async () => {
		const customer = addCustomer(sim, { external_id: 'Case-7' });
		const answer = await api.post('users/create_or_update', {
			user: { name: 'C', external_id: 'CASE-7' },
		});
		expect(answer.body.user).toMatchObject({ id: customer.id, external_id: 'CASE-7' });
	});

	test('two matches are refused unless a switch says who wins', async () => {
		const byId = addCustomer(sim, { external_id: 'two-1' });
		const byMail = addCustomer(sim, { email: 'two@example.com' });
		const user = { external_id: 'two-1', email: 'two@example.com' };
		expect((await api.post('users/create_or_update', { user })).status).toBe(422);
		sim.switches.upsertTwoMatches = 'external-id-wins';
		// The email still belongs to the other one.
		const answer = await api.post('users/create_or_update', { user });
		expect(answer.body.details.email[0].error).toBe('DuplicateValue');
		sim.switches.upsertTwoMatches = 'email-wins';
		expect((await api.post('users/create_or_update', { user })).status).toBe(422);
		sim.switches.upsertTwoMatches = '422';
		expect([byId.email, byMail.external_id]).not.toContain('two@example.com');
	});
});

describe('who may edit whom (§1.4)', () => {
	const agent = addAgent(sim);
	const asAgent = clientAs(sim, agent.id);

	test('an agent edits end users, not staff, and not his own role', async () => {
		const [customer, colleague] = [addCustomer(sim), addAgent(sim)];
		const rename = { user: { name: 'Renamed' } };
		expect((await asAgent.put(`users/${customer.id}`, rename)).status).toBe(200);
		expect((await asAgent.put(`users/${colleague.id}`, rename)).status).toBe(403);
		expect((await asAgent.put(`users/${agent.id}`, rename)).status).toBe(200);
		expect((await asAgent.put(`users/${agent.id}`, { user: { role: 'admin' } })).status).toBe(403);
		expect((await asAgent.put(`users/${agent.id}`, { user: { suspended: true } })).status).toBe(
			403,
		);
		const hired = { user: { name: 'H', email: 'hired@example.com', role: 'agent' } };
		expect((await asAgent.post('users', hired)).status).toBe(403);
	});

	test.each([
		['Berlin', 'Europe/Berlin'],
		['Sydney', 'Australia/Sydney'],
		['Eastern Time (US & Canada)', 'America/New_York'],
	])('somebody in %s sees that as %s too', async (time_zone, iana_time_zone) => {
		const own = await clientAs(sim, addAdmin(sim, { time_zone }).id).get('users/me');
		expect(own.body.user).toMatchObject({ time_zone, iana_time_zone });
	});

	test('who has no time zone of their own is in that of the account (recorded: by its IANA name)', async () => {
		const { api: there } = smallAccount({ timeZone: 'America/New_York' });
		const { body } = await there.post('users', { user: { name: 'New' } });
		const [time_zone, iana_time_zone] = ['America/New_York', 'America/New_York'];
		expect(body.user).toMatchObject({ time_zone, iana_time_zone });
	});

	test('report_csv is true of admins (recorded)', async () => {
		const people = [addAdmin(sim), addAgent(sim), addCustomer(sim)];
		const answers = await Promise.all(people.map(({ id }) => api.get(`users/${id}`)));
		expect(answers.map(({ body }) => body.user.report_csv)).toEqual([true, false, false]);
	});

	test('an end user is refused everywhere but on his own profile', async () => {
		const customer = addCustomer(sim);
		const asCustomer = clientAs(sim, customer.id);
		expect((await asCustomer.get('users')).status).toBe(403);
		const own = await asCustomer.get('users/me');
		expect(own.body.user.id).toBe(customer.id);
		expect(own.body.user).not.toHaveProperty('suspended');
	});
});
