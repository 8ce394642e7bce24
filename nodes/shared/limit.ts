import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** *Return All* and *Limit*. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

/** @returns `undefined` for all */
export function readLimit(context: IExecuteFunctions, row: number): number | undefined {
	return context.getNodeParameter('returnAll', row, false) === true
		? undefined
		: (context.getNodeParameter('limit', row, 50) as number);
}
