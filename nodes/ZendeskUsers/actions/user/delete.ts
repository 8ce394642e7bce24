import { deleteUsers } from '../../../../zendesk/users/remove';
import { withGuards } from '../../../shared/guards';
import { defineOperation, forAllRows } from '../../../shared/operation';
import { MAX_CHANGES, MAX_STAFF, PROTECTED_USERS } from '../../../shared/options';
import { USER, userProperty } from './common';

export const deleteUser = defineOperation({
	value: 'delete',
	name: 'Delete',
	action: 'Delete user',
	description:
		"Remove an end user; this can't be undone. Zendesk keeps the record among the deleted users for 30 days, then erases it.",
	writes: true,
	properties: [userProperty],
	options: [MAX_CHANGES, MAX_STAFF, PROTECTED_USERS],
	usesJobs: true,
	async execute(run) {
		return await withGuards(
			run,
			async (guards, { client, jobs, isDryRun, rows, form, onEnded }) =>
				await forAllRows(
					rows,
					(row) => form(row).user(USER),
					async (refs) =>
						await deleteUsers(
							{ client, jobs, guards, isDryRun, onEnded, parameter: USER.displayName },
							refs,
						),
				),
		);
	},
});
