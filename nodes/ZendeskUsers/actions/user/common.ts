import { Guards } from '../../../../zendesk/users/guards';
import { type ChangeRow, changeUsers } from '../../../../zendesk/users/change';
import { userField } from '../../../shared/fields';
import type { Form } from '../../../shared/form';
import { forAllRows, isRefusal, type Run } from '../../../shared/operation';
import { OPTIONS, PROTECTED_USERS } from '../../../shared/options';
import type { RowResult } from '../../../shared/results';
import { refuseRows, type RowRefusal } from '../../../shared/settings';
import type { Refusal } from '../../../../zendesk/verdict';

/** The field that picks the user whom an operation is about. */
export const USER = {
	displayName: 'User',
	name: 'user',
	description: 'Which Zendesk user is meant',
} as const;

export const userProperty = userField(USER);

/**
 * Reads *Protected Users* in each row: whom any of them protects is safe from all. A row whose list can't be read is
 * refused, and the others go on. One that takes no part for another reason still protects whom it names.
 */
export async function withGuards(
	run: Run,
	work: (guards: Guards, run: Run) => Promise<RowResult[]>,
): Promise<RowResult[]> {
	const everybody = new Set<string>();
	const refusals: RowRefusal[] = [];
	for (const row of run.everyRow) {
		const people = run.form(row).within(OPTIONS).people(PROTECTED_USERS);
		if (!isRefusal(people)) for (const person of people) everybody.add(person);
		else if (run.rows.includes(row)) refusals.push({ row, refusal: people });
	}
	const refused = new Set(refusals.map(({ row }) => row));
	const rows = run.rows.filter((row) => !refused.has(row));
	const guards = new Guards(run.client, [...everybody]);
	return [...refuseRows(refusals), ...(await work(guards, { ...run, rows }))];
}

/**
 * Runs one change over all rows.
 *
 * @param want what the row wants of its user; reads the row's parameters
 */
export async function changeAll(
	{ client, jobs, isDryRun, rows, form, onEnded }: Run,
	want: (form: Form) => ChangeRow['want'] | Refusal,
): Promise<RowResult[]> {
	return await forAllRows<ChangeRow>(
		rows,
		(row) => {
			const ref = form(row).user(USER);
			if (isRefusal(ref)) return ref;
			const wanted = want(form(row));
			return isRefusal(wanted) ? wanted : { ref, want: wanted };
		},
		async (changes) =>
			await changeUsers({ client, jobs, isDryRun, onEnded, parameter: USER.displayName }, changes),
	);
}
