import { Random } from '../core/random';
import type { Webhook } from '../store/access-records';
import type { User } from '../store/records';
import type { World } from '../world';
import type { Deliver } from './deliver';
import { Deliveries, type Attempt, type Invocation, type WebhookKnobs } from './deliveries';
import {
	envelopeOf,
	listens,
	subscribesTo,
	typeOf,
	type Envelope,
	type EventBody,
	type UserEvent,
} from './envelope';
import { responseTo, type TestRequest, type TestResponse } from './test-request';
import { ulid } from './ulid';
import { UserWatch } from './watch';

/** An event that a webhook was not told of, as nobody had said where to. */
export interface Undelivered {
	webhookId: string;
	event: Envelope;
}

/** The account's webhooks at work: what happened, what is on its way to whom, and what was sent. */
export class Webhooks {
	/** Told of while nobody had said where deliveries go. */
	readonly undelivered: Undelivered[] = [];
	private readonly happened: Envelope[] = [];
	private readonly watch: UserWatch;
	private readonly deliveries: Deliveries;
	private readonly random: Random;

	constructor(
		private readonly world: World,
		seed: number,
	) {
		this.random = new Random(seed);
		this.deliveries = new Deliveries(world, new Random(seed + 1));
		this.watch = new UserWatch(world, ({ userId, name, event }, time) => {
			const user = world.store.users.get(userId);
			if (user) this.tell(user, name, event, time);
		});
	}

	/** How events travel; may be turned in the middle of a test. */
	get knobs(): WebhookKnobs {
		return this.deliveries.knobs;
	}

	/** Every event since a webhook subscribed to something, whether to this type or not. */
	get events(): readonly Envelope[] {
		this.commit();
		return this.happened;
	}

	/** Attempts in the order in which they were sent. */
	get sent(): readonly Attempt[] {
		return this.deliveries.sent;
	}

	/** How many copies of events have not arrived yet, nor been given up. */
	get underway(): number {
		this.commit();
		return this.deliveries.courier.underway;
	}

	/** From now on events are delivered by this. Until then nothing is sent; see `undelivered`. */
	deliverTo(deliver: Deliver): void {
		this.commit();
		this.deliveries.deliver = deliver;
	}

	/** An event by hand, for what nobody can do by the API; told as any other, if a webhook listens. */
	emit(user: User, name: UserEvent, event: EventBody = {}): void {
		this.commit();
		if (this.watch.listening) this.tell(user, name, event, this.world.present);
	}

	/** Resolves when nothing is on its way any more, also of what the deliveries themselves set off. */
	async settle(): Promise<void> {
		this.world.catchUp(this.world.clock.now());
		await this.deliveries.courier.settle();
	}

	/** What was going on until now is one change: tells its events. */
	commit(): void {
		this.watch.commit();
	}

	/** What was on its way to a webhook, oldest first. */
	invocationsOf(webhookId: string): Invocation[] {
		return this.deliveries.invocations.filter((invocation) => invocation.webhookId === webhookId);
	}

	/** Sends a test request at once, without retries (§7.1). */
	async test(webhook: Webhook, request: TestRequest): Promise<TestResponse> {
		const { clock } = this.world;
		return await responseTo(clock, this.deliveries.deliver, webhook, request, ulid(this.random));
	}

	private tell(user: User, name: UserEvent, event: EventBody, time: number): void {
		const type = typeOf(name, this.world.switches);
		const envelope = envelopeOf(this.random.uuid(), type, user, event, time);
		this.happened.push(envelope);
		for (const webhook of this.world.store.webhooks.values()) {
			if (!listens(webhook) || !subscribesTo(webhook, type)) continue;
			if (this.deliveries.deliver) this.deliveries.queue(webhook, envelope);
			else this.undelivered.push({ webhookId: webhook.id, event: envelope });
		}
	}
}
