import { attempt } from '../http/client';
import type { ZendeskError } from '../http/errors';
import { batchesOf, type JobItem, type JobRunner } from '../http/jobs';
import type { ZendeskRequest } from '../http/types';
import { type Verdict, verdictOfError } from '../verdict';

/** How one row of a bulk order ended. */
export type RowEnd<Done> =
	| { done: Done }
	/** Zendesk refused this row. */
	| { refused: string }
	/** Nobody can tell what became of it. */
	| { unknown: string }
	/** The whole order was refused: no sign-in, no permission, stopped. */
	| { error: ZendeskError };

/** What a job's own results, or a look at the records, say of a row; `undefined` = nothing. */
export type Finding<Done> = { done: Done } | { refused: string } | undefined;

/** One kind of bulk order. */
export interface BulkOrder<Row, Done> {
	/** The job for up to a hundred rows. */
	request: (rows: Row[]) => ZendeskRequest;
	/** What a completed job says of each of its rows, in their order. */
	match: (rows: Row[], items: JobItem[]) => Array<Finding<Done>>;
	/** Looks the rows up in Zendesk: what is there already counts as done, what is not may be ordered again. */
	lookUp: (rows: Row[]) => Promise<Array<Finding<Done>>>;
	/**
	 * Whether a row that the look-up did not find may be ordered again: true for what sets values or has a natural key,
	 * false for what would be there twice.
	 */
	repeatable: (row: Row) => boolean;
	/** Look every row up even when its job says it is done: for what must be certain, such as a role. */
	verify?: boolean;
}

/** A row whose job kept breaking is ordered so often, each time with fewer others beside it. */
const MOST_TRIES = 12;

interface Part<Row> {
	rows: Array<{ row: Row; index: number }>;
	tries: number;
}

/**
 * Runs an order of any size in jobs of a hundred, with the slots kept full. A job that breaks down is split in two until
 * the row that breaks it stands alone; a job whose fate is not known is looked up row by row, and only what is surely not
 * done is ordered again.
 *
 * @param onEnded told at each row that Zendesk has done or refused
 * @returns one end a row, in their order
 */
export async function runBulk<Row, Done>(
	jobs: JobRunner,
	rows: Row[],
	order: BulkOrder<Row, Done>,
	onEnded?: () => void,
): Promise<Array<RowEnd<Done>>> {
	const ends: Array<RowEnd<Done>> = new Array(rows.length);
	const end = (index: number, value: RowEnd<Done>) => {
		ends[index] = value;
		// Where a whole order is refused the rows may still go another way.
		if (!('error' in value)) onEnded?.();
	};

	/** Sorts out what a look-up has found, and gives what is left. */
	const settle = async (part: Part<Row>): Promise<Part<Row>['rows'] | ZendeskError> => {
		const found = await attempt(order.lookUp(part.rows.map(({ row }) => row)));
		if (!found.ok) return found.error;
		return part.rows.filter(({ index }, i) => {
			const finding = found.value[i];
			if (finding) end(index, finding);
			return finding === undefined;
		});
	};

	const endAll = (left: Part<Row>['rows'], value: RowEnd<Done>) => {
		for (const { index } of left) end(index, value);
	};

	const work = async (part: Part<Row>, onAccepted?: () => void): Promise<void> => {
		const result = await jobs.run(() => order.request(part.rows.map(({ row }) => row)), onAccepted);
		if (result.state === 'refused') return endAll(part.rows, { error: result.error });

		let open = part;
		if (result.state === 'completed') {
			const findings = order.match(
				part.rows.map(({ row }) => row),
				result.items,
			);
			const left = part.rows.filter(({ index }, i) => {
				const finding = findings[i];
				if (finding && !('done' in finding && order.verify)) end(index, finding);
				return ends[index] === undefined;
			});
			if (left.length === 0) return;
			open = { ...part, rows: left };
		}

		const left = await settle(open);
		if (!Array.isArray(left)) return endAll(open.rows, { error: left });
		if (left.length === 0) return;
		const said = 'message' in result ? result.message : 'Zendesk did it without effect';
		if (result.state === 'completed') return endAll(left, { refused: said });
		if (part.tries >= MOST_TRIES || (result.state === 'failed' && part.rows.length === 1)) {
			return endAll(left, result.state === 'failed' ? { refused: said } : { unknown: said });
		}
		endAll(
			left.filter(({ row }) => !order.repeatable(row)),
			{ unknown: said },
		);
		const again = left.filter(({ row }) => order.repeatable(row));
		const size = result.state === 'failed' ? Math.ceil(again.length / 2) : again.length;
		await Promise.all(
			batchesOf(again, Math.max(1, size)).map((half) =>
				work({ rows: half, tries: part.tries + 1 }),
			),
		);
	};

	const [first, ...others] = batchesOf(rows.map((row, index) => ({ row, index })));
	if (first === undefined) return ends;
	// The first batch tells whether Zendesk takes such orders at all: it is asked once, not once a slot.
	const firstWork = { current: Promise.resolve() };
	await new Promise<void>((resolve) => {
		firstWork.current = work({ rows: first, tries: 1 }, resolve).then(resolve);
	});
	const refusal = ends[first[0].index];
	if (refusal && 'error' in refusal) {
		for (const batch of others) endAll(batch, refusal);
	} else {
		await Promise.all([
			firstWork.current,
			...others.map((batch) => work({ rows: batch, tries: 1 })),
		]);
	}
	return ends;
}

/**
 * The verdict of a row that did not get done.
 *
 * @param what says so, e.g. `Ann Miller (ID 7) was not changed`
 */
export function verdictOfEnd(
	end: Exclude<RowEnd<never>, { done: never }>,
	what: string,
	data: Record<string, unknown>,
): Verdict {
	if ('error' in end) return verdictOfError(end.error, data);
	const isUnknown = 'unknown' in end;
	return {
		outcome: isUnknown ? 'unknown' : 'failed',
		reason: isUnknown ? 'unavailable' : 'invalid',
		message: isUnknown
			? `Perhaps ${what}; nobody can tell: ${end.unknown}`
			: `${what}: ${end.refused}`,
		advice: isUnknown
			? 'Look it up in Zendesk, or run it again: what is already done is recognised'
			: 'Correct the row and run it again',
		data,
	};
}
