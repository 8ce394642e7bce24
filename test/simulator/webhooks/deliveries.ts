import type { Clock } from '../clock';
import { Courier, DEFAULT_KNOBS, type DeliveryKnobs } from '../core/courier';
import type { Random } from '../core/random';
import { MINUTE, SECOND } from '../core/time';
import type { Webhook } from '../store/access-records';
import type { World } from '../world';
import { Breaker } from './breaker';
import { answerOf, reasonOf, type Answer, type Deliver } from './deliver';
import type { Envelope } from './envelope';
import { headersOf, type Headers } from './request';
import { verdictOn, verdictOnSilence, type InvocationStatus, type Verdict } from './retries';
import { ulid } from './ulid';

export interface WebhookKnobs extends DeliveryKnobs {
	/** How long until the next attempt; Zendesk doesn't say. */
	retrySeconds: number;
	/** How long until it is tried again to send what was throttled (recorded: eight minutes later). */
	throttledSeconds: number;
}

/** One request to a webhook's endpoint. Times are in ms of the clock. */
export interface Attempt {
	id: string;
	invocationId: string;
	webhookId: string;
	/** e.g. `zen:event-type:user.created` */
	type: string;
	/** The `id` of the envelope. */
	eventId: string;
	/** 1, or 2 for the second copy of an event. */
	copy: number;
	/** 1 for the first one. */
	attempt: number;
	url: string;
	headers: Headers;
	body: string;
	/** When it was sent. */
	at: number;
	/** `null` = not answered, or not yet. */
	status: number | null;
	answer?: Answer;
	/** Why there was no answer. */
	error?: string;
	completedAt: number | null;
	verdict: InvocationStatus;
}

/** A copy of an event on its way to a webhook, with all attempts. */
export interface Invocation {
	id: string;
	webhookId: string;
	at: number;
	status: InvocationStatus;
	attempts: Attempt[];
	/** When it could not be sent, as too much was sent already; in ms of the clock. */
	throttledAt: number[];
}

/** zendesk-api §7.1, of sandbox and trial accounts. */
const TRIAL_INVOCATIONS = 60;

/** Everything that is on its way to webhooks, and was (zendesk-api §7.2). */
export class Deliveries {
	/** Attempts in the order in which they were sent. */
	readonly sent: Attempt[] = [];
	readonly invocations: Invocation[] = [];
	/** May be turned in the middle of a test. */
	readonly knobs: WebhookKnobs = { ...DEFAULT_KNOBS, retrySeconds: 10, throttledSeconds: 480 };
	readonly courier: Courier;
	/** Who takes what is sent; may change between two attempts. */
	deliver: Deliver | undefined;
	/** When the invocations of the last minute were let through. */
	private readonly taken: number[] = [];
	private readonly clock: Clock;
	private readonly breakers = new Map<string, Breaker>();

	constructor(
		private readonly world: World,
		private readonly random: Random,
	) {
		this.clock = world.clock;
		this.courier = new Courier(world.clock, this.knobs);
	}

	/** The body is what it is now; where it goes, and how it is signed, is decided when it is sent. */
	queue({ id: webhookId }: Webhook, envelope: Envelope): void {
		const { type, id: eventId } = envelope;
		const body = JSON.stringify(envelope, null, 2);
		this.courier.dispatch(async (copy) => {
			if (!this.target(webhookId)) return;
			const invocation: Invocation = {
				id: ulid(this.random),
				webhookId,
				at: this.clock.now(),
				status: 'unknown',
				attempts: [],
				throttledAt: [],
			};
			this.invocations.push(invocation);
			await this.waitForRoom(invocation);
			await this.travel(invocation, { type, eventId, copy, body });
		});
	}

	/** A webhook that may be sent something: one that was deleted or switched off drops what is pending. */
	private target(id: string): Webhook | undefined {
		const webhook = this.world.store.webhooks.get(id);
		return webhook?.status === 'active' ? webhook : undefined;
	}

	/** Tried again minutes later, until there is room (recorded). */
	private async waitForRoom(invocation: Invocation): Promise<void> {
		while (this.isThrottled()) {
			invocation.status = 'throttled';
			invocation.throttledAt.push(this.clock.now());
			await this.clock.sleep(this.knobs.throttledSeconds * SECOND);
		}
		invocation.status = 'accepted';
		this.taken.push(this.clock.now());
	}

	private isThrottled(): boolean {
		if (!this.world.plan.sandbox) return false;
		const since = this.clock.now() - MINUTE;
		while (this.taken[0] <= since) this.taken.shift();
		return this.taken.length >= TRIAL_INVOCATIONS;
	}

	private async travel(
		invocation: Invocation,
		event: Pick<Attempt, 'type' | 'eventId' | 'copy' | 'body'>,
	): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			const verdict = await this.courier.inTurn(() => this.send(invocation, { ...event, attempt }));
			if (!verdict) return;
			invocation.status = verdict.status;
			if (attempt > verdict.retries) return;
			await this.clock.sleep((verdict.afterSeconds ?? this.knobs.retrySeconds) * SECOND);
		}
	}

	/** Waits while the circuit breaker of the webhook says so. */
	private async pause(invocation: Invocation): Promise<void> {
		const breaker = this.breakerOf(invocation.webhookId);
		while (breaker.pausedUntil > this.clock.now()) {
			invocation.status = 'circuit broken';
			await this.clock.sleep(breaker.pausedUntil - this.clock.now());
		}
	}

	private breakerOf(webhookId: string): Breaker {
		const breaker = this.breakers.get(webhookId) ?? new Breaker();
		this.breakers.set(webhookId, breaker);
		return breaker;
	}

	/** `undefined` = there is nobody to send it to any more. */
	private async send(
		invocation: Invocation,
		event: Pick<Attempt, 'type' | 'eventId' | 'copy' | 'attempt' | 'body'>,
	): Promise<Verdict | undefined> {
		await this.pause(invocation);
		const webhook = this.target(invocation.webhookId);
		if (!webhook) return undefined;
		const at = this.clock.now();
		const attempt: Attempt = {
			...event,
			id: ulid(this.random),
			invocationId: invocation.id,
			webhookId: webhook.id,
			url: webhook.endpoint,
			headers: headersOf(webhook, invocation.id, event.body, at),
			at,
			status: null,
			completedAt: null,
			verdict: 'accepted',
		};
		this.sent.push(attempt);
		invocation.attempts.push(attempt);
		const verdict = await this.outcomeOf(attempt);
		attempt.completedAt = this.clock.now();
		attempt.verdict = verdict.status;
		this.breakerOf(webhook.id).note(verdict.status !== 'success', attempt.completedAt);
		return verdict;
	}

	private async outcomeOf(attempt: Attempt): Promise<Verdict> {
		const { url, headers, body } = attempt;
		try {
			attempt.answer = await answerOf(this.clock, this.deliver, url, {
				method: 'POST',
				headers,
				body,
			});
			attempt.status = attempt.answer.status;
			return verdictOn(attempt.answer);
		} catch (error) {
			attempt.error = reasonOf(error);
			return verdictOnSilence(error, this.world.switches);
		}
	}
}
