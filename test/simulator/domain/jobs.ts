import { Random } from '../core/random';
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
	/** What its message says while it works, e.g. `Creating User` (#53). */
	doing: string;
	/** How long it takes, as a share of a job for users. */
	pace?: number;
	items: Array<(act: Act) => JobResult>;
	/** No result names its place, and nobody has seen in which order they come. */
	isUnordered?: boolean;
	/** What the result says about an item that was refused. */
	onRefusal: (error: ApiError, index: number) => JobResult;
	fault?: JobFault;
}

export interface Job {
	id: string;
	type: string;
	total: number;
	doing: string;
	/** Items that are done, or refused. */
	tried: number;
	refused: number;
	/** One an item, in the order in which they are shown; empty as long as it is not tried. */
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

	/** Of its own, so that ids and tokens do not depend on jobs. */
	private readonly random: Random;

	constructor(
		private readonly world: World,
		seed: number,
	) {
		this.random = new Random(seed);
	}

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
		if (this.world.switches.inflightJobsHeader === 'absent') return {};
		return limitHeader('inflight-jobs', this.room());
	}

	/**
	 * Queues a job. It waits some seconds, then does its items in any order, one each T/n, whoever asks for what meanwhile;
	 * an item sees the account as it is then, not as it was when the job was ordered.
	 */
	start(order: JobOrder, actor: User | null, now: number): Job {
		if (this.room().remaining < 1) throw this.tooManyJobs(order);
		const job: Job = {
			id: `V3-${this.world.random.hex(32)}`,
			type: order.type,
			total: order.items.length,
			doing: order.doing,
			tried: 0,
			refused: 0,
			results: [],
			status: 'queued',
			created_at: now,
			finished_at: null,
		};
		this.byId.set(job.id, job);
		const full = this.world.jobSeconds * SECOND * (order.pace ?? 1);
		const duration = Math.max((full * job.total) / 100, Math.min(full, SHORTEST));
		const stall = (order.fault?.stallSeconds ?? 0) * SECOND;
		const begins = now + this.queueSeconds() * SECOND;
		const shown = this.placesOfResults(order);
		const { agenda } = this.world;
		if (begins > now) agenda.at(begins, () => this.begin(job));
		this.shuffled(job.total).forEach((index, turn) => {
			const late = turn >= (order.fault?.stallAt ?? Infinity) ? stall : 0;
			const due = begins + (duration * (turn + 1)) / job.total + late;
			agenda.at(due, (at) => {
				if (job.finished_at !== null) return;
				if (turn === order.fault?.failAt) this.breakDown(job, at);
				else this.doItem(job, order, index, shown[index], { world: this.world, now: at, actor });
			});
		});
		return job;
	}

	private begin(job: Job): void {
		if (job.finished_at === null) job.status = 'working';
	}

	private breakDown(job: Job, now: number): void {
		job.status = this.world.switches.jobFailedState;
		job.finished_at = now;
	}

	private doItem(job: Job, order: JobOrder, index: number, place: number, act: Act): void {
		job.status = 'working';
		job.results[place] = this.resultOf(job, order, index, act);
		job.tried += 1;
		if (job.tried < job.total) return;
		job.status = job.refused === job.total ? 'failed' : 'completed';
		job.finished_at = act.now;
	}

	private resultOf(job: Job, order: JobOrder, index: number, act: Act): JobResult {
		try {
			if (order.fault?.failItems?.includes(index)) throw databaseConflict();
			return order.items[index](act);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			job.refused += 1;
			return order.onRefusal(error, index);
		}
	}

	private queueSeconds(): number {
		const [low, high] = this.world.jobQueueSeconds;
		return low + this.random.next() * (high - low);
	}

	private shuffled(count: number): number[] {
		const places = Array.from({ length: count }, (_, i) => i);
		for (let i = count - 1; i > 0; i--) {
			const j = this.random.between(0, i);
			[places[i], places[j]] = [places[j], places[i]];
		}
		return places;
	}

	private placesOfResults({ items, isUnordered }: JobOrder): number[] {
		const isAny = isUnordered === true && this.world.switches.createManyResults === 'any-order';
		return isAny ? this.shuffled(items.length) : [...items.keys()];
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
