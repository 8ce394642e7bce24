import { HOUR, SECOND } from '../core/time';
import { ApiError, databaseConflict } from '../http/errors';
import { limitHeader, type Room } from '../http/limits';
import type { JobFault } from '../faults';
import type { User } from '../store/records';
import type { Act, World } from '../world';

export type JobResult = Record<string, unknown>;

/** Work for a job: one function an item. */
export interface JobOrder {
	/** As `job_type` shows it. */
	type: string;
	/** As the TooManyJobs message names it. */
	worker: string;
	items: Array<(act: Act) => JobResult>;
	/** What the result says about an item that was refused. */
	onRefusal: (error: ApiError, index: number) => JobResult;
	fault?: JobFault;
}

export interface Job {
	id: string;
	type: string;
	total: number;
	results: JobResult[];
	status: 'queued' | 'working' | 'completed' | 'failed' | 'killed';
	created_at: number;
	finished_at: number | null;
}

/** zendesk-api §3 */
const SLOTS = 30;
const KEPT_FOR = 24 * HOUR;
/** Even a job of one item takes a moment. */
const SHORTEST = SECOND;

/** The jobs of an account: queued, working, and for a day done. */
export class JobBoard {
	private readonly byId = new Map<string, Job>();
	/** Slots that other integrations hold. */
	slotsTaken = 0;

	constructor(private readonly world: World) {}

	/** Every job since the account was made, oldest first. */
	get all(): Job[] {
		return [...this.byId.values()];
	}

	/** Jobs that hold a slot. */
	get running(): Job[] {
		return this.all.filter(({ finished_at }) => finished_at === null);
	}

	/** A job that is not forgotten yet (§3: one day). */
	find(id: string, now: number): Job | undefined {
		const job = this.byId.get(id);
		return job && !this.isForgotten(job, now) ? job : undefined;
	}

	/** The about 100 most recent jobs, newest first. */
	recent(now: number): Job[] {
		const jobs = this.all.filter((job) => !this.isForgotten(job, now));
		return jobs.reverse().slice(0, 100);
	}

	/** Header of answers that start a job (§3). */
	header(): Record<string, string> {
		return limitHeader('inflight-jobs', this.room());
	}

	/**
	 * Queues a job. Item i is done at start + T·(i+1)/n, whoever asks for what meanwhile; an item sees
	 * the account as it is then, not as it was when the job was ordered.
	 */
	start(order: JobOrder, actor: User | null, now: number): Job {
		if (this.room().remaining < 1) throw this.tooManyJobs(order);
		const job: Job = {
			id: `V3-${this.world.random.hex(32)}`,
			type: order.type,
			total: order.items.length,
			results: [],
			status: 'queued',
			created_at: now,
			finished_at: null,
		};
		this.byId.set(job.id, job);
		const full = this.world.jobSeconds * SECOND;
		const duration = Math.max((full * job.total) / 100, Math.min(full, SHORTEST));
		const stall = (order.fault?.stallSeconds ?? 0) * SECOND;
		order.items.forEach((_, index) => {
			const late = index >= (order.fault?.stallAt ?? Infinity) ? stall : 0;
			const due = now + (duration * (index + 1)) / job.total + late;
			this.world.agenda.at(due, (at) => this.doItem(job, order, index, actor, at));
		});
		return job;
	}

	private doItem(job: Job, order: JobOrder, index: number, actor: User | null, now: number): void {
		if (job.finished_at !== null) return;
		if (index === order.fault?.failAt) {
			job.status = this.world.switches.jobFailedState;
			job.finished_at = now;
			return;
		}
		job.status = 'working';
		job.results.push(this.resultOf(order, index, { world: this.world, now, actor }));
		if (job.results.length === job.total) {
			job.status = 'completed';
			job.finished_at = now;
		}
	}

	private resultOf(order: JobOrder, index: number, act: Act): JobResult {
		try {
			if (order.fault?.failItems?.includes(index)) throw databaseConflict();
			return order.items[index](act);
		} catch (error) {
			if (error instanceof ApiError) return order.onRefusal(error, index);
			throw error;
		}
	}

	private isForgotten(job: Job, now: number): boolean {
		return job.finished_at !== null && now - job.finished_at > KEPT_FOR;
	}

	private room(): Room {
		const used = this.running.length + this.slotsTaken;
		return { total: SLOTS, remaining: Math.max(0, SLOTS - used), resets: 60 };
	}

	private tooManyJobs(order: JobOrder): ApiError {
		const description = `Too many ${order.worker} jobs are currently queued or running. Try again later.`;
		const current_job_ids = this.running.map(({ id }) => id);
		const body = { error: 'TooManyJobs', description, current_job_ids };
		return new ApiError(429, body, 'TooManyJobs', description, this.header());
	}
}
