import type { INodeProperties } from 'n8n-workflow';
import type { TicketStatus } from '../../../../zendesk/api/records';
import type { Relation } from '../../../../zendesk/api/tickets';
import type { TicketFilter } from '../../../../zendesk/tickets/scan';
import type { HandOver } from '../../../../zendesk/tickets/successors';
import {
	transferTickets as transfer,
	type TransferRow,
} from '../../../../zendesk/tickets/transferRows';
import type { UserRef } from '../../../../zendesk/users/reference';
import type { Refusal } from '../../../../zendesk/verdict';
import { userField } from '../../../shared/fields';
import type { Form, Reader } from '../../../shared/form';
import { withGuards } from '../../../shared/guards';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import { OPTIONS, PROTECTED_USERS } from '../../../shared/options';
import { allOrRefusal, type Choices, readIds, readTag } from '../../../shared/values';
import { handOverFields, readHandOver, SUCCESSOR } from '../handOver';

const FROM = {
	displayName: 'From User',
	name: 'fromUser',
	description: 'The user whose tickets move',
} as const;

const RELATIONS: Choices<Relation> = {
	displayName: 'Relations',
	name: 'relations',
	type: 'multiOptions',
	options: [
		{ name: 'Assigned', value: 'assigned' },
		{ name: 'CCed', value: 'ccd' },
		{ name: 'Followed', value: 'followed' },
		{ name: 'Requested', value: 'requested' },
	],
	default: ['assigned', 'ccd', 'followed', 'requested'],
	description: "Which of the user's tickets move",
};

const COMMENT: INodeProperties = {
	displayName: 'Comment',
	name: 'comment',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. Handed over from Ann to Bob',
	description: 'An internal note to add to each ticket that moves',
};

const GROUPS: INodeProperties = {
	displayName: 'Group Names or IDs',
	name: 'groups',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getGroups' },
	default: [],
	description:
		'Only move tickets of these groups. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const STATUS: Choices<Exclude<TicketStatus, 'closed'>> = {
	displayName: 'Status',
	name: 'statuses',
	type: 'multiOptions',
	options: [
		{ name: 'New', value: 'new' },
		{ name: 'On-Hold', value: 'hold' },
		{ name: 'Open', value: 'open' },
		{ name: 'Pending', value: 'pending' },
		{ name: 'Solved', value: 'solved' },
	],
	default: [],
	description: 'Only move tickets in these statuses. Leave it empty for all that are not closed.',
};

const TAG: INodeProperties = {
	displayName: 'Tag',
	name: 'tag',
	type: 'string',
	default: '',
	placeholder: 'e.g. handed_over',
	description: 'A tag to add to each ticket that moves',
};

/** Without a group the option would restrict nothing, and all tickets would move. */
const readSomeIds: Reader<number[]> = (value) => {
	const ids = readIds(value);
	return ids?.length === 0 ? undefined : ids;
};

interface Read {
	from: UserRef;
	handOver: HandOver;
	relations: Relation[];
	groupIds: number[];
	statuses: TicketStatus[];
	tag: string;
	comment: string;
}

function readRow(form: Form): TransferRow | Refusal {
	const options = form.within(OPTIONS);
	const read = allOrRefusal<Read>({
		from: form.user(FROM),
		handOver: readHandOver(form),
		relations: form.choices(RELATIONS),
		groupIds: options.required(
			GROUPS,
			readSomeIds,
			[],
			'Choose from the list, give IDs, or remove the option',
		),
		statuses: options.choices(STATUS),
		tag: options.words(TAG, readTag),
		comment: options.words(COMMENT),
	});
	if (isRefusal(read)) return read;
	const { from, handOver, relations, groupIds, statuses, tag, comment } = read;
	const filter: TicketFilter = {
		relations,
		groupIds: groupIds.length > 0 ? groupIds : undefined,
		// Closed ones are read too, because they are counted.
		statuses: statuses.length > 0 ? [...statuses, 'closed'] : undefined,
	};
	return { from, handOver, filter, tag, comment };
}

export const transferTickets = defineOperation({
	value: 'transfer',
	name: 'Transfer',
	action: 'Transfer tickets',
	description: "Hand a user's tickets over to others; closed ones can't move and are only counted",
	writes: true,
	properties: [userField(FROM), ...handOverFields, RELATIONS],
	options: [COMMENT, GROUPS, PROTECTED_USERS, STATUS, TAG],
	usesJobs: true,
	async execute(run) {
		return await withGuards(run, async (guards, { client, jobs, isDryRun, rows, form }) =>
			forAllRows<TransferRow>(
				rows,
				(row) => readRow(form(row)),
				async (orders) =>
					await transfer(
						{
							client,
							jobs,
							guards,
							isDryRun,
							parameters: { from: FROM.displayName, successor: SUCCESSOR.displayName },
						},
						orders,
					),
			),
		);
	},
});
