import { attempt, type Client } from './client';
import { isRecord, quote, type ZendeskError } from './errors';
import { type JobItem, readJobItems } from './jobItems';
import { JobPace, type PacedJob } from './jobPace';
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

interface Running extends PacedJob {
	id: string;
	/** When its progress last moved. */
	movedAt: number;
	missed: number;
	end: (end: JobEnd) => void;
}

/** A job whose progress has not moved for so long is stuck. */
const STUCK_MS = 30 * 60_000;

/** So often it is asked whether somebody waits for a slot by now. */
const AGAIN_MS = 500;

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
	private readonly pace = new JobPace();

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
		jobs.give(this.client.clock.now());
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
				if (isRecord(job) && typeof job.id === 'string') {
					return await this.watch(job.id, wholeNumber(job.total));
				}
				return { state: 'unknown', message: 'Zendesk took the batch but named no job' };
			}
			const { error } = answer;
			if (error.kind === 'unknown-outcome') return { state: 'unknown', message: error.message };
			if (error.code !== 'TooManyJobs') return { state: 'refused', error };
			const { jobs } = this.client.limiter;
			if (jobs.refuse(this.client.clock.now())) await jobs.take(this.slots, this.client.signal);
			else {
				await this.client.wait(
					error.retryAfterMs ?? WAIT_FOR_SLOT_MS,
					'all job slots of the account are in use',
				);
			}
		}
	}

	private watch(id: string, total: number): Promise<JobEnd> {
		const now = this.client.clock.now();
		return new Promise((resolve) => {
			this.running.set(id, {
				id,
				since: now,
				total,
				progress: 0,
				progressAt: now,
				movedAt: now,
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
			await this.untilNextLook();
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

	/** Others may come to wait for a slot meanwhile: then the look is due as soon as they would have had it. */
	private async untilNextLook(): Promise<void> {
		const { clock, limiter, signal } = this.client;
		const dueFor = (isWaitedFor: boolean) =>
			clock.now() + this.pace.pauseMs([...this.running.values()], clock.now(), isWaitedFor);
		let isHurried = limiter.jobs.isWaitedFor;
		let due = dueFor(isHurried);
		while (clock.now() < due && !signal?.aborted) {
			await clock.sleep(Math.min(due - clock.now(), isHurried ? Infinity : AGAIN_MS), signal);
			if (isHurried || !limiter.jobs.isWaitedFor) continue;
			isHurried = true;
			due = Math.min(due, dueFor(true));
		}
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
		this.pace.learn(
			jobs.filter(({ id }) => seen.get(id)?.status === 'completed'),
			now,
		);
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
		} else {
			this.watchOn(job, status, now);
		}
	}

	private watchOn(job: Running, status: Record<string, unknown>, now: number): void {
		const progress = wholeNumber(status.progress);
		if (progress !== job.progress) job.movedAt = now;
		else if (now - job.movedAt > STUCK_MS) {
			job.end({ state: 'unknown', message: `Job ${job.id} has not moved for 30 minutes` });
		}
		job.total = wholeNumber(status.total) || job.total;
		this.pace.see(job, progress, now, this.client.limiter.jobs.isWaitedFor);
	}
}

/** Splits a list into batches of one job each. */
export function batchesOf<T>(list: T[], size = JOB_SIZE): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
		list.slice(i * size, (i + 1) * size),
	);
}
