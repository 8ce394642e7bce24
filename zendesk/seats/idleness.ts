import type { ZendeskUser } from '../api/records';
import { dateOf, daysBetween } from '../dates';
import type { LastActivity } from './activityRows';

const DAY_MS = 86_400_000;

/** How long nothing is known of somebody. */
export interface Idleness {
	/** Whole days since the last sign of life; null when nothing tells. */
	days: number | null;
	/** What the last sign was; `creation` of those of whom there is none. */
	since: 'sign-in' | 'activity' | 'creation';
}

function daysSince(time: string | null, now: number): number | null {
	const ms = now - Date.parse(time ?? '');
	return Number.isNaN(ms) ? null : Math.max(0, Math.floor(ms / DAY_MS));
}

/** Rows may have been kept for a while; their own count is in the time zone in which they were read. */
function daysWithout(activity: LastActivity | undefined, now: number): number | null {
	if (!activity?.lastActive) return null;
	const days = activity.inactiveDays ?? daysBetween(activity.lastActive, dateOf(now, 'utc'));
	return Math.max(0, days);
}

/**
 * The last sign of life: of the last sign-in and the last activity, the later one.
 *
 * @param activity what the activity's rows tell of this user; `undefined` = nothing
 */
export function idlenessOf(
	user: Pick<ZendeskUser, 'last_login_at' | 'created_at'>,
	now: number,
	activity?: LastActivity,
): Idleness {
	const signedIn = daysSince(user.last_login_at, now);
	const active = daysWithout(activity, now);
	if (active !== null && active <= (signedIn ?? Infinity))
		return { days: active, since: 'activity' };
	if (signedIn !== null) return { days: signedIn, since: 'sign-in' };
	return { days: daysSince(user.created_at, now), since: 'creation' };
}
