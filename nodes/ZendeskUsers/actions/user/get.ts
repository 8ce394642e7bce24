import { findTogether, theOne } from '../../../../zendesk/users/find';
import { refused } from '../../../../zendesk/verdict';
import { readUser } from '../../../shared/fields';
import { defineOperation, forEachRow, isRefusal } from '../../../shared/operation';
import { outputFields, readOutput } from '../../../shared/output';
import { USER, userProperty } from './common';
import { USER_OUTPUT } from './output';

export const getUser = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve a user',
	writes: false,
	properties: [userProperty, ...outputFields(USER_OUTPUT)],
	async execute({ client, rows }) {
		const find = findTogether(client, { deleted: true });
		return await forEachRow(rows, async (row) => {
			const ref = readUser(this, USER, row);
			if (isRefusal(ref)) return { row, verdict: refused(ref) };
			const one = theOne(ref, await find(ref), USER.displayName);
			if ('refusal' in one) return { row, verdict: refused(one.refusal) };
			return { row, records: [readOutput(this, USER_OUTPUT, row)(one.user)] };
		});
	},
});
