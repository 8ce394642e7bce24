import type { ZendeskUser } from '../api/records';
import { dateOf, daysBetween } from '../dates';
import { getRoleType } from '../roles/roleTypes';
import { roleNameOf } from '../seats/roleNames';
import { isStaff } from '../users/view';
import { ACT_KINDS, type ActKind } from './acts';
import type { Activity } from './read';
import type { SourceName } from './sources';

type Counts = Record<ActKind, number>;

/** What one user did on one day. */
export interface DayRow extends Counts {
	kind: 'day';
	/** In the time zone of the reading. */
	date: string;
	user_id: number;
	name: string;
	email: string | null;
	role: string;
	/** ISO 8601; `null` on a day without activity. */
	first_at: string | null;
	last_at: string | null;
	active: boolean;
	/** The streams that tell of this day. */
	sources: SourceName[];
}

/** What one user did in all the days. */
export interface UserRow extends Counts {
	kind: 'user';
	user_id: number;
	name: string;
	email: string | null;
	role: string;
	role_type: number | null;
	custom_role_id: number | null;
	/** As Zendesk shows it, e.g. `Team lead` or `Light agent`. */
	role_name: string;
	/** As far as the Support role tells; `none` for customers and deleted users. */
	seat: string;
	suspended: boolean;
	deleted: boolean;
	/** Their names; only when asked for. */
	groups?: string[];
	created_at: string | null;
	last_login_at: string | null;
	active_days: number;
	first_at: string | null;
	last_at: string | null;
	/** The date of the last act or sign-in that is known. */
	last_active: string | null;
	/** Days from there to the last day of the reading; from the creation for those who never were active. */
	inactive_days: number | null;
	sources: SourceName[];
}

const NOTHING = Object.fromEntries(ACT_KINDS.map((kind) => [kind, 0])) as Counts;

function isoOf(ms: number | undefined): string | null {
	return ms === undefined ? null : new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** The sources that tell of a day. */
function sourcesOf({ reads }: Activity, date: string): SourceName[] {
	return reads.flatMap(({ name, since }) => (since !== undefined && since <= date ? [name] : []));
}

/** In the order of the days. @param withIdle also those on which a user did nothing */
export function dayRows(activity: Activity, withIdle: boolean): DayRow[] {
	const { days, users, tally } = activity;
	return days.dates.flatMap((date, index) => {
		const sources = sourcesOf(activity, date);
		return users.flatMap((user): DayRow[] => {
			const day = tally.dayOf(user.id, index);
			if (!day && !withIdle) return [];
			const { firstAt, lastAt, ...counts } =
				day ?? (NOTHING as Counts & { firstAt?: number; lastAt?: number });
			return [
				{
					kind: 'day',
					date,
					user_id: user.id,
					name: user.name,
					email: user.email,
					role: user.role,
					...counts,
					first_at: isoOf(firstAt),
					last_at: isoOf(lastAt),
					active: day !== undefined,
					sources,
				},
			];
		});
	});
}

/** One row a user, whether active or not. */
export function userRows(activity: Activity): UserRow[] {
	const sources = sourcesOf(activity, activity.days.to);
	return activity.users.map((user) => ({ ...userRow(activity, user), sources }));
}

function userRow(
	{ days, groups, roles, tally }: Activity,
	user: ZendeskUser,
): Omit<UserRow, 'sources'> {
	const active = tally.daysOf(user.id);
	const sums = { ...NOTHING };
	for (const { day } of active) for (const kind of ACT_KINDS) sums[kind] += day[kind];
	const lastAt = active.at(-1)?.day.lastAt;
	const signedInAt = user.last_login_at === null ? undefined : Date.parse(user.last_login_at);
	const known = [lastAt, signedInAt].filter((at) => at !== undefined);
	const lastActive = known.length === 0 ? null : dateOf(Math.max(...known), days.zone);
	const since = lastActive ?? (user.created_at && dateOf(Date.parse(user.created_at), days.zone));
	return {
		kind: 'user',
		user_id: user.id,
		name: user.name,
		email: user.email,
		role: user.role,
		role_type: user.role_type,
		custom_role_id: user.custom_role_id,
		role_name: roleNameOf(user, roles),
		seat: user.active && isStaff(user) ? getRoleType(user).seat : 'none',
		suspended: user.suspended,
		deleted: !user.active,
		...(groups ? { groups: groups.get(user.id) ?? [] } : {}),
		created_at: user.created_at,
		last_login_at: user.last_login_at,
		active_days: active.length,
		...sums,
		first_at: isoOf(active[0]?.day.firstAt),
		last_at: isoOf(lastAt),
		last_active: lastActive,
		inactive_days: since ? Math.max(0, daysBetween(since, days.to)) : null,
	};
}
