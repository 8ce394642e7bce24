import { moneyText } from '../report/figures';
import { breakable, markup, type Markup } from '../report/markup';
import { personCell, signInCell } from '../report/person';
import { byName } from '../report/records';
import { type Cell, type Column, table } from '../report/table';
import { REASONS, type SeatPageInput, seatKind, STATUSES, tellsGroups } from './pageFacts';
import { currencyOf } from './pageFigures';
import type { KeptSeat } from './keptRows';
import { type Prices, savingOf } from './savings';
import { SEATS } from './seat';

/** A person and the record that the filters know it by. */
interface Listed {
	person: KeptSeat;
	record: number;
}

const NONE = '–';

const SIGN_IN: Column = { label: markup`Last <span class="whole">sign-in</span>`, sort: 'text' };

const RECLAIM_COLUMNS: Column[] = [
	{ label: 'Name', sort: 'text' },
	{ label: 'Role', sort: 'text' },
	{ label: 'Seat', sort: 'text' },
	{ label: 'Status', sort: 'text' },
	SIGN_IN,
	{ label: 'Why', sort: 'text' },
];

const EVERYONE_COLUMNS: Column[] = [
	{ label: 'Name', sort: 'text', sorted: 'ascending' },
	{ label: 'Role', sort: 'text' },
	{ label: 'Seat', sort: 'text' },
	{ label: 'Status', sort: 'text' },
	{ label: 'Product roles', sort: 'text' },
];

/** Seats that cost nothing come last, also where no prices are known. */
const WORTH = ['paid', 'light', 'unknown', 'free'];

/** Whose seats may be reclaimed, the greatest saving first. */
export function reclaimTable(input: SeatPageInput): Markup {
	const { prices, staff, zone } = input;
	const saving = ({ person }: Listed) => (prices ? savingOf(person, prices) : 0);
	const worth = ({ person }: Listed) => WORTH.indexOf(seatKind(person));
	const listed = byPersonName(staff)
		.filter(({ person }) => person.reclaim.length > 0)
		.sort((a, b) => saving(b) - saving(a) || worth(a) - worth(b));
	const money: Column = {
		label: markup`Saving <span class="whole">a month</span>`,
		sort: 'number',
		numeric: true,
		sorted: 'descending',
	};
	return table({
		id: 'reclaim',
		look: 'wide',
		caption: 'Seats that may be given to somebody else, or given back',
		empty: 'No seat of these staff has a reason to be reclaimed.',
		columns: [...RECLAIM_COLUMNS, ...(prices ? [money] : [])],
		rows: listed.map((entry) => ({
			record: entry.record,
			cells: [
				...personCells(entry.person),
				signInCell(entry.person.last_login_at, zone),
				whyCell(entry.person),
				...(prices ? [savingCell(entry.person, prices)] : []),
			],
		})),
	});
}

/** All staff with what they may use. */
export function everyoneTable(input: SeatPageInput): Markup {
	const { staff, zone } = input;
	const groups: Column[] = tellsGroups(input) ? [{ label: 'Groups', sort: 'text' }] : [];
	return table({
		id: 'everyone',
		look: 'wide',
		caption: 'All staff, their seats and roles',
		empty: staff.length > 0 ? 'No one matches these filters.' : 'There are no staff.',
		columns: [...EVERYONE_COLUMNS, ...groups, SIGN_IN],
		rows: byPersonName(staff).map(({ person, record }) => ({
			record,
			cells: [
				...personCells(person),
				{ content: prose(person.product_roles.join(', ')) },
				...groups.map(() => ({ content: prose(person.groups.join(', ')) })),
				signInCell(person.last_login_at, zone),
			],
		})),
	});
}

function byPersonName(staff: KeptSeat[]): Listed[] {
	return staff
		.map((person, record) => ({ person, record }))
		.sort((a, b) => byName(a.person.name, b.person.name));
}

function personCells(person: KeptSeat): Cell[] {
	return [
		personCell(person),
		{ content: breakable(person.role_name || NONE) },
		{ content: SEATS[seatKind(person)] },
		{ content: STATUSES[person.status] },
	];
}

/** What a seat of an unknown kind would save is not nothing. */
function savingCell(person: KeptSeat, prices: Prices): Cell {
	const value = savingOf(person, prices);
	const isKnown = seatKind(person) !== 'unknown';
	return { content: isKnown ? moneyText(value, currencyOf(prices)) : 'Unknown', value };
}

function prose(text: string): Markup {
	return markup`<span class="prose">${breakable(text || NONE)}</span>`;
}

function whyCell({ reclaim, seat_evidence: evidence }: KeptSeat): Cell {
	const reasons = reclaim.map((reason) => REASONS[reason]).join(', ');
	return {
		content: markup`<span class="prose">${reasons} <span class="below">${breakable(evidence)}</span></span>`,
		value: reasons,
	};
}
