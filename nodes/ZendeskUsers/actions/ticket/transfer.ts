import type { TicketStatus } from '../../../../zendesk/api/records';
import { RELATIONS, type Relation } from '../../../../zendesk/api/tickets';
import {
	transferTickets as transfer,
	type TransferRow,
} from '../../../../zendesk/tickets/transferRows';
import { readList, readUser, userField } from '../../../shared/fields';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import { handOverFields, readHandOver, SUCCESSOR } from '../handOver';
import { readParameter } from '../../../shared/parameters';

const FROM = {
	displayName: 'From User',
	name: 'fromUser',
	description: 'The user whose tickets move',
} as const;

export const transferTickets = defineOperation({
	value: 'transfer',
	name: 'Transfer',
	action: 'Transfer tickets',
	description: "Hand a user's tickets over to others; closed ones can't move and are only counted",
	writes: true,
	properties: [
		userField(FROM),
		...handOverFields,
		{
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
		},
	],
	options: [
		{
			displayName: 'Comment',
			name: 'comment',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Handed over from Ann to Bob',
			description: 'An internal note to add to each ticket that moves',
		},
		{
			displayName: 'Group Names or IDs',
			name: 'groups',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getGroups' },
			default: [],
			description:
				'Only move tickets of these groups. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
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
			description:
				'Only move tickets in these statuses. Leave it empty for all that are not closed.',
		},
		{
			displayName: 'Tag',
			name: 'tag',
			type: 'string',
			default: '',
			placeholder: 'e.g. handed_over',
			description: 'A tag to add to each ticket that moves',
		},
	],
	usesJobs: true,
	async execute({ client, jobs, isDryRun, rows }) {
		return await forAllRows<TransferRow>(
			rows,
			(row) => {
				const from = readUser(this, FROM, row);
				if (isRefusal(from)) return from;
				const handOver = readHandOver(this, row);
				if (isRefusal(handOver)) return handOver;
				const option = (name: string) => readParameter(this, `options.${name}`, row, '');
				const groups = readList(option('groups')).map(Number);
				const statuses = readList(option('statuses')) as TicketStatus[];
				return {
					from,
					handOver,
					filter: {
						relations: readParameter(this, 'relations', row, RELATIONS) as Relation[],
						groupIds: groups.length > 0 ? groups : undefined,
						// Closed ones are read too, because they are counted.
						statuses: statuses.length > 0 ? [...statuses, 'closed'] : undefined,
					},
					tag: String(option('tag')),
					comment: String(option('comment')),
				};
			},
			async (orders) =>
				await transfer(
					{
						client,
						jobs,
						isDryRun,
						parameters: { from: FROM.displayName, successor: SUCCESSOR.displayName },
					},
					orders,
				),
		);
	},
});
