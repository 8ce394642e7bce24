import {
	addAgent,
	addCustomer,
	addGroup,
	addLightAgent,
	addTicket,
	addToken,
} from '../simulator/arrange';
import { clientAs, clientOf, type Answer, type Client } from '../simulator/client';
import type { SimulatorOptions } from '../simulator/options';
import { createSimulator, type Simulator } from '../simulator/simulator';
import type { Switches } from '../simulator/switches';

interface Stage {
	sim: Simulator;
	api: Client;
}

type Scene = (stage: Stage) => Promise<Answer>;

/** Plays a scene on an account of its own. */
function on(scene: Scene, options: SimulatorOptions = {}): () => Promise<Answer> {
	return () => {
		const sim = createSimulator({ company: null, ...options });
		return scene({ sim, api: clientOf(sim) });
	};
}

const withSwitches = (switches: Partial<Switches>): SimulatorOptions => ({ switches });

function tokenRequest({ sim }: Stage, request: Record<string, unknown>): Promise<Answer> {
	const { id: client_id, secret: client_secret } = sim.credentials.oauthClient;
	return clientOf(sim, null).post('/oauth/tokens', { client_id, client_secret, ...request });
}

const clientCredentials = { grant_type: 'client_credentials', scope: 'read write' };

const AUTHENTICATION: Record<string, () => Promise<Answer>> = {
	'no credentials': on(({ sim }) => clientOf(sim, null).get('users')),
	'an unknown OAuth token': on(({ sim }) => clientOf(sim, 'Bearer unknown').get('users')),
	'an expired OAuth token': on(async ({ sim }) => {
		const bearer = sim.credentials.bearer(undefined, undefined, 300);
		await sim.clock.sleep(300_000);
		return clientOf(sim, `Bearer ${bearer}`).get('users');
	}),
	'a missing scope': on(({ sim }) =>
		clientAs(sim, sim.store.ownerId, ['tickets:read']).get('users'),
	),
	'a role that is not enough': on(({ sim }) => {
		return clientAs(sim, addAgent(sim).id).get('oauth/clients');
	}),
	'a role that is not enough, on a newer endpoint': on(({ sim }) => {
		return clientAs(sim, addLightAgent(sim).id).get('groups/available_agents');
	}),
	'bulk import that is not enabled': on(
		({ api }) => api.post('users/create_many', { users: [{ name: 'A' }] }),
		{ plan: { bulkImport: false } },
	),
	'an audit log that the plan does not have': on(({ api }) => api.get('audit_logs'), {
		plan: { auditLog: false },
	}),
	'a suspended account': on(
		({ api }) => api.get('users/me'),
		withSwitches({ account: 'suspended-json' }),
	),
	'a refresh token that is used up': on((stage) =>
		tokenRequest(stage, { grant_type: 'refresh_token', refresh_token: 'used' }),
	),
	'a client with a wrong secret': on((stage) =>
		tokenRequest(stage, { ...clientCredentials, client_secret: 'wrong' }),
	),
	'a scope that the client may not ask for': on((stage) => {
		for (const client of stage.sim.store.oauthClients.all()) client.allowed_scopes = ['read'];
		return tokenRequest(stage, clientCredentials);
	}),
};

const VALIDATION: Record<string, () => Promise<Answer>> = {
	'a duplicate email': on(({ sim, api }) => {
		const { email } = addCustomer(sim, { email: 'taken@example.com' });
		return api.post('users', { user: { name: 'Twin', email } });
	}),
	'a malformed email': on(({ api }) =>
		api.post('users', { user: { name: 'A', email: 'badmail' } }),
	),
	'an empty name': on(({ api }) => api.post('users', { user: { name: '' } })),
	'a duplicate external id': on(({ sim, api }) => {
		addCustomer(sim, { external_id: 'X' });
		return api.post('users', { user: { name: 'Twin', external_id: 'x' } });
	}),
	'deleting the requester of an open ticket': on(({ sim, api }) => {
		const requester = addCustomer(sim);
		for (const status of ['new', 'solved', 'closed'] as const)
			addTicket(sim, { requester, status });
		return api.delete(`users/${requester.id}`);
	}),
	'a body without its wrapper': on(({ api }) => api.post('users', { name: 'Loose' })),
	'an assignee outside the group': on(({ sim, api }) => {
		const ticket = addTicket(sim, { group: addGroup(sim) });
		return api.put(`tickets/${ticket.id}`, { ticket: { assignee_id: addAgent(sim).id } });
	}),
	'a closed ticket': on(({ sim, api }) => {
		const { id } = addTicket(sim, { status: 'closed' });
		return api.put(`tickets/${id}`, { ticket: { priority: 'low' } });
	}),
	'an old stamp': on(({ sim, api }) => {
		const ticket = { safe_update: true, updated_stamp: '2020-01-01T00:00:00Z' };
		return api.put(`tickets/${addTicket(sim).id}`, { ticket });
	}),
	'a creation that collides': on(
		async ({ api }) => {
			const { id } = (await api.post('users', { user: { name: 'New' } })).body.user;
			return api.delete(`users/${id}`);
		},
		withSwitches({ createThenUpdateFailsSeconds: 60, createThenUpdateStatus: 409 }),
	),
	'another body for an Idempotency-Key': on(async ({ api }) => {
		await createTicket(api, 'First');
		return createTicket(api, 'Second');
	}),
};

function createTicket(api: Client, body: string): Promise<Answer> {
	return api.post('tickets', { ticket: { comment: { body } } }, { 'Idempotency-Key': 'one' });
}

const PARAMETERS: Record<string, () => Promise<Answer>> = {
	'an unknown record': on(({ api }) => api.get('users/1')),
	'an unknown route': on(({ api }) => api.get('nonsense')),
	'a help center that the account does not have': on(
		({ api }) => api.get('help_center/incremental/articles?start_time=1'),
		{ plan: { helpCenter: false } },
	),
	'product roles that the plan does not have': on(
		({ sim, api }) => api.get(`users/${sim.store.ownerId}/entitlements/full`),
		{ plan: { productRoles: false } },
	),
	'product roles of an end user': on(({ sim, api }) =>
		api.get(`users/${addCustomer(sim).id}/entitlements/full`),
	),
	'a page beyond the depth': on(({ api }) => api.get('users?page=101')),
	'a sort that cursors do not know': on(({ api }) => api.get('tickets?page[size]=5&sort=subject')),
	'a cursor for a search': on(({ api }) => api.get('search?query=a&page[size]=5')),
	'a search beyond its reach': on(({ api }) => api.get('search?query=a&page=11')),
	'an export that starts too late': on(({ sim, api }) => {
		const now = Math.floor(sim.clock.now() / 1000);
		return api.get(`incremental/users/cursor?start_time=${now}`);
	}),
	'an export of ticket events that starts too late': on(({ sim, api }) => {
		const now = Math.floor(sim.clock.now() / 1000);
		return api.get(`incremental/ticket_events?start_time=${now}`);
	}),
};

const LIMITS: Record<string, () => Promise<Answer>> = {
	"the account's limit": on(({ sim, api }) => {
		sim.limits.spend('account', sim.clock.now(), 700);
		return api.get('users');
	}),
	"the help center's limit": on(({ sim, api }) => {
		sim.limits.spend('help-center', sim.clock.now(), 700);
		return api.get('help_center/incremental/articles?start_time=1');
	}),
	'the limit of deleted tickets': on(async ({ api }) => {
		for (let call = 0; call < 10; call++) await api.get('deleted_tickets');
		return api.get('deleted_tickets');
	}),
	"an endpoint's limit": on(async ({ api }) => {
		const path = 'incremental/users/cursor?start_time=1';
		for (let call = 0; call < 10; call++) await api.get(path);
		return api.get(path);
	}),
	'the limit of a single user': on(async ({ sim, api }) => {
		const update = () => api.put(`users/${sim.store.ownerId}`, { user: { notes: 'n' } });
		for (let call = 0; call < 5; call++) {
			await update();
			await sim.clock.sleep(1000);
		}
		return update();
	}),
	'the limit of jobs': on(
		async ({ sim, api }) => {
			const update = () => api.put('users/update_many?ids=1', { user: { notes: 'n' } });
			sim.jobs.slotsTaken = 29;
			await update();
			return update();
		},
		withSwitches({ inflightJobsHeader: 'present' }),
	),
};

const HEADERS: Record<string, () => Promise<Answer>> = {
	'a list': on(({ api }) => api.get('users')),
	'a search': on(({ api }) => api.get('search?query=a')),
	'a creation': on(({ api }) => api.post('users', { user: { name: 'New' } })),
	// As documented; the accounts that were recorded did not have it.
	'a job': on(
		({ api }) => api.put('users/update_many?ids=1', { user: {} }),
		withSwitches({ inflightJobsHeader: 'present' }),
	),
	'a user update': on(({ sim, api }) => api.put(`users/${sim.store.ownerId}`, { user: {} })),
	'a ticket with an Idempotency-Key': on(({ api }) => createTicket(api, 'Once')),
	'the same ticket again': on(async ({ api }) => {
		await createTicket(api, 'Once');
		return createTicket(api, 'Once');
	}),
	'an answer without a body': on(({ sim, api }) => {
		const { id } = addToken(sim, addAgent(sim));
		return api.delete(`oauth/tokens/${id}`);
	}),
};

/** For every golden fixture the request that must give it. */
export const PROVOCATIONS: Record<string, () => Promise<Answer>> = {
	...AUTHENTICATION,
	...VALIDATION,
	...PARAMETERS,
	...LIMITS,
	...HEADERS,
};
