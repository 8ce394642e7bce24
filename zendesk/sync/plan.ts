import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import { isProtected } from '../users/guards';
import { isStaff, nameOf } from '../users/view';
import {
	type Blocked,
	type Change,
	diffOf,
	type FieldChange,
	fieldsOf,
	type Leaver,
	personOf,
} from './change';
import { compare, type Conflict, merged } from './compare';
import { type Limits, tooManyChanges, tooManyRemovals } from './limits';
import {
	type Desired,
	groupsOf,
	type MatchBy,
	type Memberships,
	People,
	readMemberships,
} from './people';
import { emptySource, outOfScope, protectedUser, sameUser, unclearSource } from './refusals';
import { bornInto, outsideOf, outsideOfWith, type Scope, taggedFor } from './scope';

/** What becomes of customers who have left. */
export type Removal = 'report' | 'suspend' | 'delete';

export interface PlanOptions {
	matchBy: MatchBy;
	conflict: Conflict;
	scope: Scope;
	limits: Limits;
	protectedUsers: string[];
	removal: Removal;
	/** Who belongs to the source and is not in it has left. */
	missingMeansLeft: boolean;
}

/** A change, with the input item that wants it. */
export type Planned = Change & { item?: number };

export interface Unchanged {
	item: number;
	id: number | null;
	name: string | null;
	email: string | null;
	external_id: string | null;
}

export interface Plan {
	changes: Planned[];
	unchanged: Unchanged[];
	blocked: Blocked[];
	leavers: Leaver[];
}

/** Somebody who is to go. */
interface Left {
	user: ZendeskUser;
	/** The item that says so; nobody says so of who is only missing. */
	item?: number;
}

/** Reasons for which a row leaves it open whom it means: then nobody counts as missing. */
const UNCLEAR = new Set(['ambiguous', 'same-row', 'invalid']);

class Planner {
	readonly plan: Plan = { changes: [], unchanged: [], blocked: [], leavers: [] };
	private readonly left: Left[] = [];
	/** Everybody whom a row names, also a row that is blocked. */
	private readonly named = new Map<number, Desired[]>();

	constructor(
		private readonly options: PlanOptions,
		private readonly people: People,
		private readonly memberships: Memberships,
	) {}

	make(rows: Desired[]): Plan {
		const { matchBy } = this.options;
		const found = rows.map((row) => ({ row, user: this.people.find(row, matchBy) }));
		const newcomers = new Map<string, Desired[]>();
		for (const { row, user } of found) {
			if (user === undefined) for (const key of keysOf(row)) push(newcomers, key, row);
			else if ('id' in user) push(this.named, user.id, row);
		}
		for (const { row, user } of found) {
			const twins =
				user === undefined
					? keysOf(row).flatMap((key) => newcomers.get(key)!)
					: 'id' in user
						? this.named.get(user.id)!
						: [];
			const items = [...new Set(twins.map(({ item }) => item))];
			if (items.length > 1) this.block(row, sameUser(items));
			else if (user === undefined) this.newcomer(row);
			else if ('id' in user) this.known(row, user);
			else this.block(row, user);
		}
		this.missing(rows);
		this.removals(rows.length);
		this.limit();
		return this.plan;
	}

	private newcomer(row: Desired): void {
		const { item, externalId, email, hasLeft, groups } = row;
		const person = {
			id: null,
			name: textOf(row.fields.name),
			email: email ?? null,
			external_id: externalId ?? null,
		};
		if (hasLeft) {
			this.plan.unchanged.push({ item, ...person });
			return;
		}
		const after = bornInto(this.options.scope, row.fields);
		const outside = outsideOf(this.options.scope, after as Partial<ZendeskUser>);
		if (outside) return this.block(row, outOfScope(person.name ?? 'The new user', outside));
		if (person.name === null) {
			return this.block(row, {
				reason: 'invalid',
				message: "'Name' is empty, and nobody can be created without one",
				advice: 'Give the row a name',
			});
		}
		const withGroups = groups === undefined ? after : { ...after, groups };
		const diff = diffOf({}, withGroups);
		const reason = 'new in the source';
		this.plan.changes.push({
			action: 'create',
			...person,
			before: null,
			after: withGroups,
			diff,
			reason,
			item,
		});
	}

	private known(row: Desired, user: ZendeskUser): void {
		const { scope } = this.options;
		const fields = taggedFor(scope, row.fields, user.tags);
		const outside = outsideOfWith(scope, user, fields);
		if (outside) return this.block(row, outOfScope(nameOf(user), outside), user);
		if (row.hasLeft) {
			this.left.push({ user, item: row.item });
			return;
		}
		const groups = groupsOf(this.memberships, user.id);
		const { before, changed } = compare({ ...row, fields }, user, groups, this.options.conflict);
		if (Object.keys(changed).length === 0) {
			this.plan.unchanged.push({ item: row.item, ...personOf(user) });
			return;
		}
		if (isProtected(user, this.options.protectedUsers)) {
			return this.block(row, protectedUser(user), user);
		}
		const losesSeat = changed.role === 'end-user' || changed.suspended === true;
		if (isStaff(user) && losesSeat) return this.leaves(user, 'the source takes the seat', row.item);
		const diff = diffOf(before, changed);
		this.plan.changes.push({
			action: 'update',
			...personOf(user),
			before,
			after: { ...before, ...merged(before, changed) },
			diff,
			reason: `changed in the source: ${namesOf(diff)}`,
			item: row.item,
		});
	}

	/** Who belongs to the source and is not in it. */
	private missing(rows: Desired[]): void {
		const { missingMeansLeft, scope } = this.options;
		if (!missingMeansLeft || this.people.all === undefined) return;
		const gone = this.people.all.filter(
			(user) => !this.named.has(user.id) && outsideOf(scope, user) === undefined,
		);
		const unclear = this.plan.blocked.filter(({ reason }) => UNCLEAR.has(reason));
		const refusal = rows.length === 0 ? emptySource() : unclearSource(unclear);
		for (const user of gone) {
			if (!this.isToGo(user)) continue;
			if (refusal) this.plan.blocked.push({ ...personOf(user), ...refusal });
			else this.left.push({ user });
		}
	}

	/** Whether there is anything left to do with somebody who has left. */
	private isToGo(user: ZendeskUser): boolean {
		return isStaff(user) || this.options.removal !== 'suspend' || !user.suspended;
	}

	private removals(rows: number): void {
		const { removal, limits, scope, protectedUsers } = this.options;
		const left = this.left.filter(({ user }) => this.isToGo(user));
		const everybody = this.people.all?.filter((user) => outsideOf(scope, user) === undefined);
		const refusal = tooManyRemovals(left.length, everybody?.length ?? rows, limits);
		for (const { user, item } of left) {
			const why = item === undefined ? 'missing from the source' : 'has left, says the source';
			if (refusal) this.plan.blocked.push({ item, ...personOf(user), ...refusal });
			else if (isStaff(user) || removal === 'report') this.leaves(user, why, item);
			else if (isProtected(user, protectedUsers)) {
				this.plan.blocked.push({ item, ...personOf(user), ...protectedUser(user) });
			} else {
				const managed = { name: null, email: null, suspended: null };
				const before = fieldsOf(user, managed);
				const after = removal === 'suspend' ? { ...before, suspended: true } : null;
				const diff = [{ field: 'suspended', from: user.suspended, to: true }];
				this.plan.changes.push({
					action: removal,
					...personOf(user),
					before,
					after,
					diff: removal === 'suspend' ? diff : [],
					reason: why,
					item,
				});
			}
		}
	}

	private limit(): void {
		const refusal = tooManyChanges(this.plan.changes.length, this.options.limits);
		if (!refusal) return;
		for (const { item, id, name, email, external_id } of this.plan.changes.splice(0)) {
			this.plan.blocked.push({ item, id, name, email, external_id, ...refusal });
		}
	}

	private leaves(user: ZendeskUser, reason: string, item?: number): void {
		this.plan.leavers.push({ item, ...personOf(user), role: user.role, reason });
	}

	private block(row: Desired, refusal: Refusal, user?: ZendeskUser): void {
		const person = user
			? personOf(user)
			: {
					id: null,
					name: textOf(row.fields.name),
					email: row.email ?? null,
					external_id: row.externalId ?? null,
				};
		this.plan.blocked.push({ item: row.item, ...person, ...refusal });
	}
}

function keysOf({ externalId, email }: Desired): string[] {
	return [
		...(externalId ? [`x:${externalId.toLowerCase()}`] : []),
		...(email ? [`e:${email.toLowerCase()}`] : []),
	];
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}

const textOf = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

const namesOf = (diff: FieldChange[]) => diff.map(({ field }) => field).join(', ');

/**
 * Compares what a source wants with what Zendesk has, and says what to change. Writes nothing.
 *
 * @param unreadable items of which not even the keys can be read; they are blocked already, and make the source unclear
 */
export async function planSync(
	client: Client,
	options: PlanOptions,
	rows: Desired[],
	unreadable: Blocked[] = [],
): Promise<Plan> {
	const hasGroups = rows.some(({ groups }) => groups !== undefined);
	const [people, memberships] = await Promise.all([
		options.missingMeansLeft
			? People.everybody(client)
			: People.named(client, rows, options.matchBy),
		hasGroups ? readMemberships(client) : new Map(),
	]);
	const planner = new Planner(options, people, memberships);
	planner.plan.blocked.push(...unreadable);
	return planner.make(rows);
}
