import type { ZendeskUser } from '../api/records';
import { type RowEnd, runBulk, verdictOfEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { createUsers } from '../users/create';
import type { Guards } from '../changes/guards';
import { catalogFor } from '../users/fields/catalog';
import { changedFields } from '../users/payload';
import { foreseeRemovals, removeUsers } from '../users/remove';
import { type UpdateEnd, verdictOfPart } from '../users/partly';
import { seeUsers } from '../api/see';
import { writeUsers } from '../users/update';
import { nameOf, simplifyUser } from '../users/view';
import {
	dryRun,
	isBad,
	type Outcome,
	type Refusal,
	refusalOf,
	refused,
	type Verdict,
	verdictOfError,
} from '../verdict';
import { type Action, ACTIONS, DELETE_LATER_TAG } from './change';
import { joinOrder, leaveOrder, membershipsToChange } from './groups';
import { type Case, Judge } from './judge';
import { type Limits, tooManyChanges } from './limits';
import { markBeforeTie } from './mark';
import { type Memberships, readMemberships } from './people';
import type { Applicable } from './readChange';
import { findNewAddresses, isRemoval, refuseParts } from './parts';
import type { Scope } from './scope';
import { rolesFor } from './seats';

export interface ApplyOptions {
	scope: Scope;
	limits: Limits;
	/** API names of the fields that may be written; `undefined` = all that a plan knows. */
	managed?: string[];
	/** What becomes of a customer who can't be deleted because of open tickets. */
	whenTicketsAreOpen: 'suspend' | 'report';
	/** Another organization is added as the default one, and those that a user is in stay. */
	keepOrganizations: boolean;
	/** Zendesk sends new users no mail that asks them to verify the address. */
	skipVerifyEmail: boolean;
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

class Applier {
	readonly verdicts: Verdict[];
	private memberships: Memberships = new Map();
	/** How those ended who were put into a group already. */
	private joined = new Map<string, RowEnd<true>>();

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
		if (this.context.isDryRun) await this.foresee(ready);
		else await this.write(ready);
		return this.verdicts;
	}

	/** Reads everybody as he is now and runs every guard again; gives what is left to write. */
	private async lookAt(cases: Case[]): Promise<Case[]> {
		const { client } = this.context;
		const ids = cases.flatMap(({ change: { id } }) => id ?? []);
		const hasGroups = cases.some(({ change }) => change.after?.groups !== undefined);
		const [users, memberships, roles] = await Promise.all([
			seeUsers(client, ids),
			hasGroups ? readMemberships(client) : new Map(),
			rolesFor(
				client,
				cases.map(({ change }) => change.after),
			),
		]);
		this.memberships = memberships;
		const wishes = cases.flatMap(({ change: { id, before, after } }) =>
			[before, after].map((fields) => [fields, users.get(id ?? NaN)] as const),
		);
		const catalog = await catalogFor(client, wishes);
		const { guards } = this.context;
		const judge = new Judge(client, guards, this.options, memberships, roles, catalog);
		const seen = new Set<number>();
		const ready: Case[] = [];
		for (const entry of cases) {
			const { id } = entry.change;
			const user = id === null ? undefined : users.get(id);
			const isTwin = id !== null && seen.has(id);
			if (id !== null) seen.add(id);
			const verdict = isTwin ? twin(user) : await judge.judge(entry, user);
			if (verdict) this.verdicts[entry.index] = verdict;
			else ready.push(entry);
		}
		return await this.stillMissing(await this.withinRemovals(ready));
	}

	/** Removals are bounded by whom Zendesk has in the scope; what an item says of that may have been edited. */
	private async withinRemovals(ready: Case[]): Promise<Case[]> {
		const { client } = this.context;
		const { scope, limits } = this.options;
		const removals = ready.filter(isRemoval);
		const asked = await attempt(refuseParts(client, scope, removals, limits));
		const refusal = asked.ok ? asked.value : refusalOf(asked.error);
		if (!refusal) return ready;
		this.refuseAll(removals, refusal);
		return ready.filter((entry) => !removals.includes(entry));
	}

	/** Who was missing may have an address by now, or in truth, that the source has: then the plan is not true any more. */
	private async stillMissing(ready: Case[]): Promise<Case[]> {
		const changed = await findNewAddresses(this.context.client, ready.filter(isRemoval));
		for (const [{ index, user }, refusal] of changed) {
			const data = user ? simplifyUser(user) : {};
			this.verdicts[index] = { outcome: 'skipped', ...refusal, data };
		}
		return ready.filter((entry) => !changed.has(entry));
	}

	private refuseAll(cases: Case[], refusal: Refusal): Verdict[] {
		for (const { index, user } of cases) {
			this.verdicts[index] = refused(refusal, user ? simplifyUser(user) : {});
		}
		return this.verdicts;
	}

	private async foresee(cases: Case[]): Promise<void> {
		const { client, jobs } = this.context;
		const kinds = new Map(
			ACTIONS.map((action) => [action, cases.filter(({ change }) => change.action === action)]),
		);
		const created = kinds.get('create')!;
		const deleted = kinds.get('delete')!;
		const [creations, deletions] = await Promise.all([
			createUsers(
				{ client, jobs, isDryRun: true },
				created.map(({ fields }) => fields),
			),
			foreseeRemovals(
				this.context,
				deleted.map(({ user }) => user!),
			),
		]);
		created.forEach(({ index }, i) => (this.verdicts[index] = creations[i]));
		deleted.forEach(({ index }, i) => (this.verdicts[index] = deletions[i]));
		for (const { index, change, user, fields, groups } of [
			...kinds.get('update')!,
			...kinds.get('suspend')!,
		]) {
			const would_change = [...Object.keys(fields), ...(groups ? ['groups'] : [])];
			const data = { ...simplifyUser(user!), would_change };
			this.verdicts[index] = dryRun(OUTCOMES[change.action], data);
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
			this.join(cases.filter(({ groups, user, fields }) => groups && user && !fields.role)),
		]);
		await this.moveGroups(cases.filter(({ groups }) => groups !== undefined));
	}

	private async create(cases: Case[]): Promise<void> {
		const { client, jobs, onSingles, onEnded } = this.context;
		const verdicts = await createUsers(
			{ client, jobs, isDryRun: false, onSingles, onEnded },
			cases.map(({ fields }) =>
				this.options.skipVerifyEmail ? { ...fields, skip_verify_email: true } : fields,
			),
		);
		cases.forEach(({ index }, i) => (this.verdicts[index] = verdicts[i]));
	}

	private async update(all: Case[]): Promise<void> {
		const { client, jobs, onEnded } = this.context;
		const unmarked = await markBeforeTie(this.context, all);
		for (const [{ index }, verdict] of unmarked) this.verdicts[index] = verdict;
		const cases = all.filter((entry) => !unmarked.has(entry));
		const written = cases.filter(({ fields }) => Object.keys(fields).length > 0);
		const { keepOrganizations } = this.options;
		const updates = written.map(({ user, fields }) => ({
			user: user!,
			fields,
			keepOrganizations,
		}));
		const ends = await writeUsers(client, jobs, updates, onEnded);
		const endOf = new Map(written.map((entry, i) => [entry, ends[i]]));
		for (const entry of cases) {
			const end = endOf.get(entry) ?? { done: entry.user! };
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

	/** Puts staff into their groups while the other jobs run; who is not staff yet has to wait. */
	private async join(cases: Case[]): Promise<void> {
		const wanted = cases.map(({ user, groups }) => ({ userId: user!.id, groups: groups! }));
		const { joins } = membershipsToChange(this.memberships, wanted);
		const ends = await runBulk(this.context.jobs, joins, joinOrder(this.context.client));
		this.joined = new Map(joins.map((join, i) => [`${join.userId} ${join.groupId}`, ends[i]]));
	}

	private async moveGroups(cases: Case[]): Promise<void> {
		const { client, jobs } = this.context;
		const able = cases.filter(({ index }) => !isBad(this.verdicts[index]));
		if (able.length === 0) return;
		const wanted = able.map(({ index, groups }) => ({
			userId: Number(this.verdicts[index].data.id),
			groups: groups!,
		}));
		// Zendesk puts new staff into a group itself.
		const isStaffNew = able.some(({ fields }) => fields.role !== undefined);
		const memberships = isStaffNew ? await readMemberships(client) : this.memberships;
		const { joins, leaves } = membershipsToChange(memberships, wanted);
		// In before out: Zendesk keeps an agent in a group at least.
		const early = joins.map(({ userId, groupId }) => this.joined.get(`${userId} ${groupId}`));
		const late = joins.filter((_, i) => early[i] === undefined);
		const lateEnds = await runBulk(jobs, late, joinOrder(client));
		const joined = joins.map((join, i) => early[i] ?? lateEnds[late.indexOf(join)]);
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

const OUTCOMES: Record<Action, Outcome> = {
	create: 'created',
	update: 'updated',
	suspend: 'suspended',
	delete: 'deleted',
};

function verdictOfUpdate({ change, user, fields }: Case, end: UpdateEnd): Verdict {
	if (!('done' in end)) return verdictOfPart(end, nameOf(user!), 'changed', simplifyUser(user!));
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
