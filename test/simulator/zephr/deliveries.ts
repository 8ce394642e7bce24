import type { Clock } from '../clock';
import { Random } from '../core/random';
import type { ZephrWebhook } from './records';
import type { TriggerName } from './triggers';

/** How events travel. All chances and delays come from the seed, in the order in which things happen. */
export interface DeliveryKnobs {
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

/** Sends a request, as `fetch` does; rejecting is a delivery that nobody took. */
export type Deliver = (
	url: string,
	init: { method: string; headers: Record<string, string>; body: string },
) => Promise<{ status: number }>;

/** One attempt to deliver one copy of an event. */
export interface Delivery {
	/** The number of the event, from 1, in the order in which things happened. */
	event: number;
	/** 1, or 2 for the second copy. */
	copy: number;
	attempt: number;
	trigger: TriggerName;
	url: string;
	payload: Record<string, unknown>;
	/** When it was sent, in ms of the clock. */
	at: number;
	/** `null` = not answered, or not yet. */
	status: number | null;
	error?: string;
}

interface Retries {
	attempts: number;
	seconds: number;
}

/** Everything that is on its way to a webhook, and was. */
export class Deliveries {
	/** Attempts in the order in which they were sent. */
	readonly sent: Delivery[] = [];
	private readonly under = new Set<Promise<void>>();
	private readonly random: Random;
	private events = 0;
	private latest = 0;
	/** Resolves when the attempt before is answered. */
	private line: Promise<void> = Promise.resolve();

	constructor(
		private readonly clock: Clock,
		private readonly deliver: Deliver,
		/** May be turned in the middle of a test. */
		readonly knobs: DeliveryKnobs,
		private readonly retries: Retries,
	) {
		this.random = new Random(knobs.seed);
	}

	/** How many copies of events have not arrived yet. */
	get underway(): number {
		return this.under.size;
	}

	queue(webhook: ZephrWebhook, trigger: TriggerName, payload: Record<string, unknown>): void {
		const event = ++this.events;
		const copies = this.random.chance(this.knobs.duplicate) ? 2 : 1;
		for (let copy = 1; copy <= copies; copy++) {
			const due = this.dueTime();
			const base = { event, copy, attempt: 1, trigger, url: webhook.target, payload };
			const travel = this.travel(webhook, { ...base, at: due, status: null }, due).finally(() =>
				this.under.delete(travel),
			);
			this.under.add(travel);
		}
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

	private async travel(webhook: ZephrWebhook, first: Delivery, due: number): Promise<void> {
		for (let attempt = 1; attempt <= this.retries.attempts; attempt++) {
			const pause = attempt === 1 ? due - this.clock.now() : this.retries.seconds * 1000;
			await this.clock.sleep(pause);
			const delivery = { ...first, attempt };
			await this.inTurn(() => this.send(webhook, delivery));
			if (delivery.status !== null && delivery.status < 300) return;
		}
	}

	private async inTurn(send: () => Promise<void>): Promise<void> {
		if (this.knobs.parallel) return await send();
		this.line = this.line.then(send);
		return await this.line;
	}

	private async send(webhook: ZephrWebhook, delivery: Delivery): Promise<void> {
		const { auth, method, target } = webhook;
		const headers: Record<string, string> = { 'Content-Type': 'application/json' };
		if (auth) {
			const pair = Buffer.from(`${auth.user}:${auth.password}`).toString('base64');
			headers.Authorization = `Basic ${pair}`;
		}
		delivery.at = this.clock.now();
		this.sent.push(delivery);
		try {
			const body = JSON.stringify(delivery.payload);
			delivery.status = (await this.deliver(target, { method, headers, body })).status;
		} catch (error) {
			delivery.error = error instanceof Error ? error.message : String(error);
		}
	}
}
