import { isAddress, listIdentities } from '../api/identities';
import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import type { Wanted } from './gather';
import { nameOf } from './view';

/** Whom a row's keys name. */
export type KeyOwner =
	/** `ownEmail`: the row's email is known to be one of theirs. */
	| { user: ZendeskUser; ownEmail: boolean }
	| { refusal: Refusal }
	/** Nobody, as far as Zendesk shows. */
	| 'nobody'
	/** Not looked up. */
	| 'unseen';

function ambiguous(message: string, advice: string): Refusal {
	return { reason: 'ambiguous', message, advice };
}

/** How a row's person is called in messages, e.g. `the user with the external ID EMP-1`. */
export function nameOfWanted({ externalId, email }: Pick<Wanted, 'externalId' | 'email'>): string {
	return externalId ? `the user with the external ID ${externalId}` : `the user ${email}`;
}

/** Several users have the same key, as where users belong to brands. */
export function severalMatch(wanted: Wanted, users: ZendeskUser[]): Refusal {
	const message = `${users.length} users match ${nameOfWanted(wanted)}: ${users.map(nameOf).join(', ')}`;
	return ambiguous(message, 'Tell the users apart in Zendesk first');
}

/** The external ID is one person's, the email another one's. `owner` = who has the email, where Zendesk shows them. */
export function twoPeople(
	{ externalId, email }: Pick<Wanted, 'externalId' | 'email'>,
	user: ZendeskUser,
	owner?: ZendeskUser,
): Refusal {
	const other = owner ? nameOf(owner) : "somebody whom Zendesk's search doesn't show";
	const first = externalId
		? `The external ID ${externalId} belongs to ${nameOf(user)}`
		: `The row names ${nameOf(user)}`;
	return ambiguous(
		`${first}, and the email ${email} belongs to ${other}. Neither was changed`,
		'Correct the row, or take the email from the other user first',
	);
}

/** Zendesk says that somebody has the email, and its search doesn't show who. */
export function hiddenOwner({ externalId, email }: Pick<Wanted, 'externalId' | 'email'>): Refusal {
	const external = `external ID ${externalId}`;
	const key = !email
		? `The ${external}`
		: externalId
			? `Nobody has the ${external}, and the email ${email}`
			: `The email ${email}`;
	return ambiguous(
		`${key} belongs to somebody whom Zendesk's search doesn't show. Nobody was changed`,
		"Find the user in Zendesk, and change them with 'User: Update' by ID",
	);
}

/**
 * Whether the row may be about this user, who has its email while nobody has its external ID. Somebody with another
 * external ID is somebody else, and an address that nobody has verified proves nothing.
 */
export async function adopt(
	client: Client,
	wanted: Wanted,
	owners: ZendeskUser[],
): Promise<KeyOwner> {
	const { externalId, email } = wanted;
	const [owner, ...others] = owners;
	if (owner === undefined) return 'nobody';
	if (others.length > 0) return { refusal: severalMatch(wanted, owners) };
	const found = { user: owner, ownEmail: true };
	if (externalId === undefined) return found;
	if (sameText(owner.external_id, externalId)) {
		return { user: owner, ownEmail: sameText(owner.email, email) };
	}
	const nobody = `Nobody has the external ID ${externalId}, and the email ${email}`;
	if (owner.external_id) {
		return {
			refusal: ambiguous(
				`${nobody} belongs to ${nameOf(owner)}, whose external ID is ${owner.external_id}. Nobody was changed`,
				"Correct the row. If both are one person, give them the new external ID with 'User: Update' by ID",
			),
		};
	}
	if (sameText(owner.email, email)) return found;
	const identities = await listIdentities(client, owner.id);
	if (identities.some((one) => one.verified && isAddress(one, email ?? null))) return found;
	return {
		refusal: ambiguous(
			`${nobody} is an unverified second address of ${nameOf(owner)}. Nobody was changed`,
			"Verify the address in Zendesk, or set the external ID with 'User: Update' by ID",
		),
	};
}
