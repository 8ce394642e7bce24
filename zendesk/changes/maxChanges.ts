import type { Refusal } from '../verdict';

/** From how many people a run may take rights, or themselves, before somebody has to look. */
export interface MaxChanges {
	/** People in all. */
	count: number;
	/** Of the staff, in percent of the account's agents and admins. */
	percentOfStaff: number;
}

/** So many of the staff are no sign of a wrong list, however small the team. */
export const ALWAYS_ALLOWED = 5;

const LOOK = 'Check the rows';

export function refuseMany(people: number, { count }: MaxChanges): Refusal | undefined {
	if (people <= count) return undefined;
	return {
		reason: 'limit',
		message: `${people} users would lose rights or go, which is more than 'Max Changes' allows (${count}), so nothing was changed`,
		advice: `${LOOK}; if all of that is really wanted, raise 'Max Changes'`,
	};
}

/** @param staff the account's agents and admins, as Zendesk counts them */
export function refuseStaff(
	people: number,
	staff: number,
	{ percentOfStaff }: MaxChanges,
): Refusal | undefined {
	if (people <= Math.max(ALWAYS_ALLOWED, (staff * percentOfStaff) / 100)) return undefined;
	return {
		reason: 'limit',
		message: `${people} of ${staff} agents and admins would lose rights or go, which is more than 'Max Changes (% of Staff)' allows (${percentOfStaff} %), so nothing was changed`,
		advice: `${LOOK}; if all of that is really wanted, raise 'Max Changes (% of Staff)'`,
	};
}
