import { type Markup, markup } from '../report/markup';
import type { SeatPageInput } from './pageFacts';
import { isWithoutProducts } from './rules';

function people(count: number): string {
	return count === 1 ? '1 person' : `${count} people`;
}

/** What the reader must know before the figures. */
export function seatNotes({ staff, prices }: SeatPageInput): string[] {
	const unknown = staff.filter(({ seat }) => seat === 'unknown' || seat === 'none').length;
	const small = staff.filter(
		({ seat, seat_evidence: evidence }) =>
			(seat === 'light' || seat === 'free') && isWithoutProducts(evidence),
	).length;
	const inactive = staff.filter(({ missing }) => missing.includes('activity')).length;
	const notes: string[] = [];
	if (unknown > 0) {
		notes.push(
			`Unknown seats: what ${people(unknown)} cost is not known, so they are in no sum of money; the evidence of each says why`,
		);
	}
	if (small > 0) {
		notes.push(
			`Product roles: those of ${people(small)} with a light or free seat were not read, and a role in another product may make it a paid one`,
		);
	}
	if (inactive > 0) {
		notes.push(`Activity: of ${people(inactive)} only the last sign-in is known`);
	}
	if (!prices) notes.push('Money: no prices were given, so no saving is told');
	return notes;
}

/** What the page's words mean. */
export function definitions({ prices }: Pick<SeatPageInput, 'prices'>): Markup {
	const terms = [
		[
			'Paid seat',
			'Taken by admins and agents, also suspended ones, and by light agents and contributors with a role in another product that counts: agents of Chat, admins and editors of Explore, admins of Guide; for contributors also agents of Guide.',
		],
		[
			'Light and free seats',
			'Taken by light agents, of whom each plan has a number of its own, and by contributors, who cost nothing.',
		],
		[
			'Suspended but paid',
			'A suspended person keeps the seat until the role is downgraded to end user.',
		],
		[
			'Light with elevated role',
			'Without the role in the other product the seat would be a light or a free one.',
		],
		[
			'Never signed in, Inactive',
			'No sign-in, or no activity where that was read, for the days that were set when the list was made. Newcomers count from the day their user was created.',
		],
		[
			'Duplicate person',
			'Another record has the same name or the same email address but for dots and what follows a plus. The record that is used stays out.',
		],
		...(prices
			? [
					[
						'Saving a month',
						'The price of the seat; for an elevated role, the price less that of the seat that is left. Somebody with several reasons counts once.',
					],
				]
			: []),
	];
	return markup`<dl class="definitions">${terms.map(([term, meaning]) => markup`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}</dl>`;
}
