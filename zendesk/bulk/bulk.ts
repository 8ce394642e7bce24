import { attempt } from '../http/client';
import type { ZendeskError } from '../http/errors';
import { explainItem, type JobItem } from '../http/jobItems';
import { batchesOf, type JobRunner } from '../http/jobs';
import { describeNoSeat, FREE_A_SEAT, isNoSeat } from '../http/noSeat';
import { backOffMs, RETRY_POLICY } from '../http/retry';
import type { ZendeskRequest } from '../http/types';
import { type Verdict, verdictOfError } from '../verdict';

/** What Zendesk says against one row, and what kind of refusal that is where it isn't the row's own fault. */
export interface RowRefusal {
	refused: string;
	kind?: 'no-seat';
	requestId?: string;
}

/** How one row of a bulk order ended. */
export type RowEnd<Done> =
	| { done: Done }
	/** Zendesk refused this row. */
	| RowRefusal
	/** Nobody can tell what became of it. */
	| { unknown: string }
	/** The whole order was refused: no sign-in, no permission, stopped. */
	| { error: ZendeskError };

/**
 * What a job's own results say of a row. `doubt`: have a look whether it is done all the same; if not, that is why, or
 * (`again`) order it once more. `undefined` = nothing was said, which is doubt, too.
 */
export type Finding<Done> =
	| { done: Done }
	| RowRefusal
	/** It may be done and can't be looked up: an order that makes what has no key of its own. */
	| { unknown: string }
	| Doubt
	| undefined;

export interface Doubt {
	doubt: string;
	again?: boolean;
	/** How long to wait before that, and why, in words for people. */
	afterMs?: number;
	why?: string;
}

/** One kind of bulk order. */
export interface BulkOrder<Row, Done> {
	/** The job for up to a hundred rows. */
	request: (rows: Row[]) => ZendeskRequest;
	/**
	 * What a job's results say of each of its rows, in the rows' order, whatever the order of the results is.
	 *
	 * @param again they were ordered before, so what is in their way may be themselves
	 */
	match: (
		rows: Row[],
		items: JobItem[],
		again: boolean,
	) => Array<Finding<Done>> | Promise<Array<Finding<Done>>>;
	/**
	 * Looks the rows up in Zendesk: what is there already counts as done, what is not may be ordered again.
	 *
	 * @param expected a job's results speak for it that they are there: worth waiting for a search that is behind
	 */
	lookUp: (rows: Row[], expected: boolean) => Promise<Array<{ done: Done } | undefined>>;
	/**
	 * Whether a row that the look-up did not find may be ordered again: true for what sets values or has a natural key,
	 * false for what would be there twice.
	 */
	repeatable: (row: Row) => boolean;
	/** Rows to look up even when their job says they are done: for what must be certain, such as a role. */
	verify?: (row: Row) => boolean;
}

/** A row whose job kept breaking is ordered so often, each time with fewer others beside it. */
const MOST_TRIES = 12;

const WITHOUT_EFFECT: Doubt = { doubt: 'Zendesk did it without effect' };

/** A refusal of the content: it may be the fault of one row. Every other refusal is about the order as such. */
const isAboutRows = ({ kind }: ZendeskError) => kind === 'invalid' || kind === 'no-seat';

/** The refusal that a job's result states for one row. */
export function readRefusal(item: JobItem): RowRefusal {
	const { error, details, codes = [] } = item;
	return isNoSeat(error, details, ...codes)
		? { refused: describeNoSeat(details ?? error), kind: 'no-seat' }
		: { refused: explainItem(item) };
}

/** How a row ended that was written by a call of its own. */
export function endOfCall<Done>(
	call: { ok: true; value: Done } | { ok: false; error: ZendeskError },
): RowEnd<Done> {
	if (call.ok) return { done: call.value };
	const { error } = call;
	if (error.kind === 'unknown-outcome') return { unknown: error.message };
	if (!isAboutRows(error)) return { error };
	const { kind, message: refused, requestId } = error;
	return { refused, requestId, ...(kind === 'no-seat' ? { kind } : {}) };
}

interface Part<Row> {
	rows: Array<{ row: Row; index: number }>;
	tries: number;
	/** How many times in a row nobody knew what became of it. */
	lost?: number;
}

/** One run of one order. */
class Bulk<Row, Done> {
	readonly ends: Array<RowEnd<Done>>;
	/** Set once Zendesk refuses an order as such: the others would meet the same. */
	private refusal?: ZendeskError;

	constructor(
		private readonly jobs: JobRunner,
		private readonly order: BulkOrder<Row, Done>,
		rows: Row[],
		private readonly onEnded?: () => void,
	) {
		this.ends = new Array(rows.length);
	}

	/** @param onTaken told once Zendesk has taken the first job, or refused it for what is in it */
	async work(part: Part<Row>, onTaken?: () => void): Promise<void> {
		if (this.refusal) return this.endAll(part.rows, { error: this.refusal });
		const rows = part.rows.map(({ row }) => row);
		const result = await this.jobs.run(() => this.order.request(rows), onTaken);
		switch (result.state) {
			case 'refused':
				if (isAboutRows(result.error)) {
					onTaken?.();
					return await this.halve(part, part.rows, result.error.message, true);
				}
				this.refusal = result.error;
				return this.endAll(part.rows, { error: result.error });
			case 'completed': {
				const findings = await this.match(part, result.items);
				return await this.takeFindings({ ...part, lost: 0 }, part.rows, findings);
			}
			case 'failed':
				return await this.takeFailure({ ...part, lost: 0 }, result.items, result.message);
			case 'unknown': {
				const left = await this.notDone(part.rows);
				const lost = (part.lost ?? 0) + 1;
				if (lost >= RETRY_POLICY.attempts['in-doubt']) {
					return this.endAll(left, { unknown: result.message });
				}
				// The job may be fine and only its answers lost, or Zendesk may need a rest.
				if (left.length > 0) await this.jobs.wait(backOffMs(lost), result.message);
				return await this.again({ ...part, lost }, left, result.message);
			}
		}
	}

	private async match({ rows, tries }: Part<Row>, items: JobItem[]): Promise<Array<Finding<Done>>> {
		const all = rows.map(({ row }) => row);
		return await this.order.match(all, items, tries > 1);
	}

	/**
	 * A row that the results of a job which failed give a reason is not ordered again: where all rows are bad the job is
	 * `failed`, and breaks again however it is split. The others were never tried, or are done.
	 */
	private async takeFailure(part: Part<Row>, items: JobItem[], why: string): Promise<void> {
		const findings = items.length > 0 ? await this.match(part, items) : [];
		const hasReason = (finding: Finding<Done>) =>
			finding !== undefined && ('refused' in finding || 'doubt' in finding);
		const told = [...part.rows.keys()].filter((i) => hasReason(findings[i]));
		const others = part.rows.filter((_, i) => !hasReason(findings[i]));
		await this.takeFindings(
			part,
			told.map((i) => part.rows[i]),
			told.map((i) => findings[i]),
		);
		await this.halve(part, await this.notDone(others), why);
	}

	/** Each row as its job says; where that leaves doubt, somebody looks. */
	private async takeFindings(
		part: Part<Row>,
		rows: Part<Row>['rows'],
		findings: Array<Finding<Done>>,
	): Promise<void> {
		const doubtful = new Map<number, Doubt>();
		for (const [i, { row, index }] of rows.entries()) {
			const finding = findings[i] ?? WITHOUT_EFFECT;
			if ('doubt' in finding) doubtful.set(index, finding);
			else if ('done' in finding && this.order.verify?.(row)) doubtful.set(index, WITHOUT_EFFECT);
			else this.end(index, finding);
		}
		const inDoubt = rows.filter(({ index }) => doubtful.has(index));
		const left = await this.notDone(inDoubt, true);
		const isAgain = ({ index }: { index: number }) => doubtful.get(index)?.again === true;
		for (const entry of left.filter((row) => !isAgain(row))) {
			this.end(entry.index, { refused: doubtful.get(entry.index)!.doubt });
		}
		const again = left.filter(isAgain);
		if (again.length === 0) return;
		const { doubt, afterMs, why = doubt } = doubtful.get(again[0].index)!;
		if (afterMs) await this.jobs.wait(afterMs, why);
		await this.again(part, again, doubt);
	}

	/** Looks rows up, ends those that are done, and gives the others. */
	private async notDone(rows: Part<Row>['rows'], expected = false): Promise<Part<Row>['rows']> {
		if (rows.length === 0) return [];
		const look = this.order.lookUp(
			rows.map(({ row }) => row),
			expected,
		);
		const found = await attempt(look);
		if (!found.ok) {
			const { error } = found;
			this.endAll(rows, error.kind === 'cancelled' ? { error } : { unknown: error.message });
			return [];
		}
		return rows.filter(({ index }, i) => {
			const finding = found.value[i];
			if (finding) this.end(index, finding);
			return finding === undefined;
		});
	}

	/**
	 * Orders what is not done once more, in two halves, until the row that breaks its job stands alone.
	 *
	 * @param isSure Zendesk has not even taken the order, so nothing can be there twice
	 */
	private async halve(
		part: Part<Row>,
		left: Part<Row>['rows'],
		why: string,
		isSure = false,
	): Promise<void> {
		if (part.rows.length === 1) return this.endAll(left, { refused: why });
		await this.again(part, left, why, Math.ceil(left.length / 2), isSure);
	}

	private async again(
		{ tries, lost }: Part<Row>,
		left: Part<Row>['rows'],
		why: string,
		size = left.length,
		isSure = false,
	): Promise<void> {
		const may = ({ row }: { row: Row }) =>
			tries < MOST_TRIES && (isSure || this.order.repeatable(row));
		this.endAll(
			left.filter((entry) => !may(entry)),
			{ unknown: why },
		);
		const parts = batchesOf(left.filter(may), Math.max(1, size));
		await Promise.all(parts.map((rows) => this.work({ rows, tries: tries + 1, lost })));
	}

	private end(index: number, value: RowEnd<Done>): void {
		this.ends[index] = value;
		// Where a whole order is refused the rows may still go another way.
		if (!('error' in value)) this.onEnded?.();
	}

	private endAll(rows: Part<Row>['rows'], value: RowEnd<Done>): void {
		for (const { index } of rows) this.end(index, value);
	}
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
	const bulk = new Bulk(jobs, order, rows, onEnded);
	const [first, ...others] = batchesOf(rows.map((row, index) => ({ row, index })));
	if (first === undefined) return bulk.ends;
	// The first job tells whether Zendesk takes such orders at all: it is asked once, not once a slot.
	const works: Array<Promise<void>> = [];
	await new Promise<void>((resolve) => {
		works.push(bulk.work({ rows: first, tries: 1 }, resolve).then(resolve));
	});
	works.push(...others.map((batch) => bulk.work({ rows: batch, tries: 1 })));
	await Promise.all(works);
	return bulk.ends;
}

/** What Zendesk says when the same record was written by somebody else at the same moment. */
const COLLISION = /collision|conflict/i;

function explainRefusal({ refused, kind }: RowRefusal): Pick<Verdict, 'reason' | 'advice'> {
	if (kind === 'no-seat') return { reason: kind, advice: FREE_A_SEAT };
	return COLLISION.test(refused)
		? { reason: 'conflict', advice: 'Run it again' }
		: { reason: 'invalid', advice: 'Correct the row and run it again' };
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
	if ('unknown' in end) {
		return {
			outcome: 'unknown',
			reason: 'unavailable',
			message: `Perhaps ${what}; nobody can tell: ${end.unknown}`,
			advice: 'Look it up in Zendesk, or run it again: what is already done is recognized',
			data,
		};
	}
	return {
		outcome: 'failed',
		...explainRefusal(end),
		message: `${what}: ${end.refused}`,
		data: end.requestId === undefined ? data : { ...data, zendesk_request_id: end.requestId },
	};
}
