import type { JobRunner } from '../http/jobs';
import { inParallel } from '../http/parallel';
import type { Verdict } from '../verdict';
import { type BulkOrder, type RowEnd, runBulk } from './bulk';

export interface BulkImport<Row, Done> {
	jobs: JobRunner;
	order: BulkOrder<Row, Done>;
	verdictOf: (end: RowEnd<Done>, row: Row) => Promise<Verdict>;
	/** The same by a call of its own. */
	single: (row: Row) => Promise<Verdict>;
	/** Told once when the account does not allow bulk imports. */
	onSingles?: () => void;
	onEnded?: () => void;
}

/** The account does not allow such orders; a credential that may not write is another matter. */
function isOff(end: RowEnd<unknown>): boolean {
	return 'error' in end && end.error.kind === 'forbidden';
}

/**
 * Imports by jobs; row by row for one row, and where the account does not allow bulk imports, which Zendesk's support has
 * to switch on. Where not even the first row may be written, the others are not tried.
 */
export async function importRows<Row, Done>(
	{ jobs, order, verdictOf, single, onSingles, onEnded }: BulkImport<Row, Done>,
	rows: Row[],
): Promise<Verdict[]> {
	if (rows.length > 1) {
		const ends = await runBulk(jobs, rows, order, onEnded);
		if (!ends.some(isOff)) {
			return await inParallel(ends, async (end, i) => await verdictOf(end, rows[i]));
		}
	}
	const [first, ...others] = rows;
	if (first === undefined) return [];
	const verdict = await single(first);
	onEnded?.();
	if (verdict.reason === 'forbidden') return rows.map(() => verdict);
	if (others.length > 0) onSingles?.();
	return [verdict, ...(await inParallel(others, single, onEnded))];
}
