import { VirtualClock, type Clock } from '../clock';
import { ConnectionCut, Faults, type Encounter } from '../faults';
import { parseBody, Query } from '../http/query';
import { toResponse } from '../http/respond';
import { RequestLog, type LogEntry } from '../log';
import type { Service } from '../services';
import { DEFAULT_KNOBS, Deliveries, type Deliver, type DeliveryKnobs } from './deliveries';
import { concerns, type Happening, payloadOf } from './events';
import * as grants from './grants';
import { ZEPHR_ROUTES } from './handlers';
import * as people from './people';
import type { ZephrAccount, ZephrGrant, ZephrUser, ZephrWebhook } from './records';
import { paramsOf, type Reply, type ZephrRoute } from './route';
import { Gate, type KeyPair } from './signature';
import { DEFAULT_ZEPHR_SWITCHES, type ZephrSwitches } from './switches';
import { Tenant } from './tenant';

export interface ZephrOptions {
	/** Default `news`: answers as `news.api.zephr.com`. */
	tenant?: string;
	/** Slugs; the first is the default. Default `['daily']`. */
	sites?: string[];
	/** Default: a `VirtualClock`. Take that of the simulated Zendesk where both are there. */
	clock?: Clock;
	switches?: Partial<ZephrSwitches>;
	/** Where deliveries go. Default: `fetch`. */
	deliver?: Deliver;
	delivery?: Partial<DeliveryKnobs>;
	/** Other ids. */
	seed?: number;
}

/** What a person enters in the console. */
export type WebhookSettings = Pick<ZephrWebhook, 'triggers' | 'target'> &
	Partial<Omit<ZephrWebhook, 'webhook_id'>>;

const KEYS: KeyPair = { accessKey: 'zephr-access', secretKey: 'zephr-secret-0123456789abcdef' };

/** Makes a tenant without users. */
export function createZephr(options: ZephrOptions = {}): Zephr {
	return new Zephr(options);
}

/**
 * One simulated Zephr tenant. `fetch` is its Admin API; the methods are what people do on its sites and in its
 * console. Every change sets off the webhooks that concern it, whoever made it.
 */
export class Zephr implements Service {
	readonly host: string;
	readonly clock: Clock;
	readonly switches: ZephrSwitches;
	readonly keys = KEYS;
	readonly log = new RequestLog();
	/** `before` and `after` are done without an argument; `job` means nothing here. */
	readonly faults = new Faults();
	readonly deliveries: Deliveries;
	/** For looking: users, grants, accounts and webhooks by id. */
	readonly tenant: Tenant;
	private readonly gate: Gate;

	constructor(options: ZephrOptions) {
		const name = options.tenant ?? 'news';
		this.host = `${name}.api.zephr.com`;
		this.clock = options.clock ?? new VirtualClock();
		this.switches = { ...DEFAULT_ZEPHR_SWITCHES, ...options.switches };
		this.deliveries = new Deliveries(
			this.clock,
			options.deliver ?? ((url, init) => fetch(url, init)),
			{ ...DEFAULT_KNOBS, ...options.delivery },
			{
				attempts: this.switches.deliveryAttempts,
				seconds: this.switches.deliveryRetrySeconds,
			},
		);
		this.tenant = new Tenant({
			name,
			sites: options.sites ?? ['daily'],
			clock: this.clock,
			switches: this.switches,
			seed: options.seed ?? 1,
			emit: (happening) => this.tell(happening),
		});
		this.gate = new Gate(this.tenant, this.keys);
	}

	/** A webhook with all that the console asks for, sign-in and sites included. */
	addWebhook(settings: WebhookSettings): ZephrWebhook {
		const webhook: ZephrWebhook = {
			webhook_id: this.tenant.uuid(),
			label: `Webhook ${this.tenant.webhooks.size + 1}`,
			method: 'POST',
			auth: null,
			sites: null,
			...settings,
		};
		this.tenant.webhooks.set(webhook.webhook_id, webhook);
		return webhook;
	}

	createUser(given?: Partial<people.NewUser>): ZephrUser {
		return this.change((tenant) => people.createUser(tenant, given));
	}

	updateUser(userId: string, attributes: Record<string, unknown>): ZephrUser {
		return this.change((tenant) => people.writeAttributes(tenant, userId, 'patch', attributes));
	}

	changeEmail(userId: string, email: string): ZephrUser {
		return this.change((tenant) => people.changeEmail(tenant, userId, email));
	}

	verifyEmail(userId: string): ZephrUser {
		return this.change((tenant) => people.verifyEmail(tenant, userId));
	}

	deleteUser(userId: string): void {
		this.change((tenant) => people.deleteUser(tenant, userId));
	}

	addGrant(holder: grants.Holder, given?: Partial<grants.NewGrant>): ZephrGrant {
		return this.change((tenant) => grants.addGrant(tenant, holder, given));
	}

	/** It stays in the list as expired. */
	endGrant(grantId: string): ZephrGrant {
		return this.change((tenant) => grants.endGrant(tenant, grantId));
	}

	addAccount(given?: Parameters<typeof people.addAccount>[1]): ZephrAccount {
		return this.change((tenant) => people.addAccount(tenant, given));
	}

	addToAccount(accountId: string, userId: string): void {
		this.change((tenant) => people.join(tenant, accountId, userId));
	}

	removeFromAccount(accountId: string, userId: string): void {
		this.change((tenant) => people.leave(tenant, accountId, userId));
	}

	isCustomer(userId: string, options?: Parameters<typeof grants.isCustomer>[2]): boolean {
		return this.change((tenant) => grants.isCustomer(tenant, userId, options));
	}

	/** All users as they are now. */
	get users(): ZephrUser[] {
		return [...this.tenant.users.values()];
	}

	/** Lets everything arrive that is under way to a webhook; grants that were due meanwhile start and end first. */
	async settle(): Promise<void> {
		this.tenant.catchUp();
		await this.deliveries.settle();
	}

	readonly fetch = async (request: Request): Promise<Response> => {
		this.clock.busy?.();
		try {
			return await this.serve(request);
		} finally {
			this.clock.free?.();
		}
	};

	private change<T>(make: (tenant: Tenant) => T): T {
		this.tenant.catchUp();
		return make(this.tenant);
	}

	private tell(happening: Happening): void {
		for (const webhook of this.tenant.webhooks.values()) {
			if (!concerns(webhook, happening)) continue;
			const payload = payloadOf(this.tenant, happening, webhook);
			this.deliveries.queue(webhook, happening.trigger, payload);
		}
	}

	private async serve(request: Request): Promise<Response> {
		const url = new URL(request.url);
		const text = await request.text();
		this.tenant.catchUp();
		const found = routeFor(request.method, url.pathname);
		const body = parseBody(text, request.headers.get('content-type') ?? '');
		const entry = this.note(request.method, url, found?.route, body);
		const encounter = this.faults.meet({ ...entry, body });
		entry.fault = encounter.name;
		const reply = await this.play(entry, encounter, request.signal, () =>
			this.answer(request, url, text, found, body),
		);
		entry.status = reply.status;
		return toResponse(reply, undefined, { requestId: entry.requestId, now: this.clock.now() });
	}

	private answer(request: Request, url: URL, text: string, found: Found, body: unknown): Reply {
		const authorization = request.headers.get('authorization');
		const refusal = this.gate.refusal({ method: request.method, url, body: text, authorization });
		if (refusal) return { status: 401, body: { message: refusal } };
		if (!found) return { status: 404, body: { message: 'Not found' } };
		try {
			const query = new Query(url.searchParams);
			return found.route.handler({ tenant: this.tenant, url, query, body, params: found.params });
		} catch (error) {
			if (!(error instanceof people.Refusal)) throw error;
			return { status: error.status, body: { message: error.message } };
		}
	}

	/** Lets the request meet its faults, if any, and the tenant. */
	private async play(
		entry: LogEntry,
		{ instead, before, after }: Encounter,
		signal: AbortSignal,
		answer: () => Reply,
	): Promise<Reply> {
		entry.arrived = instead?.kind !== 'cut-before' && instead?.kind !== 'respond';
		if (instead?.kind === 'cut-before') throw new ConnectionCut();
		if (instead?.kind === 'respond') return { ...instead };
		for (const fault of before) await this.idle(fault.do as () => void);
		const reply = answer();
		for (const fault of after) await this.idle(fault.do as () => void);
		if (instead?.kind === 'stall-after') await this.idle(() => aborted(signal));
		if (instead) throw new ConnectionCut();
		return reply;
	}

	private note(method: string, url: URL, route: ZephrRoute | undefined, body: unknown): LogEntry {
		return this.log.add({
			at: this.clock.now(),
			method,
			path: url.pathname,
			route: route && `${route.method} ${route.path}`,
			query: new Query(url.searchParams).toRecord(),
			body,
			status: null,
			userId: null,
			requestId: this.tenant.random.hex(20),
			write: route !== undefined && route.method !== 'GET',
			arrived: true,
		});
	}

	/** Waits for others, who may wait for time to pass: meanwhile nobody is at work here. */
	private async idle(wait: () => void | Promise<void>): Promise<void> {
		this.clock.free?.();
		try {
			await wait();
		} finally {
			this.clock.busy?.();
		}
	}
}

type Found = { route: ZephrRoute; params: Record<string, string> } | undefined;

function routeFor(method: string, path: string): Found {
	for (const route of ZEPHR_ROUTES) {
		const params = route.method === method ? paramsOf(route, path) : undefined;
		if (params) return { route, params };
	}
	return undefined;
}

/** Resolves when the client gives up. */
function aborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
