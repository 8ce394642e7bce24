import type { IDataObject } from 'n8n-workflow';
import type { Stage } from '../../engine/engine';
import { IN_SCOPE, mapped, plan, TYPE } from '../../engine/sync/helpers';
import {
	addAgent,
	addCustomer,
	addDeletedCustomer,
	addTicket,
	type Simulator,
	type User,
} from '../../simulator';

/** How a row names its user: by the field of the row that is called so. */
export type Key = 'id' | 'email' | 'externalId';

/** A row about somebody; new people have no id yet. */
export interface Row extends IDataObject {
	id?: number;
	name: string;
	email: string | null;
	externalId: string | null;
}

/** An operation that any number of people can be given to: for the faults that are about people. */
export interface Operation {
	/** Puts somebody into the account on whom the operation has something to do. */
	put: (sim: Simulator, person: Partial<User>) => User;
	/** The node's parameters, for rows that name their users so. */
	form: (sim: Simulator, key: Key) => Record<string, unknown>;
	/** What it calls a row about somebody who was put there; no outcome where it only reads. */
	done?: string;
	/** It makes users of rows whom nobody has put there, too. */
	creates?: true;
	/** One row brings everybody, instead of one row each. */
	lists?: true;
	/** The item's field with the web page that it makes. */
	page?: string;
	type?: string;
	/** What the node gets instead of the rows; of a report, what it is made of. */
	prepare?: (stage: Stage, rows: Row[]) => Promise<IDataObject[]>;
}

export const rowOf = ({ id, name, email, external_id: externalId }: User): Row => ({
	id,
	name,
	email,
	externalId,
});

export const person = (i: number) => ({
	name: `Person ${i}`,
	email: `person.${i}@example.com`,
	external_id: `HR-${i}`,
});

const picked = (key: Key) => ({ __rl: true, mode: key, value: `={{ $json.${key} }}` });

export const SUCCESSOR = 'successor@acme.example';

function successorIn(sim: Simulator): User {
	const known = sim.store.users.all().find(({ email }) => email === SUCCESSOR);
	return known ?? addAgent(sim, { name: 'Successor', email: SUCCESSOR });
}

function agentWithTicket(sim: Simulator, person: Partial<User>): User {
	const requester =
		sim.store.users.all().find(({ role, active }) => role === 'end-user' && active) ??
		addCustomer(sim, { name: 'Requester' });
	const agent = addAgent(sim, person);
	addTicket(sim, { requester, assignee: agent });
	return agent;
}

const user = (operation: string, form: object = {}) => ({ resource: 'user', operation, ...form });

const onUser = (operation: string, form: object = {}): Operation['form'] => {
	return (_sim, key) => user(operation, { user: picked(key), ...form });
};

const synced = {
	externalId: '={{ $json.externalId }}',
	email: '={{ $json.email }}',
	name: '={{ $json.name }}',
	fields: { phone: '42' },
};

/** The rows are nearly everybody there is. */
const ALL_OF_THE_STAFF = { maxStaffPercent: 100 };

/** Who has left, says the source, is to be deleted. */
export const LEFT = { hasLeft: '={{ $json.hasLeft }}', removal: 'delete', maxRemovals: 100 };

const SYNC = {
	put: (sim, fields) => addCustomer(sim, fields),
	type: TYPE,
	creates: true,
} satisfies Partial<Operation>;

const syncForm = (operation: string): Operation['form'] => {
	return () => ({ operation, ...mapped({ ...IN_SCOPE, ...synced, missingMeansLeft: false }) });
};

/** By the name of their row in the matrix. */
export const OPERATIONS: Record<string, Operation> = {
	'Activity: Get Many': {
		put: (sim, fields) => addAgent(sim, fields),
		form: () => ({ resource: 'activity', operation: 'getAll', return: 'both', timeZone: 'UTC' }),
		lists: true,
	},
	'Activity: Create Report': {
		put: (sim, fields) => addAgent(sim, fields),
		form: () => ({ resource: 'activity', operation: 'createReport', timeZone: 'UTC' }),
		lists: true,
		page: 'data',
		prepare: async ({ run }) => {
			const parameters = {
				resource: 'activity',
				operation: 'getAll',
				return: 'both',
				timeZone: 'UTC',
			};
			return (await run({ parameters })).items;
		},
	},
	'Deleted User: Delete Permanently': {
		put: (sim, fields) => addDeletedCustomer(sim, fields),
		form: () => ({
			resource: 'deletedUser',
			operation: 'deletePermanently',
			deletedUser: picked('id'),
		}),
		done: 'purged',
	},
	'Deleted User: Get Many': {
		put: (sim, fields) => addDeletedCustomer(sim, fields),
		form: () => ({ resource: 'deletedUser', operation: 'getAll', returnAll: true }),
		lists: true,
	},
	'Seat: Create Report': {
		put: (sim, fields) => addAgent(sim, fields),
		form: () => ({ resource: 'seat', operation: 'createReport' }),
		lists: true,
		page: 'html',
		prepare: async ({ run }) =>
			(await run({ parameters: { resource: 'seat', operation: 'getAll', output: 'raw' } })).items,
	},
	'Seat: Get Many': {
		put: (sim, fields) => addAgent(sim, fields),
		form: () => ({ resource: 'seat', operation: 'getAll' }),
		lists: true,
	},
	'Ticket: Create': {
		put: (sim, fields) => addCustomer(sim, fields),
		form: (_sim, key) => ({
			resource: 'ticket',
			operation: 'create',
			subject: '=About {{ $json.name }}',
			description: '=Left: {{ $json.name }}',
			requester: picked(key),
			additionalFields: { externalId: '=T-{{ $json.externalId }}' },
		}),
		done: 'created',
	},
	'Ticket: Get Count': {
		put: agentWithTicket,
		form: (_sim, key) => ({ resource: 'ticket', operation: 'getCount', user: picked(key) }),
	},
	'Ticket: Transfer': {
		put: agentWithTicket,
		form: (sim, key) => ({
			resource: 'ticket',
			operation: 'transfer',
			fromUser: picked(key),
			successor: { __rl: true, mode: 'id', value: successorIn(sim).id },
		}),
		done: 'transferred',
	},
	'User Sync: Apply Plan': {
		...SYNC,
		form: () => ({ operation: 'apply', ...IN_SCOPE }),
		prepare: async (stage, rows) =>
			(await plan(stage, rows, { ...synced, ...LEFT, missingMeansLeft: false })).changes,
		done: 'updated',
	},
	'User Sync: Plan Changes': { ...SYNC, form: syncForm('plan') },
	'User Sync: Sync Users': { ...SYNC, form: syncForm('sync'), done: 'updated' },
	'User: Create': {
		put: (sim, fields) => addCustomer(sim, fields),
		form: () =>
			user('create', {
				name: '={{ $json.name }}',
				email: '={{ $json.email }}',
				additionalFields: { externalId: '={{ $json.externalId }}' },
			}),
		done: 'unchanged',
		creates: true,
	},
	'User: Create or Update': {
		put: (sim, fields) => addCustomer(sim, fields),
		form: () =>
			user('upsert', {
				name: '={{ $json.name }}',
				email: '={{ $json.email }}',
				externalId: '={{ $json.externalId }}',
				additionalFields: { phone: '42' },
			}),
		done: 'updated',
		creates: true,
	},
	'User: Delete': {
		put: (sim, fields) => addCustomer(sim, fields),
		form: onUser('delete'),
		done: 'deleted',
	},
	'User: Downgrade': {
		put: (sim, fields) => addAgent(sim, fields),
		form: onUser('downgrade', { options: ALL_OF_THE_STAFF }),
		done: 'downgraded',
	},
	'User: Get': { put: (sim, fields) => addCustomer(sim, fields), form: onUser('get') },
	'User: Get Many': {
		put: (sim, fields) => addCustomer(sim, fields),
		form: () => user('getAll', { returnAll: true }),
		lists: true,
	},
	'User: Merge': {
		put: (sim, fields) => {
			addCustomer(sim, { name: `Kept ${fields.name}`, external_id: `KEPT-${fields.name}` });
			return addCustomer(sim, fields);
		},
		form: (_sim, key) =>
			user('merge', {
				mergedUser: picked(key),
				keptUser: { __rl: true, mode: 'externalId', value: '=KEPT-{{ $json.name }}' },
			}),
		done: 'merged',
	},
	'User: Offboard': {
		put: agentWithTicket,
		form: (sim, key) =>
			user('offboard', {
				leaver: picked(key),
				level: 'downgradeAndSuspend',
				successor: { __rl: true, mode: 'id', value: successorIn(sim).id },
				options: ALL_OF_THE_STAFF,
			}),
		done: 'downgraded',
	},
	'User: Suspend': {
		put: (sim, fields) => addCustomer(sim, fields),
		form: onUser('suspend'),
		done: 'suspended',
	},
	'User: Unsuspend': {
		put: (sim, fields) => addCustomer(sim, { ...fields, suspended: true }),
		form: onUser('unsuspend'),
		done: 'unsuspended',
	},
	'User: Update': {
		put: (sim, fields) => addCustomer(sim, fields),
		form: onUser('update', { updateFields: { phone: '42' } }),
		done: 'updated',
	},
	'User: Upgrade': {
		put: (sim, fields) => addCustomer(sim, fields),
		form: (sim, key) =>
			user('upgrade', {
				user: picked(key),
				role: 'agent',
				customRole: sim.store.customRoles.all().find(({ name }) => name === 'Staff')!.id,
			}),
		done: 'upgraded',
	},
};
