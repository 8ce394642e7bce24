import { numberText } from '../report/figures';
import { breakable, type Markup, markup } from '../report/markup';
import { personCell } from '../report/person';
import { byName } from '../report/records';
import { table } from '../report/table';
import { type ChangeKind, findChanges, type SeatChange } from './changes';
import type { KeptSeat } from './keptRows';
import { type SeatPageInput, seatKind, STATUSES } from './pageFacts';
import type { Seat } from '../roles/roleTypes';
import { SEATS } from './seat';

const KINDS: Record<ChangeKind, string> = {
	joined: 'Joined',
	left: 'Left',
	seat: 'Seat',
	status: 'Status',
	role: 'Role',
};

/** What is different since the last report; nothing where there is none to compare with. */
export function changesOf({ staff, gone, previous }: SeatPageInput): SeatChange[] | undefined {
	if (!previous && gone.length === 0) return undefined;
	return findChanges(staff, gone, previous);
}

export function changesPart(changes: SeatChange[], input: SeatPageInput): Markup {
	return markup`${input.previous ? countsTable(input.staff, input.previous) : ''}${peopleTable(changes)}`;
}

/** With its sign: '+2', '−1', '0'. */
function difference(now: number, before: number): string {
	const by = now - before;
	if (by === 0) return '0';
	return `${by > 0 ? '+' : '−'}${numberText(Math.abs(by))}`;
}

function countsTable(staff: KeptSeat[], previous: KeptSeat[]): Markup {
	const count = (seats: KeptSeat[], kind: Seat) =>
		seats.filter((seat) => seatKind(seat) === kind).length;
	const counts = (Object.keys(SEATS) as Seat[])
		.map((kind) => ({
			label: SEATS[kind],
			before: count(previous, kind),
			now: count(staff, kind),
		}))
		.filter(({ before, now }) => before + now > 0);
	return table({
		id: 'seat-counts',
		look: 'narrow',
		caption: 'Seats of all staff, whatever the filters show',
		empty: counts.length === 0 ? 'There are no seats, and there were none.' : undefined,
		columns: [
			{ label: 'Seat' },
			{ label: 'Last report', numeric: true },
			{ label: 'Now', numeric: true },
			{ label: 'Change', numeric: true },
		],
		rows: counts.map(({ label, before, now }) => ({
			cells: [label, numberText(before), numberText(now), difference(now, before)].map(
				(content) => ({ content }),
			),
		})),
	});
}

function peopleTable(changes: SeatChange[]): Markup {
	const named = changes
		.flatMap((change) => {
			const person = change.after ?? change.before;
			return person ? [{ change, person }] : [];
		})
		.sort((a, b) => byName(a.person.name, b.person.name));
	return table({
		id: 'changes',
		look: 'wide',
		caption: 'Who is new, who left, and whose seat, status or role is another one',
		empty: named.length === 0 ? 'Nothing has changed.' : undefined,
		columns: [{ label: 'Name' }, { label: 'Change' }, { label: 'Before' }, { label: 'Now' }],
		rows: named.map(({ change: { kinds, before, after }, person }) => ({
			cells: [
				personCell(person),
				{ content: kinds.map((kind) => KINDS[kind]).join(', ') },
				{ content: stateText(before, 'Not on the staff') },
				{ content: stateText(after, 'Not on the staff') },
			],
		})),
	});
}

/** e.g. 'Paid seat, active, Team lead', or what became of somebody who left. */
function stateText(seat: KeptSeat | undefined, none: string): Markup {
	if (!seat) return markup`${none}`;
	if (seat.seat === 'none') return markup`${STATUSES[seat.status]}`;
	const state = `${SEATS[seatKind(seat)]} seat, ${STATUSES[seat.status].toLowerCase()}`;
	return markup`<span class="prose">${breakable([state, seat.role_name].filter(Boolean).join(', '))}</span>`;
}
