/** Zendesk turns an emptied text into "" and an absent one into null. */
export function empty(value: unknown): boolean {
	return value === null || value === undefined || value === '';
}

type Same = (wanted: unknown, is: unknown) => boolean;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const DAY = /^\d{4}-\d\d-\d\d(?=$|[T ])/;

/** A date in a user field comes back as midnight UTC. */
const sameDay: Same = (wanted, is) => {
	const day = DAY.exec(String(wanted))?.[0];
	return day !== undefined && /^\d{4}-\d\d-\d\dT00:00:00/.test(String(is))
		? String(is).startsWith(day)
		: false;
};

/** A text for a number or a flag is taken for what it spells; where a text is stored, it is compared as one. */
const sameSpelled: Same = (wanted, is) => {
	if (typeof is === 'number') return NUMBER.test(String(wanted)) && Number(wanted) === is;
	if (typeof is === 'boolean') return String(wanted).toLowerCase() === String(is);
	return typeof is === 'string' && typeof wanted !== 'object' && String(wanted) === is;
};

const sameText: Same = (wanted, is) => {
	const lines = (text: unknown) => (typeof text === 'string' ? text.replace(/\r\n?/g, '\n') : NaN);
	return lines(wanted) === lines(is);
};

/** Several options have no order. */
const sameList: Same = (wanted, is) => {
	const list = (value: unknown[]) => [...new Set(value.map(String))].sort().join('\n');
	return Array.isArray(wanted) && Array.isArray(is) && list(wanted) === list(is);
};

const isNothing = (value: unknown) =>
	empty(value) || value === false || (Array.isArray(value) && value.length === 0);

/** An unchecked box is an empty one, and so are no options. */
const bothEmpty: Same = (wanted, is) =>
	isNothing(wanted) && isNothing(is) && (empty(wanted) || empty(is));

const WAYS: Same[] = [
	bothEmpty,
	sameText,
	sameSpelled,
	sameDay,
	sameList,
	(wanted, is) => JSON.stringify(wanted) === JSON.stringify(is),
];

/** Whether a field has the wanted value already, whatever the two look like. */
export function sameValue(wanted: unknown, is: unknown): boolean {
	return WAYS.some((same) => same(wanted, is));
}
