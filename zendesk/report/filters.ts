import { numberText } from './figures';
import { type Markup, markup } from './markup';
import type { Filter } from './records';

/** What a report calls its records, e.g. { many: 'staff' } for 'Showing 3 of 40 staff'. */
export interface FilterWords {
	/** Label of the text filter, e.g. 'Name or email'. */
	search: string;
	/** What the records are called. */
	many: string;
}

/**
 * The filters, shown by the script alone: without it they could do nothing. The line below them says
 * what they found, aloud and on paper.
 */
export function filterForm(filters: Filter[], records: number, words: FilterWords): Markup {
	return markup`<form class="filters" role="search" aria-label="Filters" autocomplete="off" data-filters hidden>
${filters.map(choice)}<div class="field"><label for="filter-search">${words.search}</label><input id="filter-search" type="search" data-search data-label="${words.search}" autocomplete="off" spellcheck="false"></div>
<button type="button" data-clear>Clear filters</button>
</form>
<p class="none" data-without-script>Filters and sorting need JavaScript. The figures are of everyone.</p>
<p class="found" role="status" data-found="${words.many}">Showing all ${numberText(records)} ${words.many}</p>`;
}

function choice({ id, label, all, options }: Filter): Markup {
	return markup`<div class="field"><label for="filter-${id}">${label}</label><select id="filter-${id}" data-filter="${id}" data-label="${label}"><option value="">${all}</option>${options.map((option, at) => markup`<option value="${at}">${option}</option>`)}</select></div>
`;
}
