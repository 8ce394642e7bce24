import { listIdentities } from '../api/identities';
import { listOrganizationsOf } from '../api/organizations';
import type { Identity, ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { countRequestedTickets, mergeUser, showMany } from '../api/users';
import { endOfCall, type RowEnd, verdictOfEnd } from '../bulk/bulk';
import { attempt, type Client } from '../http/client';
import { dryRun, refused, type Verdict } from '../verdict';
import { onceSettled } from './fresh';
import { MOST_TICKETS, type Pair, tooManyTickets } from './mergeRefusals';
import { nameOf, simplifyUser } from './view';

/** What goes over from the one who disappears. */
interface Estate {
	identities: Identity[];
	requestedTickets: number;
	/** Names of organizations that the one who stays is not in yet. */
	organizations: string[];
}

async function organizationNames(client: Client, { id }: ZendeskUser): Promise<string[]> {
	return (await listOrganizationsOf(client, id)).map(({ organization_name: name }) => name);
}

async function missingOrganizations(
	client: Client,
	names: string[],
	kept: ZendeskUser,
): Promise<string[]> {
	const own = names.length > 0 ? await organizationNames(client, kept) : [];
	return names.filter((name) => !own.includes(name));
}

async function readEstate(client: Client, { gone, kept }: Pair): Promise<Estate> {
	const [identities, requestedTickets, names] = await Promise.all([
		listIdentities(client, gone.id),
		countRequestedTickets(client, gone.id),
		organizationNames(client, gone),
	]);
	const organizations = await missingOrganizations(client, names, kept);
	return { identities, requestedTickets, organizations };
}

function dataOf({ gone, kept }: Pair, estate: Estate): Record<string, unknown> {
	const { id, name, email, external_id } = gone;
	return {
		...simplifyUser(kept),
		merged_user: { id, name, email, external_id },
		moves: {
			identities: estate.identities.map(({ type, value }) => ({ type, value })),
			requested_tickets: estate.requestedTickets,
			organizations: estate.organizations,
		},
	};
}

/**
 * What became of a merge whose answer was lost. That he is gone proves nothing alone: somebody may have deleted him. An
 * identity of his with the other user does.
 */
async function lookUp(
	client: Client,
	{ gone, kept }: Pair,
	{ identities }: Estate,
): Promise<ZendeskUser | 'not-done' | undefined> {
	const [[now], [user], theirs] = await Promise.all([
		showMany(client, 'ids', [gone.id], { deleted: true }),
		showMany(client, 'ids', [kept.id]),
		listIdentities(client, kept.id),
	]);
	if (now?.active) return 'not-done';
	const hasMoved = identities.some((identity) =>
		theirs.some(({ type, value }) => type === identity.type && sameText(value, identity.value)),
	);
	return hasMoved ? user : undefined;
}

async function tryToMerge(
	client: Client,
	pair: Pair,
	estate: Estate,
): Promise<RowEnd<ZendeskUser>> {
	let wasLost = false;
	const merged = await attempt(
		mergeUser(client, pair.gone.id, pair.kept.id, async () => {
			wasLost = true;
			return await lookUp(client, pair, estate);
		}),
	);
	if (!merged.ok && wasLost) {
		// What was not done yet when we looked may have been done by then, and in the way of the second order.
		const found = await attempt(lookUp(client, pair, estate));
		if (found.ok && typeof found.value === 'object') return { done: found.value };
	}
	return !merged.ok && merged.error.kind === 'forbidden'
		? { refused: merged.error.message, requestId: merged.error.requestId }
		: endOfCall(merged);
}

const TERMS =
	'Zendesk merges end users who are verified or have an email, and where people sign in by single sign-on only those without an external ID; the user of the credential must be allowed to edit end users';

/** What the verdict says beyond what was foreseen, after a look at how it is now. */
async function dataOfMerged(
	client: Client,
	{ gone }: Pair,
	kept: ZendeskUser,
	estate: Estate,
): Promise<Record<string, unknown>> {
	const missing = await attempt(missingOrganizations(client, estate.organizations, kept));
	const left = missing.ok ? missing.value : [];
	const organizations = estate.organizations.filter((name) => !left.includes(name));
	return {
		...dataOf({ gone, kept }, { ...estate, organizations }),
		...(left.length > 0 ? { organizations_missing: left } : {}),
	};
}

/**
 * Merges two users who may be merged, or says what would move.
 *
 * @returns as data: the user who stays, simplified; `merged_user: { id, name, email, external_id }`;
 * `moves: { identities: [{ type, value }], requested_tickets, organizations: [name] }`; and `organizations_missing` when
 * some of them did not come along (accounts where a user can be in one only)
 */
export async function mergeOne(client: Client, pair: Pair, isDryRun: boolean): Promise<Verdict> {
	const { gone } = pair;
	const estate = await readEstate(client, pair);
	const data = dataOf(pair, estate);
	if (estate.requestedTickets > MOST_TICKETS) {
		return refused(tooManyTickets(gone, estate.requestedTickets), data);
	}
	if (isDryRun) return dryRun('merged', data);
	const end = await onceSettled(client, gone, async () => await tryToMerge(client, pair, estate));
	if ('done' in end) {
		return { outcome: 'merged', data: await dataOfMerged(client, pair, end.done, estate) };
	}
	const verdict = verdictOfEnd(end, `${nameOf(gone)} was not merged`, data);
	return verdict.reason === 'invalid' ? { ...verdict, advice: TERMS } : verdict;
}
