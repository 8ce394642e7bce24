/** One condition of a search. */
export interface Term {
	/** Lower case; `undefined` = free text. */
	field: string | undefined;
	operator: ':' | '<' | '<=' | '>' | '>=';
	value: string;
	negated: boolean;
}

const TERM = /(-)?(?:([a-z_]+)(<=|>=|:|<|>))?(?:"([^"]*)"|(\S+))/gi;

/** Splits Zendesk's search syntax into terms; quotes keep words together. */
export function parseQuery(query: string): Term[] {
	return [...query.matchAll(TERM)].map(([, minus, field, operator, quoted, plain]) => ({
		field: field?.toLowerCase(),
		operator: (operator ?? ':') as Term['operator'],
		value: (quoted ?? plain).toLowerCase(),
		negated: minus === '-',
	}));
}

/** Terms that must all hold; those of one `field:` are alternatives, as in `status:new status:open`. */
export function groupTerms(terms: Term[]): Term[][] {
	const groups = new Map<string, Term[]>();
	const single: Term[][] = [];
	for (const term of terms) {
		if (term.field === undefined || term.operator !== ':' || term.negated) single.push([term]);
		else groups.set(term.field, [...(groups.get(term.field) ?? []), term]);
	}
	return [...single, ...groups.values()];
}

/** The value of the only `field:value`, if there is exactly one. */
export function onlyValue(terms: Term[], field: string): string | undefined {
	const found = terms.filter((term) => term.field === field);
	const [term] = found;
	return found.length === 1 && term.operator === ':' && !term.negated ? term.value : undefined;
}

const COMPARISONS: Record<Term['operator'], (difference: number) => boolean> = {
	':': (difference) => difference === 0,
	'<': (difference) => difference < 0,
	'<=': (difference) => difference <= 0,
	'>': (difference) => difference > 0,
	'>=': (difference) => difference >= 0,
};

export function compares(term: Term, actual: number, wanted: number): boolean {
	return COMPARISONS[term.operator](actual - wanted);
}

/** A date term: `created>2026-01-31`, `updated<2026-01-31T12:00:00Z`; a day alone means the whole day. */
export function matchesTime(term: Term, actual: number): boolean {
	const wanted = Date.parse(term.value.toUpperCase());
	if (Number.isNaN(wanted)) return false;
	const wholeDay = /^\d{4}-\d{2}-\d{2}$/.test(term.value);
	const day = 24 * 60 * 60 * 1000;
	return compares(term, wholeDay ? Math.floor(actual / day) * day : actual, wanted);
}

/** Text that contains a word beginning with this; a star at the end changes nothing. */
export function matchesText(text: string | null, value: string): boolean {
	if (text === null) return false;
	const wanted = value.replace(/\*$/, '');
	const lower = text.toLowerCase();
	for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
		if (at === 0 || !/[a-z0-9]/.test(lower[at - 1])) return true;
	}
	return wanted === '';
}
