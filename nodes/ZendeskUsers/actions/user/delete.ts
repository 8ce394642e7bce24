import { deleteUsers } from '../../../../zendesk/users/remove';
import { readUser } from '../../../shared/fields';
import { defineOperation, forAllRows } from '../../../shared/operation';
import { PROTECTED_USERS } from '../../../shared/options';
import { guardsOf, USER, userProperty } from './common';

export const deleteUser = defineOperation({
	value: 'delete',
	name: 'Delete',
	action: 'Delete user',
	description:
		"Remove an end user; this can't be undone. Zendesk keeps the record among the deleted users for 30 days, then erases it.",
	writes: true,
	properties: [userProperty],
	options: [PROTECTED_USERS],
	usesJobs: true,
	async execute(run) {
		const { client, jobs, isDryRun, rows, onEnded } = run;
		const guards = guardsOf(this, run);
		return await forAllRows(
			rows,
			(row) => readUser(this, USER, row),
			async (refs) =>
				await deleteUsers(
					{ client, jobs, guards, isDryRun, onEnded, parameter: USER.displayName },
					refs,
				),
		);
	},
});
