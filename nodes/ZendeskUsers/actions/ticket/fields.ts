import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isRecord } from '../../../../zendesk/http/errors';
import type { Refusal } from '../../../../zendesk/verdict';
import { readList, userField } from '../../../shared/fields';
import { isRefusal } from '../../../shared/operation';
import { orRefusal, readChoice, readId, readText } from '../../../shared/values';

export const ASSIGNEE = {
	displayName: 'Assignee',
	name: 'assignee',
	description: "The agent or admin who gets the ticket; must be a member of the ticket's group",
	required: false,
	list: 'searchStaff',
} as const;

export const EXTERNAL_ID = 'External ID';

/** How one entry of the form becomes a field of the API. */
interface FieldSpec {
	property: INodeProperties;
	/** The API's name. */
	field: string;
	/** From the form's value to the API's, `undefined` to leave it out; throws for people. */
	toApi: (value: unknown) => unknown;
}

function choice(
	displayName: string,
	name: string,
	description: string,
	options: Array<{ name: string; value: string }>,
	usual: string,
): FieldSpec {
	return {
		property: {
			displayName,
			name,
			type: 'options',
			options,
			default: usual,
			description,
		},
		field: name,
		toApi: (value) => readChoice<string>(options, value),
	};
}

/** Entries of the form as `[{ id, value }]`. */
function customFields(value: unknown): unknown {
	const entries = isRecord(value) && Array.isArray(value.fields) ? value.fields : [];
	return entries.filter(isRecord).map(({ id, value: given }) => {
		const field = readId(id);
		if (field === undefined) throw new RangeError('a field has no ID');
		return { id: field, value: given };
	});
}

/** What can be said of a new ticket besides its text and its people, in the order of the panel. */
const SPECS: FieldSpec[] = [
	{
		property: {
			displayName: 'Custom Fields',
			name: 'customFields',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Field',
			default: {},
			description: 'Values of custom ticket fields',
			options: [
				{
					displayName: 'Field',
					name: 'fields',
					values: [
						{
							displayName: 'Field ID',
							name: 'id',
							type: 'string',
							default: '',
							placeholder: 'e.g. 360012345678',
							description: 'The ID from Admin Center › Objects and rules › Tickets › Fields',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description: 'What the field is to contain; for a drop-down, the tag of the choice',
						},
					],
				},
			],
		},
		field: 'custom_fields',
		toApi: customFields,
	},
	{
		property: {
			displayName: EXTERNAL_ID,
			name: 'externalId',
			type: 'string',
			default: '',
			placeholder: 'e.g. REQ-2026-0042',
			description:
				'The ID of the ticket in another system. If a ticket has it already, that one is returned and none is filed.',
		},
		field: 'external_id',
		toApi: readText,
	},
	{
		property: {
			displayName: 'Group Name or ID',
			name: 'group',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getGroups' },
			default: '',
			description:
				'The group of the ticket. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		field: 'group_id',
		toApi: readId,
	},
	choice(
		'Priority',
		'priority',
		'How urgent the ticket is',
		[
			{ name: 'High', value: 'high' },
			{ name: 'Low', value: 'low' },
			{ name: 'Normal', value: 'normal' },
			{ name: 'Urgent', value: 'urgent' },
		],
		'normal',
	),
	choice(
		'Status',
		'status',
		'The status of the new ticket; a solved one needs an assignee',
		[
			{ name: 'New', value: 'new' },
			{ name: 'On-Hold', value: 'hold' },
			{ name: 'Open', value: 'open' },
			{ name: 'Pending', value: 'pending' },
			{ name: 'Solved', value: 'solved' },
		],
		'new',
	),
	{
		property: {
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. offboarding, it',
			description: 'Tags separated by commas',
		},
		field: 'tags',
		toApi: readList,
	},
	choice(
		'Type',
		'type',
		'Which kind of ticket it is',
		[
			{ name: 'Incident', value: 'incident' },
			{ name: 'Problem', value: 'problem' },
			{ name: 'Question', value: 'question' },
			{ name: 'Task', value: 'task' },
		],
		'task',
	),
];

export const ticketFields: INodeProperties[] = [
	userField(ASSIGNEE),
	...SPECS.map(({ property }) => property),
];

/** The collection's values as fields of the API, or which of them can't be one. */
export function readTicketFields(collection: IDataObject): Record<string, unknown> | Refusal {
	const fields: Record<string, unknown> = {};
	for (const { property, field, toApi } of SPECS) {
		const read = orRefusal(property.displayName, () => ({
			value: toApi(collection[property.name]),
		}));
		if (isRefusal(read)) return read;
		const isEmpty = Array.isArray(read.value) && read.value.length === 0;
		if (read.value !== undefined && !isEmpty) fields[field] = read.value;
	}
	return fields;
}
