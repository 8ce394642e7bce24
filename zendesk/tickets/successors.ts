import { listMemberships } from '../api/groups';
import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import { findUsers, theOne } from '../users/find';
import type { UserRef } from '../users/reference';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import { cannotTake } from './cannotTake';
import type { Successor, Successors } from './handOver';
import { type Going, Reach } from './reach';
import type { Scan } from './scan';

/** Who is to take the tickets, as the row names them. */
export interface HandOver {
	/** `person`: one for all · `perGroup`: one a group · `queue`: unassigned in their group. */
	to: 'person' | 'perGroup' | 'queue';
	/** The one person; for the other ways, whoever takes what they leave over. */
	person?: UserRef;
	byGroup: Array<{ groupId: number; person: UserRef }>;
}

/** Finds successors, each only once a run: forty leavers of one team often share one. */
export class SuccessorDesk {
	private readonly known = new Map<string, Promise<Successor | { refusal: Refusal }>>();

	private readonly reach: Reach;

	/** @param parameter the display name of the parameter that names the successor */
	constructor(
		private readonly client: Client,
		private readonly parameter: string,
	) {
		this.reach = new Reach(client);
	}

	/** What the tickets ask of the successors: see {@link Reach}. */
	async settle(successors: Successors, scan: Scan, going: Going): Promise<Successors> {
		return await this.reach.settle(successors, scan, going);
	}

	/** @returns everybody who takes tickets over, or why one of them can't */
	async find(
		{ to, person, byGroup }: HandOver,
		leaverId: number,
		leaving: ReadonlySet<number>,
	): Promise<Successors | { refusal: Refusal }> {
		const one = person && (await this.one(person, leaverId, leaving));
		if (one && 'refusal' in one) return one;
		const groups = new Map<number, Successor>();
		for (const entry of to === 'perGroup' ? byGroup : []) {
			const successor = await this.one(entry.person, leaverId, leaving);
			if ('refusal' in successor) return successor;
			groups.set(entry.groupId, successor);
		}
		return { person: one, byGroup: groups, queue: to === 'queue' };
	}

	private async one(ref: UserRef, leaverId: number, leaving: ReadonlySet<number>) {
		const key = `${ref.by} ${ref.value}`;
		const known = this.known.get(key) ?? this.read(ref);
		this.known.set(key, known);
		const successor = await known;
		if ('refusal' in successor) return successor;
		const { id } = successor.user;
		const going = id === leaverId ? 'is the leaver' : leaving.has(id) && 'leaves in the same run';
		return going ? this.refuse(successor.user, going) : successor;
	}

	private async read(ref: UserRef): Promise<Successor | { refusal: Refusal }> {
		const [matches] = await findUsers(this.client, [ref]);
		const one = theOne(ref, matches, this.parameter);
		if ('refusal' in one) return one;
		const { user } = one;
		const problem = cannotTake(user);
		if (problem) return this.refuse(user, problem);
		const memberships = await listMemberships(this.client, user.id);
		const groupIds = new Set(memberships.map((membership) => membership.group_id));
		// The user's default group may be one that they have left since.
		const usual = [
			user.default_group_id,
			memberships.find((membership) => membership.default)?.group_id,
			...groupIds,
		];
		return {
			user,
			groupIds,
			defaultGroupId: usual.find((id) => typeof id === 'number' && groupIds.has(id)) ?? undefined,
		};
	}

	private refuse(user: ZendeskUser, problem: string): { refusal: Refusal } {
		return {
			refusal: {
				reason: 'successor',
				message: `'${this.parameter}': ${nameOf(user)} ${problem}`,
				advice: 'Name an active agent or admin who stays',
			},
		};
	}
}

/** Everybody who takes something over, for reports. */
export function everySuccessor({ person, byGroup }: Successors): ZendeskUser[] {
	const all = [...(person ? [person] : []), ...byGroup.values()].map(({ user }) => user);
	return [...new Map(all.map((user) => [user.id, user])).values()];
}
