import type { ZendeskUser } from '../api/records';
import { countStaff, listUsers, showMe } from '../api/users';
import type { Client } from '../http/client';
import { ZendeskError } from '../http/errors';
import { isStaff, nameOf } from '../roles/person';
import type { Refusal } from '../verdict';
import { type ChangeKind, type GuardName, KINDS } from './kinds';
import { ALWAYS_ALLOWED, type MaxChanges, refuseMany, refuseStaff } from './maxChanges';
import { ProtectedKeys, type UserKeys } from './protectedKeys';

/** What the guards need to know of a user; of a deleted one, only a few fields are left. */
export type Guarded = Pick<ZendeskUser, 'id' | 'name'> &
	Partial<Pick<ZendeskUser, 'role' | 'suspended'>>;

/** A guard's answer: why the change must not be made, or `undefined`. */
type Guard = (
	user: Guarded,
	kind: ChangeKind,
) => Promise<Refusal | undefined> | Refusal | undefined;

/**
 * Refuses what must not happen, before anything is written. Reads what it needs once a run: the credential's own user,
 * and the admins when one of them is to go.
 */
export class Guards {
	private me?: Promise<number>;
	private admins?: Promise<ZendeskUser[]>;
	/** Everybody whom this run removes: two admins may each be replaceable, but not both at once. */
	private readonly going = new Set<number>();
	private readonly protectedKeys: ProtectedKeys;
	/** From whom this run takes something, with who is of the staff: by ID, as several rows may name the same person. */
	private readonly taken = new Map<number, { isStaff: boolean }>();

	/**
	 * @param protectedIds the users behind the entries of *Protected Users*
	 * @param maxChanges `undefined` where limits of another kind stand before the run, as those of a plan do
	 */
	constructor(
		private readonly client: Client,
		private readonly protectedIds: ReadonlySet<number>,
		private readonly maxChanges: MaxChanges | undefined,
	) {
		this.protectedKeys = new ProtectedKeys(client, [...protectedIds]);
	}

	private readonly guards: Record<GuardName, Guard> = {
		protected: (user, kind) => (this.isProtected(user) ? refuseProtected(user, kind) : undefined),
		'own user': async (user, kind) =>
			// Whoever signs in to the API is staff.
			isStaffNow(user) && user.id === (await this.ownId()) ? refuseOwn(user, kind) : undefined,
		'last admin': async (user, kind) =>
			user.role === 'admin' && !(await this.anotherAdminStays(user.id))
				? refuseLastAdmin(user, kind)
				: undefined,
	};

	/** @returns why this must not be done to the user, or `undefined`; who is let go counts as gone for the rows after that */
	async check(user: Guarded, kind: ChangeKind): Promise<Refusal | undefined> {
		const { guards, takesAway } = KINDS[kind];
		for (const name of guards) {
			const refusal = await this.guards[name](user, kind);
			if (refusal) return refusal;
		}
		if (guards.includes('last admin')) this.going.add(user.id);
		if (takesAway) this.taken.set(user.id, { isStaff: isStaffNow(user) });
		return undefined;
	}

	/**
	 * Asked once all rows are known, and before the first of them is written.
	 *
	 * @param more people whom the guards are asked about only later, one by one
	 * @returns why nothing at all may be done. Costs a request only where more of the staff go than are always allowed
	 */
	async refuseTooMany(more: Iterable<number> = []): Promise<Refusal | undefined> {
		const { maxChanges } = this;
		if (maxChanges === undefined) return undefined;
		const many = refuseMany(new Set([...this.taken.keys(), ...more]).size, maxChanges);
		if (many) return many;
		const staff = [...this.taken.values()].filter((one) => one.isStaff).length;
		if (staff <= ALWAYS_ALLOWED) return undefined;
		return refuseStaff(staff, await countStaff(this.client), maxChanges);
	}

	isProtected({ id }: Pick<ZendeskUser, 'id'>): boolean {
		return this.protectedIds.has(id);
	}

	/** The protected user whom Zendesk would find by one of these keys. Costs nothing where nobody is protected. */
	async findProtected(keys: UserKeys): Promise<ZendeskUser | undefined> {
		return await this.protectedKeys.find(keys);
	}

	/** The ID of the credential's own user. */
	async ownId(): Promise<number> {
		this.me ??= showMe(this.client).then(({ id }) => {
			if (id !== null) return id;
			throw new ZendeskError({
				kind: 'auth',
				message: "Zendesk didn't accept this sign-in",
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

const isStaffNow = ({ role }: Guarded) => role !== undefined && isStaff({ role });

export function refuseProtected(user: Guarded, kind: ChangeKind): Refusal {
	return {
		reason: 'protected',
		message: `${nameOf(user)} is a protected user and ${KINDS[kind].refused}`,
		advice: "Take the user out of the option 'Protected Users' if that is really wanted",
	};
}

function refuseOwn(user: Guarded, kind: ChangeKind): Refusal {
	return {
		reason: 'own-user',
		message: `${nameOf(user)} is the user of this credential and ${KINDS[kind].refused}`,
		advice: 'Use the credential of another admin for this row',
	};
}

function refuseLastAdmin(user: Guarded, kind: ChangeKind): Refusal {
	return {
		reason: 'last-admin',
		message: `${nameOf(user)} is the last admin and ${KINDS[kind].refused}`,
		advice: 'Make somebody else an admin first',
	};
}
