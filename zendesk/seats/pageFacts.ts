import type { ReportRecord } from '../report/records';
import { binOf } from './pageHistogram';
import type { KeptSeat } from './keptRows';
import { RECLAIM_REASONS, type ReclaimReason } from './reasons';
import { costOf, type Prices, savingBy, savingOf } from './savings';
import type { SeatStatus } from './rows';
import type { Seat } from '../roles/roleTypes';
import { SEATS } from './seat';

/** What the seat page is made of. */
export interface SeatPageInput {
	/** e.g. 'acme.zendesk.com' */
	account: string;
	/** Milliseconds. */
	generatedAt: number;
	/** IANA. */
	zone: string;
	staff: KeptSeat[];
	/** Who was on the staff before and is no more. */
	gone: KeptSeat[];
	/** The staff of the last report; `undefined` = there is none to compare with. */
	previous?: KeptSeat[];
	/** `undefined` = the page tells no money. */
	prices?: Prices;
}

export const STATUSES: Record<SeatStatus, string> = {
	active: 'Active',
	suspended: 'Suspended',
	downgraded: 'Downgraded',
	deleted: 'Deleted',
};

export const REASONS: Record<ReclaimReason, string> = {
	suspended_but_paid: 'Suspended but paid',
	light_with_elevated_role: 'Light with elevated role',
	never_signed_in: 'Never signed in',
	inactive: 'Inactive',
	duplicate_person: 'Duplicate person',
};

export const NO_REASON = 'No reason';
export const NO_GROUP = 'No group';

/** Staff have one of the four; a row that says otherwise was edited. */
export function seatKind({ seat }: KeptSeat): Seat {
	return seat === 'none' ? 'unknown' : seat;
}

/** The texts of a list, or one that says that it is empty. */
function orNone(texts: string[], none: string): string[] {
	return texts.length > 0 ? texts : [none];
}

/** What a seat adds under some name: who, which seats, what money. */
function amountsOf(name: string, person: KeptSeat, saving: number): Record<string, number> {
	return {
		[`${name}.staff`]: 1,
		[`${name}.paid`]: Number(person.seat === 'paid'),
		[`${name}.light`]: Number(person.seat === 'light'),
		[`${name}.saving`]: saving,
	};
}

/** What a person adds to each figure of the page, and the filters it is found by. */
export function seatRecord(
	person: KeptSeat,
	{ generatedAt, prices }: Pick<SeatPageInput, 'generatedAt' | 'prices'>,
): ReportRecord {
	const { name, email, groups, reclaim, role_name: role, status } = person;
	const seat = seatKind(person);
	const isReclaimable = reclaim.length > 0;
	const money = (amount: (prices: Prices) => number) => (prices ? amount(prices) : 0);
	const cost = money((all) => costOf(person, all));
	const saving = money((all) => savingOf(person, all));
	return {
		search: `${name}\n${email ?? ''}`,
		under: {
			seat: [SEATS[seat]],
			reason: orNone(
				reclaim.map((reason) => REASONS[reason]),
				NO_REASON,
			),
			status: [STATUSES[status]],
			role: [role],
			group: orNone(groups, NO_GROUP),
		},
		amounts: {
			staff: 1,
			suspended: Number(status === 'suspended'),
			cost,
			[`${seat}.seats`]: 1,
			[`${seat}.kept`]: Number(!isReclaimable),
			[`${seat}.reclaim`]: Number(isReclaimable),
			[`${seat}.suspended`]: Number(status === 'suspended'),
			[`${seat}.cost`]: cost,
			...(isReclaimable ? amountsOf('reclaim', person, saving) : {}),
			...Object.assign(
				{},
				...reclaim.map((reason) =>
					amountsOf(
						reason,
						person,
						money((all) => savingBy(reason, person, all)),
					),
				),
			),
		},
		days: [binOf(person.last_login_at, generatedAt)],
	};
}

/** The reasons that somebody has, in the order of the page. */
export function heldReasons(staff: KeptSeat[]): ReclaimReason[] {
	return RECLAIM_REASONS.filter((reason) => staff.some(({ reclaim }) => reclaim.includes(reason)));
}

/** Whether anybody has groups: simplified rows don't tell them. */
export function tellsGroups({ staff }: Pick<SeatPageInput, 'staff'>): boolean {
	return staff.some(({ groups }) => groups.length > 0);
}
