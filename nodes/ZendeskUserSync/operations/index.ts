import type { INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../shared/options';
import { apply } from './apply';
import type { SyncOperation } from './operation';
import { plan } from './plan';
import { sync } from './sync';

/** In the order of the panel: alphabetical. */
export const OPERATIONS: SyncOperation[] = [apply, plan, sync];

const operationField: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: OPERATIONS.map(({ name, value, action, description }) => ({
		name,
		value,
		action,
		description,
	})),
	default: 'plan',
};

/** Shows a property for the operations that have it, on top of its own conditions. */
function shownFor(operation: string, property: INodeProperties): INodeProperties {
	return {
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { operation: [operation], ...property.displayOptions?.show },
		},
	};
}

/** The whole form of the node. */
export const properties: INodeProperties[] = [
	operationField,
	...OPERATIONS.flatMap((operation) =>
		[...operation.properties, ...optionsOf({ ...operation, usesJobs: operation.writes })].map(
			(property) => shownFor(operation.value, property),
		),
	),
];

/** The outputs of the chosen operation, as n8n reads them. */
export const outputs = `={{ ({ ${OPERATIONS.map(
	({ value, outputs: names }) =>
		`${value}: [${names.map((name) => `{ type: 'main', displayName: '${name}' }`).join(', ')}]`,
).join(', ')} })[$parameter.operation] }}` as const;
