import type { Clock } from '../clock';
import { Random } from './random';

/** How events travel. All chances and delays come from the seed, in the order in which things happen. */
export interface DeliveryKnobs {
	/** Another one begins another course of chances and delays. */
	seed: number;
	/** The chance that an event is delivered twice; 1 = always. */
	duplicate: number;
	/** How long after the change an event is delivered: anything between the two, in ms of the clock. */
	delayMs: readonly [low: number, high: number];
	/** Whether a later event can overtake an earlier one, by a shorter delay. */
	reorder: boolean;
	/** Whether the next event is sent although the one before is not answered. */
	parallel: boolean;
}

export const DEFAULT_KNOBS: DeliveryKnobs = {
	seed: 1,
	duplicate: 0,
	delayMs: [0, 0],
	reorder: false,
	parallel: true,
};

/** Brings events to where they belong: as late, as often and in the order that the knobs say. */
export class Courier {
	private readonly under = new Set<Promise<void>>();
	private random: Random;
	private seed: number;
	private latest = 0;
	/** Resolves when the attempt before is answered. */
	private line: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly clock: Clock,
		/** May be turned in the middle of a test. */
		readonly knobs: DeliveryKnobs,
	) {
		this.seed = knobs.seed;
		this.random = new Random(knobs.seed);
	}

	/** How many copies of events have not arrived yet. */
	get underway(): number {
		return this.under.size;
	}

	/** Sends off one event, or two copies of it; `deliver` is called when the time of a copy has come. */
	dispatch(deliver: (copy: number) => Promise<void>): void {
		if (this.seed !== this.knobs.seed) {
			this.seed = this.knobs.seed;
			this.random = new Random(this.seed);
		}
		const copies = this.random.chance(this.knobs.duplicate) ? 2 : 1;
		for (let copy = 1; copy <= copies; copy++) {
			const trip = this.travel(this.dueTime(), () => deliver(copy)).finally(() =>
				this.under.delete(trip),
			);
			this.under.add(trip);
		}
	}

	/** Makes an attempt, as soon as the one before is answered where they must not run side by side. */
	async inTurn<T>(attempt: () => Promise<T>): Promise<T> {
		if (this.knobs.parallel) return await attempt();
		const turn = this.line.then(attempt);
		this.line = turn;
		return await turn;
	}

	/** Resolves when nothing is under way any more, also of what the deliveries themselves set off. */
	async settle(): Promise<void> {
		while (this.under.size > 0) await Promise.all(this.under);
	}

	private dueTime(): number {
		const [low, high] = this.knobs.delayMs;
		const due = this.clock.now() + this.random.between(low, high);
		this.latest = Math.max(this.latest, due);
		return this.knobs.reorder ? due : this.latest;
	}

	private async travel(due: number, deliver: () => Promise<void>): Promise<void> {
		await this.clock.sleep(due - this.clock.now());
		await deliver();
	}
}
