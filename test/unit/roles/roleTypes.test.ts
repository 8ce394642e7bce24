import type { ZendeskUser } from '../../../zendesk/api/records';
import {
	getCustomRoleType,
	getRoleType,
	losesSeat,
	losesTickets,
	RANK,
	type Seat,
} from '../../../zendesk/roles/roleTypes';
import { dependsOnProducts } from '../../../zendesk/seats/seat';
import { takesStaffOut } from '../../../zendesk/sync/seats';
import { cannotTake } from '../../../zendesk/tickets/cannotTake';
import { user } from '../records';

type Row = [
	role: ZendeskUser['role'],
	type: number | null,
	seat: Seat,
	rank: number,
	takesTickets: 'yes' | 'no' | 'unknown',
];

/** What Zendesk's articles say of each kind of user, written out once more. */
const TABLE: Row[] = [
	['end-user', null, 'free', RANK.endUser, 'no'],
	['agent', null, 'paid', RANK.agent, 'yes'],
	['admin', null, 'paid', RANK.admin, 'yes'],
	['agent', 0, 'paid', RANK.agent, 'yes'],
	['agent', 1, 'light', RANK.withoutTickets, 'no'],
	['agent', 2, 'unknown', RANK.withoutTickets, 'no'],
	['agent', 3, 'free', RANK.withoutTickets, 'no'],
	['admin', 4, 'paid', RANK.admin, 'yes'],
	['agent', 5, 'unknown', RANK.withoutTickets, 'no'],
	['admin', 5, 'unknown', RANK.withoutTickets, 'no'],
	['agent', 7, 'unknown', RANK.agent, 'unknown'],
	['admin', 7, 'unknown', RANK.admin, 'unknown'],
];

const STAFF = TABLE.filter(([role]) => role !== 'end-user');

describe('role types', () => {
	it.each(TABLE)('%s of type %s: seat %s, rank %d, tickets %s', (role, type, seat, rank, takes) => {
		expect(getRoleType({ role, role_type: type })).toMatchObject({
			seat,
			rank,
			takesTickets: takes,
		});
	});

	it.each(TABLE)('%s of type %s is a successor only if tickets can be assigned', (...row) => {
		const [role, type, , , takes] = row;
		const problem = cannotTake(user({ role, role_type: type }));
		if (takes === 'yes') expect(problem).toBeUndefined();
		else expect(problem).toMatch(/end user|assigned tickets/);
	});

	it.each(STAFF)('%s of type %s depends on product roles by the same seat', (role, type, seat) => {
		const expected = seat === 'light' || seat === 'free';
		expect(dependsOnProducts({ role, role_type: type })).toBe(expected);
	});
});

describe('from one role type to another', () => {
	const PAIRS = STAFF.flatMap((before) =>
		STAFF.filter(([, type]) => type !== null).map((after) => [before, after] as const),
	);

	it.each(PAIRS)('a sync takes nobody out: %j to %j', (before, after) => {
		const role = { id: 9, name: 'Next', role_type: after[1]! };
		const isLoss =
			(before[4] !== 'no' && after[4] !== 'yes') ||
			(['paid', 'unknown'].includes(before[2]) && ['light', 'free'].includes(after[2]));
		const [is, becomes] = [
			getRoleType({ role: before[0], role_type: before[1] }),
			getCustomRoleType(role),
		];
		expect(losesTickets(is, becomes) || losesSeat(is, becomes)).toBe(isLoss);
		const who = user({ role: before[0], role_type: before[1] });
		expect(takesStaffOut(who, { custom_role_id: 9 }, [role])).toBe(isLoss);
	});
});
