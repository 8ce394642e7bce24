import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readParameter } from './parameters';

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
	return readParameter(context, 'returnAll', row, false) === true
		? undefined
		: (readParameter(context, 'limit', row, 50) as number);
}
