export interface SeenLimits {
	/** Remembers so many, and forgets those first that have not come for the longest time. */
	most: number;
	/** Forgets after so long. */
	forMs: number;
}

/**
 * Zendesk repeats a delivery within five minutes, in which one process of n8n starts some 27,000 workflows at most (90 a
 * second); so many ids are about three megabytes. Where less happens, a day covers repeats by far.
 */
const LIMITS: SeenLimits = { most: 30_000, forMs: 24 * 60 * 60_000 };

/** The ids of events that have come, as far as this process remembers them. */
export class Seen {
	/** When each came last; in that order. */
	private readonly at = new Map<string, number>();

	constructor(private readonly limits: SeenLimits = LIMITS) {}

	/** Whether the event has come before; from now on it has. */
	isRepeat(id: string, nowMs: number): boolean {
		this.forget(nowMs);
		const isKnown = this.at.delete(id);
		this.at.set(id, nowMs);
		if (this.at.size > this.limits.most) this.forgetOldest();
		return isKnown;
	}

	get size(): number {
		return this.at.size;
	}

	private forget(nowMs: number): void {
		for (const at of this.at.values()) {
			if (nowMs - at < this.limits.forMs) return;
			this.forgetOldest();
		}
	}

	private forgetOldest(): void {
		const [oldest] = this.at.keys();
		this.at.delete(oldest);
	}
}
