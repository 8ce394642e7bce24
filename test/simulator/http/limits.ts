import { SECOND } from '../core/time';
import type { Plan } from '../plan';
import { ApiError } from './errors';

/** A bucket: so many calls in so many seconds (zendesk-api §9). */
export interface LimitRule {
	total: (plan: Plan) => number;
	seconds: number;
	/** What the 429 says. */
	refusal: 'account' | 'endpoint' | 'export' | 'single-user';
	/** Its windows are minutes of the clock (recorded); others begin with their first call. */
	byTheClock?: true;
}

const accountTotal = (plan: Plan) => (plan.highVolume ? Math.max(plan.rpm, 2500) : plan.rpm);

const byVolume = (usual: number, high: number) => (plan: Plan) => (plan.highVolume ? high : usual);

function ticketUpdates(plan: Plan): number {
	if (plan.sandbox) return plan.highVolume ? 100 : 20;
	return plan.highVolume ? 300 : 100;
}

const LIMIT_RULES = {
	account: { total: accountTotal, seconds: 60, refusal: 'account' },
	'help-center': { total: accountTotal, seconds: 60, refusal: 'account' },
	'update-user': { total: () => 5, seconds: 60, refusal: 'single-user', byTheClock: true },
	'create-update-user': { total: () => 1, seconds: 1, refusal: 'endpoint' },
	'update-ticket': { total: ticketUpdates, seconds: 60, refusal: 'endpoint' },
	'update-ticket-by-user': { total: () => 30, seconds: 600, refusal: 'endpoint' },
	'delete-ticket': { total: () => 400, seconds: 60, refusal: 'endpoint' },
	'purge-user': { total: () => 700, seconds: 600, refusal: 'endpoint' },
	incremental: { total: byVolume(10, 30), seconds: 60, refusal: 'export' },
	'search-export': { total: () => 100, seconds: 60, refusal: 'endpoint' },
	'deleted-tickets': { total: () => 10, seconds: 60, refusal: 'endpoint' },
} satisfies Record<string, LimitRule>;

export type LimitName = keyof typeof LIMIT_RULES;

export interface Room {
	total: number;
	remaining: number;
	/** Whole seconds until the window ends. */
	resets: number;
}

interface Window {
	ends: number;
	used: number;
}

/** Windows that nobody looks at any more are swept when a rule has gathered so many. */
const SWEEP_AT = 10_000;

const TOO_MANY_REQUESTS = { errors: [{ code: 'TooManyRequests', title: 'Too Many Requests' }] };

/** §9: recorded; the blanks are Zendesk's. */
const SINGLE_USER =
	'You have exceeded the rate limit for updating a single unique user. user email:  id:  external_id: ';

/** Recorded. */
const EXPORT_EXCEEDED = {
	error: 'APIRateLimitExceeded',
	description: 'Number of allowed incremental export API requests per minute exceeded',
};

const REFUSALS: Record<LimitRule['refusal'], unknown> = {
	account: 'Number of allowed API requests per minute exceeded',
	endpoint: TOO_MANY_REQUESTS,
	export: EXPORT_EXCEEDED,
	'single-user': SINGLE_USER,
};

/** When a window ends that begins now. */
function endOf({ seconds, byTheClock }: LimitRule, now: number): number {
	const length = seconds * SECOND;
	return (byTheClock ? Math.floor(now / length) * length : now) + length;
}

/** The buckets of one account. Windows are fixed: each begins with the first call after the last one ended. */
export class Limits {
	private readonly windows = new Map<LimitName, Map<string, Window>>();
	/** Other totals than Zendesk's, e.g. `{ 'create-update-user': Infinity }`. */
	readonly overrides: Partial<Record<LimitName, number>> = {};

	constructor(private readonly plan: Plan) {}

	total(name: LimitName): number {
		return this.overrides[name] ?? LIMIT_RULES[name].total(this.plan);
	}

	room(name: LimitName, now: number, key = ''): Room {
		const total = this.total(name);
		const window = this.windows.get(name)?.get(key);
		if (!window || window.ends <= now) {
			const resets = Math.max(1, Math.ceil((endOf(LIMIT_RULES[name], now) - now) / SECOND));
			return { total, remaining: total, resets };
		}
		return {
			total,
			remaining: Math.max(0, total - window.used),
			resets: Math.max(1, Math.ceil((window.ends - now) / SECOND)),
		};
	}

	/** Counts one call, or throws the 429 of this bucket with the seconds to wait. */
	take(name: LimitName, now: number, key = ''): Room {
		const before = this.room(name, now, key);
		if (before.remaining < 1) throw this.refuse(name, before);
		this.spend(name, now, 1, key);
		return this.room(name, now, key);
	}

	/** Other integrations use the bucket too. */
	spend(name: LimitName, now: number, calls: number, key = ''): void {
		const windows = this.windowsOf(name, now);
		const window = windows.get(key);
		if (window && window.ends > now) window.used += calls;
		else windows.set(key, { ends: endOf(LIMIT_RULES[name], now), used: calls });
	}

	private refuse(name: LimitName, room: Room): ApiError {
		const { refusal } = LIMIT_RULES[name];
		return new ApiError(429, REFUSALS[refusal], 'TooManyRequests', `Limit ${name}`, {
			'Retry-After': String(room.resets),
			...limitHeader(name, room),
		});
	}

	private windowsOf(name: LimitName, now: number): Map<string, Window> {
		let windows = this.windows.get(name);
		if (!windows) this.windows.set(name, (windows = new Map()));
		if (windows.size > SWEEP_AT) {
			for (const [key, window] of windows) if (window.ends <= now) windows.delete(key);
		}
		return windows;
	}
}

/** The buckets that every call counts against, one or the other: what they say is in headers without a name. */
export type AccountBucket = 'account' | 'help-center';

/** §9: endpoint buckets show themselves as `zendesk-ratelimit-<name>`; the account's two have headers of their own. */
export function limitHeader(name: LimitName | 'inflight-jobs', room: Room): Record<string, string> {
	if (name === 'account' || name === 'help-center' || room.total === Infinity) return {};
	return {
		[`Zendesk-RateLimit-${name}`]: `total=${room.total}; remaining=${room.remaining}; resets=${room.resets}`,
	};
}
