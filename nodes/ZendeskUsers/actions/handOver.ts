import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { HandOver } from '../../../zendesk/tickets/successors';
import { isRef, readUserRef } from '../../../zendesk/users/reference';
import type { Refusal } from '../../../zendesk/verdict';
import { readOptionalUser, userField } from '../../shared/fields';
import { isRefusal } from '../../shared/operation';
import { readParameter } from '../../shared/parameters';

/** The fields that say who takes a user's tickets, the same wherever tickets are handed over. */

export const SUCCESSOR = {
	displayName: 'Successor',
	name: 'successor',
	description:
		"The agent or admin who takes the tickets. With the other choices of 'Hand Tickets To', this person takes what remains.",
	required: false,
	list: 'searchStaff',
} as const;

export const handOverFields: INodeProperties[] = [
	{
		displayName: 'Hand Tickets To',
		name: 'handOverTo',
		type: 'options',
		options: [
			{
				name: 'One Person',
				value: 'person',
				description: 'Everything goes to the successor',
			},
			{
				name: 'One per Group',
				value: 'perGroup',
				description: "Each ticket goes to its group's successor",
			},
			{
				name: "The Group's Queue",
				value: 'queue',
				description: 'Assigned tickets stay in their group, unassigned',
			},
		],
		default: 'person',
		description: 'Who takes the tickets',
	},
	userField(SUCCESSOR),
	{
		displayName: 'Successors by Group',
		name: 'successorsByGroup',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Group',
		default: {},
		displayOptions: { show: { handOverTo: ['perGroup'] } },
		description: 'Who takes the tickets of each group',
		options: [
			{
				displayName: 'Group',
				name: 'groups',
				values: [
					{
						displayName: 'Group Name or ID',
						name: 'group',
						type: 'options',
						typeOptions: { loadOptionsMethod: 'getGroups' },
						default: '',
						description:
							'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
					},
					{
						displayName: 'Group Successor',
						name: 'successor',
						type: 'string',
						default: '',
						placeholder: 'e.g. bob@example.com',
						description: 'Email or ID of the agent who takes the tickets of this group',
					},
				],
			},
		],
	},
];

function readByGroup(context: IExecuteFunctions, row: number): HandOver['byGroup'] | Refusal {
	const entries = readParameter(context, 'successorsByGroup.groups', row, []) as Array<{
		group: unknown;
		successor: unknown;
	}>;
	const byGroup: HandOver['byGroup'] = [];
	for (const { group, successor } of entries) {
		const person = readUserRef(successor);
		const groupId = Number(group);
		if (!isRef(person) || !Number.isSafeInteger(groupId) || groupId <= 0) {
			const problem = isRef(person)
				? `'${String(group)}' is not the ID of a group`
				: person.problem;
			return {
				reason: 'invalid',
				message: `'Successors by Group': ${problem}`,
				advice: 'Give each entry a group and the email or ID of an agent',
			};
		}
		byGroup.push({ groupId, person });
	}
	return byGroup;
}

/** @returns who takes the row's tickets, or what is wrong with the fields */
export function readHandOver(context: IExecuteFunctions, row: number): HandOver | Refusal {
	const to = readParameter(context, 'handOverTo', row, 'person') as HandOver['to'];
	const person = readOptionalUser(context, SUCCESSOR, row);
	if (isRefusal(person)) return person;
	const byGroup = to === 'perGroup' ? readByGroup(context, row) : [];
	return isRefusal(byGroup) ? byGroup : { to, person, byGroup };
}
