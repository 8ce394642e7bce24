import { addCustomer, addOrganization, addTicket } from './index';
import { smallAccount } from './testing';

type Body = Record<string, unknown>;

function setUp() {
	const { sim, api } = smallAccount();
	const [alpha, beta, gamma] = ['Alpha', 'Beta', 'Gamma'].map((name) =>
		addOrganization(sim, { name, external_id: name.toLowerCase() }),
	);
	const ann = addCustomer(sim, { organization_id: beta.id });
	/** Where somebody is, the default one first. */
	const organizationsOf = async (id = ann.id): Promise<unknown[]> => {
		const { body } = await api.get(`users/${id}/organization_memberships`);
		return body.organization_memberships.map((row: Body) => row.organization_name);
	};
	const join = (organization: { id: number }, more: Body = {}) =>
		api.post('organization_memberships', {
			organization_membership: { user_id: ann.id, organization_id: organization.id, ...more },
		});
	const results = async (answer: { body: { job_status: { id: string } } }) => {
		await sim.settle();
		const { body } = await api.get(`job_statuses/${answer.body.job_status.id}`);
		return body.job_status.results as Body[];
	};
	return { sim, api, alpha, beta, gamma, ann, organizationsOf, join, results };
}

describe('organization memberships', () => {
	test('the default one comes first, then by name; default is true or null', async () => {
		const { api, ann, alpha, gamma, join, organizationsOf } = setUp();
		await join(gamma);
		const { status, body } = await join(alpha);
		expect([status, body.organization_membership.default]).toEqual([201, null]);
		expect(await organizationsOf()).toEqual(['Beta', 'Alpha', 'Gamma']);
		const { id } = body.organization_membership;
		const path = `users/${ann.id}/organization_memberships/${id}`;
		const made = await api.put(`${path}/make_default`, {});
		expect(made.body.organization_memberships[0]).toMatchObject({ id, default: true });
		expect([await organizationsOf(), ann.organization_id]).toEqual([
			['Alpha', 'Beta', 'Gamma'],
			alpha.id,
		]);
		expect((await api.get(path)).body.organization_membership.id).toBe(id);
		expect((await api.get(`users/${ann.id}/organizations/count`)).body.count.value).toBe(3);
	});

	test('recording 19: a second one in the same organization', async () => {
		const { beta, join } = setUp();
		const { status, body } = await join(beta);
		expect(status).toBe(422);
		expect(body.details.user_id).toEqual([
			{
				description: ' This user is already a member of this organization.',
				error: 'DuplicateValue',
			},
		]);
	});

	test('B3: writing organization_id ends all others, alone, by upsert and in a job', async () => {
		const { sim, api, ann, alpha, gamma, join, organizationsOf } = setUp();
		const user = { organization_id: alpha.id };
		await join(gamma);
		await api.put(`users/${ann.id}`, { user });
		expect(await organizationsOf()).toEqual(['Alpha']);
		await join(gamma);
		await api.post('users/create_or_update', { user: { email: ann.email, ...user } });
		expect(await organizationsOf()).toEqual(['Alpha']);
		await join(gamma);
		await api.put('users/update_many', { users: [{ id: ann.id, organization_id: gamma.id }] });
		await sim.settle();
		expect(await organizationsOf()).toEqual(['Gamma']);
		await api.put(`users/${ann.id}`, { user: { organization_id: null } });
		expect([await organizationsOf(), ann.organization_id]).toEqual([[], null]);
	});

	test('jobs create and destroy them, and say which were refused', async () => {
		const { sim, api, ann, alpha, beta, gamma, organizationsOf, results } = setUp();
		const wanted = [alpha, beta, gamma].map(({ id }) => ({ user_id: ann.id, organization_id: id }));
		const made = await results(
			await api.post('organization_memberships/create_many', { organization_memberships: wanted }),
		);
		expect(made).toMatchObject([
			{ index: 0 },
			{ details: ' This user is already a member of this organization.' },
			{ index: 2 },
		]);
		const ticket = addTicket(sim, { requester: ann, status: 'open' });
		expect(ticket.organization_id).toBe(beta.id);
		const [old] = sim.store.organizationMemberships.sortedBy('user', ann.id);
		const ids = `${old.id},${Number(made[0].id)},1`;
		const gone = await results(
			await api.delete(`organization_memberships/destroy_many?ids=${ids}`),
		);
		expect(gone).toMatchObject([
			{ status: 'Deleted' },
			{ status: 'Deleted' },
			{ index: 2, error: 'RecordNotFound' },
		]);
		expect(await organizationsOf()).toEqual(['Gamma']);
		expect([ann.organization_id, ticket.organization_id]).toEqual([gamma.id, null]);
	});
});

describe('D20: a ticket takes the organization of its requester', () => {
	test('the default one, or another of theirs', async () => {
		const { api, ann, alpha, beta, gamma, join } = setUp();
		await join(gamma);
		const create = async (more: Body) =>
			await api.post('tickets', {
				ticket: { requester_id: ann.id, comment: { body: 'Help' }, ...more },
			});
		expect((await create({})).body.ticket.organization_id).toBe(beta.id);
		const given = await create({ organization_id: gamma.id });
		expect(given.body.ticket.organization_id).toBe(gamma.id);
		expect((await create({ organization_id: alpha.id })).status).toBe(422);
	});
});

describe('organizations by domain', () => {
	const create = async ({ api }: ReturnType<typeof setUp>, user: Body) =>
		(await api.post('users', { user: { name: 'New', ...user } })).body.user.organization_id;

	test('a new user joins the first by name', async () => {
		const account = setUp();
		const { api, alpha, beta, gamma } = account;
		for (const { id } of [gamma, beta]) {
			await api.put(`organizations/${id}`, { organization: { domain_names: ['Acme.example'] } });
		}
		expect(await create(account, { email: 'a@acme.EXAMPLE' })).toBe(beta.id);
		expect(await create(account, { email: 'b@mail.acme.example' })).toBeNull();
		expect(await create(account, { email: 'c@acme.example', organization_id: alpha.id })).toBe(
			alpha.id,
		);
		expect(await create(account, { email: 'd@acme.example', organization_id: null })).toBeNull();
		expect(await create(account, {})).toBeNull();
	});

	test('a write of the domains overwrites all of them', async () => {
		const account = setUp();
		const { api, alpha } = account;
		const set = (domain_names: string[]) =>
			api.put(`organizations/${alpha.id}`, { organization: { domain_names } });
		await set(['a.example', 'b.example']);
		await set(['c.example']);
		expect(alpha.domain_names).toEqual(['c.example']);
		expect(await create(account, { email: 'a@a.example' })).toBeNull();
	});
});

describe('organizations', () => {
	test('are created or updated by id or external id, never by name', async () => {
		const { api, alpha } = setUp();
		const upsert = (organization: Body) =>
			api.post('organizations/create_or_update', { organization });
		expect((await upsert({ external_id: 'ALPHA', notes: 'x' })).status).toBe(200);
		expect((await upsert({ id: alpha.id, details: 'y' })).status).toBe(200);
		expect(alpha).toMatchObject({ name: 'Alpha', notes: 'x', details: 'y' });
		expect((await upsert({ name: 'alpha' })).status).toBe(422);
		expect((await upsert({ name: 'Delta' })).status).toBe(201);
		expect((await upsert({ id: 1, name: 'Epsilon' })).status).toBe(404);
	});

	test('jobs create, update and destroy them; a refused item is as recorded', async () => {
		const { sim, api, alpha, beta, ann, results } = setUp();
		const organizations = [{ name: 'Delta' }, { name: 'ALPHA' }];
		const made = await results(await api.post('organizations/create_many', { organizations }));
		expect(made).toMatchObject([
			{ status: 'Created' },
			{ index: 1, details: expect.stringContaining('taken') },
		]);
		const changed = await results(
			await api.put('organizations/update_many', {
				organizations: [
					{ id: alpha.id, name: 'Omega' },
					{ id: beta.id, name: 'Omega' },
				],
			}),
		);
		expect(changed).toMatchObject([
			{ id: alpha.id, status: 'Updated', success: true },
			{ index: 1, error: 'OrganizationUpdateFailed', id: beta.id },
		]);
		expect('success' in changed[1]).toBe(false);
		await results(await api.delete('organizations/destroy_many?external_ids=beta'));
		expect(sim.store.organizations.get(beta.id)).toBeUndefined();
		expect(ann.organization_id).toBeNull();
		const many = await api.get(`organizations/show_many?external_ids=alpha,beta`);
		expect(many.body.organizations).toMatchObject([{ id: alpha.id }]);
	});
});
