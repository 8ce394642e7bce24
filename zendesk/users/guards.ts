import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { listUsers, showMe } from '../api/users';
import type { Client } from '../http/client';
import { ZendeskError } from '../http/errors';
import type { Refusal } from '../verdict';
import { isStaff, nameOf } from './view';

/** What is asked of a user that may lock somebody out for good. */
export type Removal = 'suspend' | 'downgrade' | 'delete' | 'merge' | 'off-board';

const DOING: Record<Removal, string> = {
	suspend: 'suspended',
	downgrade: 'downgraded',
	delete: 'deleted',
	merge: 'merged',
	'off-board': 'off-boarded',
};

/** @param entries emails, IDs and external IDs */
export function isProtected(user: ZendeskUser, entries: string[]): boolean {
	return entries.some(
		(entry) =>
			entry === String(user.id) || sameText(entry, user.email) || sameText(entry, user.external_id),
	);
}

/**
 * Refuses what must not happen, before anything is written. Reads what it needs once a run: the credential's own user,
 * and the admins when one of them is to go.
 */
export class Guards {
	private me?: Promise<number>;
	private admins?: Promise<ZendeskUser[]>;
	/** Everybody whom this run removes: two admins may each be replaceable, but not both at once. */
	private readonly going = new Set<number>();

	constructor(
		private readonly client: Client,
		private readonly protectedUsers: string[],
	) {}

	/** @returns why this user must stay, or `undefined`; who is let through counts as gone for the rows after him */
	async refusal(user: ZendeskUser, removal: Removal): Promise<Refusal | undefined> {
		const who = nameOf(user);
		if (isProtected(user, this.protectedUsers)) {
			return {
				reason: 'protected',
				message: `${who} is a protected user and was not ${DOING[removal]}`,
				advice: "Take the user out of the option 'Protected Users' if that is really wanted",
			};
		}
		// Whoever signs in to the API is staff.
		if (isStaff(user) && user.id === (await this.ownId())) {
			return {
				reason: 'own-user',
				message: `${who} is the user of this credential and can't be ${DOING[removal]} with it`,
				advice: 'Use the credential of another admin for this row',
			};
		}
		if (user.role === 'admin' && !(await this.anotherAdminStays(user.id))) {
			return {
				reason: 'last-admin',
				message: `${who} is the last admin and was not ${DOING[removal]}`,
				advice: 'Make somebody else an admin first',
			};
		}
		this.going.add(user.id);
		return undefined;
	}

	/** The id of the credential's own user. */
	async ownId(): Promise<number> {
		this.me ??= showMe(this.client).then(({ id }) => {
			if (id !== null) return id;
			throw new ZendeskError({
				kind: 'auth',
				message: 'Zendesk answered as to somebody who is not signed in',
				advice: 'Open the credential in n8n and sign in again (or enter a valid token)',
			});
		});
		return await this.me;
	}

	private async anotherAdminStays(id: number): Promise<boolean> {
		this.admins ??= this.readAdmins();
		return (await this.admins).some(
			(admin) => admin.id !== id && !admin.suspended && !this.going.has(admin.id),
		);
	}

	private async readAdmins(): Promise<ZendeskUser[]> {
		const admins: ZendeskUser[] = [];
		for await (const page of listUsers(this.client, { query: { role: 'admin' } })) {
			admins.push(...page.records);
		}
		return admins;
	}
}
