import { isAddress, listIdentities } from '../api/identities';
import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { findByExternalId, searchUsers, showMany } from '../api/users';
import type { Client } from '../http/client';
import { inParallel } from '../http/parallel';
import type { Refusal } from '../verdict';
import { isClaim, noteClaim, refuseClaim } from './proof';
import { nameOfRef, type UserRef } from './reference';

/** Who stands behind a reference: nobody, one, or (never to be guessed) several. */
export type Matches = ZendeskUser[];

/** Above this many look-alikes of one email the search was too vague to check each one's identities. */
const LOOK_ALIKES = 5;

async function byEmail(client: Client, email: string): Promise<Matches> {
	const hits = await searchUsers(client, `email:${email}`);
	const exact = hits.filter((user) => sameText(user.email, email));
	if (exact.length > 0 || hits.length > LOOK_ALIKES) return exact;
	// The address may be somebody's second one: then it stands among the identities only.
	const owners = await Promise.all(
		hits.map(async (user) => {
			const identities = await listIdentities(client, user.id);
			const own = identities.filter((identity) => isAddress(identity, email));
			if (!own.some(({ verified }) => verified)) noteClaim(user, email);
			return own.length > 0;
		}),
	);
	return hits.filter((_, i) => owners[i]);
}

async function byExternalId(client: Client, values: string[]): Promise<ZendeskUser[]> {
	const plain = values.filter((value) => !value.includes(','));
	const others = values.filter((value) => value.includes(','));
	const found = await Promise.all([
		showMany(client, 'external_ids', plain),
		...others.map((value) => findByExternalId(client, value)),
	]);
	return found.flat();
}

/** Users by a key of theirs; nobody is listed twice. */
function index<Key>(users: ZendeskUser[], keyOf: (user: ZendeskUser) => Key): Map<Key, Matches> {
	const byKey = new Map<Key, Matches>();
	for (const user of users) {
		const others = byKey.get(keyOf(user)) ?? [];
		if (!others.some(({ id }) => id === user.id)) byKey.set(keyOf(user), [...others, user]);
	}
	return byKey;
}

function valuesOf<By extends UserRef['by']>(refs: UserRef[], by: By) {
	type Value = Extract<UserRef, { by: By }>['value'];
	return [
		...new Set(refs.filter((ref) => ref.by === by).map((ref) => ref.value as Value)),
	] as Value[];
}

/**
 * Finds the users behind many references: ids and external ids a hundred a call, emails one search each, all at once.
 *
 * @param deleted also finds soft-deleted users by their id (they have lost email and external id)
 * @returns one entry a reference, in their order
 */
export async function findUsers(
	client: Client,
	refs: UserRef[],
	{ deleted = false }: { deleted?: boolean } = {},
): Promise<Matches[]> {
	const emails = valuesOf(refs, 'email');
	const [byId, external, byAddress] = await Promise.all([
		showMany(client, 'ids', valuesOf(refs, 'id'), { deleted }),
		byExternalId(client, valuesOf(refs, 'externalId')),
		inParallel(emails, (email) => byEmail(client, email)),
	]);
	const ofId = index(byId, ({ id }) => id);
	const ofExternalId = index(external, ({ external_id: value }) => value?.toLowerCase());
	const ofAddress = new Map(emails.map((email, i) => [email, byAddress[i]]));
	return refs.map((ref) => {
		switch (ref.by) {
			case 'id':
				return ofId.get(ref.value) ?? [];
			case 'externalId':
				return ofExternalId.get(ref.value.toLowerCase()) ?? [];
			case 'email':
				return ofAddress.get(ref.value)!;
		}
	});
}

/**
 * Finds users one at a time, for those who ask for many: whoever is asked for by ID at the same moment shares a call. Others
 * go on their own, so that one of them that fails leaves the rest alone.
 */
export function findTogether(
	client: Client,
	options: { deleted?: boolean } = {},
): (ref: UserRef) => Promise<Matches> {
	let waiting: UserRef[] = [];
	let answers: Promise<Matches[]> | undefined;
	const ask = async () => {
		await Promise.resolve();
		const refs = waiting;
		[waiting, answers] = [[], undefined];
		return await findUsers(client, refs, options);
	};
	return async (ref) => {
		if (ref.by !== 'id') return (await findUsers(client, [ref], options))[0];
		const place = waiting.push(ref) - 1;
		answers ??= ask();
		return (await answers)[place];
	};
}

/** The one user behind a reference, or why there is none. */
export function theOne(
	ref: UserRef,
	matches: Matches,
	parameter: string,
): { user: ZendeskUser } | { refusal: Refusal } {
	if (matches.length === 1) return { user: matches[0] };
	if (matches.length > 1) {
		return {
			refusal: {
				reason: 'ambiguous',
				message: `'${parameter}': ${matches.length} users have the ${nameOfRef(ref)} (IDs ${matches.map(({ id }) => id).join(', ')})`,
				advice: 'Pick the user by ID',
			},
		};
	}
	return {
		refusal: {
			reason: 'not-found',
			message: `'${parameter}': no user has the ${nameOfRef(ref)}`,
			advice:
				ref.by === 'email'
					? "Check the address. Zendesk's search is a few minutes behind, so pick a brand-new user by ID or external ID; deleted users have lost their email"
					: 'Check the value; deleted users have lost their external ID',
		},
	};
}

/** As {@link theOne}, for whoever is to be changed: an address that nobody has verified doesn't name them. */
export function theOneToChange(
	ref: UserRef,
	matches: Matches,
	parameter: string,
): ReturnType<typeof theOne> {
	const one = theOne(ref, matches, parameter);
	if ('refusal' in one || ref.by !== 'email' || !isClaim(one.user, ref.value)) return one;
	const refusal = refuseClaim(one.user, ref.value);
	return { refusal: { ...refusal, message: `'${parameter}': ${refusal.message}` } };
}
