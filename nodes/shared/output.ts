import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readParameter } from './parameters';

/** How records of one kind come out of a node. */
export interface Output<T> {
	/** At most ten fields, the useful ones first. */
	simplify: (record: T) => { [key: string]: unknown };
	/** What can be chosen with *Selected Fields*; the ID always comes with it. */
	fields: string[];
}

/** *Output*: simplified, raw, or chosen fields. */
export function outputFields<T>({ fields }: Output<T>): INodeProperties[] {
	return [
		{
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
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'multiOptions',
			displayOptions: { show: { output: ['selected'] } },
			options: fields.map((field) => ({ name: field, value: field })),
			default: [],
			description: "The fields to return, by their names in Zendesk's API",
		},
	];
}

/** What the row's *Output* makes of a record. */
export function readOutput<T extends { id: number }>(
	context: IExecuteFunctions,
	{ simplify }: Output<T>,
	row: number,
): (record: T) => IDataObject {
	const chosen = readParameter(context, 'output', row, 'simplified');
	if (chosen === 'raw') return (record) => record as unknown as IDataObject;
	if (chosen === 'simplified') return (record) => simplify(record) as IDataObject;
	const fields = [readParameter(context, 'fields', row, [])].flat() as Array<keyof T & string>;
	return (record) => {
		const item: Record<string, unknown> = { id: record.id };
		for (const field of fields) item[field] = record[field] ?? null;
		return item as IDataObject;
	};
}
