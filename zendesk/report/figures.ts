import { type Markup, markup, type Part } from './markup';
import type { Sums } from './records';

/** How amounts of money are written. */
export interface Currency {
	/** ISO 4217, e.g. 'EUR'. */
	code: string;
	/** Digits behind the point: none where all prices are whole. */
	digits: 0 | 2;
}

/** A number of the key figures, with what is said under it. */
export interface KeyFigure {
	label: string;
	figure: string;
	/** For amounts of money. */
	currency?: Currency;
	/** e.g. ['of ', figure('staff')] */
	detail?: Part;
	/** The one the page is about. */
	lead?: boolean;
}

const NUMBERS = new Intl.NumberFormat('en');

/** A number as people read it, e.g. '12,345'. */
export function numberText(value: number): string {
	return NUMBERS.format(value);
}

/** A sum that follows the filters. */
export function figureTag({ amounts }: Sums, figure: string): Markup {
	return markup`<span data-figure="${figure}">${numberText(amounts[figure] ?? 0)}</span>`;
}

/** e.g. 'EUR 1,265' or 'EUR 1,265.50', never in two lines. The script writes it in the same way. */
export function moneyText(amount: number, { code, digits }: Currency): string {
	const [minimumFractionDigits, maximumFractionDigits] = [digits, digits];
	const format = new Intl.NumberFormat('en', { minimumFractionDigits, maximumFractionDigits });
	return `${code}\u00a0${format.format(amount)}`;
}

/** A sum of money that follows the filters. */
export function moneyTag({ amounts }: Sums, figure: string, currency: Currency): Markup {
	const { code, digits } = currency;
	return markup`<span data-figure="${figure}" data-currency="${code}" data-digits="${digits}">${moneyText(amounts[figure] ?? 0, currency)}</span>`;
}

/** The key figures as a list of terms and values. */
export function keyFigures(sums: Sums, figures: KeyFigure[]): Markup {
	const entries = figures.map(
		({ label, figure, currency, detail, lead }) => markup`
<div class="figure${lead ? ' lead' : ''}${currency ? ' money' : ''}">
<dt>${label}</dt>
<dd>${currency ? moneyTag(sums, figure, currency) : figureTag(sums, figure)}</dd>
<dd class="detail">${detail}</dd>
</div>`,
	);
	return markup`<dl class="figures">${entries}
</dl>`;
}

/** What the looks of a bar's parts mean. */
export function legend(entries: Array<{ label: string; look: string }>): Markup {
	return markup`${entries.map(
		({ label, look }) =>
			markup`<span class="entry"><span class="key ${look}"></span>${label}</span> `,
	)}`;
}

/** A part of a bar: as long as its figure, in its look. */
export interface BarPart {
	figure: string;
	look: string;
}

/** A bar of parts of a whole that follows the filters. It isn't read aloud: the numbers stand beside it. */
export function shareBar({ amounts }: Sums, parts: BarPart[]): Markup {
	const segments = parts.map(
		({ figure, look }) =>
			markup`<span class="${look}" data-grow="${figure}" style="flex-grow:${amounts[figure] ?? 0}"></span>`,
	);
	return markup`<span class="share" aria-hidden="true">${segments}</span>`;
}

/** The same behind its name, as the first cell of a line in a table that measures. */
export function barLine(name: string, sums: Sums, parts: BarPart[]): Markup {
	return markup`<span class="bar-line"><span>${name}</span>${shareBar(sums, parts)}</span>`;
}
