import { listAllMemberships } from '../api/groups';
import { isAddress, readAddress, readIdentities } from '../api/identities';
import type { Identity, ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { listUsers } from '../api/users';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import { findUsers } from '../users/find';
import type { UserFields } from '../users/payload';
import type { UserRef } from '../users/reference';
import { nameOf } from '../users/view';

/** By what a row finds its user; `both` = by external id, and where nobody has that, by email. */
export type MatchBy = 'externalId' | 'email' | 'both';

/** A person as the source wants them. */
export interface Desired {
	/** The row's number among the input items, for messages. */
	item: number;
	externalId?: string;
	email?: string;
	/** The source says that it has made sure whose address that is. */
	emailVerified?: boolean;
	/** All managed fields, the keys and the name among them. */
	fields: UserFields;
	/** The groups a staff member is to be in, and no others. */
	groups?: number[];
	/** The source says that this person has left. */
	hasLeft: boolean;
}

/** Above so many emails that would have to be searched one by one, everybody is read instead. */
const MOST_SEARCHES = 100;

const lower = (text: string) => text.toLowerCase();

/** The users whom rows can mean, by their keys. */
export class People {
	private readonly byExternalId = new Map<string, ZendeskUser[]>();
	private readonly byEmail = new Map<string, ZendeskUser[]>();
	/** Of whom they were read. */
	private readonly identities = new Map<number, Identity[]>();

	/** @param all everybody of the account, or `undefined` when only the rows' users were looked up */
	private constructor(readonly all?: ZendeskUser[]) {}

	/**
	 * Reads everybody by cursor, a hundred a request, with their identities where addresses count: that costs no request more.
	 *
	 * @see https://developer.zendesk.com/documentation/ticketing/using-the-zendesk-api/side_loading/
	 */
	static async everybody(client: Client, rows: Desired[]): Promise<People> {
		const query = rows.some(({ email }) => email) ? { include: 'identities' } : {};
		const all: ZendeskUser[] = [];
		const told = new Map<number, Identity[]>();
		for await (const { records, json } of listUsers(client, { query })) {
			all.push(...records);
			for (const [id, own] of readIdentities(records, json.identities)) told.set(id, own);
		}
		const people = new People(all);
		for (const user of all) {
			if (user.external_id) add(people.byExternalId, user.external_id, [user]);
			if (user.email) add(people.byEmail, user.email, [user]);
		}
		people.learn(
			all.filter(({ id }) => told.has(id)),
			told,
		);
		return people;
	}

	/** Looks up whom the rows name: external ids a hundred a request, emails one by one. */
	static async named(client: Client, rows: Desired[], matchBy: MatchBy): Promise<People> {
		const refs = refsOf(rows, matchBy);
		if (refs.filter(({ by }) => by === 'email').length > MOST_SEARCHES) {
			return await People.everybody(client, rows);
		}
		const found = await findUsers(client, refs);
		const people = new People();
		for (const [i, ref] of refs.entries()) {
			const index = ref.by === 'email' ? people.byEmail : people.byExternalId;
			add(index, String(ref.value), found[i]);
		}
		return people;
	}

	/** Rows whose address is nobody's primary one, as far as is known: it may be a second one. */
	strangers(rows: Desired[]): Desired[] {
		return rows.filter(({ email }) => email && !this.byEmail.get(lower(email))?.length);
	}

	/** From now on these users are found by their second addresses, too. */
	learn(users: ZendeskUser[], identities: ReadonlyMap<number, Identity[]>): void {
		for (const user of users) {
			const own = identities.get(user.id) ?? [];
			this.identities.set(user.id, own);
			for (const address of own.map(readAddress)) {
				if (address) add(this.byEmail, address, [user]);
			}
		}
	}

	/** Whether the identities of a user were read. */
	knows({ id }: ZendeskUser): boolean {
		return this.identities.has(id);
	}

	/** Takes whom a look-up by a key has found. */
	meet(by: 'email' | 'externalId', value: string, users: ZendeskUser[]): void {
		const index = by === 'email' ? this.byEmail : this.byExternalId;
		if (users.length > 0) add(index, value, users);
	}

	/** Everybody who has a key of the row, whatever *Match By* says: none of them is missing from the source. */
	mentioned({ externalId, email }: Desired): ZendeskUser[] {
		return [
			...((externalId && this.byExternalId.get(lower(externalId))) || []),
			...((email && this.byEmail.get(lower(email))) || []),
		];
	}

	/** The addresses of a user, in lower case; `undefined` where their identities were not read. */
	addressesOf({ id, email }: ZendeskUser): string[] | undefined {
		const own = this.identities.get(id)?.map(readAddress);
		return own && [...new Set([email?.toLowerCase(), ...own])].filter((one) => one !== undefined);
	}

	/** Whether Zendesk knows this address of a user for certain; not seen is no. */
	isVerified({ id }: ZendeskUser, email: string | undefined): boolean {
		const own = this.identities.get(id) ?? [];
		return own.some((one) => one.verified && isAddress(one, email ?? null));
	}

	/** Whether an address is one of a user's own, primary or not. */
	owns(user: ZendeskUser, email: string | undefined): boolean {
		const own = this.identities.get(user.id) ?? [];
		return sameText(user.email, email) || own.some((one) => isAddress(one, email ?? null));
	}

	/**
	 * The user whom a row means. Both keys count whatever *Match By* says: two users who have one each are never guessed
	 * between, and nobody gets the external ID of somebody else, or another one than they have.
	 *
	 * @returns the user, `undefined` when there is none, or why that can't be told
	 */
	find(row: Desired, matchBy: MatchBy): ZendeskUser | undefined | Refusal {
		const matches = new Map(this.mentioned(row).map((user) => [user.id, user]));
		if (matches.size > 1) return several(row, [...matches.values()]);
		const [user] = matches.values();
		if (user === undefined) return undefined;
		const isNamed = sameText(row.externalId, user.external_id);
		if (isNamed && matchBy !== 'email') return user;
		const isAddressed =
			row.email !== undefined &&
			(this.byEmail.get(lower(row.email)) ?? []).some(({ id }) => id === user.id);
		if (!isAddressed) return hasOtherEmail(row, user);
		// Found by the email alone.
		const isOther = !isNamed && row.externalId && user.external_id;
		if (isOther || matchBy === 'externalId') return takenBy(row, user);
		return user;
	}
}

function add(index: Map<string, ZendeskUser[]>, key: string, users: ZendeskUser[]): void {
	const known = index.get(lower(key)) ?? [];
	const others = users.filter(({ id }) => known.every((user) => user.id !== id));
	index.set(lower(key), [...known, ...others]);
}

function refsOf(rows: Desired[], matchBy: MatchBy): UserRef[] {
	return rows.flatMap(({ externalId, email }): UserRef[] => [
		...(externalId && matchBy !== 'email'
			? [{ by: 'externalId' as const, value: externalId }]
			: []),
		...(email && matchBy !== 'externalId' ? [{ by: 'email' as const, value: email }] : []),
	]);
}

function several({ externalId, email }: Desired, users: ZendeskUser[]): Refusal {
	const keys = [externalId && `the external ID ${externalId}`, email && `the email ${email}`];
	return {
		reason: 'ambiguous',
		message: `${keys.filter(Boolean).join(' and ')} match ${users.length} users: ${users.map(nameOf).join(', ')}`,
		advice: 'Tell them apart in Zendesk, or correct the row',
	};
}

function takenBy({ externalId, email }: Desired, user: ZendeskUser): Refusal {
	const other = user.external_id ? `the external ID ${user.external_id}` : 'no external ID';
	return {
		reason: 'ambiguous',
		message: `The email ${email} belongs to ${nameOf(user)}, who has ${other}, not ${externalId}`,
		advice: "Correct the row or the user's external ID in Zendesk",
	};
}

function hasOtherEmail({ externalId, email }: Desired, user: ZendeskUser): Refusal {
	return {
		reason: 'ambiguous',
		message: `The external ID ${externalId} belongs to ${nameOf(user)}, who has ${user.email ? `the email ${user.email}` : 'no email'}, not ${email}, and 'Match By' is 'Email'`,
		advice:
			"Correct the row or the user's email in Zendesk; or match by 'External ID, Else Email', which changes the email",
	};
}

/** Who is in which groups, by user. */
export type Memberships = Map<number, Array<{ id: number; groupId: number }>>;

export async function readMemberships(client: Client): Promise<Memberships> {
	const memberships: Memberships = new Map();
	for (const { id, user_id: userId, group_id: groupId } of await listAllMemberships(client)) {
		memberships.set(userId, [...(memberships.get(userId) ?? []), { id, groupId }]);
	}
	return memberships;
}

export function groupsOf(memberships: Memberships, userId: number): number[] {
	return (memberships.get(userId) ?? []).map(({ groupId }) => groupId).sort((a, b) => a - b);
}
