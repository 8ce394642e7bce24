import { exportUsers, searchAllUsers } from '../api/exports';
import type { ZendeskUser } from '../api/records';
import { findByExternalId, listOrganizationUsers, listUsers } from '../api/users';
import type { Client } from '../http/client';
import { testOf, type UserFilter } from './filter';

/** Zendesk's ways to read many users. */
type Source = (client: Client, filter: UserFilter) => AsyncIterable<{ records: ZendeskUser[] }>;

async function* byExternalId(client: Client, { externalId }: UserFilter) {
	yield { records: await findByExternalId(client, externalId!) };
}

/** The cheapest source that has all users whom a filter can want. The first that applies is taken. */
const SOURCES: Array<{ applies: (filter: UserFilter) => boolean; read: Source }> = [
	{ applies: ({ externalId }) => externalId !== undefined, read: byExternalId },
	{
		applies: ({ search }) => search !== undefined,
		read: (client, { search }) => searchAllUsers(client, search!),
	},
	{
		applies: ({ updatedSince, status }) => updatedSince !== undefined || status === 'deleted',
		read: (client, { updatedSince }) => exportUsers(client, Date.parse(updatedSince ?? '')),
	},
	{
		applies: ({ organizationId }) => organizationId !== undefined,
		read: (client, { organizationId }) => listOrganizationUsers(client, organizationId!),
	},
	{
		applies: () => true,
		read: (client, { roles, customRoleId }) =>
			listUsers(client, { query: { 'role[]': roles, permission_set: customRoleId } }),
	},
];

/**
 * Reads users page by page, always by cursor, so that nothing ends at 10,000.
 *
 * @param byExport read through the incremental export even without a date: a thousand users a page, but ten pages a minute
 */
export async function* readUsers(
	client: Client,
	filter: UserFilter,
	byExport = false,
): AsyncGenerator<ZendeskUser[]> {
	const isWanted = testOf(filter);
	const source = byExport
		? exportUsers(client, Date.parse(filter.updatedSince ?? ''))
		: SOURCES.find(({ applies }) => applies(filter))!.read(client, filter);
	// Exports may show somebody twice; a list read by cursor does not.
	const seen = new Set<number>();
	for await (const { records } of source) {
		const page = records.filter((user) => isWanted(user) && !seen.has(user.id));
		for (const { id } of page) seen.add(id);
		yield page;
	}
}
