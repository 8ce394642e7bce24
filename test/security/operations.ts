import type { IDataObject } from 'n8n-workflow';
import { OPERATIONS } from '../../nodes/ZendeskUserSync/operations';
import { RESOURCES } from '../../nodes/ZendeskUsers/actions/resources';
import { by, offboardForm } from '../engine/forms';
import { IN_SCOPE, known, mapped, person, TYPE } from '../engine/sync/helpers';
import type { NodeRun } from '../engine/engine';
import {
	addAgent,
	addCustomer,
	addDeletedCustomer,
	addOrganization,
	type Simulator,
	seedActivity,
	type User,
} from '../simulator';
import { tellLeaverStory } from '../stories/leaver';

/** A run that does something: what stands in the form, for whom it is, and over which items. */
export type Scene = (sim: Simulator) => NodeRun;

const users = (operation: string, more: object = {}) => ({ resource: 'user', operation, ...more });

const ROWS = 3;

/** The operation for one user, by a call of its own, and for several, by a background job. */
function forUsers(
	operation: string,
	add: (sim: Simulator) => Pick<User, 'id'>,
	more: object = {},
): Scene[] {
	return [
		(sim) => ({ parameters: users(operation, { user: by.id(add(sim)), ...more }) }),
		(sim) => ({
			parameters: users(operation, {
				user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				...more,
			}),
			items: Array.from({ length: ROWS }, () => ({ id: add(sim).id })),
		}),
	];
}

const overRows = (parameters: object): NodeRun => ({
	parameters: { ...parameters },
	items: Array.from({ length: ROWS }, (_, i) => ({ ...person(i) })),
});

/** People who are to come, to change and to go. */
function syncItems(sim: Simulator): IDataObject[] {
	known(sim, 0, { name: 'Former Name' });
	known(sim, 1);
	known(sim, 9);
	return [0, 1, 2].map((i) => ({ ...person(i) }));
}

const syncForm = { ...mapped(), ...IN_SCOPE };

/** A plan with one person who is new, as the operation Plan gives it. */
const planned = {
	action: 'create',
	reason: 'new',
	message: '',
	row: 0,
	id: null,
	before: null,
	after: { external_id: 'HR-5', email: 'person5@example.com', name: 'Person 5' },
	diff: [],
};

const activityRow = { kind: 'user', user_id: 7, name: 'Ann', role: 'agent', seat: 'paid' };
const seatRow = { id: 7, name: 'Ann', role_name: 'Agent', seat: 'paid', status: 'active' };

/** Scenes of every operation, by `resource/operation`; the names are checked against the nodes' own lists. */
export const SCENES: Record<string, Scene[]> = {
	'activity/getAll': [
		(sim) => {
			addAgent(sim);
			seedActivity(sim, { ticketEvents: 30, logins: 10 });
			return {
				parameters: {
					resource: 'activity',
					operation: 'getAll',
					return: 'both',
					lastDays: 5,
					options: { groups: true },
				},
			};
		},
	],
	'activity/createReport': [
		() => ({
			parameters: { resource: 'activity', operation: 'createReport', timeZone: 'UTC' },
			items: [activityRow, { kind: 'cursor', cursor: '' }],
		}),
	],
	'seat/getAll': [
		(sim) => {
			addAgent(sim);
			return {
				parameters: {
					resource: 'seat',
					operation: 'getAll',
					output: 'raw',
					options: { productRoles: 'all' },
				},
			};
		},
	],
	'seat/createReport': [
		() => ({ parameters: { resource: 'seat', operation: 'createReport' }, items: [seatRow] }),
	],
	'user/create': [
		() => ({ parameters: users('create', { name: 'Ann', email: 'ann@example.com' }) }),
		() => overRows(users('create', { name: '={{ $json.name }}', email: '={{ $json.email }}' })),
	],
	'user/upsert': [
		() => ({
			parameters: users('upsert', { externalId: 'C-1', email: 'ann@example.com', name: 'Ann' }),
		}),
		() => overRows(users('upsert', { ...mapped() })),
	],
	'user/update': forUsers('update', addCustomer, { updateFields: { name: 'Other' } }),
	'user/suspend': forUsers('suspend', addCustomer),
	'user/unsuspend': forUsers('unsuspend', (sim) => addCustomer(sim, { suspended: true })),
	'user/downgrade': forUsers('downgrade', (sim) => addAgent(sim)),
	'user/upgrade': forUsers('upgrade', addCustomer, { role: 'admin' }),
	'user/delete': forUsers('delete', addCustomer),
	'user/get': [(sim) => ({ parameters: users('get', { user: by.id(addCustomer(sim)) }) })],
	'user/getAll': [
		(sim) => {
			addCustomer(sim, { organization_id: addOrganization(sim).id });
			addAgent(sim);
			return { parameters: users('getAll', { returnAll: true, output: 'raw' }) };
		},
		(sim) => {
			for (let i = 0; i < 4; i++) addCustomer(sim, { name: `Zoe ${i}` });
			return {
				parameters: users('getAll', { returnAll: true, filters: { search: 'Zoe' } }),
			};
		},
	],
	'user/merge': [
		(sim) => ({
			parameters: users('merge', {
				mergedUser: by.id(addCustomer(sim)),
				keptUser: by.id(addCustomer(sim)),
			}),
		}),
	],
	'user/offboard': [
		(sim) => {
			const story = tellLeaverStory(sim);
			const more = { leaver: by.id(story.leaver), options: { checkOwnership: true } };
			return { parameters: offboardForm(story, more) };
		},
	],
	'ticket/create': [
		(sim) => ({
			parameters: {
				resource: 'ticket',
				operation: 'create',
				subject: 'Access of Ann removed',
				description: 'Everything was handed over',
				additionalFields: { assignee: by.id(addAgent(sim)), externalId: 'REQ-1' },
			},
		}),
	],
	'ticket/getCount': [
		(sim) => ({
			parameters: { resource: 'ticket', operation: 'getCount', user: by.id(addCustomer(sim)) },
		}),
	],
	'ticket/transfer': [
		(sim) => {
			const { leaver, successor } = tellLeaverStory(sim);
			return {
				parameters: {
					resource: 'ticket',
					operation: 'transfer',
					fromUser: by.id(leaver),
					successor: by.id(successor),
				},
			};
		},
	],
	'deletedUser/getAll': [
		(sim) => {
			for (let i = 0; i < 4; i++) addDeletedCustomer(sim);
			return { parameters: { resource: 'deletedUser', operation: 'getAll', returnAll: true } };
		},
	],
	'deletedUser/deletePermanently': [
		(sim) => ({
			parameters: {
				resource: 'deletedUser',
				operation: 'deletePermanently',
				deletedUser: by.id(addDeletedCustomer(sim)),
			},
		}),
	],
	'sync/plan': [
		(sim) => ({
			type: TYPE,
			items: syncItems(sim),
			parameters: { operation: 'plan', ...syncForm },
		}),
	],
	'sync/apply': [
		() => ({ type: TYPE, items: [planned], parameters: { operation: 'apply', ...IN_SCOPE } }),
	],
	'sync/sync': [
		(sim) => ({
			type: TYPE,
			items: syncItems(sim),
			parameters: { operation: 'sync', ...syncForm },
		}),
	],
};

/** These make a file of their items and ask Zendesk nothing. */
export const ASKS_NOTHING = ['activity/createReport', 'seat/createReport'];

/** Every operation of the nodes, and whether it changes anything, from the nodes' own lists. */
export const ALL: Array<{ name: string; writes: boolean }> = [
	...RESOURCES.flatMap(({ value, operations }) =>
		operations.map((operation) => ({
			name: `${value}/${operation.value}`,
			writes: operation.writes,
		})),
	),
	...OPERATIONS.map(({ value, writes }) => ({ name: `sync/${value}`, writes })),
];

/** One entry a scene: `user/suspend 2` is the second one. */
export const RUNS: Array<{ name: string; operation: string; writes: boolean; scene: Scene }> =
	ALL.flatMap(({ name, writes }) =>
		(SCENES[name] ?? []).map((scene, i) => ({
			name: i === 0 ? name : `${name} ${i + 1}`,
			operation: name,
			writes,
			scene,
		})),
	);
