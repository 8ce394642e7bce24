import type { Simulator } from './simulator';

/** What goes wrong (or happens meanwhile). */
export type Fault =
	/** Zendesk, or something in front of it, answers without doing anything. A string body is sent as it is. */
	| { kind: 'respond'; status: number; headers?: Record<string, string>; body?: unknown }
	/** The connection breaks before the request arrives. */
	| { kind: 'cut-before' }
	/** There is no connection at all; `code` is Node's, e.g. `ENOTFOUND` or `CERT_HAS_EXPIRED`. */
	| { kind: 'unreachable'; code: string }
	/** The request takes effect, its answer is lost. */
	| { kind: 'cut-after' }
	/** The request takes effect, but something in front of Zendesk answers. A string body is sent as it is. */
	| { kind: 'respond-after'; status: number; headers?: Record<string, string>; body?: unknown }
	/** The request takes effect, its answer never comes; ends when the client gives up. */
	| { kind: 'stall-after' }
	/** The request takes effect, the text of its answer is another one when it arrives. */
	| { kind: 'garble'; to: (text: string) => string }
	/** Somebody else does something just before the request takes effect ... */
	| { kind: 'before'; do: (sim: Simulator) => void | Promise<void> }
	/** ... or right after. */
	| { kind: 'after'; do: (sim: Simulator) => void | Promise<void> }
	/** The job that this request starts goes wrong. */
	| ({ kind: 'job' } & JobFault);

/** What goes wrong with a job; indexes count its items from 0. */
export interface JobFault {
	/** The job breaks down before this item; it and those after it are never done. */
	failAt?: number;
	/** The job stands still before this item ... */
	stallAt?: number;
	/** ... for so long. */
	stallSeconds?: number;
	/** These items fail with a database conflict, the others are done. */
	failItems?: number[];
}

export interface FaultTrigger {
	method?: string;
	/** As in the log: `PUT /api/v2/users/:id`. */
	route?: string;
	path?: RegExp;
	/** Looks at the parsed body. */
	body?: (body: unknown) => boolean;
	/** Looks at anything else, e.g. the time. */
	if?: () => boolean;
	/** The match from which on it fires, counted from 1. */
	nth?: number;
	/** How many matches in a row it hits. */
	times?: number;
}

export interface PlannedFault {
	when: FaultTrigger;
	then: Fault;
}

/** The part of a request that triggers look at. */
export interface Arrival {
	method: string;
	path: string;
	route: string | undefined;
	body: unknown;
}

interface Armed extends PlannedFault {
	seen: number;
	fired: number;
}

interface Kill {
	left: number;
	moment: 'before' | 'after';
	at: number;
}

/** What one request meets. */
export interface Encounter {
	before: Array<Extract<Fault, { kind: 'before' }>>;
	after: Array<Extract<Fault, { kind: 'after' }>>;
	job?: JobFault;
	/** What the client gets instead of the answer. */
	instead?: Extract<
		Fault,
		{
			kind:
				| 'respond'
				| 'respond-after'
				| 'cut-before'
				| 'unreachable'
				| 'cut-after'
				| 'stall-after'
				| 'garble';
		}
	>;
	name?: string;
}

/** The error that a broken connection gives; front ends translate it. */
export class ConnectionCut extends Error {
	constructor(
		readonly code = 'ECONNRESET',
		message = 'socket hang up',
	) {
		super(message);
	}
}

/** Scripted trouble. A planned fault that did not fire is a mistake of the test: see `verifyAllFired`. */
export class Faults {
	private armed: Armed[] = [];
	private kill: Kill | undefined;
	/** The client is dead: nothing it sends arrives any more. */
	dead = false;

	add(...faults: PlannedFault[]): void {
		this.armed.push(...faults.map((fault) => ({ ...fault, seen: 0, fired: 0 })));
	}

	clear(): void {
		this.armed = [];
		this.revive();
	}

	/**
	 * The client dies at its n-th request from now on, before or after that takes effect. Every later
	 * request is lost until `revive`. Jobs that are queued already go on.
	 */
	killAt(n: number, moment: 'before' | 'after'): void {
		this.kill = { left: n, moment, at: n };
		this.dead = false;
	}

	revive(): void {
		this.kill = undefined;
		this.dead = false;
	}

	/** Planned faults that have not, or not as often as planned, hit a request. */
	unfired(): string[] {
		const waiting = this.armed
			.filter(
				({ when, fired }) => fired < (Number.isFinite(when.times ?? 1) ? (when.times ?? 1) : 1),
			)
			.map((fault) => `${fault.then.kind} on ${describe(fault.when)} (fired ${fault.fired} times)`);
		if (this.kill) waiting.push(`kill ${this.kill.moment} request ${this.kill.at}`);
		return waiting;
	}

	verifyAllFired(): void {
		const unfired = this.unfired();
		if (unfired.length > 0) throw new Error(`Planned faults did not fire: ${unfired.join('; ')}`);
	}

	/** Counts the request against every trigger and says what it meets. */
	meet(arrival: Arrival): Encounter {
		const encounter: Encounter = { before: [], after: [] };
		if (this.dead) return { ...encounter, instead: { kind: 'cut-before' }, name: 'dead' };
		for (const fault of this.armed) {
			if (!matches(fault.when, arrival)) continue;
			fault.seen++;
			const first = fault.when.nth ?? 1;
			if (fault.seen < first || fault.seen >= first + (fault.when.times ?? 1)) continue;
			if (this.join(encounter, fault.then)) fault.fired++;
		}
		this.countDown(encounter);
		return encounter;
	}

	/** Adds a fault to what the request meets; `false` if another one already decides its answer. */
	private join(encounter: Encounter, fault: Fault): boolean {
		if (fault.kind === 'before') encounter.before.push(fault);
		else if (fault.kind === 'after') encounter.after.push(fault);
		else if (fault.kind === 'job') encounter.job = fault;
		else if (encounter.instead) return false;
		else encounter.instead = fault;
		encounter.name = encounter.name ? `${encounter.name}+${fault.kind}` : fault.kind;
		return true;
	}

	private countDown(encounter: Encounter): void {
		if (!this.kill || --this.kill.left > 0) return;
		encounter.instead = { kind: this.kill.moment === 'before' ? 'cut-before' : 'cut-after' };
		encounter.name = `kill-${this.kill.moment}`;
		this.kill = undefined;
		this.dead = true;
	}
}

function matches(when: FaultTrigger, arrival: Arrival): boolean {
	return (
		(when.method === undefined || when.method === arrival.method) &&
		(when.route === undefined || when.route === arrival.route) &&
		(when.path === undefined || when.path.test(arrival.path)) &&
		(when.body === undefined || when.body(arrival.body)) &&
		(when.if === undefined || when.if())
	);
}

function describe(when: FaultTrigger): string {
	const target = when.route ?? when.path?.source ?? when.method ?? 'any request';
	return `${target} #${when.nth ?? 1}`;
}
