import type { Clock } from '../../zendesk/http/clock';

/** Between two lines about rows that go one by one. */
const EVERY_MS = 10_000;

/** So long after a look at the jobs the rows of those that have ended are counted. */
const A_MOMENT_MS = 1;

/** Tells n8n's log how far a run is: at each wave of jobs, or now and then where rows go one by one. */
export class Progress {
	private ended = 0;
	private running = 0;
	private told = '';
	private toldAt: number;
	private isDone = false;

	constructor(
		private readonly all: number,
		private readonly clock: Clock,
		private readonly say: (text: string) => void,
	) {
		this.toldAt = clock.now();
	}

	/** One more row has its verdict. */
	rowEnded(): void {
		this.ended += 1;
		if (this.clock.now() - this.toldAt >= EVERY_MS) this.tell();
	}

	/** A look at the jobs: so many still run. */
	jobsRun(running: number): void {
		this.running = running;
		void this.clock.sleep(A_MOMENT_MS).then(() => this.tell());
	}

	/** The last line; nothing comes after it. */
	end(): void {
		this.running = 0;
		this.ended = this.all;
		if (this.told !== '') this.tell();
		this.isDone = true;
	}

	private tell(): void {
		const jobs = this.running === 1 ? '1 job is running' : `${this.running} jobs are running`;
		const rows = `${this.ended} of ${this.all} rows are done`;
		const text = this.running > 0 ? `${rows}, ${jobs}` : rows;
		if (text === this.told || this.isDone) return;
		this.told = text;
		this.toldAt = this.clock.now();
		this.say(text);
	}
}
