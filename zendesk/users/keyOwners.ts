import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { Refusal } from '../verdict';
import type { Wanted } from './gather';
import { isClaim, refuseClaim } from './proof';
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
 * external ID is somebody else, and a second address that nobody has verified proves nothing.
 */
export function adopt(wanted: Wanted, owners: ZendeskUser[]): KeyOwner {
	const { externalId, email } = wanted;
	const [owner, ...others] = owners;
	if (owner === undefined) return 'nobody';
	if (others.length > 0) return { refusal: severalMatch(wanted, owners) };
	if (externalId !== undefined && sameText(owner.external_id, externalId)) {
		return { user: owner, ownEmail: sameText(owner.email, email) };
	}
	if (externalId !== undefined && owner.external_id) {
		return {
			refusal: ambiguous(
				`Nobody has the external ID ${externalId}, and the email ${email} belongs to ${nameOf(owner)}, whose external ID is ${owner.external_id}. Nobody was changed`,
				"Correct the row. If both are one person, give them the new external ID with 'User: Update' by ID",
			),
		};
	}
	if (email !== undefined && isClaim(owner, email)) return { refusal: refuseClaim(owner, email) };
	return { user: owner, ownEmail: true };
}
