import type { INodeProperties } from 'n8n-workflow';
import type { Refusal } from '../../zendesk/verdict';
import type { Form } from './form';
import { isRefusal } from './values';

const RETURN_ALL: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const LIMIT: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

/** *Return All* and *Limit*. */
export const limitFields: INodeProperties[] = [RETURN_ALL, LIMIT];

/** @returns how many results at most, `Infinity` for all, or why the row doesn't tell */
export function readLimit(form: Form): number | Refusal {
	const all = form.flag(RETURN_ALL, false);
	if (isRefusal(all)) return all;
	return all ? Infinity : form.number(LIMIT);
}
