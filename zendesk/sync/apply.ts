import type { ZendeskUser } from '../api/records';
import { showMany } from '../api/users';
import { type RowEnd, runBulk, verdictOfEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import { isRecord } from '../http/errors';
import type { JobRunner } from '../http/jobs';
import { createUsers } from '../users/create';
import type { Guards } from '../users/guards';
import { isProtected } from '../users/guards';
import { changedFields, type UserFields } from '../users/payload';
import { removeUsers } from '../users/remove';
import { writeUsers } from '../users/update';
import { isStaff, nameOf, simplifyUser } from '../users/view';
import {
	dryRun,
	type Outcome,
	type Refusal,
	refused,
	type Verdict,
	verdictOfError,
} from '../verdict';
import { ACTIONS, type Action, type Change } from './change';
import { joinOrder, leaveOrder, membershipsToChange } from './groups';
import { type Limits, tooManyChanges, tooManyRemovals } from './limits';
import { groupsOf, type Memberships, readMemberships } from './people';
import { outOfScope, protectedUser } from './plan';
import { outsideOf, type Scope } from './scope';

export interface ApplyOptions {
	scope: Scope;
	limits: Limits;
	protectedUsers: string[];
	/** API names of the fields that may be written; `undefined` = all that a plan knows. */
	managed?: string[];
	/** What becomes of a customer who can't be deleted because of open tickets. */
	whenTicketsAreOpen: 'suspend' | 'report';
}

export interface ApplyContext {
	client: Client;
	jobs: JobRunner;
	guards: Guards;
	isDryRun: boolean;
	/** Told once when the account does not allow bulk imports. */
	onSingles?: () => void;
	onEnded?: () => void;
}

/** Marks a customer who is deleted once his tickets are closed; the next plan finds him again. */
export const DELETE_LATER_TAG = 'delete_when_tickets_closed';

/** What a plan can write, besides groups. */
const WRITABLE = new Set([
	'alias',
	'custom_role_id',
	'details',
	'email',
	'external_id',
	'locale',
	'name',
	'notes',
	'only_private_comments',
	'organization_id',
	'phone',
	'role',
	'signature',
	'suspended',
	'tags',
	'ticket_restriction',
	'time_zone',
	'user_fields',
	'verified',
]);

type Applicable = Pick<Change, 'action' | 'id' | 'before' | 'after'>;

function edited(message: string): Refusal {
	return {
		reason: 'invalid',
		message: `This is no change as a plan gives it: ${message}`,
		advice: 'Take the items of a plan as they are, or correct what was edited',
	};
}

/** Takes an item as the change that it says it is; people may have edited it. */
export function readChange(
	json: Record<string, unknown>,
	managed?: string[],
): Applicable | Refusal {
	const { action, id, before, after } = json;
	if (!ACTIONS.includes(action as Action)) {
		return edited(`'action' is none of ${ACTIONS.join(', ')}`);
	}
	const isNew = action === 'create';
	if (isNew ? id !== null && id !== undefined : !Number.isSafeInteger(id)) {
		return edited(isNew ? "'id' of a new user must be empty" : "'id' is not the ID of a user");
	}
	if (!isNew && !isRecord(before)) return edited("'before' is missing");
	if (action !== 'delete' && !isRecord(after)) return edited("'after' is missing");
	const fields = action === 'delete' ? {} : (after as UserFields);
	const known = (key: string) =>
		key === 'groups' || (WRITABLE.has(key) && (isNew || !managed || managed.includes(key)));
	const strange =
		action === 'update' || isNew ? Object.keys(fields).find((key) => !known(key)) : undefined;
	if (strange) return edited(`the field '${strange}' in 'after' is not managed`);
	if (action === 'suspend' && fields.suspended !== true) return edited("'after' does not suspend");
	if (fields.groups !== undefined && !isIdList(fields.groups))
		return edited("'groups' is not a list of IDs");
	return {
		action: action as Action,
		id: isNew ? null : (id as number),
		before: isRecord(before) ? before : null,
		after: action === 'delete' ? null : action === 'suspend' ? { suspended: true } : fields,
	};
}

function isIdList(value: unknown): value is number[] {
	return Array.isArray(value) && value.every((id) => Number.isSafeInteger(id));
}

/** A change on its way. */
interface Case {
	index: number;
	change: Applicable;
	/** As he is now; missing for somebody new. */
	user?: ZendeskUser;
	/** What is still to be written. */
	fields: UserFields;
	groups?: number[];
}

class Applier {
	readonly verdicts: Verdict[];
	private memberships: Memberships = new Map();

	constructor(
		private readonly context: ApplyContext,
		private readonly options: ApplyOptions,
		count: number,
	) {
		this.verdicts = new Array(count);
	}

	async run(changes: Array<Applicable | Refusal>): Promise<Verdict[]> {
		const cases: Case[] = [];
		for (const [index, change] of changes.entries()) {
			if ('message' in change) this.verdicts[index] = refused(change);
			else cases.push({ index, change, fields: {} });
		}
		const limit = tooManyChanges(cases.length, this.options.limits);
		if (limit) return this.refuseAll(cases, limit);
		const ready = await this.lookAt(cases);
		for (const verdict of this.verdicts) if (verdict) this.context.onEnded?.();
		if (this.context.isDryRun) this.foresee(ready);
		else await this.write(ready);
		return this.verdicts;
	}

	/** Reads everybody as he is now and runs every guard again; gives what is left to write. */
	private async lookAt(cases: Case[]): Promise<Case[]> {
		const { client } = this.context;
		const ids = cases.flatMap(({ change: { id } }) => id ?? []);
		const hasGroups = cases.some(({ change }) => change.after?.groups !== undefined);
		const [found, memberships] = await Promise.all([
			showMany(client, 'ids', ids, { deleted: true }),
			hasGroups ? readMemberships(client) : new Map(),
		]);
		this.memberships = memberships;
		const users = new Map(found.map((user) => [user.id, user]));
		const seen = new Set<number>();
		const ready: Case[] = [];
		for (const entry of cases) {
			const { id } = entry.change;
			const user = id === null ? undefined : users.get(id);
			const isTwin = id !== null && seen.has(id);
			if (id !== null) seen.add(id);
			const verdict = isTwin ? twin(user) : await this.judge(entry, user);
			if (verdict) this.verdicts[entry.index] = verdict;
			else ready.push(entry);
		}
		return await this.withinRemovals(ready);
	}

	private async judge(entry: Case, user: ZendeskUser | undefined): Promise<Verdict | undefined> {
		const { action, id, after } = entry.change;
		if (action === 'create') return this.judgeNew(entry, after!);
		if (user === undefined || (!user.active && action !== 'delete')) {
			return refused({
				reason: 'not-found',
				message: `Zendesk has no user with the ID ${id} any more`,
				advice: 'Make a new plan',
			});
		}
		const data = simplifyUser(user);
		if (!user.active)
			return { outcome: 'unchanged', reason: 'deleted', data: { ...data, deleted: true } };
		entry.user = user;
		const conflict = this.conflictOf(entry.change, user);
		if (conflict) return { outcome: 'skipped', ...conflict, data };
		const { groups, ...fields } = after ?? {};
		entry.fields = changedFields(fields, user);
		if (groups !== undefined && String(groups) !== String(groupsOf(this.memberships, user.id))) {
			entry.groups = groups as number[];
		}
		const isNothing = Object.keys(entry.fields).length === 0 && entry.groups === undefined;
		if (isNothing && action !== 'delete') return { outcome: 'unchanged', data };
		const refusal = await attempt(this.refusalFor(entry, user));
		if (!refusal.ok) return verdictOfError(refusal.error, data);
		return refusal.value && refused(refusal.value, data);
	}

	private judgeNew(entry: Case, after: UserFields): Verdict | undefined {
		const { groups, ...fields } = after;
		const outside = outsideOf(this.options.scope, fields as Partial<ZendeskUser>);
		if (outside) return refused(outOfScope(String(fields.name ?? 'The new user'), outside), after);
		Object.assign(entry, { fields, groups });
		return undefined;
	}

	/** Who was changed since the plan was made is left alone: somebody may have had a reason. */
	private conflictOf({ before, after }: Applicable, user: ZendeskUser): Refusal | undefined {
		const { groups, ...fields } = before ?? {};
		const now = Object.keys(changedFields(fields, user));
		const settled = (key: string) =>
			after !== null &&
			key in after &&
			Object.keys(changedFields({ [key]: after[key] }, user)).length === 0;
		const changed = now.filter((key) => !settled(key));
		const current = groupsOf(this.memberships, user.id);
		if (
			groups !== undefined &&
			String(groups) !== String(current) &&
			String(after?.groups) !== String(current)
		) {
			changed.push('groups');
		}
		if (changed.length === 0) return undefined;
		return {
			reason: 'conflict',
			message: `${nameOf(user)} was changed since the plan was made: ${changed.join(', ')}`,
			advice: 'Make a new plan',
		};
	}

	private async refusalFor(
		{ change: { action }, fields }: Case,
		user: ZendeskUser,
	): Promise<Refusal | undefined> {
		const outside = outsideOf(this.options.scope, user);
		if (outside) return outOfScope(nameOf(user), outside);
		if (isProtected(user, this.options.protectedUsers)) return protectedUser(user);
		const isRemoval =
			action === 'delete' || fields.suspended === true || fields.role === 'end-user';
		if (isRemoval) {
			const removal =
				action === 'delete' ? 'delete' : fields.suspended === true ? 'suspend' : 'downgrade';
			const refusal = await this.context.guards.refusal(user, removal);
			if (refusal) return refusal;
			if (isStaff(user)) return staffLeaves(user);
		}
		if (user.role === 'admin' && fields.role === 'agent') {
			return await this.context.guards.refusal(user, 'downgrade');
		}
		return undefined;
	}

	private async withinRemovals(ready: Case[]): Promise<Case[]> {
		const removals = ready.filter(
			({ change }) => change.action === 'suspend' || change.action === 'delete',
		);
		if (removals.length === 0) return ready;
		const customers = await attempt(countCustomers(this.context.client));
		if (!customers.ok) {
			for (const { index } of removals) this.verdicts[index] = verdictOfError(customers.error);
			return ready.filter((entry) => !removals.includes(entry));
		}
		const refusal = tooManyRemovals(removals.length, customers.value, this.options.limits);
		if (!refusal) return ready;
		this.refuseAll(removals, refusal);
		return ready.filter((entry) => !removals.includes(entry));
	}

	private refuseAll(cases: Case[], refusal: Refusal): Verdict[] {
		for (const { index, user } of cases) {
			this.verdicts[index] = refused(refusal, user ? simplifyUser(user) : {});
		}
		return this.verdicts;
	}

	private foresee(cases: Case[]): void {
		for (const { index, change, user, fields, groups } of cases) {
			const data = user ? simplifyUser(user) : fields;
			const would_change = [...Object.keys(fields), ...(groups ? ['groups'] : [])];
			this.verdicts[index] = dryRun(OUTCOMES[change.action], { ...data, would_change });
		}
	}

	/** All kinds side by side, so that their jobs share the slots and the looks at them. */
	private async write(cases: Case[]): Promise<void> {
		const of = (...actions: Action[]) =>
			cases.filter(({ change }) => actions.includes(change.action));
		await Promise.all([
			this.create(of('create')),
			this.update(of('update', 'suspend')),
			this.remove(of('delete')),
		]);
		await this.moveGroups(cases.filter(({ groups }) => groups !== undefined));
	}

	private async create(cases: Case[]): Promise<void> {
		const { client, jobs, onSingles, onEnded } = this.context;
		const verdicts = await createUsers(
			{ client, jobs, isDryRun: false, onSingles, onEnded },
			cases.map(({ fields }) => fields),
		);
		cases.forEach(({ index }, i) => (this.verdicts[index] = verdicts[i]));
	}

	private async update(cases: Case[]): Promise<void> {
		const { client, jobs, onEnded } = this.context;
		const written = cases.filter(({ fields }) => Object.keys(fields).length > 0);
		const updates = written.map(({ user, fields }) => ({ user: user!, fields }));
		const ends = await writeUsers(client, jobs, updates, onEnded);
		for (const entry of cases) {
			const end = ends[written.indexOf(entry)] ?? { done: entry.user! };
			this.verdicts[entry.index] = verdictOfUpdate(entry, end);
		}
	}

	private async remove(cases: Case[]): Promise<void> {
		const users = cases.map(({ user }) => user!);
		const verdicts = await removeUsers(this.context, users);
		cases.forEach(({ index }, i) => (this.verdicts[index] = verdicts[i]));
		if (this.options.whenTicketsAreOpen === 'report') return;
		const waiting = cases.filter((_, i) => verdicts[i].reason === 'tickets-left');
		await this.suspendUntilClosed(waiting);
	}

	/** Who can't be deleted yet is suspended and tagged: the next plan tries again. */
	private async suspendUntilClosed(cases: Case[]): Promise<void> {
		const { client, jobs } = this.context;
		const updates = cases.map(({ user }) => ({
			user: user!,
			fields: changedFields(
				{ suspended: true, tags: [...new Set([...user!.tags, DELETE_LATER_TAG])] },
				user!,
			),
		}));
		const todo = updates.filter(({ fields }) => Object.keys(fields).length > 0);
		const ends = await writeUsers(client, jobs, todo);
		for (const [i, { index, user }] of cases.entries()) {
			const end = ends[todo.indexOf(updates[i])] ?? { done: user! };
			const { reason, message } = this.verdicts[index];
			this.verdicts[index] =
				'done' in end
					? {
							outcome: 'suspended',
							reason,
							message: `${message}. So the user is suspended and tagged '${DELETE_LATER_TAG}' until then`,
							advice: 'A later run deletes the user once the tickets are closed',
							data: simplifyUser(end.done),
						}
					: verdictOfEnd(end, `${nameOf(user!)} was not suspended`, simplifyUser(user!));
		}
	}

	private async moveGroups(cases: Case[]): Promise<void> {
		const { client, jobs } = this.context;
		const able = cases.filter(({ index }) => !isFailed(this.verdicts[index]));
		if (able.length === 0) return;
		const wanted = able.map(({ index, groups }) => ({
			userId: Number(this.verdicts[index].data.id),
			groups: groups!,
		}));
		const { joins, leaves } = membershipsToChange(this.memberships, wanted);
		// In before out: Zendesk keeps an agent in a group at least.
		const joined = await runBulk(jobs, joins, joinOrder(client));
		const left = await runBulk(jobs, leaves, leaveOrder(client));
		for (const [i, { index }] of able.entries()) {
			const { userId } = wanted[i];
			const bad =
				joined.find((end, at) => joins[at].userId === userId && !('done' in end)) ??
				left.find((end, at) => leaves[at].userId === userId && !('done' in end));
			const { data } = this.verdicts[index];
			if (bad && !('done' in bad)) {
				this.verdicts[index] = verdictOfEnd(
					bad,
					`The groups of user ${userId} were not changed`,
					data,
				);
			} else if (this.verdicts[index].outcome === 'unchanged') {
				this.verdicts[index].outcome = 'updated';
			}
		}
	}
}

const isFailed = ({ outcome }: Verdict) => outcome === 'failed' || outcome === 'unknown';

const OUTCOMES: Record<Action, Outcome> = {
	create: 'created',
	update: 'updated',
	suspend: 'suspended',
	delete: 'deleted',
};

function verdictOfUpdate({ change, user, fields }: Case, end: RowEnd<ZendeskUser>): Verdict {
	if (!('done' in end))
		return verdictOfEnd(end, `${nameOf(user!)} was not changed`, simplifyUser(user!));
	const isWritten = Object.keys(fields).length > 0;
	return {
		outcome: isWritten ? OUTCOMES[change.action] : 'unchanged',
		data: simplifyUser(end.done),
	};
}

function twin(user: ZendeskUser | undefined): Verdict {
	return refused(
		{
			reason: 'same-row',
			message: `Another item changes ${user ? nameOf(user) : 'the same user'} already`,
			advice: 'Keep one of them',
		},
		user ? simplifyUser(user) : {},
	);
}

function staffLeaves(user: ZendeskUser): Refusal {
	return {
		reason: 'staff',
		message: `${nameOf(user)} is an ${user.role}, and no sync takes staff out`,
		advice: "Use 'Zendesk Users: Offboard', which hands over the tickets first",
	};
}

async function countCustomers(client: Client): Promise<number> {
	const { json } = await client.get('/api/v2/users/count', { role: 'end-user' });
	const value = isRecord(json.count) ? json.count.value : json.count;
	return typeof value === 'number' ? value : 0;
}

/**
 * Applies the changes of a plan, perhaps a day later and edited by people: everybody is read again, every guard asked
 * again, who was changed meanwhile is skipped, and the rest is written together.
 *
 * @returns one verdict a change
 */
export async function applyChanges(
	context: ApplyContext,
	options: ApplyOptions,
	changes: Array<Applicable | Refusal>,
): Promise<Verdict[]> {
	const applier = new Applier(context, options, changes.length);
	const done = await attempt(applier.run(changes));
	if (done.ok) return done.value;
	return changes.map((_, i) => applier.verdicts[i] ?? verdictOfError(done.error));
}
