import type { ZendeskUser } from '../api/records';
import { type Guards, refuseProtected } from '../changes/guards';
import { attempt } from '../http/client';
import { inParallel } from '../http/parallel';
import { refused, type Verdict, verdictOfError } from '../verdict';
import type { UpsertRow } from './gather';
import { changedFields } from './payload';
import { type UpsertContext, upsertUsers } from './upsert';
import { simplifyUser } from './view';

export interface GuardedUpsertContext extends UpsertContext {
	guards: Guards;
}

async function answerProtected(
	guards: Guards,
	user: ZendeskUser,
	{ email, fields }: UpsertRow,
): Promise<Verdict> {
	const data = simplifyUser(user);
	// An address of the user is a key, and keys change nothing.
	const owner = email === undefined ? undefined : await guards.findProtected({ email });
	const wanted = owner?.id === user.id ? { ...fields, email: user.email } : fields;
	const changed = changedFields(wanted, user);
	return Object.keys(changed).length === 0
		? { outcome: 'unchanged', data }
		: refused(refuseProtected(user, 'update'), data);
}

/** The verdict of a row that Zendesk would take for a protected user; `undefined` for the others. */
async function holdBack(guards: Guards, row: UpsertRow): Promise<Verdict | undefined> {
	const { externalId, email } = row;
	const found = await attempt(guards.findProtected({ externalId, email }));
	if (!found.ok) return verdictOfError(found.error);
	return found.value && (await answerProtected(guards, found.value, row));
}

/**
 * Creates or updates users, except the protected ones: rows go to Zendesk by their keys, and any address of a protected
 * user counts as one.
 *
 * @returns one verdict a row
 */
export async function upsertGuarded(
	context: GuardedUpsertContext,
	rows: UpsertRow[],
): Promise<Verdict[]> {
	const { guards, onEnded } = context;
	const held = await inParallel(rows, async (row) => await holdBack(guards, row));
	const open = [...rows.keys()].filter((i) => held[i] === undefined);
	for (const verdict of held) if (verdict) onEnded?.();
	const done = await upsertUsers(
		context,
		open.map((i) => rows[i]),
	);
	const verdicts = new Map(open.map((i, at) => [i, done[at]]));
	return rows.map((_, i) => held[i] ?? (verdicts.get(i) as Verdict));
}
