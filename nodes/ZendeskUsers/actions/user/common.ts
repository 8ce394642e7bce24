import type { Guards } from '../../../../zendesk/changes/guards';
import { type ChangeRow, changeUsers } from '../../../../zendesk/users/change';
import { userField } from '../../../shared/fields';
import type { Form } from '../../../shared/form';
import { forAllRows, isRefusal, type Run } from '../../../shared/operation';
import type { RowResult } from '../../../shared/results';
import type { Refusal } from '../../../../zendesk/verdict';

/** The field that picks the user whom an operation is about. */
export const USER = {
	displayName: 'User',
	name: 'user',
	description: 'Which Zendesk user is meant',
} as const;

export const userProperty = userField(USER);

/**
 * Runs one change over all rows, for whoever may be changed.
 *
 * @param want what the row wants of its user; reads the row's parameters
 */
export async function changeAll(
	guards: Guards,
	{ client, jobs, isDryRun, rows, form, onEnded }: Run,
	want: (form: Form) => ChangeRow['want'] | Refusal,
): Promise<RowResult[]> {
	return await forAllRows<ChangeRow>(
		rows,
		(row) => {
			const ref = form(row).user(USER);
			if (isRefusal(ref)) return ref;
			const wanted = want(form(row));
			return isRefusal(wanted) ? wanted : { item: row, ref, want: wanted };
		},
		async (changes) =>
			await changeUsers(
				{ client, jobs, guards, isDryRun, onEnded, parameter: USER.displayName },
				changes,
			),
	);
}
