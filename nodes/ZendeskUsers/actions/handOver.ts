import type { INodeProperties } from 'n8n-workflow';
import { sameText } from '../../../zendesk/api/text';
import { isRecord } from '../../../zendesk/http/errors';
import type { HandOver } from '../../../zendesk/tickets/successors';
import { nameOfRef, type UserRef } from '../../../zendesk/users/reference';
import type { Refusal } from '../../../zendesk/verdict';
import { userField } from '../../shared/fields';
import type { Form } from '../../shared/form';
import { allOrRefusal, type Choice, isRefusal, readId } from '../../shared/values';

/** The fields that say who takes a user's tickets, the same wherever tickets are handed over. */

export const SUCCESSOR = {
	displayName: 'Successor',
	name: 'successor',
	description:
		"The agent or admin who takes the tickets. With the other choices of 'Hand Tickets To', this person takes what remains.",
	required: false,
	list: 'searchStaff',
} as const;

const HAND_OVER_TO: Choice<HandOver['to']> = {
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
};

const BY_GROUP: INodeProperties = {
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
};

export const handOverFields: INodeProperties[] = [HAND_OVER_TO, userField(SUCCESSOR), BY_GROUP];

const EACH = 'Give each entry a group from the list, or its ID, and the email or ID of an agent';

/** The entries of *Successors by Group*, as n8n gives them. */
function readEntry(entry: unknown, form: Form): HandOver['byGroup'][number] {
	if (!isRecord(entry)) throw new RangeError('an entry is not a group and a successor');
	const groupId = readId(entry.group);
	if (groupId === undefined) throw new RangeError('an entry has no group');
	return { groupId, person: form.person(entry.successor) };
}

function isSame(a: UserRef, b: UserRef): boolean {
	return a.by === b.by && sameText(String(a.value), String(b.value));
}

/** Each group once. @throws {RangeError} when one has two successors */
function readEntries(value: unknown, form: Form): HandOver['byGroup'] {
	if (!Array.isArray(value)) throw new RangeError('it is not a list of groups');
	const byGroup = new Map<number, UserRef>();
	for (const entry of value) {
		const { groupId, person } = readEntry(entry, form);
		const other = byGroup.get(groupId);
		if (other && !isSame(other, person)) {
			throw new RangeError(
				`the group ${groupId} has two successors: ${nameOfRef(other)} and ${nameOfRef(person)}`,
			);
		}
		byGroup.set(groupId, other ?? person);
	}
	return Array.from(byGroup, ([groupId, person]) => ({ groupId, person }));
}

/** @returns who takes the row's tickets, or what is wrong with the fields */
export function readHandOver(form: Form): HandOver | Refusal {
	const read = allOrRefusal<Pick<HandOver, 'to' | 'person'>>({
		to: form.choice(HAND_OVER_TO),
		person: form.optionalUser(SUCCESSOR),
	});
	if (isRefusal(read)) return read;
	const groups = { ...BY_GROUP, name: `${BY_GROUP.name}.groups` };
	const byGroup =
		read.to === 'perGroup'
			? (form.optional(groups, (value) => readEntries(value, form), EACH) ?? [])
			: [];
	return isRefusal(byGroup) ? byGroup : { ...read, byGroup };
}
