import { showMany } from '../api/users';
import { matchResults, type RowKeys } from '../bulk/results';
import { attempt, type Client } from '../http/client';
import type { JobItem } from '../http/jobItems';

/**
 * The result of each row of an upsert, by what it names. A result that names an address which no row has (a user's
 * primary one, where the row's is new) is looked up by its ID: a hundred in one call.
 *
 * @returns one entry a row, in their order; `undefined` = no result is surely this row's
 */
export async function findResults(
	client: Client,
	rows: RowKeys[],
	items: JobItem[],
): Promise<Array<JobItem | undefined>> {
	const matched = matchResults(rows, items);
	const ids = matched.nameless.flatMap(({ success, id }) =>
		success && id !== undefined ? [id] : [],
	);
	if (ids.length === 0) return matched.items;
	const shown = await attempt(showMany(client, 'ids', ids));
	const users = new Map((shown.ok ? shown.value : []).map((user) => [user.id, user]));
	const named = items.map((item) => {
		const user = item.id === undefined ? undefined : users.get(item.id);
		if (user === undefined) return item;
		return {
			...item,
			externalId: user.external_id ?? undefined,
			email: user.email ?? undefined,
		};
	});
	return matchResults(rows, named).items;
}
