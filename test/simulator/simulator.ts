import { Hono } from 'hono';
import { VirtualClock, type Clock } from './clock';
import { issueDirectly } from './domain/oauth';
import { ConnectionCut, Faults, type Encounter } from './faults';
import { ROUTES } from './handlers';
import type { Limits } from './http/limits';
import { handle, type Incoming } from './http/pipeline';
import { parseBody, Query } from './http/query';
import { toResponse } from './http/respond';
import { isWrite, routeName, type Reply, type Route } from './http/route';
import { RequestLog, type LogEntry } from './log';
import { DEFAULT_COMPANY, DEFAULT_TIME_ZONE, type SimulatorOptions } from './options';
import { DEFAULT_PLAN, type Plan } from './plan';
import { seedAccount, seedCompany } from './seed';
import type { JobBoard } from './domain/jobs';
import type { SearchIndex } from './domain/search-index';
import type { Store } from './store/store';
import { DEFAULT_SWITCHES, type Switches } from './switches';
import type { Webhooks } from './webhooks/webhooks';
import { World } from './world';

/** How the client under test signs in. */
export interface Credentials {
	/** The admin as whom it acts. */
	adminId: number;
	apiToken: { email: string; token: string };
	/** A confidential client that may use all three grants; `id` is what OAuth calls the client_id. */
	oauthClient: { id: string; secret: string };
	/** Issues a token directly, of this user (default: the admin), with `read write` unless told otherwise. */
	bearer(userId?: number, scopes?: string[], lifetimeSeconds?: number): string;
}

/** One simulated Zendesk account. */
export interface Simulator {
	/** The whole HTTP surface. Rejects with `ConnectionCut` (`code: 'ECONNRESET'`) where a fault cuts the line. */
	readonly fetch: (request: Request) => Promise<Response>;
	/** e.g. `acme.zendesk.com` */
	readonly host: string;
	readonly store: Store;
	readonly log: RequestLog;
	readonly faults: Faults;
	readonly clock: Clock;
	readonly plan: Plan;
	readonly switches: Switches;
	readonly limits: Limits;
	readonly jobs: JobBoard;
	readonly search: SearchIndex;
	readonly webhooks: Webhooks;
	readonly credentials: Credentials;
	/** Every route it knows, e.g. `GET /api/v2/users/:id`. */
	readonly routes: readonly string[];
	/** For arranging: the account behind it all. */
	readonly world: World;
	/** Lets all jobs and all background work come to their end, moving time as far as that takes. */
	settle(): Promise<void>;
}

/** Makes an account, seeded unless `company` is null. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
	const company = options.company === null ? null : { ...DEFAULT_COMPANY, ...options.company };
	const world = new World({
		subdomain: options.subdomain ?? 'acme',
		clock: options.clock ?? new VirtualClock(),
		plan: { ...DEFAULT_PLAN, ...options.plan },
		switches: { ...DEFAULT_SWITCHES, ...options.switches },
		timeZone: options.timeZone ?? DEFAULT_TIME_ZONE,
		jobSeconds: options.jobSeconds ?? 10,
		jobQueueSeconds: options.jobQueueSeconds ?? [1, 6],
		searchLagSeconds: options.searchLagSeconds ?? 3,
		seed: company?.seed ?? DEFAULT_COMPANY.seed,
	});
	const credentials = credentialsOf(
		world,
		company ? seedCompany(world, company) : seedAccount(world),
	);
	world.search.refresh();
	return new Account(world, credentials, options.latencyMs ?? 0);
}

function credentialsOf(world: World, seeded: ReturnType<typeof seedAccount>): Credentials {
	const { adminId, email, token, clientId, clientSecret } = seeded;
	return {
		adminId,
		apiToken: { email, token },
		oauthClient: { id: clientId, secret: clientSecret },
		bearer: (userId = adminId, scopes = ['read', 'write'], lifetimeSeconds) =>
			issueDirectly(world, world.clock.now(), userId, scopes, lifetimeSeconds ?? null).token,
	};
}

/** Faults by which the request never gets as far as the account. */
const BEFORE_ARRIVAL = new Set<string>(['cut-before', 'unreachable', 'respond']);

class Account implements Simulator {
	readonly log = new RequestLog();
	readonly faults = new Faults();
	readonly routes = ROUTES.map(routeName);
	private readonly app: Hono;

	constructor(
		readonly world: World,
		readonly credentials: Credentials,
		private readonly latencyMs: number,
	) {
		this.app = new Hono({
			getPath: (request) => new URL(request.url).pathname.replace(/\.json$/, ''),
		});
		for (const route of ROUTES) {
			this.app.on(route.method, route.path, ({ req }) =>
				this.serve(route, req.param() as Record<string, string>, req.raw),
			);
		}
		this.app.notFound(({ req }) => this.serve(undefined, {}, req.raw));
		this.app.onError((error) => {
			throw error;
		});
	}

	get host() {
		return this.world.host;
	}
	get store() {
		return this.world.store;
	}
	get clock() {
		return this.world.clock;
	}
	get plan() {
		return this.world.plan;
	}
	get switches() {
		return this.world.switches;
	}
	get limits() {
		return this.world.limits;
	}
	get jobs() {
		return this.world.jobs;
	}
	get search() {
		return this.world.search;
	}
	get webhooks() {
		return this.world.webhooks;
	}

	readonly fetch = async (request: Request): Promise<Response> => {
		if (this.latencyMs > 0) await this.clock.sleep(this.latencyMs, request.signal);
		this.clock.busy?.();
		try {
			return await this.app.fetch(request);
		} finally {
			this.clock.free?.();
		}
	};

	async settle(): Promise<void> {
		const { agenda, clock } = this.world;
		for (let next = agenda.next; next !== undefined; next = agenda.next) {
			if (next > clock.now()) await clock.sleep(next - clock.now());
			this.world.catchUp(clock.now());
		}
	}

	private async serve(
		route: Route | undefined,
		params: Record<string, string>,
		request: Request,
	): Promise<Response> {
		const url = new URL(request.url);
		const text = await request.text();
		const now = this.clock.now();
		this.world.catchUp(now);
		const incoming: Incoming = {
			method: request.method,
			host: url.host,
			path: url.pathname,
			params,
			query: new Query(url.searchParams),
			body: parseBody(text, request.headers.get('content-type') ?? ''),
			headers: request.headers,
		};
		const entry = this.note(route, incoming, now);
		const encounter = this.faults.meet({ ...entry, body: incoming.body });
		entry.fault = encounter.name;
		return this.play(route, incoming, entry, encounter, request.signal);
	}

	/** Lets the request meet its faults, if any, and the account. */
	private async play(
		route: Route | undefined,
		incoming: Incoming,
		entry: LogEntry,
		encounter: Encounter,
		signal: AbortSignal,
	): Promise<Response> {
		const { instead } = encounter;
		entry.arrived = !instead || !BEFORE_ARRIVAL.has(instead.kind);
		if (instead?.kind === 'cut-before') throw new ConnectionCut();
		if (instead?.kind === 'unreachable') {
			throw new ConnectionCut(instead.code, `${instead.code} ${incoming.host}`);
		}
		if (instead?.kind === 'respond') return this.answerInstead(instead, entry);
		for (const fault of encounter.before) await this.idle(() => fault.do(this));
		const job = { ...incoming, jobFault: encounter.job };
		const { reply: given, callerId } = handle(this.world, route, job, this.clock.now());
		entry.userId = callerId;
		const reply = await this.whole(given);
		for (const fault of encounter.after) await this.idle(() => fault.do(this));
		if (instead?.kind === 'cut-after') throw new ConnectionCut();
		if (instead?.kind === 'respond-after') return this.answerInstead(instead, entry);
		if (instead?.kind === 'stall-after') {
			await this.idle(() => aborted(signal));
			throw new ConnectionCut();
		}
		entry.status = reply.status;
		const response = toResponse(reply, route, { ...entry, now: this.clock.now() });
		return instead?.kind === 'garble' ? await garbled(response, instead.to) : response;
	}

	/** The answer of something in front of the account. */
	private answerInstead({ status, headers, body }: Reply, entry: LogEntry): Response {
		entry.status = status;
		return toResponse({ status, headers, body }, undefined, {
			...entry,
			now: this.clock.now(),
		});
	}

	/** Waits for a body that somebody else has to say something to: the endpoint of a webhook under test. */
	private async whole(reply: Reply): Promise<Reply> {
		const { body } = reply;
		if (!(body instanceof Promise)) return reply;
		return { ...reply, body: await this.idle(() => body as Promise<unknown>) };
	}

	private note(route: Route | undefined, incoming: Incoming, now: number): LogEntry {
		const { method, path, query, body } = incoming;
		return this.log.add({
			at: now,
			method,
			path,
			route: route && routeName(route),
			query: query.toRecord(),
			body,
			status: null,
			userId: null,
			requestId: this.world.random.hex(20),
			write: route !== undefined && isWrite(route),
			arrived: true,
		});
	}

	/** Waits for others, who may wait for time to pass: meanwhile nobody is at work here. */
	private async idle<T>(wait: () => T | Promise<T>): Promise<T> {
		this.clock.free?.();
		try {
			return await wait();
		} finally {
			this.clock.busy?.();
		}
	}
}

/** The same answer with another text, if it has any. */
async function garbled(response: Response, to: (text: string) => string): Promise<Response> {
	if (response.body === null) return response;
	const { status, headers } = response;
	return new Response(to(await response.text()), { status, headers });
}

/** Resolves when the client gives up. */
function aborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), { once: true });
	});
}
