import { exportUsersFrom, searchAllUsers } from '../api/exports';
import type { ZendeskUser } from '../api/records';
import { findByExternalId, listOrganizationUsers, listUsers } from '../api/users';
import { attempt, type Client } from '../http/client';
import { ZendeskError } from '../http/errors';
import { PAGE_SIZE } from '../http/pages';
import { passesAll, testsOf, type UserFilter } from './filter';

interface UserPage {
	records: ZendeskUser[];
}

/** One of Zendesk's ways to read many users. */
interface Source {
	applies: (filter: UserFilter, byExport: boolean) => boolean;
	/** Filters that Zendesk tests itself and that the records don't tell in full, so that its word counts. */
	answers?: ReadonlyArray<keyof UserFilter>;
	/** @param size users a page, where the source lets us choose */
	read: (client: Client, filter: UserFilter, size: number) => AsyncIterable<UserPage>;
}

async function* byExternalId(client: Client, { externalId }: UserFilter) {
	yield { records: await findByExternalId(client, externalId!) };
}

async function* byOrganization(
	client: Client,
	{ organizationId }: UserFilter,
	size: number,
): AsyncGenerator<UserPage> {
	const members = listOrganizationUsers(client, organizationId!, { size });
	const first = await attempt(members.next());
	if (!first.ok) {
		if (first.error.kind !== 'not-found') throw first.error;
		throw new ZendeskError({
			kind: 'not-found',
			message: `'Organization ID': no organization has the ID ${organizationId}`,
			advice: "Correct it; the ID stands in the address of the organization's page in Zendesk",
		});
	}
	if (!first.value.done) yield first.value.value;
	yield* members;
}

/** The cheapest source that has all users whom a filter can want. The first that applies is taken. */
const SOURCES: Source[] = [
	{
		// Before all others, because no other knows what a search finds.
		applies: ({ search }) => search !== undefined,
		answers: ['search'],
		read: (client, { search }, size) => searchAllUsers(client, search!, { size }),
	},
	{
		applies: ({ externalId }, byExport) => externalId !== undefined && !byExport,
		read: byExternalId,
	},
	{
		applies: ({ updatedSince, status }, byExport) =>
			byExport || updatedSince !== undefined || status === 'deleted',
		read: (client, { updatedSince }) => exportUsersFrom(client, { sinceMs: updatedSince ?? 0 }),
	},
	{
		applies: ({ organizationId }) => organizationId !== undefined,
		answers: ['organizationId'],
		read: byOrganization,
	},
	{
		applies: () => true,
		// Both are tested again: Zendesk does not say what it makes of the two together.
		read: (client, { roles, customRoleId }, size) =>
			listUsers(client, { query: { 'role[]': roles, permission_set: customRoleId }, size }),
	},
];

interface Reading<T> {
	/** What becomes of a user's record, which is not kept otherwise. */
	as: (user: ZendeskUser) => T;
	/** At most so many users; `Infinity` for all. */
	limit: number;
	/** Read through the incremental export even without a date: a thousand users a page, but ten pages a minute. */
	byExport: boolean;
	/** Told after each page how many users are found. */
	onPage: (found: number) => void;
}

/**
 * Reads users page by page, always by cursor, so that nothing ends at 10,000. Who comes twice is returned once, in his
 * last state, and not at all when that is not wanted any more. Deleted users count only when the filter asks for them.
 */
export async function readUsers<T>(
	client: Client,
	filter: UserFilter,
	{ as, limit, byExport, onPage }: Reading<T>,
): Promise<T[]> {
	const source = SOURCES.find(({ applies }) => applies(filter, byExport))!;
	const tests = testsOf(filter, source.answers);
	// Whoever looks for few among many looks through whole pages.
	const size = tests.length === 0 ? Math.min(limit, PAGE_SIZE) : PAGE_SIZE;
	if (filter.status === undefined) tests.push(({ active }) => active);
	const found = new Map<number, T>();
	for await (const { records } of source.read(client, filter, size)) {
		for (const user of records) {
			if (passesAll(user, tests)) found.set(user.id, as(user));
			else found.delete(user.id);
		}
		onPage(Math.min(found.size, limit));
		if (found.size >= limit) break;
	}
	return Array.from(found.values()).slice(0, limit);
}
