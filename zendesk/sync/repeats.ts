import { isRecord } from '../http/errors';
import type { Blocked } from './change';
import type { Desired } from './people';

/** What a row says, in one order and, of its keys, in one case. */
function spell(row: Desired): string {
	const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);
	const { externalId, email, fields } = row;
	const keys = {
		externalId: lower(externalId),
		email: lower(email),
		fields: {
			...fields,
			...('external_id' in fields ? { external_id: lower(fields.external_id) } : {}),
			...('email' in fields ? { email: lower(fields.email) } : {}),
		},
	};
	return JSON.stringify({ ...row, ...keys, item: undefined }, (_key, value: unknown) =>
		isRecord(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	);
}

function repeat({ item, externalId, email, fields }: Desired, first: Desired): Blocked {
	return {
		item,
		id: null,
		name: typeof fields.name === 'string' ? fields.name : null,
		email: email ?? null,
		external_id: externalId ?? null,
		reason: 'same-row',
		message: `Item ${item} says the same as item ${first.item}: they are one, and what becomes of that one holds for both`,
		advice: 'Keep one of them',
	};
}

/** Rows that say the very same are one: the first is the person, and the others are told so. */
export function dropRepeats(given: Desired[]): { rows: Desired[]; repeated: Blocked[] } {
	// To spell out every row would take long; the same ones have the same keys.
	const byKey = new Map<string, Array<{ row: Desired; spelled?: string }>>();
	const repeated: Blocked[] = [];
	const rows = given.filter((row) => {
		const key = `${row.externalId ?? ''} ${row.email ?? ''}`.toLowerCase();
		const others = byKey.get(key) ?? [];
		byKey.set(key, others);
		const entry: { row: Desired; spelled?: string } = { row };
		const same = others.find((other) => {
			other.spelled ??= spell(other.row);
			entry.spelled ??= spell(row);
			return other.spelled === entry.spelled;
		});
		if (same) repeated.push(repeat(row, same.row));
		else others.push(entry);
		return !same;
	});
	return { rows, repeated };
}
