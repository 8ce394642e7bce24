import type { INodeProperties } from 'n8n-workflow';
import { createTickets, type NewTicketRow } from '../../../../zendesk/tickets/create';
import type { Refusal } from '../../../../zendesk/verdict';
import { userField } from '../../../shared/fields';
import type { Form } from '../../../shared/form';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import { OPTIONS } from '../../../shared/options';
import { allOrRefusal, readKey, readWords } from '../../../shared/values';
import { ASSIGNEE, EXTERNAL_ID, readTicketFields, type TicketFields, ticketFields } from './fields';

const REQUESTER = {
	displayName: 'Requester',
	name: 'requester',
	description: "The user who asks for help. Leave it empty for the credential's Zendesk user.",
	required: false,
} as const;

const SUBJECT: INodeProperties = {
	displayName: 'Subject',
	name: 'subject',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Access of Ann Miller removed',
	description: 'What the ticket is about',
};

const DESCRIPTION: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	typeOptions: { rows: 5 },
	default: '',
	required: true,
	placeholder: 'e.g. All tickets were handed over to Bob Jones',
	description: 'The first comment of the ticket',
};

const INTERNAL_NOTE: INodeProperties = {
	displayName: 'Internal Note',
	name: 'internalNote',
	type: 'boolean',
	default: false,
	description: 'Whether only agents see the description. Otherwise the requester sees it too.',
};

const ADDITIONAL_FIELDS: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: ticketFields,
};

const KEY: INodeProperties = {
	displayName: 'Idempotency Key',
	name: 'idempotencyKey',
	type: 'string',
	default: '',
	placeholder: "e.g. the leaver's ID and the date",
	description:
		"A text that stays the same when the same ticket is filed again. Zendesk remembers it for two hours and files no second ticket meanwhile. For longer, use 'External ID'.",
};

const NEEDED = 'Give every ticket a subject and a description';

interface Read {
	subject: string;
	body: string;
	isInternal: boolean;
	requester: NewTicketRow['requester'];
	assignee: NewTicketRow['assignee'];
	fields: TicketFields;
	key?: string;
}

/** @returns the ticket of a row, or which of its parameters can't be meant */
function readTicket(form: Form, item: number): NewTicketRow | Refusal {
	const collection = form.within(ADDITIONAL_FIELDS);
	const read = allOrRefusal<Read>({
		subject: form.required(SUBJECT, readWords, undefined, NEEDED),
		body: form.required(DESCRIPTION, readWords, undefined, NEEDED),
		isInternal: form.flag(INTERNAL_NOTE),
		requester: form.optionalUser(REQUESTER),
		assignee: collection.optionalUser(ASSIGNEE),
		fields: readTicketFields(collection),
		key: form.within(OPTIONS).given(KEY, readKey),
	});
	if (isRefusal(read)) return read;
	const { subject, body, isInternal, requester, assignee, key } = read;
	const { groupId, externalId, others } = read.fields;
	return {
		item,
		requester,
		assignee,
		groupId,
		externalId,
		key,
		fields: {
			subject,
			comment: { body, public: !isInternal },
			...(externalId === undefined ? {} : { external_id: externalId }),
			...others,
		},
	};
}

export const createTicket = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create ticket',
	description: 'File a ticket, for example a request to IT; repeats are recognized',
	writes: true,
	properties: [SUBJECT, DESCRIPTION, INTERNAL_NOTE, userField(REQUESTER), ADDITIONAL_FIELDS],
	options: [KEY],
	async execute({ client, isDryRun, rows, form, onEnded }) {
		return await forAllRows<NewTicketRow>(
			rows,
			(row) => readTicket(form(row), row),
			async (tickets) =>
				await createTickets(
					{
						client,
						isDryRun,
						onEnded,
						parameters: {
							requester: REQUESTER.displayName,
							assignee: ASSIGNEE.displayName,
							key: KEY.displayName,
							externalId: EXTERNAL_ID,
						},
					},
					tickets,
				),
		);
	},
});
