import { visit, type VisitOptions } from '../../live/visit';
import {
	addAgent,
	addCustomer,
	addTicket,
	createSimulator,
	type Simulator,
	type SimulatorOptions,
	type User,
} from '../simulator';

/** A simulated sandbox with people in it who must not come to harm. */
export interface Sandbox {
	sim: Simulator;
	/** What the last visit said. */
	lines: string[];
	bystanders: User[];
	visit(options?: Partial<VisitOptions>): Promise<boolean>;
}

export function openSandbox(options: SimulatorOptions = {}): Sandbox {
	const sim = createSimulator({ company: null, ...options });
	const agent = addAgent(sim);
	const bystanders = [
		sim.store.users.get(sim.credentials.adminId)!,
		agent,
		addCustomer(sim, { name: 'live test of somebody', tags: ['n8n_live_test'] }),
		addTicket(sim, { assignee: agent }).requester_id,
	].map((user) => (typeof user === 'number' ? sim.store.users.get(user)! : user));
	const sandbox: Sandbox = {
		sim,
		lines: [],
		bystanders,
		async visit(given = {}) {
			sandbox.lines = [];
			return await visit({
				subdomain: sim.host.split('.')[0],
				clientId: sim.credentials.oauthClient.id,
				clientSecret: sim.credentials.oauthClient.secret,
				clock: sim.clock,
				fetch: sim.fetch,
				say: (line) => sandbox.lines.push(line),
				...given,
			});
		},
	};
	return sandbox;
}

/** What somebody can see or miss in an account; what Zendesk keeps of the purged is left out. */
export function contentOf({ store }: Simulator): string {
	const users = store.users.all().filter(({ purged_at }) => purged_at === null);
	return JSON.stringify({
		// Sign-ins move two fields of the admin.
		users: users.map((user) => ({ ...user, last_login_at: null, updated_at: null })),
		identities: store.identities.all(),
		groups: store.groups.all(),
		groupMemberships: store.groupMemberships.all(),
		tickets: store.tickets.all(),
		comments: store.comments.all(),
		webhooks: [...store.webhooks.values()],
		oauthClients: store.oauthClients.all(),
		// Those of client credentials that end by themselves are what a killed run may leave.
		oauthTokens: store.oauthTokens.all().filter(({ expires_at }) => expires_at === null),
	});
}
