import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Refusal } from '../../zendesk/verdict';
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

/** @returns how many results at most, `Infinity` for all, or why the row doesn't tell */
export function readLimit(context: IExecuteFunctions, row: number): number | Refusal {
	if (readParameter(context, 'returnAll', row, false) === true) return Infinity;
	const value = String(readParameter(context, 'limit', row, 50)).trim();
	if (/^\d+$/.test(value) && Number(value) > 0) return Number(value);
	return {
		reason: 'invalid',
		message: `'Limit': '${value}' is not a whole number above zero`,
		advice: "Correct it, or switch on 'Return All'",
	};
}
