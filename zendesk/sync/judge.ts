import type { CustomRole, ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { attempt, type Client } from '../http/client';
import type { Guards } from '../changes/guards';
import type { ChangeKind } from '../changes/kinds';
import { type Catalog } from '../users/fields/catalog';
import { readUserFields } from '../users/fields/read';
import { refuseNoOrganization } from '../users/organization';
import { changedFields, type UserFields, withFields } from '../users/payload';
import { isStaff, nameOf, simplifyUser } from '../users/view';
import { type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import { adoptedStays, isAdopted, markAdopted, ties } from './adoption';
import { type Action, DELETE_LATER_TAG, NAMING } from './change';
import { groupsOf, type Memberships } from './people';
import type { Applicable } from './readChange';
import { outOfScope, protectedUser } from './refusals';
import { bornInto, outsideOf, outsideOfWith, type Scope } from './scope';
import { losesAdmin, takesStaffOut } from './seats';

/** A change on its way. */
export interface Case {
	index: number;
	change: Applicable;
	/** As he is now; missing for somebody new. */
	user?: ZendeskUser;
	/** What is still to be written. */
	fields: UserFields;
	groups?: number[];
}

/** Looks at changes against what Zendesk has now, and asks every guard again. */
export class Judge {
	constructor(
		private readonly client: Client,
		private readonly guards: Guards,
		private readonly options: { scope: Scope; managed?: string[]; keepOrganizations: boolean },
		private readonly memberships: Memberships,
		private readonly roles: CustomRole[] | undefined,
		private readonly catalog: Catalog,
	) {}

	/** @returns the verdict of a change that is not to be made; otherwise the case knows what is left to write */
	async judge(entry: Case, user: ZendeskUser | undefined): Promise<Verdict | undefined> {
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
		const stranger = strangerIn(entry.change, user);
		if (stranger) return refused(stranger, data);
		const conflict = this.conflictOf(entry.change, user);
		if (conflict) return { outcome: 'skipped', ...conflict, data };
		const { groups, ...given } = after ?? {};
		const isTied = ties(user, given);
		if (isTied && !user.external_id && !user.verified) return refused(unverifiedNow(user), data);
		const wanted = isTied || isAdopted(user) ? markAdopted(user, given) : given;
		const read = readUserFields(wanted, this.catalog, user);
		if ('refusal' in read) return refused(read.refusal, data);
		entry.fields = changedFields(read.fields, user, this.catalog);
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
		const strange = this.strangeIn(fields);
		if (strange) return refused(strange, after);
		const outside = outsideOf(this.options.scope, fields as Partial<ZendeskUser>);
		if (outside) return refused(outOfScope(String(fields.name ?? 'The new user'), outside), after);
		Object.assign(entry, { fields, groups });
		return undefined;
	}

	/** Who was changed since the plan was made is left alone: somebody may have had a reason. */
	private conflictOf(change: Applicable, user: ZendeskUser): Refusal | undefined {
		const { action, before, after } = change;
		const { groups, ...fields } = before ?? {};
		// That is our own doing: suspended until the tickets are closed.
		const isOurs = action === 'delete' && user.tags.includes(DELETE_LATER_TAG);
		const now = Object.keys(changedFields(fields, user, this.catalog)).filter(
			(field) => !(isOurs && field === 'suspended'),
		);
		const settled = (key: string) =>
			after !== null &&
			key in after &&
			Object.keys(changedFields({ [key]: after[key] }, user, this.catalog)).length === 0;
		const changed = now.filter((key) => !settled(key));
		if (groups !== undefined) {
			const current = groupsOf(this.memberships, user.id);
			const wanted = (after?.groups ?? groups) as number[];
			if (!isOnTheWay(current, groups as number[], wanted)) changed.push('groups');
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
		const { scope } = this.options;
		const outside =
			outsideOfWith(scope, user, fields) ?? outsideOf(scope, withFields(user, fields));
		if (outside) return outOfScope(nameOf(user), outside);
		if (this.guards.isProtected(user)) return protectedUser(user);
		if (ties(user, fields) && user.external_id) return hasAnotherId(user, fields);
		const removal = removalIn(action, fields);
		const goes = removal === 'delete' || removal === 'suspend';
		if (goes && (isAdopted(user) || ties(user, fields))) return adoptedStays(user);
		if (removal) {
			const refusal = await this.guards.check(user, removal);
			if (refusal) return refusal;
		}
		if (takesStaffOut(user, fields, this.roles) || (removal && isStaff(user)))
			return staffLeaves(user);
		const leavesAll =
			this.options.keepOrganizations && (await refuseNoOrganization(this.client, user, fields));
		if (leavesAll) return leavesAll;
		return losesAdmin(user, fields) ? await this.guards.check(user, 'downgrade') : undefined;
	}

	/** A new user may be given what is managed, what names him, and what brings him into the scope. */
	private strangeIn(fields: UserFields): Refusal | undefined {
		const { managed, scope } = this.options;
		if (!managed) return undefined;
		const born = bornInto(scope, {});
		const isFine = (field: string) =>
			managed.includes(field) ||
			NAMING.has(field) ||
			(field in born && (field === 'tags' || fields[field] === born[field]));
		const strange = Object.keys(fields).find((field) => !isFine(field));
		return strange === undefined
			? undefined
			: {
					reason: 'invalid',
					message: `The field '${strange}' in 'after' is not managed`,
					advice: 'Take the items of a plan as they are, or correct what was edited',
				};
	}
}

/** Whether the groups differ from those before by what is wanted only: a run that broke off has changed some of them. */
function isOnTheWay(current: number[], before: number[], wanted: number[]): boolean {
	return (
		current.every((id) => before.includes(id) || wanted.includes(id)) &&
		before.every((id) => current.includes(id) || !wanted.includes(id))
	);
}

function removalIn(action: Action, fields: UserFields): ChangeKind | undefined {
	if (action === 'delete') return 'delete';
	if (fields.suspended === true) return 'suspend';
	return fields.role === 'end-user' ? 'downgrade' : undefined;
}

/**
 * An item has to name whom it changes, and Zendesk has to know them so now: an ID alone is a number that anybody mistypes.
 * A name counts where neither email nor external ID is said, for many have the same.
 */
function strangerIn(
	{ id, email, external_id: externalId, name }: Applicable,
	user: ZendeskUser,
): Refusal | undefined {
	const isSaid = (text: unknown) => typeof text === 'string' && text !== '';
	const keys = [email, externalId].filter(isSaid);
	const isKnown =
		keys.length > 0
			? sameText(email, user.email) || sameText(externalId, user.external_id)
			: isSaid(name) && name === user.name;
	if (isKnown) return undefined;
	const said = [...keys, ...(keys.length === 0 && isSaid(name) ? [name] : [])];
	return {
		reason: 'invalid',
		message:
			said.length > 0
				? `The item speaks of ${said.join(', ')}, but the ID ${id} is ${nameOf(user)}`
				: `The item names nobody but by the ID ${id}, which is ${nameOf(user)}: email, external ID and name are missing`,
		advice: 'Take the items of a plan as they are, or make a new plan',
	};
}

function hasAnotherId(user: ZendeskUser, { external_id: wanted }: UserFields): Refusal {
	return {
		reason: 'ambiguous',
		message: `${nameOf(user)} has the external ID ${user.external_id}, so ${String(wanted)} is somebody else's, or wrong`,
		advice: "Correct the user's external ID in Zendesk if it is the wrong one, and make a new plan",
	};
}

function unverifiedNow(user: ZendeskUser): Refusal {
	return {
		reason: 'unverified',
		message: `${nameOf(user)} has no verified email in Zendesk, so nothing shows that the source means the same person`,
		advice: 'Verify it in Zendesk, and make a new plan',
	};
}

function staffLeaves(user: ZendeskUser): Refusal {
	return {
		reason: 'staff',
		message: `${nameOf(user)} is an ${user.role}, and no sync takes staff out`,
		advice: "Use 'Zendesk Users: Offboard', which hands over the tickets first",
	};
}
