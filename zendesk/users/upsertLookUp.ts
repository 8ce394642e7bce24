import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { findUsers, type Matches } from './find';
import { lower, type Wanted } from './gather';
import { adopt, type KeyOwner, severalMatch, twoPeople } from './keyOwners';
import { mustBeSeen } from './mustBeSeen';
import type { Named } from './sameUser';
import type { Catalog } from './fields/catalog';
import type { UpsertContext } from './upsert';

/** Rows by email alone are looked up before they are written as long as they are no more. */
export const MAX_LOOKED_UP = 100;

/** What was looked up before anything is written. */
export interface LookedUp {
	/** By the external ID, else the email: who is there. */
	users: Map<Wanted, Matches>;
	/** Who has the email of those whom their external ID names, or names nobody, where that was asked. */
	owners: Map<Wanted, Matches>;
}

type Context = Pick<
	UpsertContext,
	'client' | 'isDryRun' | 'writeUnchanged' | 'lookFirst' | 'makePrimary'
>;

async function findOwners({ client }: Context, wanted: Wanted[]): Promise<Map<Wanted, Matches>> {
	const found = await findUsers(
		client,
		wanted.map(({ email }) => ({ by: 'email', value: email ?? '' })),
	);
	return new Map(wanted.map((one, i) => [one, found[i]]));
}

/**
 * Finds who is there already. External IDs cost one call a hundred; an email costs a search of its own, so these are only
 * looked up where they are few, where the row's fields need it, and in a dry run.
 */
export async function lookUp(
	context: Context,
	wanted: Wanted[],
	catalog: Catalog,
): Promise<LookedUp> {
	const { client, isDryRun, writeUnchanged, makePrimary } = context;
	const byEmail = wanted.filter(({ externalId }) => externalId === undefined);
	const looksFirst =
		isDryRun ||
		makePrimary ||
		context.lookFirst ||
		(!writeUnchanged && byEmail.length <= MAX_LOOKED_UP);
	// Whom an external ID names must be known where a row has an email, which could be somebody else's.
	const isSought = (one: Wanted) =>
		(one.externalId === undefined
			? looksFirst
			: isDryRun || !writeUnchanged || one.email !== undefined || byEmail.length > 0) ||
		mustBeSeen(one.fields, catalog);
	const sought = wanted.filter(isSought);
	const found = await findUsers(
		client,
		sought.map(({ externalId, email }) =>
			externalId === undefined
				? { by: 'email', value: email ?? '' }
				: { by: 'externalId', value: externalId },
		),
	);
	const users = new Map(sought.map((one, i) => [one, found[i]]));

	const isMixed = byEmail.length > 0 && looksFirst;
	const asksOwner = (one: Wanted) => {
		const [user] = users.get(one) ?? [];
		if (one.externalId === undefined || one.email === undefined) return false;
		return user === undefined ? isDryRun || isMixed : isDryRun && !hasPrimary(user, one);
	};
	const asked = sought.filter(asksOwner);
	const isFew = isDryRun || context.lookFirst || asked.length + byEmail.length <= MAX_LOOKED_UP;
	return { users, owners: isFew ? await findOwners(context, asked) : new Map() };
}

/** Whether the row's email is the user's primary one. */
export function hasPrimary(user: ZendeskUser, { email }: Pick<Wanted, 'email'>): boolean {
	return sameText(user.email, email);
}

/** The emails that people give up, as far as the rows say: those of whom an external ID names, with another one. */
function findGivenUp(wanted: Wanted[], { users, owners }: LookedUp): Set<string> {
	const givenUp = new Set<string>();
	for (const one of wanted) {
		const [user, ...others] = users.get(one) ?? [];
		if (one.externalId === undefined || one.email === undefined) continue;
		if (user === undefined || others.length > 0 || !user.email || hasPrimary(user, one)) continue;
		const isOwn = owners.get(one)?.some(({ id }) => id === user.id);
		if (!isOwn) givenUp.add(lower(user.email));
	}
	return givenUp;
}

function findOwner(one: Wanted, { users, owners }: LookedUp, givenUp: Set<string>): KeyOwner {
	const matches = users.get(one);
	if (matches === undefined) return 'unseen';
	if (one.externalId === undefined) return adopt(one, matches);
	const [user, ...others] = matches;
	if (others.length > 0) return { refusal: severalMatch(one, matches) };
	// Whoever gives the email up in this list stands in nobody's way.
	const holders = owners
		.get(one)
		?.filter((each) => !(hasPrimary(each, one) && givenUp.has(lower(one.email ?? ''))));
	if (user === undefined) return holders ? adopt(one, holders) : 'nobody';
	const isOwn = hasPrimary(user, one) || (holders ?? []).some(({ id }) => id === user.id);
	const [rival] = isOwn ? [] : (holders ?? []);
	return rival ? { refusal: twoPeople(one, user, rival) } : { user, ownEmail: isOwn };
}

/** Whom each row names, as far as that was looked up. */
export function nameAll(wanted: Wanted[], looked: LookedUp): Named[] {
	const givenUp = findGivenUp(wanted, looked);
	return wanted.map((one) => ({ wanted: one, owner: findOwner(one, looked, givenUp) }));
}
