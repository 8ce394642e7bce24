import { listMemberships } from '../api/groups';
import type { ZendeskUser } from '../api/records';
import type { Client } from '../http/client';
import { findUsers, type Matches, theOne } from '../users/find';
import type { UserRef } from '../users/reference';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import { cannotTake } from './cannotTake';

/** Who has to do with a new ticket, as its row says. */
export interface TicketPeople {
	/** Default: the credential's user. */
	requester?: UserRef;
	assignee?: UserRef;
	groupId?: number;
}

/** Display names of the parameters, for messages. */
export interface PeopleParameters {
	requester: string;
	assignee: string;
}

/** The same as Zendesk takes it. */
export type PeopleFields = { requester_id?: number; assignee_id?: number; group_id?: number };

/** Finds all people of a run at once, and knows whom a ticket can be given to. */
export class PeopleDesk {
	private found = new Map<UserRef, Matches>();
	private readonly groups = new Map<number, Promise<Set<number>>>();

	constructor(
		private readonly client: Client,
		private readonly parameters: PeopleParameters,
	) {}

	async find(rows: TicketPeople[]): Promise<void> {
		const refs = rows
			.flatMap(({ requester, assignee }) => [requester, assignee])
			.filter((ref) => ref !== undefined);
		const matches = await findUsers(this.client, refs);
		this.found = new Map(refs.map((ref, i) => [ref, matches[i]]));
	}

	/** @returns the fields of the ticket, or why somebody can't have this part in it */
	async fieldsOf(people: TicketPeople): Promise<PeopleFields | Refusal> {
		const { requester, assignee, groupId } = people;
		const asking = requester && this.requester(requester);
		if (asking && 'refusal' in asking) return asking.refusal;
		const taking = assignee && (await this.assignee(assignee, groupId));
		if (taking && 'refusal' in taking) return taking.refusal;
		return {
			...(asking && { requester_id: asking.user.id }),
			...(taking && { assignee_id: taking.user.id }),
			...(groupId === undefined ? {} : { group_id: groupId }),
		};
	}

	private requester(ref: UserRef): { user: ZendeskUser } | { refusal: Refusal } {
		const { requester: parameter } = this.parameters;
		const one = theOne(ref, this.found.get(ref) ?? [], parameter);
		if ('refusal' in one || !one.user.suspended) return one;
		return {
			refusal: {
				reason: 'invalid',
				message: `'${parameter}': ${nameOf(one.user)} is suspended, and Zendesk takes no tickets from suspended users`,
				advice: "Name somebody else, or use 'User: Unsuspend' first",
			},
		};
	}

	private async assignee(
		ref: UserRef,
		groupId: number | undefined,
	): Promise<{ user: ZendeskUser } | { refusal: Refusal }> {
		const { assignee: parameter } = this.parameters;
		const one = theOne(ref, this.found.get(ref) ?? [], parameter);
		if ('refusal' in one) return one;
		const { user } = one;
		const problem = cannotTake(user) ?? (await this.notInGroup(user, groupId));
		if (problem === undefined) return one;
		return {
			refusal: {
				reason: 'invalid',
				message: `'${parameter}': ${nameOf(user)} ${problem}`,
				advice: 'Name an active agent or admin of the group, or leave the field empty',
			},
		};
	}

	/** Zendesk assigns within the ticket's group only; without one it takes the assignee's default group. */
	private async notInGroup(
		{ id, default_group_id: defaultGroup }: ZendeskUser,
		groupId: number | undefined,
	): Promise<string | undefined> {
		if (groupId === undefined) return undefined;
		if (groupId === defaultGroup) return undefined;
		const known =
			this.groups.get(id) ??
			listMemberships(this.client, id).then((all) => new Set(all.map((one) => one.group_id)));
		this.groups.set(id, known);
		return (await known).has(groupId) ? undefined : `is not in the group with the ID ${groupId}`;
	}
}
