import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/operation';
import { optionsOf } from '../../shared/options';
import { activityOperations } from './activity';
import { getManyActivities } from './activity/getAll';
import { deletedUserOperations } from './deletedUser';
import { getManyDeletedUsers } from './deletedUser/getAll';
import { seatOperations } from './seat';
import { getManySeats } from './seat/getAll';
import { ticketOperations } from './ticket';
import { transferTickets } from './ticket/transfer';
import { userOperations } from './user';
import { offboardUser } from './user/offboard';

interface Resource {
	value: string;
	name: string;
	/** In the order of the panel: alphabetical. */
	operations: Operation[];
	defaultOperation: Operation;
}

export const RESOURCES: Resource[] = [
	{
		value: 'activity',
		name: 'Activity',
		operations: activityOperations,
		defaultOperation: getManyActivities,
	},
	{
		value: 'deletedUser',
		name: 'Deleted User',
		operations: deletedUserOperations,
		defaultOperation: getManyDeletedUsers,
	},
	{
		value: 'seat',
		name: 'Seat',
		operations: seatOperations,
		defaultOperation: getManySeats,
	},
	{
		value: 'ticket',
		name: 'Ticket',
		operations: ticketOperations,
		defaultOperation: transferTickets,
	},
	{ value: 'user', name: 'User', operations: userOperations, defaultOperation: offboardUser },
];

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: RESOURCES.map(({ name, value }) => ({ name, value })),
	default: 'user',
};

function operationField({
	value,
	operations,
	defaultOperation: { value: defaultOperation },
}: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map((operation) => ({
			name: operation.name,
			value: operation.value,
			action: operation.action,
			description: operation.description,
		})),
		default: defaultOperation,
	};
}

/** Shows a property for one operation only, on top of the property's own conditions. */
function shownFor(resource: string, operation: Operation) {
	return (property: INodeProperties): INodeProperties => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				resource: [resource],
				operation: [operation.value],
				...property.displayOptions?.show,
			},
		},
	});
}

/** The whole form of the node. */
export const properties: INodeProperties[] = [
	resourceField,
	...RESOURCES.map(operationField),
	...RESOURCES.flatMap(({ value, operations }) =>
		operations.flatMap((operation) =>
			[...operation.properties, ...optionsOf(operation)].map(shownFor(value, operation)),
		),
	),
];
