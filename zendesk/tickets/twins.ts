import { refused, type Verdict } from '../verdict';
import type { NewTicketRow } from './create';

/** Whatever makes two rows the same ticket. */
function marksOf({ key, externalId }: NewTicketRow): string[] {
	return [
		...(key === undefined ? [] : [`k:${key}`]),
		...(externalId === undefined ? [] : [`x:${externalId}`]),
	];
}

function contentOf(row: NewTicketRow): string {
	return JSON.stringify({ ...row, item: undefined });
}

function verdictOf(row: NewTicketRow, first: NewTicketRow, keyParameter: string): Verdict {
	if (row.key !== undefined && row.key === first.key && contentOf(row) !== contentOf(first)) {
		return refused(
			{
				reason: 'conflict',
				message: `'${keyParameter}': item ${first.item} has the key '${row.key}' too, and other content`,
				advice: 'Give each ticket a key of its own',
			},
			row.fields,
		);
	}
	const message = `Item ${first.item} files the same ticket`;
	return { outcome: 'skipped', reason: 'same-row', message, data: row.fields };
}

/**
 * Rows of one run that name the same ticket, by key or external ID: the first one files it.
 *
 * @returns the verdicts of the others, by their place in the list
 */
export function twinsOf(rows: NewTicketRow[], keyParameter: string): Map<number, Verdict> {
	const firsts = new Map<string, NewTicketRow>();
	const twins = new Map<number, Verdict>();
	for (const [i, row] of rows.entries()) {
		const marks = marksOf(row);
		const first = marks.map((mark) => firsts.get(mark)).find((one) => one !== undefined);
		if (first) twins.set(i, verdictOf(row, first, keyParameter));
		else for (const mark of marks) firsts.set(mark, row);
	}
	return twins;
}
