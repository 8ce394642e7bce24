/** What is known of a job that Zendesk is at work on. */
export interface PacedJob {
	/** When Zendesk took it. */
	since: number;
	/** Its records; 0 as long as Zendesk does not tell. */
	total: number;
	progress: number;
	/** When we first saw this progress; as long as there is none, when we last saw that. */
	progressAt: number;
	/** When it should be done, by its own progress. */
	endsAt?: number;
}

/**
 * When we look at running jobs. Their own progress, and how long jobs have taken so far, tell when the next one should be
 * done; a look then waits a moment longer, so that it finds several.
 */
const PACE = {
	/** Between two looks at least. */
	leastMs: 250,
	mostMs: 10_000,
	/** Accounts took 5 to 9 seconds for a hundred users, after 1 to 6 in the queue: a first guess, while others wait. */
	usualMsPerRecord: 60,
	firstMs: 2_000,
	firstMsPerRecord: 10,
	/** While nobody waits for a slot, a look too many costs more than a second too late: as long as slow ones took. */
	unhurried: {
		usualMsPerRecord: 100,
		/** Nobody has seen a hundred done in less than 7 seconds, or one in less than 2. */
		firstMsPerRecord: 50,
	},
	/** As long as nothing is known of a job's pace. */
	unknownMs: 3_000,
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

/** Records of a job that does not tell how many it has. */
const FULL = 100;

/** When to look at jobs: they wait in Zendesk's queue for a time that nobody knows, then work at a steady pace. */
export class JobPace {
	/** How long jobs take here in all, as far as looks have told. */
	private typical?: { ms: number; total: number };
	private msPerRecord?: number;

	/** @param isWaitedFor somebody waits for a slot: then each job that ends makes room */
	pauseMs(jobs: PacedJob[], now: number, isWaitedFor: boolean): number {
		const ends = jobs.map((job) => this.expectedEnd(job, now, isWaitedFor));
		const typicalMs = this.typical?.ms ?? 0;
		const gather = Math.min(typicalMs * PACE.gatherShare, PACE.gatherMostMs);
		// When nobody waits for a slot, all of them may as well be looked at together.
		const latest = isWaitedFor ? Math.min(...ends) + gather : Infinity;
		const due = Math.max(...ends.filter((end) => end <= latest));
		const margin = typicalMs * PACE.marginShare;
		return Math.min(Math.max(due + margin - now, PACE.leastMs), PACE.mostMs);
	}

	/**
	 * Takes down how far a job is. Two looks tell its pace; the first progress may have begun at any time since the look
	 * before it, so that it only tells how slow the pace is at most.
	 *
	 * @param isWaitedFor as of {@link pauseMs}
	 */
	see(job: PacedJob, progress: number, now: number, isWaitedFor: boolean): void {
		if (progress === job.progress) {
			if (progress === 0) job.progressAt = now;
			return;
		}
		const tookMs = (now - job.progressAt) / (progress - job.progress);
		if (job.progress > 0 && tookMs > 0 && progress <= job.total) this.msPerRecord = tookMs;
		const { usualMsPerRecord: usual } = isWaitedFor ? PACE : PACE.unhurried;
		const guess = this.msPerRecord ?? usual;
		const pace = job.progress === 0 ? Math.min(tookMs, guess) : guess;
		// What counts nothing, or more than there is, tells no end.
		job.endsAt = progress <= job.total ? now + (job.total - progress) * pace : undefined;
		job.progress = progress;
		job.progressAt = now;
	}

	/** Their own progress tells exactly how long jobs take; without it, they took at most until now. */
	learn(done: PacedJob[], now: number): void {
		for (const { since, total, endsAt } of done) {
			const took = now - since;
			const known = this.expectedMs(total);
			const ms =
				endsAt !== undefined
					? Math.min(endsAt - since, took)
					: Math.min(known ?? took, took) * PACE.doubt;
			this.typical = { ms, total };
		}
	}

	/** When a job should be done: by its own progress, else as long as others took, else soon. */
	private expectedEnd(job: PacedJob, now: number, isWaitedFor: boolean): number {
		const { since, total, endsAt } = job;
		// One that is late is looked at less and less often.
		if (endsAt !== undefined) {
			return Math.max(endsAt, now + (now - endsAt) * PACE.unknownShareOfAge);
		}
		const { firstMsPerRecord: each } = isWaitedFor ? PACE : PACE.unhurried;
		const first = this.expectedMs(total) ?? PACE.firstMs + (total || FULL) * each;
		if (now < since + first) return since + first;
		return now + Math.max(PACE.unknownMs, (now - since) * PACE.unknownShareOfAge);
	}

	private expectedMs(total: number): number | undefined {
		if (this.typical === undefined) return undefined;
		const { ms, total: known } = this.typical;
		const more = ((total || FULL) - (known || FULL)) * (this.msPerRecord ?? PACE.usualMsPerRecord);
		return Math.max(ms + more, Math.min(ms, PACE.firstMs));
	}
}
