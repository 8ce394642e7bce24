import { DueHeap } from './heap';

interface Errand {
	due: number;
	run: (now: number) => void;
}

/** What will happen later without anybody asking: job items and background work, in the order of their time. */
export class Agenda {
	private readonly errands = new DueHeap<Errand>();
	/** The time of the errand that is being run; `undefined` = none is. */
	present: number | undefined;

	/** When the next errand is due; `undefined` = nothing is left. */
	get next(): number | undefined {
		return this.errands.peek()?.due;
	}

	at(due: number, run: (now: number) => void): void {
		this.errands.push({ due, run });
	}

	/** Does everything that is due by `now`; each errand sees its own due time as the present. */
	catchUp(now: number): void {
		for (let next = this.errands.peek(); next && next.due <= now; next = this.errands.peek()) {
			this.errands.pop();
			this.present = next.due;
			next.run(next.due);
		}
		this.present = undefined;
	}
}
