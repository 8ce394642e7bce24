import { addAgent, addTicket, identitiesIn, type Simulator, type User } from '../../simulator';
import { by } from '../forms';
import { IN_SCOPE, mapped, TYPE } from '../sync/helpers';

/** Every operation by which a user who is there is changed. */
export interface Changing {
	/** What a guard is asked about: `customer` unless told otherwise. */
	person?: 'customer' | 'agent' | 'deleted';
	/** The node, where it is not Zendesk Users. */
	type?: string;
	/** @param other somebody else of the same kind */
	parameters: (user: User, other: User, sim: Simulator) => object;
}

const user = (operation: string, more: (user: User, other: User) => object = () => ({})) => ({
	parameters: (who: User, other: User) => ({
		resource: 'user',
		operation,
		user: by.id(who),
		...more(who, other),
	}),
});

const SYNC = { type: TYPE };
const scope = { ...IN_SCOPE, scope: { externalIdPrefix: 'EMP-' } };

export const changing: Record<string, Changing> = {
	Update: user('update', () => ({ updateFields: { notes: 'new' } })),
	'Update, the email': user('update', () => ({ updateFields: { email: 'new@acme.example' } })),
	'Create or Update by email': {
		parameters: ({ email }) => ({
			resource: 'user',
			operation: 'upsert',
			email,
			additionalFields: { notes: 'new' },
		}),
	},
	'Create or Update by a second address': {
		parameters: () => ({
			resource: 'user',
			operation: 'upsert',
			email: 'c@two.example',
			additionalFields: { notes: 'new' },
		}),
	},
	'Create or Update by external ID': {
		parameters: ({ external_id }) => ({
			resource: 'user',
			operation: 'upsert',
			externalId: external_id,
			name: 'New Name',
		}),
	},
	'Create or Update, Write Unchanged Rows': {
		parameters: ({ external_id }) => ({
			resource: 'user',
			operation: 'upsert',
			externalId: external_id,
			name: 'New Name',
			options: { writeUnchanged: true },
		}),
	},
	Upgrade: user('upgrade', () => ({ role: 'admin' })),
	Downgrade: {
		person: 'agent',
		...user('downgrade', () => ({ options: { whenAssigned: 'handOver' } })),
	},
	Suspend: user('suspend'),
	Unsuspend: {
		parameters: (who, _, sim) => {
			sim.store.users.update(sim.store.users.get(who.id)!, { suspended: true });
			return { resource: 'user', operation: 'unsuspend', user: by.id(who) };
		},
	},
	Delete: user('delete'),
	'Merge, who disappears': user('merge', (who, other) => ({
		mergedUser: by.id(who),
		keptUser: by.id(other),
	})),
	'Merge, who stays': user('merge', (who, other) => ({
		mergedUser: by.id(other),
		keptUser: by.id(who),
	})),
	'Offboard, the lowest level': {
		person: 'agent',
		...user('offboard', (who, other) => ({
			leaver: by.id(who),
			successor: by.id(other),
			level: 'suspend',
		})),
	},
	'Offboard, the highest level': {
		person: 'agent',
		...user('offboard', (who, other) => ({
			leaver: by.id(who),
			successor: by.id(other),
			level: 'deletePermanently',
		})),
	},
	'Delete Permanently': {
		person: 'deleted',
		parameters: (who) => ({
			resource: 'deletedUser',
			operation: 'deletePermanently',
			deletedUser: by.id(who),
		}),
	},
	Transfer: {
		person: 'agent',
		parameters: (who, other) => ({
			resource: 'ticket',
			operation: 'transfer',
			fromUser: by.id(who),
			successor: by.id(other),
		}),
	},
	'Transfer of requested tickets': {
		parameters: (who, _, sim) => {
			addTicket(sim, { requester: who });
			return {
				resource: 'ticket',
				operation: 'transfer',
				fromUser: by.id(who),
				successor: by.id(addAgent(sim)),
				relations: ['requested'],
			};
		},
	},
	'User Sync: Sync Users': { ...SYNC, parameters: () => ({ operation: 'sync', ...mapped(scope) }) },
	'User Sync: Sync Users, a leaver': {
		...SYNC,
		parameters: () => ({
			operation: 'sync',
			...mapped(scope),
			hasLeft: true,
			removal: 'delete',
			maxRemovals: 100,
		}),
	},
};

/** What is known of a person, and of their tickets. */
export function stateOfUser(sim: Simulator, { id }: User) {
	const { store } = sim;
	const tickets = store.tickets.all().flatMap((ticket) => {
		const roles = [ticket.assignee_id === id, ticket.requester_id === id];
		return roles.includes(true) ? [`${ticket.id} ${roles.join()}`] : [];
	});
	return structuredClone({
		user: store.users.get(id),
		identities: identitiesIn(sim, { id }),
		tickets,
	});
}
