import type { IDataObject } from 'n8n-workflow';
import { countTickets as count } from '../../../../zendesk/tickets/count';
import { findUsers, theOne } from '../../../../zendesk/users/find';
import { refused } from '../../../../zendesk/verdict';
import { userField } from '../../../shared/fields';
import { defineOperation, forEachRow, isRefusal } from '../../../shared/operation';

const USER = {
	displayName: 'User',
	name: 'user',
	description: 'The user whose tickets are counted',
} as const;

export const countTickets = defineOperation({
	value: 'getCount',
	name: 'Get Count',
	action: 'Get ticket count',
	description:
		'Count the tickets that a user is assigned, has requested, is CCed on or follows, by status',
	writes: false,
	properties: [userField(USER)],
	async execute({ client, rows, form }) {
		return await forEachRow(rows, async (row) => {
			const ref = form(row).user(USER);
			if (isRefusal(ref)) return { row, verdict: refused(ref) };
			const [matches] = await findUsers(client, [ref]);
			const one = theOne(ref, matches, USER.displayName);
			if ('refusal' in one) return { row, verdict: refused(one.refusal) };
			return { row, records: [(await count(client, one.user)) as IDataObject] };
		});
	},
});
