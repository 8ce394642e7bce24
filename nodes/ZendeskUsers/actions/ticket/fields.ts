import type { INodeProperties } from 'n8n-workflow';
import { isRecord } from '../../../../zendesk/http/errors';
import type { Refusal } from '../../../../zendesk/verdict';
import { userField } from '../../../shared/fields';
import type { Form } from '../../../shared/form';
import {
	allOrRefusal,
	isRefusal,
	type Option,
	readChoice,
	readId,
	readList,
	readKey,
} from '../../../shared/values';

export const ASSIGNEE = {
	displayName: 'Assignee',
	name: 'assignee',
	description: "The agent or admin who gets the ticket; must be a member of the ticket's group",
	required: false,
	list: 'searchStaff',
} as const;

export const EXTERNAL_ID = 'External ID';

const EXTERNAL_ID_FIELD: INodeProperties = {
	displayName: EXTERNAL_ID,
	name: 'externalId',
	type: 'string',
	default: '',
	placeholder: 'e.g. REQ-2026-0042',
	description:
		'The ID of the ticket in another system. If a ticket has it already, that one is returned and none is filed.',
};

const GROUP: INodeProperties = {
	displayName: 'Group Name or ID',
	name: 'group',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getGroups' },
	default: '',
	description:
		'The group of the ticket. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

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
	options: Array<Option<string>>,
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
		toApi: (value) => readChoice(options, value),
	};
}

/** Entries of the form as `[{ id, value }]`. */
function customFields(value: unknown): unknown {
	if (value === undefined || value === null || value === '') return undefined;
	const entries = isRecord(value) ? (value.fields ?? []) : value;
	if (!Array.isArray(entries)) throw new RangeError('it is not a list of fields');
	return entries.map((entry: unknown) => {
		if (!isRecord(entry)) throw new RangeError('an entry is not a field');
		const id = readId(entry.id);
		if (id === undefined) throw new RangeError('a field has no ID');
		if (entry.value === undefined) throw new RangeError(`the field ${id} has no value`);
		return { id, value: entry.value };
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
	EXTERNAL_ID_FIELD,
	GROUP,
	...SPECS.map(({ property }) => property),
].sort((a, b) => a.displayName.localeCompare(b.displayName));

/** What the collection says of a ticket. */
export interface TicketFields {
	groupId?: number;
	externalId?: string;
	/** As fields of the API. */
	others: Record<string, unknown>;
}

function readOthers(form: Form): TicketFields['others'] | Refusal {
	const fields: TicketFields['others'] = {};
	for (const { property, field, toApi } of SPECS) {
		const value = form.optional(property, toApi);
		if (isRefusal(value)) return value;
		const isEmpty = Array.isArray(value) && value.length === 0;
		if (value !== undefined && !isEmpty) fields[field] = value;
	}
	return fields;
}

/** The collection's values, or which of them can't be meant. */
export function readTicketFields(form: Form): TicketFields | Refusal {
	return allOrRefusal<TicketFields>({
		groupId: form.given(GROUP, readId, 'Choose from the list, or give an ID'),
		externalId: form.given(EXTERNAL_ID_FIELD, readKey),
		others: readOthers(form),
	});
}
