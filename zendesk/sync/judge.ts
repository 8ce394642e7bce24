import type { ZendeskUser } from '../api/records';
import { attempt } from '../http/client';
import { type Guards, isProtected } from '../users/guards';
import { changedFields, type UserFields } from '../users/payload';
import { isStaff, nameOf, simplifyUser } from '../users/view';
import { type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import { groupsOf, type Memberships } from './people';
import type { Applicable } from './readChange';
import { outOfScope, protectedUser } from './refusals';
import { outsideOf, outsideOfWith, type Scope } from './scope';

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
		private readonly guards: Guards,
		private readonly options: { scope: Scope; protectedUsers: string[] },
		private readonly memberships: Memberships,
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
		const outside = outsideOfWith(this.options.scope, user, fields);
		if (outside) return outOfScope(nameOf(user), outside);
		if (isProtected(user, this.options.protectedUsers)) return protectedUser(user);
		const isRemoval =
			action === 'delete' || fields.suspended === true || fields.role === 'end-user';
		if (isRemoval) {
			const removal =
				action === 'delete' ? 'delete' : fields.suspended === true ? 'suspend' : 'downgrade';
			const refusal = await this.guards.refusal(user, removal);
			if (refusal) return refusal;
			if (isStaff(user)) return staffLeaves(user);
		}
		if (user.role === 'admin' && fields.role === 'agent') {
			return await this.guards.refusal(user, 'downgrade');
		}
		return undefined;
	}
}

function staffLeaves(user: ZendeskUser): Refusal {
	return {
		reason: 'staff',
		message: `${nameOf(user)} is an ${user.role}, and no sync takes staff out`,
		advice: "Use 'Zendesk Users: Offboard', which hands over the tickets first",
	};
}
