import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Refusal } from '../../zendesk/verdict';
import type { Form } from './form';
import { type Choice, type Choices, isRefusal } from './values';

/** How records of one kind come out of a node. */
export interface Output<T> {
	/** At most ten fields, the useful ones first. */
	simplify: (record: T) => { [key: string]: unknown };
	/** What can be chosen with *Selected Fields*; the ID always comes with it. */
	fields: string[];
}

type Way = 'simplified' | 'raw' | 'selected';

const OUTPUT: Choice<Way> = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{ name: 'Simplified', value: 'simplified', description: 'The most useful fields' },
		{ name: 'Raw', value: 'raw', description: 'Everything that Zendesk returns' },
		{
			name: 'Selected Fields',
			value: 'selected',
			description: 'The ID and the fields that you choose',
		},
	],
	default: 'simplified',
	description: 'What each item contains',
};

function fieldsField({ fields }: { fields: string[] }): Choices<string> {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'multiOptions',
		displayOptions: { show: { output: ['selected'] } },
		options: fields.map((field) => ({ name: field, value: field })),
		default: [],
		description: "The fields to return, by their names in Zendesk's API",
	};
}

/** *Output*: simplified, raw, or chosen fields. */
export function outputFields<T>(output: Output<T>): INodeProperties[] {
	return [OUTPUT, fieldsField(output)];
}

/** @returns what the row's *Output* makes of a record, or why that can't be read */
export function readOutput<T extends { id: number }>(
	form: Form,
	output: Output<T>,
): ((record: T) => IDataObject) | Refusal {
	const way = form.choice(OUTPUT);
	if (isRefusal(way)) return way;
	if (way === 'raw') return (record) => record as unknown as IDataObject;
	if (way === 'simplified') return (record) => output.simplify(record) as IDataObject;
	const field = fieldsField({ fields: ['id', ...output.fields] });
	const chosen = form.choices(field);
	if (isRefusal(chosen)) return chosen;
	return (record) => {
		const given: Record<string, unknown> = { ...record };
		const entries = chosen.map((name) => [name, given[name] ?? null] as const);
		return Object.fromEntries([['id', record.id], ...entries]) as IDataObject;
	};
}
