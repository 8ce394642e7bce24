import { wasPurged } from '../api/deletedUsers';
import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import { inParallel } from '../http/parallel';
import { refuse, type Result, succeed } from '../result';
import { findUsers } from '../users/find';
import type { UserRef } from '../users/reference';
import { nameOf } from '../users/view';
import { FormerUsers } from './formerUsers';
import type { ProtectedEntry } from './protectedEntries';

/** Who must never be changed: the users behind the entries of *Protected Users*. */
export interface ProtectedUsers {
	ids: ReadonlySet<number>;
	/** What people should know of the entries, in sentences. */
	hints: string[];
}

/** Whom an entry means. */
interface Meant {
	ids: number[];
	hint?: string;
}

function describeDeleted(entry: ProtectedEntry, who: string): string {
	return `'Protected Users': ${entry.text} means ${who}. Take the entry out when it is no longer needed`;
}

function readMeant(entry: ProtectedEntry, users: ZendeskUser[]): Meant {
	const ids = users.map(({ id }) => id);
	if (users.some(({ active }) => active)) return { ids };
	return { ids, hint: describeDeleted(entry, `${users.map(nameOf).join(', ')}, who is deleted`) };
}

/** Somebody who was: soft-deleted, and known by the address or our marker; or deleted permanently, and known by the ID. */
async function findFormer(
	client: Client,
	former: FormerUsers,
	entry: ProtectedEntry,
): Promise<Meant | undefined> {
	const found = await Promise.all(entry.refs.map(async (ref) => await former.findBearers(ref)));
	const users = found.flat();
	if (users.length > 0) return readMeant(entry, users);
	for (const ref of entry.refs) {
		if (ref.by !== 'id' || !(await wasPurged(client, ref.value))) continue;
		return { ids: [ref.value], hint: describeDeleted(entry, 'a permanently deleted user') };
	}
	return undefined;
}

/**
 * The users behind each entry. A number can be somebody's ID and somebody else's external ID: of those that show one, the
 * other is asked for once more, because a list that leaves somebody out would take the protection away.
 */
async function findBehind(client: Client, entries: ProtectedEntry[]): Promise<ZendeskUser[][]> {
	const found = new Map<UserRef, ZendeskUser[]>();
	const look = async (refs: UserRef[]) => {
		if (refs.length === 0) return;
		const matches = await findUsers(client, refs, { deleted: true });
		for (const [i, ref] of refs.entries()) found.set(ref, matches[i]);
	};
	const isSeen = (ref: UserRef) => (found.get(ref) ?? []).length > 0;
	await look(entries.flatMap(({ refs }) => refs));
	const halfSeen = entries.filter(({ refs }) => refs.some(isSeen));
	await look(halfSeen.flatMap(({ refs }) => refs.filter((ref) => !isSeen(ref))));
	return entries.map(({ refs }) => refs.flatMap((ref) => found.get(ref) ?? []));
}

/** An entry is often in the list of each row. */
function dropRepeats(entries: ProtectedEntry[]): ProtectedEntry[] {
	return [...new Map(entries.map((entry) => [entry.text.toLowerCase(), entry])).values()];
}

/**
 * Finds the users behind the entries: by any of their emails, by ID, by external ID, and also who was deleted since. One
 * that matches nobody is a mistake that would protect nobody, so nothing may be done with it.
 *
 * @returns the IDs; or the entries that match nobody, by name. Costs nothing without entries, else one request an email and
 * three a hundred numbers (as IDs, as external IDs, and once more as what they weren't); the deleted users are only read for
 * entries that match nobody else
 */
export async function resolveProtectedUsers(
	client: Client,
	all: ProtectedEntry[],
): Promise<Result<ProtectedUsers>> {
	const entries = dropRepeats(all);
	const found = await findBehind(client, entries);
	const former = new FormerUsers(client);
	const meant = await inParallel(entries, async (entry, i) =>
		found[i].length > 0 ? readMeant(entry, found[i]) : await findFormer(client, former, entry),
	);
	const unknown = entries.filter((_, i) => meant[i] === undefined).map(({ text }) => `'${text}'`);
	if (unknown.length === 0) {
		return succeed({
			ids: new Set(meant.flatMap((each) => each?.ids ?? [])),
			hints: meant.flatMap((each) => each?.hint ?? []),
		});
	}
	return refuse({
		reason: 'not-found',
		message: `'Protected Users': no Zendesk user has ${unknown.join(', ')}, so nothing was changed`,
		advice:
			"Correct these entries, or take them out. Each is an email, an ID or an external ID; separate them by commas or lines. Zendesk's search is a few minutes behind, so name a brand-new user by ID",
	});
}
