import { listBrandMemberships, listBrands } from '../api/brands';
import { listGroups, listGroupUsers } from '../api/groups';
import type { Ticket, ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import { isClosed } from '../http/errors';
import { inParallel } from '../http/parallel';
import { cannotTake } from './cannotTake';
import { canBeQueued, type Successor, type Successors } from './handOver';
import type { Scan } from './scan';

/** Whose tickets they are, and who leaves together with them. */
export interface Going {
	leaverId: number;
	leaving: ReadonlySet<number>;
}

/** Asks once a run for what a key stands for. */
function remember<Value>(read: (key: number) => Promise<Value>): (key: number) => Promise<Value> {
	const known = new Map<number, Promise<Value>>();
	return async (key) => {
		const value = known.get(key) ?? read(key);
		known.set(key, value);
		return await value;
	};
}

/**
 * Looks at what the tickets ask for beside somebody to take them: a queue is a group with somebody else in it, and an
 * agent sees tickets of their own brands only.
 */
export class Reach {
	private readonly brandsOf: (id: number) => Promise<ReadonlySet<number> | undefined>;
	private readonly members: (groupId: number) => Promise<number[]>;
	private names?: Promise<ReadonlyMap<number, string>>;

	constructor(private readonly client: Client) {
		this.brandsOf = remember(async (id) => await this.readBrands(id));
		this.members = remember(async (id) => await this.readMembers(id));
	}

	/**
	 * @returns the successors, with what is known of queues and brands. Costs a request for each group whose queue takes a
	 * ticket, and one for each successor who is no admin; nothing where no ticket is assigned
	 */
	async settle(successors: Successors, { tickets }: Scan, going: Going): Promise<Successors> {
		const assigned = [...tickets.values()].filter(
			({ assignee_id: id, status }) => id === going.leaverId && status !== 'closed',
		);
		if (assigned.length === 0) return successors;
		const [person, byGroup, staffed] = await Promise.all([
			successors.person && this.withBrands(successors.person),
			inParallel(
				[...successors.byGroup],
				async ([id, one]) => [id, await this.withBrands(one)] as const,
			),
			successors.queue ? this.staffedGroups(assigned, going) : undefined,
		]);
		const settled = { ...successors, person, byGroup: new Map(byGroup), staffed };
		return { ...settled, names: await this.namesFor(assigned, settled) };
	}

	/** Admins belong to every brand. */
	private async withBrands(successor: Successor): Promise<Successor> {
		const { id, role } = successor.user;
		return role === 'admin' ? successor : { ...successor, brandIds: await this.brandsOf(id) };
	}

	/** @returns `undefined` where nobody can tell: the account has no such memberships, or the credential may not see them */
	private async readBrands(userId: number): Promise<ReadonlySet<number> | undefined> {
		const listed = await attempt(listBrandMemberships(this.client, userId));
		if (listed.ok) {
			const ids = new Set(listed.value.map(({ brand_id: id }) => id));
			return ids.size > 0 ? ids : undefined;
		}
		if (isClosed(listed.error)) return undefined;
		throw listed.error;
	}

	private async staffedGroups(assigned: Ticket[], going: Going): Promise<ReadonlySet<number>> {
		const queued = assigned.filter(canBeQueued).map(({ group_id: id }) => id);
		const ids = [...new Set(queued)].filter((id) => id !== null);
		const staffed = await inParallel(ids, async (id) =>
			(await this.members(id)).some(
				(member) => member !== going.leaverId && !going.leaving.has(member),
			),
		);
		return new Set(ids.filter((_, i) => staffed[i]));
	}

	private async readMembers(groupId: number): Promise<number[]> {
		const takers: ZendeskUser[] = [];
		for await (const { records } of listGroupUsers(this.client, groupId)) {
			takers.push(...records.filter((user) => cannotTake(user) === undefined));
		}
		return takers.map(({ id }) => id);
	}

	/** Names of brands and groups, for messages: only read where a ticket can't go its way. */
	private async namesFor(
		assigned: Ticket[],
		{ person, byGroup, staffed }: Successors,
	): Promise<ReadonlyMap<number, string> | undefined> {
		const all = [...(person ? [person] : []), ...byGroup.values()];
		const isInTheWay = assigned.some(
			({ group_id: groupId, brand_id: brandId }) =>
				(groupId !== null && staffed?.has(groupId) === false) ||
				all.some(({ brandIds }) => brandId && brandIds?.has(brandId) === false),
		);
		if (!isInTheWay) return undefined;
		this.names ??= this.readNames();
		return await this.names;
	}

	private async readNames(): Promise<ReadonlyMap<number, string>> {
		const lists = await Promise.all([
			attempt(listBrands(this.client)),
			attempt(listGroups(this.client)),
		]);
		const named = lists.flatMap((list) => (list.ok ? list.value : []));
		return new Map(named.map(({ id, name }) => [id, name]));
	}
}
