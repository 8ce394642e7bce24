import type { CustomRole, ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import { type Catalog, catalogFor } from '../users/fields/catalog';
import { readRow } from '../users/fields/read';
import { type UserFields, withFields } from '../users/payload';
import { isStaff, nameOf } from '../users/view';
import { readAddresses } from './addresses';
import {
	adoptedStays,
	isAdopted,
	isAdoption,
	markAdopted,
	unprovenRefusal,
	withoutKey,
} from './adoption';
import { type Blocked, diffOf, type FieldChange, NAMING, personOf } from './change';
import { compare, merged } from './compare';
import { blockChanges, Departures } from './departures';
import { tooManyChanges } from './limits';
import { type Desired, groupsOf, type Memberships, People, readMemberships } from './people';
import { noGroups, outOfScope, protectedUser, sameUser } from './refusals';
import { dropRepeats } from './repeats';
import { bornInto, isEverybody, outsideOf, outsideOfWith, taggedFor } from './scope';
import { takesStaffOut, rolesFor } from './seats';
import type { Plan, PlanOptions } from './types';

class Planner {
	readonly plan: Plan = { changes: [], unchanged: [], blocked: [], leavers: [] };
	private readonly departures: Departures;
	/** Everybody whom rows mean, with those rows. */
	private readonly named = new Map<number, Desired[]>();

	constructor(
		client: Client,
		private readonly options: PlanOptions,
		private readonly people: People,
		private readonly memberships: Memberships,
		private readonly roles: CustomRole[] | undefined,
		private readonly catalog: Catalog,
		/** Rows that leave it open whom they mean: then nobody counts as missing. */
		private readonly unclear: Blocked[],
	) {
		this.plan.blocked.push(...unclear);
		this.departures = new Departures(client, options, people, this.plan);
	}

	async make(rows: Desired[], isEmpty: boolean): Promise<Plan> {
		const { matchBy } = this.options;
		const found = rows.map((row) => ({ row, user: this.people.find(row, matchBy) }));
		const byKey = new Map<string, Desired[]>();
		for (const { row, user } of found) {
			for (const key of keysOf(row)) push(byKey, key, row);
			if (user && 'id' in user) push(this.named, user.id, row);
		}
		for (const { row, user } of found) {
			const sameUsers = user && 'id' in user ? this.named.get(user.id)! : [];
			const twins = [...keysOf(row).flatMap((key) => byKey.get(key)!), ...sameUsers];
			const items = [...new Set(twins.map(({ item }) => item))].sort((a, b) => a - b);
			if (items.length > 1) this.block(row, sameUser(items));
			else if (user === undefined) this.newcomer(row);
			else if ('id' in user) this.known(row, user);
			else this.block(row, user);
		}
		this.departures.missing(rows, isEmpty, this.unclear);
		await this.departures.settle();
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
		const after = wishOf(this.options, row.fields);
		const outside = outsideOf(this.options.scope, after as Partial<ZendeskUser>);
		if (outside) return this.block(row, outOfScope(person.name ?? 'The new user', outside));
		if (person.name === null) {
			return this.block(row, {
				reason: 'invalid',
				message: "'Name' is empty, and nobody can be created without one",
				advice: 'Give the row a name',
			});
		}
		if (groups?.length && (after.role ?? 'end-user') === 'end-user') {
			return this.block(row, noGroups(person.name));
		}
		const read = readRow(after, this.catalog);
		if ('refusal' in read) return this.block(row, read.refusal);
		const withGroups = groups === undefined ? read.fields : { ...read.fields, groups };
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

	private known(given: Desired, user: ZendeskUser): void {
		const { scope, matchBy } = this.options;
		const row = withoutKey(given, user, this.people, matchBy);
		const isNew = isAdoption(row, user);
		const wish = wishOf(this.options, row.fields, user);
		const tagged = isNew || isAdopted(user) ? markAdopted(user, wish) : wish;
		const outside = outsideOfWith(scope, user, tagged);
		if (outside) return this.block(row, outOfScope(nameOf(user), outside), user);
		const unproven = unprovenRefusal(given, user, this.people, scope);
		if (unproven) return this.block(row, unproven, user);
		if (row.hasLeft) return this.departures.add(user, row.item, isNew);
		const read = readRow(tagged, this.catalog, user);
		if ('refusal' in read) return this.block(row, read.refusal, user);
		const { fields } = read;
		const groups = groupsOf(this.memberships, user.id);
		const { conflict } = this.options;
		const { before, changed } = compare({ ...row, fields }, user, groups, conflict, this.catalog);
		if (Object.keys(changed).length === 0) {
			this.plan.unchanged.push({ item: row.item, ...personOf(user) });
			return;
		}
		if (this.options.protectedUsers.has(user.id)) {
			return this.block(row, protectedUser(user), user);
		}
		if (changed.suspended === true && (isNew || isAdopted(user))) {
			return this.block(row, adoptedStays(user), user);
		}
		if (takesStaffOut(user, changed, this.roles)) {
			return this.departures.leaves(user, 'the source takes the seat', row.item);
		}
		const after = withFields(user, changed);
		if (changed.groups !== undefined && !isStaff(after)) {
			return this.block(row, noGroups(nameOf(user)), user);
		}
		const away = outsideOf(scope, after);
		if (away) return this.block(row, outOfScope(`${nameOf(user)} as in the source`, away), user);
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

	private limit(): void {
		const refusal = tooManyChanges(this.plan.changes.length, this.options.limits);
		if (refusal) blockChanges(this.plan, [...this.plan.changes], refusal);
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
		const blocked = { item: row.item, ...person, ...refusal };
		this.plan.blocked.push(blocked);
		if (UNCLEAR.has(refusal.reason)) this.unclear.push(blocked);
	}
}

/** Reasons for which a row leaves it open whom it means. */
const UNCLEAR = new Set(['ambiguous', 'same-row', 'invalid']);

const ALWAYS_KNOWN: ReadonlySet<string> = new Set(['external_id']);

/** The fields that may be written, those that have to be, and what keeps or brings somebody into the scope. */
function wishOf(
	{ managed, scope }: PlanOptions,
	fields: UserFields,
	user?: ZendeskUser,
): UserFields {
	const always = user ? ALWAYS_KNOWN : NAMING;
	const wished = managed
		? Object.fromEntries(
				Object.entries(fields).filter(([field]) => managed.includes(field) || always.has(field)),
			)
		: fields;
	return user ? taggedFor(scope, wished, user.tags) : bornInto(scope, wished);
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
 * @param isEmpty whether the source names nobody at all, so that nobody is missing
 */
export async function planSync(
	client: Client,
	options: PlanOptions,
	given: Desired[],
	unreadable: Blocked[] = [],
	isEmpty = given.length === 0 && unreadable.length === 0,
): Promise<Plan> {
	const { rows, repeated } = dropRepeats(given);
	const hasGroups = rows.some(({ groups }) => groups !== undefined);
	// Without a scope nobody can tell who belongs to the source.
	const missingMeansLeft = options.missingMeansLeft && !isEverybody(options.scope);
	const planned = { ...options, missingMeansLeft };
	const [people, memberships, roles] = await Promise.all([
		missingMeansLeft ? People.everybody(client, rows) : People.named(client, rows, options.matchBy),
		hasGroups ? readMemberships(client) : new Map(),
		rolesFor(
			client,
			rows.map(({ fields }) => fields),
		),
	]);
	await readAddresses(client, people, rows, planned);
	const catalog = await catalogFor(
		client,
		rows
			.filter(({ hasLeft }) => !hasLeft)
			.map((row) => {
				const found = people.find(row, options.matchBy);
				const user = found && 'id' in found ? found : undefined;
				return [wishOf(options, row.fields, user), user] as const;
			}),
	);
	const planner = new Planner(client, planned, people, memberships, roles, catalog, [
		...unreadable,
	]);
	const plan = await planner.make(rows, isEmpty);
	plan.blocked.push(...repeated);
	return plan;
}
