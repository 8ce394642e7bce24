import { dateText } from '../report/dates';
import { type Markup, markup } from '../report/markup';
import { type PersonFacts, strangers } from './pageFacts';
import { dayCount } from './pageFigures';
import type { UsagePageInput } from './pageTypes';

/** What follows from the input and not from a source: said, so that no figure claims more than is known. */
export function ownNotes(
	input: UsagePageInput,
	facts: PersonFacts[],
	windowDays: number,
): string[] {
	const { inactiveAfterDays } = input;
	const unproven = facts.filter(({ idle }) => idle.atLeast && idle.days < inactiveAfterDays);
	const others = strangers(input);
	const notes: string[] = [];
	if (unproven.length > 0) {
		notes.push(
			`Inactive: the window has only ${dayCount(windowDays)}, so of ${unproven.length} staff it is not known whether they were active in the days before; they count as inactive`,
		);
	}
	if (others > 0) {
		notes.push(
			`Former staff: ${others} who were active in the window and are no staff now are left out`,
		);
	}
	return notes;
}

/** What the page's words mean. */
export function definitions({ inactiveAfterDays, to }: UsagePageInput): Markup {
	const enough = `${dayCount(inactiveAfterDays)} or more`;
	const terms = [
		[
			'Active on a day',
			'Signed in; created, edited or deleted a ticket; or created a help center article.',
		],
		[
			`Inactive for ${enough}`,
			`The last activity that is known is that long before ${dateText(to)}; suspended staff are among them. People who never signed in count from the day their user was created, so newcomers are not inactive at once. A “+” behind the days means: not active in the whole window, and nothing older is known.`,
		],
		['Seat in use', `Its holder is neither suspended nor inactive for ${enough}.`],
		[
			'Paid seat without use',
			`Its holder is suspended or inactive for ${enough}. Suspended staff keep their seat, and it is still paid for.`,
		],
	];
	return markup`<dl class="definitions">${terms.map(([term, meaning]) => markup`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}</dl>`;
}
