import type { Duplicate } from './duplicates';
import type { Idleness } from './idleness';
import type { SeatVerdict } from './rules';
import type { Seat } from '../roles/roleTypes';

/** Why a seat may be given to somebody else. */
export const RECLAIM_REASONS = [
	'suspended_but_paid',
	'light_with_elevated_role',
	'never_signed_in',
	'inactive',
	'duplicate_person',
] as const;

export type ReclaimReason = (typeof RECLAIM_REASONS)[number];

/** What the reasons are looked for in. */
export interface Holder {
	suspended: boolean;
	/** Never signed in, as Zendesk has it. */
	neverSignedIn: boolean;
	verdict: SeatVerdict;
	idleness: Idleness;
	/** From so many days on somebody counts as inactive. */
	inactiveAfterDays: number;
	duplicate?: Duplicate;
}

function daysText(days: number | null): string {
	return days === 1 ? '1 day' : `${days ?? 0} days`;
}

function isIdle({ idleness: { days }, inactiveAfterDays }: Holder): boolean {
	return days !== null && days >= inactiveAfterDays;
}

/** Each reason: when it holds, and what is said of it beside the seat's own evidence. */
const RULES: Record<
	ReclaimReason,
	{ holds: (holder: Holder) => boolean; say?: (holder: Holder) => string }
> = {
	suspended_but_paid: {
		holds: ({ suspended, verdict: { seat } }) => suspended && seat === 'paid',
		say: () => 'suspended',
	},
	light_with_elevated_role: { holds: ({ verdict }) => verdict.isElevated },
	// Newcomers have as many days to sign in as others have to come back.
	never_signed_in: {
		holds: (holder) => holder.neverSignedIn && isIdle(holder),
		say: ({ idleness: { days, since } }) =>
			since === 'creation' ? `never signed in, created ${daysText(days)} ago` : 'never signed in',
	},
	inactive: {
		holds: (holder) => holder.idleness.since !== 'creation' && isIdle(holder),
		say: ({ idleness: { days, since } }) => `last ${since} ${daysText(days)} ago`,
	},
	duplicate_person: {
		holds: ({ duplicate }) => duplicate !== undefined,
		say: ({ duplicate }) => `the same ${duplicate?.by} as ID ${duplicate?.keptId}`,
	},
};

/** Whoever has one of these holds nothing that others could use. */
const WORTHLESS = new Set<Seat>(['free']);

/** Why somebody's seat may be reclaimed, with a few words on each; nobody gains from a free seat. */
export function reclaimReasons(holder: Holder): {
	reasons: ReclaimReason[];
	evidence: string[];
} {
	if (WORTHLESS.has(holder.verdict.seat)) return { reasons: [], evidence: [] };
	const reasons = RECLAIM_REASONS.filter((reason) => RULES[reason].holds(holder));
	return { reasons, evidence: reasons.flatMap((reason) => RULES[reason].say?.(holder) ?? []) };
}
