import type { ZendeskUser } from '../api/records';
import { FREE_A_SEAT, isNoSeat } from '../http/noSeat';
import type { Refusal } from '../verdict';
import { nameOf } from './view';

export const TRANSFER_FIRST = "Use 'Offboard', or 'Ticket: Transfer' first";

interface Meaning {
	/** What Zendesk says; its words are not documented, and differ with plans. */
	means: (said: string) => boolean;
	reason: Refusal['reason'];
	/** Behind `Ann Miller (ID 7) did not become an agent`. */
	because: (said: string) => string;
	advice: string;
}

/** Why Zendesk does not give somebody a role. The first row that applies is taken. */
const MEANINGS: Meaning[] = [
	{
		means: isNoSeat,
		reason: 'no-seat',
		// What is said begins with it, as a sentence of its own.
		because: (said) => `: ${said.replace(/^No seat/, 'no seat')}`,
		advice: FREE_A_SEAT,
	},
	{
		// Some accounts still make no light agent of somebody who has tickets, as all did until May 2026.
		means: (said) =>
			/assigned to .*ticket|tickets? .*not closed|(open|unsolved|assigned) tickets?/i.test(said),
		reason: 'tickets-left',
		because: (said) => `, because Zendesk wants the tickets handed over before: ${said}`,
		advice: TRANSFER_FIRST,
	},
	{
		means: (said) => /without effect/i.test(said),
		reason: 'invalid',
		because: () => ': Zendesk accepted the new role but did not set it',
		advice: 'Change the role in Admin Center › People › Team members, then run it again',
	},
];

/**
 * What Zendesk's refusal of a role means.
 *
 * @param role what the user was to become, e.g. `a light agent`
 * @returns `undefined` when its own words say it best
 */
export function explainRole(said: string, user: ZendeskUser, role: string): Refusal | undefined {
	const meaning = MEANINGS.find((one) => one.means(said));
	if (meaning === undefined) return undefined;
	const { reason, because, advice } = meaning;
	return { reason, message: `${nameOf(user)} did not become ${role}${because(said)}`, advice };
}
