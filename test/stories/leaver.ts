import {
	addAdmin,
	addAgent,
	addCustomer,
	addGroup,
	addSession,
	addTicket,
	addToken,
	type Group,
	type Simulator,
	type Ticket,
	type User,
} from '../simulator';

/** Somebody who leaves, with all that he leaves behind. */
export interface LeaverStory {
	leaver: User;
	successor: User;
	groups: { support: Group; billing: Group; vip: Group };
	/** What he has to do with tickets that are not closed. */
	tickets: { assigned: Ticket[]; requested: Ticket[]; followed: Ticket[]; ccd: Ticket[] };
	closed: Ticket[];
	/** People and tickets that have nothing to do with it. */
	bystanders: { users: User[]; tickets: Ticket[] };
}

const OPEN = ['open', 'pending', 'hold', 'open', 'solved'] as const;

/**
 * An agent with 30 assigned, 12 requested, 5 followed, 4 CCed and 40 closed tickets over three groups; his successor is in
 * one of them only. The group's agent with the lowest id is somebody else: Zendesk's own hand-over would choose him.
 */
export function tellLeaverStory(sim: Simulator): LeaverStory {
	const support = addGroup(sim, { name: 'Support' });
	const billing = addGroup(sim, { name: 'Billing' });
	const vip = addGroup(sim, { name: 'VIP' });
	const all = [support, billing, vip];
	const lowest = addAgent(sim, { name: 'Lowest Id', groups: all });
	const leaver = addAgent(sim, {
		name: 'Ann Leaver',
		email: 'ann.leaver@acme.example',
		external_id: 'EMP-77',
		notes: 'Likes tea',
		groups: all,
	});
	const successor = addAgent(sim, {
		name: 'Bob Successor',
		email: 'bob@acme.example',
		external_id: 'EMP-78',
		groups: [support],
	});
	addAdmin(sim, { name: 'Another Admin' });
	const customer = addCustomer(sim);
	const other = addCustomer(sim);
	const many = <T>(count: number, make: (i: number) => T): T[] =>
		Array.from({ length: count }, (_, i) => make(i));

	const tickets = {
		assigned: many(30, (i) =>
			addTicket(sim, {
				requester: customer,
				assignee: leaver,
				group: all[i % 3],
				status: OPEN[i % OPEN.length],
			}),
		),
		requested: many(12, (i) =>
			addTicket(sim, {
				requester: leaver,
				assignee: lowest,
				group: all[i % 3],
				status: OPEN[i % 5],
			}),
		),
		followed: many(5, () =>
			addTicket(sim, { requester: other, assignee: lowest, group: billing, followers: [leaver] }),
		),
		ccd: many(4, () =>
			addTicket(sim, { requester: other, assignee: lowest, group: vip, ccs: [leaver, customer] }),
		),
	};
	const closed = many(40, (i) =>
		addTicket(sim, { requester: customer, assignee: leaver, group: all[i % 3], status: 'closed' }),
	);
	for (const user of [leaver, successor, lowest]) {
		addSession(sim, user);
		addSession(sim, user);
		addToken(sim, user);
	}
	addToken(sim, leaver);
	return {
		leaver,
		successor,
		groups: { support, billing, vip },
		tickets,
		closed,
		bystanders: {
			users: [lowest, successor, customer, other],
			tickets: many(5, () =>
				addTicket(sim, { requester: customer, assignee: lowest, group: billing }),
			),
		},
	};
}

/** All of an account that an off-boarding could touch, without the times. */
export function stateOf(sim: Simulator) {
	const { store } = sim;
	const sorted = <T extends { id: number }>(table: { all(): readonly T[] }) =>
		[...table.all()].sort((a, b) => a.id - b.id);
	return {
		users: sorted(store.users).map((user) => ({
			id: user.id,
			name: user.name,
			email: user.email,
			external_id: user.external_id,
			role: user.role,
			active: user.active,
			suspended: user.suspended,
			purged: user.purged_at !== null,
			groups: store.groupsOf(user.id).map(({ group_id }) => group_id),
		})),
		tickets: sorted(store.tickets).map((ticket) => ({
			id: ticket.id,
			status: ticket.status,
			assignee: ticket.assignee_id,
			requester: ticket.requester_id,
			group: ticket.group_id,
			followers: [...ticket.follower_ids].sort(),
			ccs: [...ticket.email_cc_ids].sort(),
			tags: [...ticket.tags].sort(),
			comments: store.comments.sortedBy('ticket', ticket.id).map(({ body }) => body),
		})),
		sessions: sorted(store.sessions).map(({ user_id }) => user_id),
		tokens: sorted(store.oauthTokens)
			.map(({ user_id }) => user_id)
			.filter((id) => id !== sim.credentials.adminId),
		handovers: store.handovers.length,
	};
}
