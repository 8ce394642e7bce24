import type { Simulator } from '../../simulator';
import type { AccountState } from '../types';
import type { Begun } from './work';

type Row = Record<string, unknown>;

/** Records of somebody whom no row names. */
const ABOUT: Record<string, string[]> = {
	users: ['who'],
	identities: ['who'],
	groupMemberships: ['user_id'],
	organizationMemberships: ['user_id'],
	sessions: ['who'],
	tokens: ['who'],
	productRoles: ['who'],
	tickets: ['assignee_id', 'requester_id', 'submitter_id', 'follower_ids', 'email_cc_ids'],
};

/** Everything in an account that has nothing to do with those who are named. */
function others(state: AccountState, named: ReadonlySet<number>, old: Set<unknown>): AccountState {
	const isOther = (row: Row, fields: string[]) =>
		fields.flatMap((field) => row[field]).every((id) => !named.has(id as number));
	return Object.fromEntries(
		Object.entries(ABOUT).map(([table, fields]) => {
			const rows = state[table] as Row[];
			if (table !== 'tickets') {
				return [table, rows.filter((row) => isOther(row, fields) && old.has(row[fields[0]]))];
			}
			return [table, rows.filter((row) => isOther(row, fields) && old.has(row.which))];
		}),
	);
}

interface Kept {
	role: string;
	isActive: boolean;
	isSuspended: boolean;
}

const keptOf = ({ store }: Simulator, id: number): Kept => {
	const { role, active, suspended } = store.users.get(id)!;
	return { role, isActive: active, isSuspended: suspended };
};

const admins = ({ store }: Simulator) =>
	store.users
		.all()
		.filter(({ role, active, suspended }) => role === 'admin' && active && !suspended);

/**
 * What must hold whatever the work is, without a look at how it ends undisturbed: who isn't named is not touched, nobody
 * who is guarded loses anything, and an admin is left.
 *
 * @returns a check
 */
export function watchOver(
	sim: Simulator,
	before: AccountState,
	{ named, guarded }: Begun,
): (now: AccountState) => void {
	const old = new Set<unknown>([
		...before.users.map((row) => (row as Row).who),
		...before.tickets.map((row) => (row as Row).which),
	]);
	// Whom a ticket was about is what counts: it may be handed to somebody else.
	const concerned = new Set(
		before.tickets.flatMap((row) => {
			const ticket = row as Row;
			const ids = ABOUT.tickets.flatMap((field) => ticket[field]);
			return ids.some((id) => named.has(id as number)) ? [ticket.which] : [];
		}),
	);
	const alien = (state: AccountState) => {
		const rest = others(state, named, old);
		return { ...rest, tickets: rest.tickets.filter((row) => !concerned.has((row as Row).which)) };
	};
	const expected = alien(before);
	const kept = guarded.map((id) => keptOf(sim, id));
	return (now) => {
		expect(alien(now)).toEqual(expected);
		expect(guarded.map((id) => keptOf(sim, id))).toEqual(kept);
		expect(admins(sim).length).toBeGreaterThan(0);
	};
}
