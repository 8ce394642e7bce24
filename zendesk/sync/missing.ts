import type { ZendeskUser } from '../api/records';
import type { Desired, People } from './people';
import { countUsers, isRemovable, refuseLeaving } from './removals';
import { outsideOf } from './scope';
import type { PlanOptions } from './types';

/** Who belongs to the source, and of whom no row has the external ID or an address, whatever became of that row. */
export function absentUsers(
	people: People,
	rows: Desired[],
	{ missingMeansLeft, scope }: PlanOptions,
): ZendeskUser[] {
	if (!missingMeansLeft || people.all === undefined) return [];
	const mentioned = new Set(rows.flatMap((row) => people.mentioned(row)).map(({ id }) => id));
	return people.all.filter(
		(user) => !mentioned.has(user.id) && outsideOf(scope, user) === undefined,
	);
}

/** Those among them who would be removed; nobody where they are too many anyway. */
export function missingUsers(people: People, rows: Desired[], options: PlanOptions): ZendeskUser[] {
	const { removal, scope, limits, protectedUsers } = options;
	if (removal === 'report') return [];
	const suspends = removal === 'suspend';
	const going = absentUsers(people, rows, options).filter(
		(user) => isRemovable(user, scope, suspends) && !protectedUsers.has(user.id),
	);
	const counts = countUsers(people.all ?? [], scope, suspends);
	const leaving = { left: going.length, removals: going.length, suspends };
	return refuseLeaving(leaving, counts, limits) ? [] : going;
}
