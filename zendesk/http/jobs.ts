import { attempt, type Client } from './client';
import { isRecord, quote, type ZendeskError } from './errors';
import { type JobItem, readJobItems } from './jobItems';
import type { ZendeskRequest } from './types';

/** Records in one job: Zendesk's own limit. */
export const JOB_SIZE = 100;

/** Jobs of ours at once. Zendesk takes 30 queued and running jobs an account; the rest is for other integrations. */
export const JOB_SLOTS = 25;

/** How a batch ended. Only `completed` tells the fate of each record; for the others somebody has to look. */
export type JobEnd =
	| { state: 'completed'; items: JobItem[] }
	/**
	 * Zendesk gave the job up. Where all records were refused the items say why; else some may be done, and of those that
	 * no item names nothing is known.
	 */
	| { state: 'failed'; message: string; items: JobItem[] }
	/** Nobody knows: the answer to the order was lost, the job is gone, or it does not end. */
	| { state: 'unknown'; message: string }
	/** Zendesk never took the job: nothing is done. */
	| { state: 'refused'; error: ZendeskError };

interface Running {
	id: string;
	since: number;
	progress: number;
	progressAt: number;
	/** How long it should take in all, by its progress when we looked. */
	expectedMs?: number;
	missed: number;
	end: (end: JobEnd) => void;
}

/**
 * When we look at running jobs. Their own progress, and how long jobs have taken so far, tell when the next one should be
 * done; a look then waits a moment longer, so that it finds several.
 */
const PACE = {
	/** Between two looks at least. */
	leastMs: 250,
	mostMs: 10_000,
	/** As long as nothing is known of a job's pace. */
	unknownMs: 1_000,
	unknownShareOfAge: 0.25,
	/** So much later than the first one others may end and still be waited for, as a part of a job's time. */
	gatherShare: 0.04,
	gatherMostMs: 1_000,
	/** Just after a job's end rather than just before it. */
	marginShare: 0.01,
	/**
	 * A job that was done when we looked may have been so for long: what we learn from it is a little less, so that a
	 * later look comes early enough to see the pace itself.
	 */
	doubt: 0.95,
};

/** A job whose progress has not moved for so long is stuck. */
const STUCK_MS = 30 * 60_000;

const WAIT_FOR_SLOT_MS = 5_000;

/** A job that two looks in a row don't show has vanished (Zendesk keeps job results for a day, the last 100 at least). */
const MISSES = 2;

function wholeNumber(value: unknown): number {
	return typeof value === 'number' && value > 0 ? value : 0;
}

/**
 * Runs Zendesk's background jobs for one execution: keeps up to `slots` of them going and looks at all of them with one
 * request at a time. The slots are the account's, so they are shared with other executions.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/ticket-management/job_statuses/
 */
export class JobRunner {
	private readonly running = new Map<string, Running>();
	private polling = false;
	/** How long jobs take here, as far as looks have told. */
	private typicalMs?: number;

	constructor(
		private readonly client: Client,
		private readonly slots = JOB_SLOTS,
		private readonly onProgress?: (running: number) => void,
	) {}

	/**
	 * Sends one batch (at most {@link JOB_SIZE} records) and waits until Zendesk is done with it. Never throws.
	 *
	 * @param build makes the order once it is its turn, so that a hundred thousand rows don't wait as bodies in memory
	 * @param onAccepted told once Zendesk has taken the order
	 */
	async run(build: () => ZendeskRequest, onAccepted?: () => void): Promise<JobEnd> {
		const { jobs } = this.client.limiter;
		await jobs.take(this.slots, this.client.signal);
		const end = await this.order(build(), onAccepted);
		jobs.give();
		return end;
	}

	/** Waits before something is ordered again. */
	async wait(ms: number, why: string): Promise<void> {
		await this.client.wait(ms, why);
	}

	private async order(request: ZendeskRequest, onAccepted?: () => void): Promise<JobEnd> {
		for (;;) {
			const answer = await attempt(this.client.send(request, { operation: 'never-blind' }));
			if (answer.ok) {
				onAccepted?.();
				const { job_status: job } = answer.value.json;
				if (isRecord(job) && typeof job.id === 'string') return await this.watch(job.id);
				return { state: 'unknown', message: 'Zendesk took the batch but named no job' };
			}
			const { error } = answer;
			if (error.kind === 'unknown-outcome') return { state: 'unknown', message: error.message };
			if (error.code !== 'TooManyJobs') return { state: 'refused', error };
			await this.client.wait(
				error.retryAfterMs ?? WAIT_FOR_SLOT_MS,
				'all job slots of the account are in use',
			);
		}
	}

	private watch(id: string): Promise<JobEnd> {
		const now = this.client.clock.now();
		return new Promise((resolve) => {
			this.running.set(id, {
				id,
				since: now,
				progress: 0,
				progressAt: now,
				missed: 0,
				end: (end) => {
					this.running.delete(id);
					resolve(end);
				},
			});
			if (!this.polling) void this.poll();
		});
	}

	private async poll(): Promise<void> {
		this.polling = true;
		while (this.running.size > 0) {
			await this.client.clock.sleep(this.pauseMs(), this.client.signal);
			const looked = await attempt(
				this.client.get(
					'/api/v2/job_statuses/show_many',
					{ ids: [...this.running.keys()].join(',') },
					'job_statuses',
				),
			);
			if (!looked.ok) {
				for (const job of [...this.running.values()]) {
					job.end({ state: 'unknown', message: looked.error.message });
				}
				break;
			}
			this.take(looked.value.json.job_statuses);
			this.onProgress?.(this.running.size);
		}
		this.polling = false;
	}

	/** How long to wait for the next look. */
	private pauseMs(): number {
		const now = this.client.clock.now();
		const ends = [...this.running.values()].map((job) => this.expectedEnd(job, now));
		const gather = Math.min((this.typicalMs ?? 0) * PACE.gatherShare, PACE.gatherMostMs);
		// When nobody waits for a slot, all of them may as well be looked at together.
		const latest = this.client.limiter.jobs.isWaitedFor ? Math.min(...ends) + gather : Infinity;
		const due = Math.max(...ends.filter((end) => end <= latest));
		const margin = (this.typicalMs ?? 0) * PACE.marginShare;
		return Math.min(Math.max(due + margin - now, PACE.leastMs), PACE.mostMs);
	}

	/** When a job should be done: by its own progress, else as long as others took, else soon. */
	private expectedEnd(job: Running, now: number): number {
		const age = now - job.since;
		if (job.expectedMs !== undefined) {
			const end = job.since + job.expectedMs;
			// One that is late is looked at less and less often.
			return Math.max(end, now + (now - end) * PACE.unknownShareOfAge);
		}
		if (this.typicalMs !== undefined && age < this.typicalMs) return job.since + this.typicalMs;
		return now + Math.max(PACE.unknownMs, age * PACE.unknownShareOfAge);
	}

	private take(statuses: unknown): void {
		const now = this.client.clock.now();
		const seen = new Map(
			(Array.isArray(statuses) ? statuses : [])
				.filter(isRecord)
				.map((status) => [String(status.id), status]),
		);
		const jobs = [...this.running.values()];
		for (const job of jobs) {
			const status = seen.get(job.id);
			if (status === undefined) this.missing(job);
			else this.look(job, status, now);
		}
		this.learn(
			jobs.filter(({ id }) => seen.get(id)?.status === 'completed'),
			now,
		);
	}

	/** Their own progress tells exactly how long jobs take; without it, they took at most until now. */
	private learn(done: Running[], now: number): void {
		if (done.length === 0) return;
		const told = done.flatMap(({ expectedMs }) => expectedMs ?? []);
		const tookMs = Math.min(...done.map(({ since }) => now - since));
		this.typicalMs =
			told.length > 0
				? Math.min(...told, tookMs)
				: Math.min(this.typicalMs ?? tookMs, tookMs) * PACE.doubt;
	}

	private missing(job: Running): void {
		job.missed += 1;
		if (job.missed >= MISSES) {
			job.end({ state: 'unknown', message: `Zendesk no longer knows job ${job.id}` });
		}
	}

	private look(job: Running, status: Record<string, unknown>, now: number): void {
		job.missed = 0;
		if (status.status === 'completed') {
			job.end({ state: 'completed', items: readJobItems(status.results) });
		} else if (status.status === 'failed' || status.status === 'killed') {
			const said = typeof status.message === 'string' ? `: ${quote(status.message)}` : '';
			job.end({
				state: 'failed',
				message: `Zendesk could not complete the job${said}`,
				items: readJobItems(status.results),
			});
		} else if (wholeNumber(status.progress) !== job.progress) {
			job.progress = wholeNumber(status.progress);
			job.progressAt = now;
			const total = wholeNumber(status.total);
			job.expectedMs = total > 0 ? ((now - job.since) * total) / job.progress : undefined;
		} else if (now - job.progressAt > STUCK_MS) {
			job.end({ state: 'unknown', message: `Job ${job.id} has not moved for 30 minutes` });
		}
	}
}

/** Splits a list into batches of one job each. */
export function batchesOf<T>(list: T[], size = JOB_SIZE): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
		list.slice(i * size, (i + 1) * size),
	);
}
