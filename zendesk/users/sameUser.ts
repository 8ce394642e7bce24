import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { contradiction } from '../rows/samePerson';
import type { Refusal } from '../verdict';
import { lower, refusePlaces, together, type UpsertRow, type Wanted } from './gather';
import type { KeyOwner } from './keyOwners';
import { nameOf } from './view';

/** Rows and whom they name. */
export interface Named {
	wanted: Wanted;
	owner: KeyOwner;
}

/** Rows that Zendesk knows to name one user. */
interface Namesakes {
	user: ZendeskUser;
	named: Named[];
}

const emailsIn = (named: Named[]) =>
	new Set(named.flatMap(({ wanted: { email } }) => (email === undefined ? [] : [lower(email)])));

/** Whether these rows would make the user somebody by one key, and name them by another one. */
function mixKeys(user: ZendeskUser, named: Named[], makePrimary: boolean): boolean {
	const externalIds = new Set(
		named.flatMap(({ wanted: { externalId } }) => (externalId ? [lower(externalId)] : [])),
	);
	if (externalIds.size > 1) return true;
	const emails = emailsIn(named);
	if ([...emails].every((email) => sameText(email, user.email))) return false;
	const isNew = ({ wanted: { email }, owner }: Named) =>
		email !== undefined &&
		!sameText(email, user.email) &&
		!(typeof owner === 'object' && 'user' in owner && owner.ownEmail);
	return emails.size > 1 && (makePrimary || named.some(isNew));
}

/** Why these rows can't be one, by their places; `undefined` where they can. */
function refuseNamesakes(
	rows: UpsertRow[],
	{ user, named }: Namesakes,
	makePrimary: boolean,
): Array<[number, Refusal]> | undefined {
	const places = named.flatMap(({ wanted }) => wanted.indexes);
	if (!mixKeys(user, named, makePrimary)) return refusePlaces(rows, places, nameOf(user));
	return named.flatMap(({ wanted }) => {
		const other = named.find((each) => each.wanted !== wanted);
		const { item } = rows[other?.wanted.indexes[0] ?? 0];
		const refusal = contradiction(
			`Item ${item} names ${nameOf(user)}, too, and says something else of their email or external ID`,
		);
		return wanted.indexes.map((index): [number, Refusal] => [index, refusal]);
	});
}

/** One row out of several of one user. The email is the one that the user is to have, if any says so. */
function merge(rows: UpsertRow[], { user, named }: Namesakes): Named {
	const all = together(
		rows,
		named.flatMap(({ wanted }) => wanted.indexes),
	);
	const byId = named.find(({ wanted }) => wanted.externalId !== undefined);
	const email = byId?.wanted.email ?? (byId ? undefined : all.email);
	const keyed = byId?.owner ?? named[0].owner;
	const isOwn = typeof keyed === 'object' && 'user' in keyed && keyed.ownEmail;
	const other = named.find(({ wanted }) => wanted.externalId === undefined)?.wanted.email;
	const wanted = { ...all, email: email ?? other };
	const fields = { ...all.fields, ...(wanted.email ? { email: wanted.email } : {}) };
	return { wanted: { ...wanted, fields }, owner: { user, ownEmail: email === undefined || isOwn } };
}

/**
 * Puts rows together that name one user by different keys, which only Zendesk knows. Those that contradict each other are
 * refused, all of them: the order of the rows decides nothing.
 *
 * @param rows as they came in, for what each of them says
 * @returns who is left, and why the others can't be done, by their places in the list
 */
export function mergeNamesakes(
	rows: UpsertRow[],
	named: Named[],
	makePrimary: boolean,
): { named: Named[]; refused: Map<number, Refusal> } {
	const byUser = new Map<number, Namesakes>();
	const byPrimary = new Map<string, ZendeskUser>();
	for (const { owner } of named) {
		if (typeof owner !== 'object' || !('user' in owner)) continue;
		const { user } = owner;
		byUser.set(user.id, { user, named: [] });
		if (user.email) byPrimary.set(lower(user.email), user);
	}
	const left: Named[] = [];
	for (const one of named) {
		const { owner, wanted } = one;
		const user =
			typeof owner === 'object' && 'user' in owner
				? owner.user
				: owner === 'unseen' && wanted.externalId === undefined
					? byPrimary.get(lower(wanted.email ?? ''))
					: undefined;
		const namesakes = user && byUser.get(user.id);
		if (namesakes) namesakes.named.push(one);
		else left.push(one);
	}
	const refused = new Map<number, Refusal>();
	for (const namesakes of byUser.values()) {
		const { named: all } = namesakes;
		if (all.length === 1) left.push(all[0]);
		else {
			const refusals = refuseNamesakes(rows, namesakes, makePrimary);
			if (refusals === undefined) left.push(merge(rows, namesakes));
			for (const [index, refusal] of refusals ?? []) refused.set(index, refusal);
		}
	}
	return { named: left, refused };
}

/**
 * Settles who of several may have an email that more than one row names: whoever has it in Zendesk. Where none of them
 * has it, all are refused.
 */
export function settleContests(
	rows: UpsertRow[],
	named: Named[],
	contested: Wanted[][],
): { named: Named[]; refused: Map<number, Refusal> } {
	if (contested.length === 0) return { named, refused: new Map() };
	const ownerOf = new Map(named.map(({ wanted, owner }) => [wanted, owner]));
	const refused = new Map<number, Refusal>();
	const out = new Set<Wanted>();
	for (const group of contested) {
		const isHolder = (one: Wanted) => {
			const owner = ownerOf.get(one);
			return (
				one.externalId !== undefined &&
				typeof owner === 'object' &&
				'user' in owner &&
				sameText(owner.user.email, one.email)
			);
		};
		const [holder, ...others] = group.filter(isHolder);
		const isClear = holder !== undefined && others.length === 0;
		for (const one of group) {
			// Who names them by email alone means the one who has it.
			if (isClear && (one === holder || one.externalId === undefined)) continue;
			const other = isClear ? holder : group.find((each) => each !== one);
			const item = rows[other?.indexes[0] ?? 0].item;
			const owner = isClear ? ownerOf.get(holder) : undefined;
			const message =
				typeof owner === 'object' && 'user' in owner
					? `The email ${one.email} belongs to ${nameOf(owner.user)}, whom item ${item} names by another external ID`
					: `Item ${item} has the same email (${one.email}) and another external ID`;
			for (const index of one.indexes) refused.set(index, contradiction(message));
			out.add(one);
		}
	}
	return { named: named.filter(({ wanted }) => !out.has(wanted)), refused };
}
