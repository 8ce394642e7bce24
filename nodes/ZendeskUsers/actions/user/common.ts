import { readProtectedUsers, Guards } from '../../../../zendesk/users/guards';
import { type ChangeRow, changeUsers } from '../../../../zendesk/users/change';
import type { IExecuteFunctions } from 'n8n-workflow';
import { readUser, userField } from '../../../shared/fields';
import { forAllRows, isRefusal, type Run } from '../../../shared/operation';
import { readOption } from '../../../shared/options';
import type { RowResult } from '../../../shared/results';
import type { Refusal } from '../../../../zendesk/verdict';

/** The field that picks the user whom an operation is about. */
export const USER = {
	displayName: 'User',
	name: 'user',
	description: 'Which Zendesk user is meant',
} as const;

export const userProperty = userField(USER);

export function guardsOf(context: IExecuteFunctions, { client }: Run): Guards {
	return new Guards(client, readProtectedUsers(readOption(context, 'protectedUsers', '')));
}

/**
 * Runs one change over all rows.
 *
 * @param want what the row wants of its user; reads the row's parameters
 */
export async function changeAll(
	context: IExecuteFunctions,
	{ client, jobs, isDryRun, rows, onEnded }: Run,
	want: (row: number) => ChangeRow['want'] | Refusal,
): Promise<RowResult[]> {
	return await forAllRows<ChangeRow>(
		rows,
		(row) => {
			const ref = readUser(context, USER, row);
			if (isRefusal(ref)) return ref;
			const wanted = want(row);
			return isRefusal(wanted) ? wanted : { ref, want: wanted };
		},
		async (changes) =>
			await changeUsers({ client, jobs, isDryRun, onEnded, parameter: USER.displayName }, changes),
	);
}
