import { dateTag } from '../report/dates';
import { figureTag, numberText } from '../report/figures';
import { breakable, type Markup, markup } from '../report/markup';
import { personCell, signInCell } from '../report/person';
import { byName, type Sums } from '../report/records';
import { type Cell, type Column, table } from '../report/table';
import { SEATS } from '../seats/seat';
import { ACT_KINDS } from './acts';
import type { PersonFacts } from './pageFacts';
import { dayCount } from './pageFigures';

/** A person and the record that the filters know it by. */
interface Listed {
	facts: PersonFacts;
	record: number;
}

const NONE = '–';

const INACTIVE_COLUMNS: Column[] = [
	{ label: 'Name', sort: 'text' },
	{ label: 'Role', sort: 'text' },
	{ label: 'Seat', sort: 'text' },
	{ label: 'Groups', sort: 'text' },
	{ label: 'Last active', sort: 'text' },
	{ label: 'Days', sort: 'number', numeric: true, sorted: 'descending' },
	{ label: markup`Last <span class="whole">sign-in</span>`, sort: 'text' },
	{ label: 'Suspended', sort: 'text' },
];

const EVERYONE_COLUMNS: Column[] = [
	{ label: 'Name', sort: 'text', sorted: 'ascending' },
	{ label: 'Role', sort: 'text' },
	{ label: 'Seat', sort: 'text' },
	{ label: 'Active days', sort: 'number', numeric: true },
	{ label: markup`<span class="whole">Sign-ins</span>`, sort: 'number', numeric: true },
	{ label: 'Tickets created', sort: 'number', numeric: true },
	{ label: 'Tickets edited', sort: 'number', numeric: true },
	{ label: 'Tickets deleted', sort: 'number', numeric: true },
	{ label: 'Articles created', sort: 'number', numeric: true },
	{ label: 'Last active', sort: 'text' },
];

/** Who is inactive and since when, the longest first. */
export function inactiveTable(
	facts: PersonFacts[],
	{ zone, inactiveAfterDays }: { zone: string; inactiveAfterDays: number },
): Markup {
	const inactive = byPersonName(facts)
		.filter((listed) => listed.facts.inactive)
		.sort((a, b) => idleOrder(b.facts) - idleOrder(a.facts));
	return table({
		id: 'inactive',
		look: 'wide',
		caption: `Staff without activity for ${dayCount(inactiveAfterDays)} or more`,
		empty: `None of these staff has been inactive for ${dayCount(inactiveAfterDays)} or more.`,
		columns: INACTIVE_COLUMNS,
		rows: inactive.map(({ facts: person, record }) => ({
			record,
			cells: [
				personCell({ id: person.person.user_id, ...person.person }),
				{ content: breakable(person.role) },
				{ content: SEATS[person.seat] },
				{ content: breakable(person.person.groups.join(', ') || NONE) },
				lastActiveCell(person),
				{
					content: numberText(person.idle.days) + (person.idle.atLeast ? '+' : ''),
					value: idleOrder(person),
				},
				signInCell(person.person.last_login_at, zone),
				{ content: person.person.suspended ? 'Yes' : 'No' },
			],
		})),
	});
}

/** All staff with what they did in the window, and the sums. */
export function everyoneTable(facts: PersonFacts[], sums: Sums): Markup {
	return table({
		id: 'everyone',
		look: 'wide',
		caption: 'What everybody did in the window',
		empty: facts.length > 0 ? 'No one matches these filters.' : 'There are no staff.',
		columns: EVERYONE_COLUMNS,
		rows: byPersonName(facts).map(({ facts: person, record }) => ({
			record,
			cells: [
				personCell({ id: person.person.user_id, ...person.person }),
				{ content: breakable(person.role) },
				{ content: SEATS[person.seat] },
				...[person.days.length, ...ACT_KINDS.map((kind) => person.counts[kind])].map(countCell),
				lastActiveCell(person),
			],
		})),
		foot: [
			'All shown',
			'',
			'',
			...['active_days', ...ACT_KINDS].map((figure) => figureTag(sums, figure)),
			'',
		],
	});
}

function byPersonName(facts: PersonFacts[]): Listed[] {
	return facts
		.map((person, record) => ({ facts: person, record }))
		.sort((a, b) => byName(a.facts.person.name, b.facts.person.name));
}

/** "90+" stands before 90. */
function idleOrder({ idle }: PersonFacts): number {
	return idle.days + (idle.atLeast ? 0.5 : 0);
}

function countCell(count: number): Cell {
	return { content: numberText(count), value: count };
}

function lastActiveCell({ lastActive, neverSince }: PersonFacts): Cell {
	if (lastActive !== undefined) return { content: dateTag(lastActive), value: lastActive };
	const below = neverSince ? ['created ', dateTag(neverSince)] : 'in this window';
	return { content: markup`Never <span class="below">${below}</span>`, value: '' };
}
