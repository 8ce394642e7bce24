import { findTogether, theOne } from '../../../../zendesk/users/find';
import { refused } from '../../../../zendesk/verdict';
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
	async execute({ client, rows, form }) {
		const find = findTogether(client, { deleted: true });
		return await forEachRow(rows, async (row) => {
			const ref = form(row).user(USER);
			if (isRefusal(ref)) return { row, verdict: refused(ref) };
			const output = readOutput(form(row), USER_OUTPUT);
			if (isRefusal(output)) return { row, verdict: refused(output) };
			const one = theOne(ref, await find(ref), USER.displayName);
			if ('refusal' in one) return { row, verdict: refused(one.refusal) };
			return { row, records: [output(one.user)] };
		});
	},
});
