import type { KeptSeat } from './keptRows';

/** What became of somebody between two lists. */
export type ChangeKind = 'joined' | 'left' | 'seat' | 'status' | 'role';

export interface SeatChange {
	kinds: ChangeKind[];
	/** Missing of those who joined; of those who left also where no earlier list tells. */
	before?: KeptSeat;
	/** Missing of those who left where nothing tells what became of them. */
	after?: KeptSeat;
}

/** What differs of those who are in both lists. */
const DIFFERS: Array<{ kind: ChangeKind; of: (seat: KeptSeat) => string }> = [
	{ kind: 'seat', of: ({ seat }) => seat },
	{ kind: 'status', of: ({ status }) => status },
	{ kind: 'role', of: ({ role_name: role }) => role },
];

/** Who joined, who left and whose seat is another one, in the order of the lists. */
export function findChanges(
	staff: KeptSeat[],
	gone: KeptSeat[],
	previous: KeptSeat[] | undefined,
): SeatChange[] {
	const beforeOf = new Map((previous ?? []).map((seat) => [seat.id, seat]));
	const goneOf = new Map(gone.map((seat) => [seat.id, seat]));
	const changed = staff.flatMap((after): SeatChange[] => {
		if (!previous) return [];
		const before = beforeOf.get(after.id);
		if (!before) return [{ kinds: ['joined'], after }];
		const kinds = DIFFERS.flatMap(({ kind, of }) => (of(before) === of(after) ? [] : [kind]));
		return kinds.length > 0 ? [{ kinds, before, after }] : [];
	});
	const known = new Set(staff.map(({ id }) => id));
	const left = new Set([...beforeOf.keys(), ...goneOf.keys()].filter((id) => !known.has(id)));
	return [
		...changed,
		...Array.from(
			left,
			(id): SeatChange => ({ kinds: ['left'], before: beforeOf.get(id), after: goneOf.get(id) }),
		),
	];
}
