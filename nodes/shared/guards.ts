import { Guards } from '../../zendesk/changes/guards';
import { attempt } from '../../zendesk/http/client';
import type { ProtectedEntry } from '../../zendesk/identity/protectedEntries';
import { resolveProtectedUsers } from '../../zendesk/identity/protectedUsers';
import { type Refusal, refusalOf } from '../../zendesk/verdict';
import { isRefusal, type Run, withSettings } from './operation';
import { MAX_CHANGES, MAX_STAFF, OPTIONS, optionSetting, PROTECTED_USERS } from './options';
import type { RowResult } from './results';
import { refuseRows } from './settings';

/** The entries of all rows: whom any of them protects is safe from all. */
function readEntries({ everyRow, form }: Run): ProtectedEntry[] | Refusal {
	const entries: ProtectedEntry[] = [];
	for (const row of everyRow) {
		const options = form(row).within(OPTIONS);
		const people = options.people(PROTECTED_USERS);
		if (isRefusal(people)) return people;
		entries.push(...people);
		if (options.isFixed(PROTECTED_USERS)) break;
	}
	return entries;
}

/**
 * Finds the users behind *Protected Users* of all rows, those too that take no part for another reason. An entry that
 * can't be read or matches nobody could protect anybody, so nothing may be done then.
 *
 * @returns their IDs, or why the run must not begin
 */
export async function readProtectedUsers(run: Run): Promise<ReadonlySet<number> | Refusal> {
	const entries = readEntries(run);
	if (isRefusal(entries)) return entries;
	const found = await attempt(resolveProtectedUsers(run.client, entries));
	if (!found.ok) return refusalOf(found.error);
	if (!found.value.ok) return found.value.refusal;
	const { ids, hints } = found.value.value;
	for (const hint of hints) run.hint(hint);
	return ids;
}

const LIMITS = {
	count: optionSetting(MAX_CHANGES, (options) => options.number(MAX_CHANGES)),
	percentOfStaff: optionSetting(MAX_STAFF, (options) => options.number(MAX_STAFF)),
};

/** Works on the rows behind the guards, which every operation that changes users has. */
export async function withGuards(
	run: Run,
	work: (guards: Guards, run: Run) => Promise<RowResult[]>,
): Promise<RowResult[]> {
	if (run.rows.length === 0) return [];
	return await withSettings(run, LIMITS, async (limits, settled) => {
		const ids = await readProtectedUsers(settled);
		if (isRefusal(ids)) return refuseRows(settled.rows.map((row) => ({ row, refusal: ids })));
		return await work(new Guards(settled.client, ids, limits), settled);
	});
}
