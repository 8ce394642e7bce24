import type { Clock } from '../clock';
import { Courier, type DeliveryKnobs } from '../core/courier';
import type { ZephrWebhook } from './records';
import type { TriggerName } from './triggers';

export { DEFAULT_KNOBS, type DeliveryKnobs } from '../core/courier';

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
	private readonly courier: Courier;
	private events = 0;

	constructor(
		private readonly clock: Clock,
		private readonly deliver: Deliver,
		/** May be turned in the middle of a test. */
		readonly knobs: DeliveryKnobs,
		private readonly retries: Retries,
	) {
		this.courier = new Courier(clock, knobs);
	}

	/** How many copies of events have not arrived yet. */
	get underway(): number {
		return this.courier.underway;
	}

	queue(webhook: ZephrWebhook, trigger: TriggerName, payload: Record<string, unknown>): void {
		const event = ++this.events;
		this.courier.dispatch(async (copy) => {
			const at = this.clock.now();
			const first = { event, copy, attempt: 1, trigger, url: webhook.target, payload, at };
			await this.travel(webhook, { ...first, status: null });
		});
	}

	/** Resolves when nothing is under way any more, also of what the deliveries themselves set off. */
	async settle(): Promise<void> {
		await this.courier.settle();
	}

	private async travel(webhook: ZephrWebhook, first: Delivery): Promise<void> {
		for (let attempt = 1; attempt <= this.retries.attempts; attempt++) {
			if (attempt > 1) await this.clock.sleep(this.retries.seconds * 1000);
			const delivery = { ...first, attempt };
			await this.courier.inTurn(() => this.send(webhook, delivery));
			if (delivery.status !== null && delivery.status < 300) return;
		}
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
