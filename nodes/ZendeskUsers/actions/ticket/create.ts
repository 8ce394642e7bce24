import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { createTickets, type NewTicketRow } from '../../../../zendesk/tickets/create';
import type { Refusal } from '../../../../zendesk/verdict';
import { readOptionalUser, userField } from '../../../shared/fields';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import { readParameter } from '../../../shared/parameters';
import { allOrRefusal, orRefusal, readText } from '../../../shared/values';
import { ASSIGNEE, EXTERNAL_ID, readTicketFields, ticketFields } from './fields';

const REQUESTER = {
	displayName: 'Requester',
	name: 'requester',
	description: "The user who asks for help. Leave it empty for the credential's Zendesk user.",
	required: false,
} as const;

const KEY = 'Idempotency Key';

function readNeeded(
	context: IExecuteFunctions,
	displayName: string,
	name: string,
	row: number,
): string | Refusal {
	const text = orRefusal(displayName, () => readText(readParameter(context, name, row, '')));
	return (
		text ?? {
			reason: 'invalid',
			message: `'${displayName}' is empty`,
			advice: 'Give every ticket a subject and a description',
		}
	);
}

/** @returns the ticket of a row, or which of its parameters can't be meant */
function readTicket(context: IExecuteFunctions, row: number): NewTicketRow | Refusal {
	const collection = readParameter(context, 'additionalFields', row, {}) as IDataObject;
	const read = allOrRefusal<{
		subject: string;
		body: string;
		requester: NewTicketRow['requester'];
		assignee: NewTicketRow['assignee'];
		fields: Record<string, unknown>;
		key: string | undefined;
	}>({
		subject: readNeeded(context, 'Subject', 'subject', row),
		body: readNeeded(context, 'Description', 'description', row),
		requester: readOptionalUser(context, REQUESTER, row),
		assignee: readOptionalUser(
			context,
			{ ...ASSIGNEE, name: `additionalFields.${ASSIGNEE.name}` },
			row,
		),
		fields: readTicketFields(collection),
		key: orRefusal(KEY, () => readText(readParameter(context, 'options.idempotencyKey', row, ''))),
	});
	if (isRefusal(read)) return read;
	const { subject, body, requester, assignee, key } = read;
	const { group_id: groupId, ...fields } = read.fields;
	const isInternal = readParameter(context, 'internalNote', row, false) === true;
	return {
		item: row,
		requester,
		assignee,
		groupId: groupId as number | undefined,
		externalId: fields.external_id as string | undefined,
		key,
		fields: { subject, comment: { body, public: !isInternal }, ...fields },
	};
}

export const createTicket = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create ticket',
	description: 'File a ticket, for example a request to IT; repeats are recognized',
	writes: true,
	properties: [
		{
			displayName: 'Subject',
			name: 'subject',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Access of Ann Miller removed',
			description: 'What the ticket is about',
		},
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			typeOptions: { rows: 5 },
			default: '',
			required: true,
			placeholder: 'e.g. All tickets were handed over to Bob Jones',
			description: 'The first comment of the ticket',
		},
		{
			displayName: 'Internal Note',
			name: 'internalNote',
			type: 'boolean',
			default: false,
			description: 'Whether only agents see the description. Otherwise the requester sees it too.',
		},
		userField(REQUESTER),
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: ticketFields,
		},
	],
	options: [
		{
			displayName: KEY,
			name: 'idempotencyKey',
			type: 'string',
			default: '',
			placeholder: "e.g. the leaver's ID and the date",
			description:
				"A text that stays the same when the same ticket is filed again. Zendesk remembers it for two hours and files no second ticket meanwhile. For longer, use 'External ID'.",
		},
	],
	async execute({ client, isDryRun, rows, onEnded }) {
		return await forAllRows<NewTicketRow>(
			rows,
			(row) => readTicket(this, row),
			async (tickets) =>
				await createTickets(
					{
						client,
						isDryRun,
						onEnded,
						parameters: {
							requester: REQUESTER.displayName,
							assignee: ASSIGNEE.displayName,
							key: KEY,
							externalId: EXTERNAL_ID,
						},
					},
					tickets,
				),
		);
	},
});
