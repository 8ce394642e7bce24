import {
	addAgent,
	addCustomer,
	addDeletedCustomer,
	addGroup,
	addSession,
	addTicket,
	addToken,
	type Simulator,
	type User,
} from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import type { NodeForm } from './killedRows';

/** An operation that is killed: always the same account to begin with, the rows, and the node over them. */
export interface Scene {
	/** @returns the rows */
	arrange: (sim: Simulator) => object[];
	node: NodeForm;
	/** What each run tries again although the one before has done all it could. */
	retries?: string;
}

const many = <T>(count: number, make: (i: number) => T): T[] =>
	Array.from({ length: count }, (_, i) => make(i));

const byId = (field: string) => ({ __rl: true, mode: 'id', value: `={{ $json.${field} }}` });

/** Bob takes over from Ann and two others who leave with her; one of them has more tickets than fit in a job. */
function leavers(sim: Simulator): object[] {
	const { leaver, successor, groups, bystanders } = tellLeaverStory(sim);
	const [lowest, , customer] = bystanders.users;
	const others = ['Cy Leaver', 'Di Leaver'].map((name, i) => {
		const other = addAgent(sim, { name, external_id: `EMP-8${i}`, groups: [groups.support] });
		many(i === 0 ? 120 : 7, () => addTicket(sim, { requester: customer, assignee: other }));
		addTicket(sim, { requester: other, assignee: lowest, group: groups.billing });
		addTicket(sim, { requester: customer, assignee: lowest, group: groups.vip, ccs: [other] });
		addSession(sim, other);
		addToken(sim, other);
		return other;
	});
	return [leaver, ...others].map(({ id }) => ({ leaver: id, successor: successor.id }));
}

const nameOf = (i: number) => `Person ${i}`;
const emailOf = (i: number) => `person.${i}@example.com`;

/** A row of the source, and what Zendesk knows of the same person. */
const person = (i: number) => ({ key: `HR-${i}`, email: emailOf(i), name: nameOf(i) });
const known = (sim: Simulator, i: number, fields: Partial<User> = {}): User =>
	addCustomer(sim, { external_id: `HR-${i}`, email: emailOf(i), name: nameOf(i), ...fields });

/** 1,000 people: 300 are as they should be, 250 have another name, 10 another email; 440 are new. */
function people(sim: Simulator): object[] {
	many(300, (i) => known(sim, i));
	many(250, (i) => known(sim, 300 + i, { name: 'Former Name', notes: 'Likes tea' }));
	many(10, (i) => known(sim, 550 + i, { email: `former.${i}@example.com` }));
	many(50, () => addCustomer(sim));
	return many(1_000, person);
}

/** 400 people: 120 are new, 130 have changed, 150 are as they should be; 60 are missing, 3 of them with open tickets. */
function staffList(sim: Simulator): object[] {
	many(150, (i) => known(sim, i));
	many(120, (i) => known(sim, 150 + i, { name: 'Former Name' }));
	many(10, (i) => known(sim, 270 + i, { email: `former.${i}@example.com` }));
	const gone = many(60, (i) => known(sim, 1_000 + i));
	const agent = addAgent(sim, { name: 'Agent of HR', external_id: 'HR-2000' });
	for (const requester of gone.slice(0, 3)) addTicket(sim, { requester, assignee: agent });
	for (const requester of gone.slice(3, 6)) addTicket(sim, { requester, status: 'closed' });
	many(50, () => addCustomer(sim));
	return many(400, person);
}

/** 60 of 80 deleted customers. */
function deleted(sim: Simulator): object[] {
	const gone = many(80, (i) => addDeletedCustomer(sim, { name: nameOf(i) }));
	addGroup(sim);
	return gone.slice(0, 60).map(({ id }) => ({ id }));
}

const source = { externalId: '={{ $json.key }}', email: '={{ $json.email }}' };

export const SCENES = {
	offboard: {
		arrange: leavers,
		node: {
			type: 'zendeskUsers',
			parameters: {
				resource: 'user',
				operation: 'offboard',
				leaver: byId('leaver'),
				level: 'deletePermanently',
				successor: byId('successor'),
				options: { comment: 'Handed over to Bob' },
			},
		},
	},
	upsert: {
		arrange: people,
		node: {
			type: 'zendeskUsers',
			parameters: {
				resource: 'user',
				operation: 'upsert',
				...source,
				name: '={{ $json.name }}',
			},
		},
	},
	sync: {
		arrange: staffList,
		node: {
			type: 'zendeskUserSync',
			parameters: {
				operation: 'sync',
				...source,
				name: '={{ $json.name }}',
				scope: { externalIdPrefix: 'HR-' },
				removal: 'delete',
				maxRemovals: 50,
			},
		},
		// Who has open tickets can't be deleted yet.
		retries: 'DELETE /api/v2/users/destroy_many',
	},
	purge: {
		arrange: deleted,
		node: {
			type: 'zendeskUsers',
			parameters: {
				resource: 'deletedUser',
				operation: 'deletePermanently',
				deletedUser: byId('id'),
			},
		},
	},
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
