import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import { isStaff } from '../users/view';
import type { Refusal } from '../verdict';
import { adoptedStays, isAdopted } from './adoption';
import { type Blocked, fieldsOf, personOf } from './change';
import { absentUsers } from './missing';
import type { Desired, People } from './people';
import { countUsers, refuseLeaving, refuseRemovals } from './removals';
import { emptySource, protectedUser, unclearSource } from './refusals';
import type { Plan, Planned, PlanOptions } from './types';

/** Somebody who is to go. */
interface Left {
	user: ZendeskUser;
	/** The item that says so; nobody says so of who is only missing. */
	item?: number;
	/** Was there before, and only an address says that they are the source's. */
	isAdopted: boolean;
}

/** Those who have left, and what becomes of them. */
export class Departures {
	private readonly gone: Left[] = [];

	constructor(
		private readonly client: Client,
		private readonly options: PlanOptions,
		private readonly people: People,
		private readonly plan: Plan,
	) {}

	/** The source says so. */
	add(user: ZendeskUser, item: number, isNew: boolean): void {
		this.gone.push({ user, item, isAdopted: isNew || isAdopted(user) });
	}

	/**
	 * Who belongs to the source and is not in it.
	 *
	 * @param isEmpty whether the source names nobody at all
	 * @param unclear the rows that leave it open whom they mean
	 */
	missing(rows: Desired[], isEmpty: boolean, unclear: Blocked[]): void {
		const refusal = isEmpty ? emptySource() : unclearSource(unclear);
		for (const user of absentUsers(this.people, rows, this.options)) {
			if (!this.isToGo(user)) continue;
			if (refusal) this.plan.blocked.push({ ...personOf(user), ...refusal });
			else this.gone.push({ user, isAdopted: isAdopted(user) });
		}
	}

	/** Whether there is anything left to do with somebody who has left. */
	private isToGo(user: ZendeskUser): boolean {
		return isStaff(user) || this.options.removal !== 'suspend' || !user.suspended;
	}

	/** Decides about everybody who has left, within the limits. */
	async settle(): Promise<void> {
		const { removal, limits, scope, protectedUsers } = this.options;
		const left = this.gone.filter(({ user }) => this.isToGo(user));
		for (const { user, item } of this.gone) {
			if (item !== undefined && !this.isToGo(user)) {
				this.plan.unchanged.push({ item, ...personOf(user) });
			}
		}
		const suspensions = this.plan.changes.filter(suspends);
		const going = left.filter(({ isAdopted: stays }) => !stays);
		const customers = going.filter(({ user }) => removal !== 'report' && !isStaff(user));
		const leaving = {
			left: going.length + suspensions.length,
			removals: customers.length + suspensions.length,
			suspends: removal === 'suspend' || suspensions.length > 0,
		};
		const counts = this.people.all && countUsers(this.people.all, scope, leaving.suspends);
		const refusal = counts
			? refuseLeaving(leaving, counts, limits)
			: await refuseRemovals(this.client, scope, leaving, limits);
		const total = { of: counts?.removable, removals: leaving.removals };
		for (const change of suspensions) Object.assign(change, total);
		if (refusal) blockChanges(this.plan, suspensions, refusal);
		for (const { user, item, isAdopted: stays } of left) {
			const why = item === undefined ? 'missing from the source' : 'has left, says the source';
			if (stays && !isStaff(user) && removal !== 'report') {
				this.leaves(user, `${why}; ${adoptedStays(user).message}`, item);
			} else if (refusal) this.plan.blocked.push({ item, ...personOf(user), ...refusal });
			else if (isStaff(user) || removal === 'report') this.leaves(user, why, item);
			else if (protectedUsers.has(user.id)) {
				this.plan.blocked.push({ item, ...personOf(user), ...protectedUser(user) });
			} else {
				const before = fieldsOf(user, { name: null, email: null, suspended: null });
				const after = removal === 'suspend' ? { ...before, suspended: true } : null;
				const diff = [{ field: 'suspended', from: user.suspended, to: true }];
				this.plan.changes.push({
					action: removal,
					...personOf(user),
					before,
					after,
					diff: removal === 'suspend' ? diff : [],
					reason: why,
					...total,
					...(item === undefined ? { addresses: this.people.addressesOf(user) } : {}),
					item,
				});
			}
		}
	}

	/** Somebody whom no sync takes out. */
	leaves(user: ZendeskUser, reason: string, item?: number): void {
		this.plan.leavers.push({ item, ...personOf(user), role: user.role, reason });
	}
}

function suspends({ action, before, after }: Planned): boolean {
	return action === 'update' && after?.suspended === true && before?.suspended !== true;
}

/** Takes changes out of a plan again. */
export function blockChanges(plan: Plan, changes: Planned[], refusal: Refusal): void {
	const isBlocked = new Set(changes);
	plan.changes = plan.changes.filter((change) => !isBlocked.has(change));
	for (const { item, id, name, email, external_id } of changes) {
		plan.blocked.push({ item, id, name, email, external_id, ...refusal });
	}
}
