import { explainItem, type JobItem } from '../http/jobItems';

/** By what a job's results may name a row. */
export interface RowKeys {
	id?: number;
	externalId?: string;
	email?: string;
}

export interface MatchedResults {
	/** The result of each row, in the rows' order; `undefined` = no result is surely this row's. */
	items: Array<JobItem | undefined>;
	/** Results of which nobody can tell whose they are. */
	nameless: JobItem[];
}

/** The result is about a record with another id. */
const isAnother = ({ id }: JobItem, row: RowKeys) =>
	row.id !== undefined && id !== undefined && id !== row.id;

/** Rows by what names them. Several may have the same email; then it names none of them. */
class RowNames {
	private readonly places = new Map<string, number[]>();

	constructor(private readonly rows: RowKeys[]) {
		for (const [place, { id, externalId, email }] of rows.entries()) {
			this.add(place, 'id', id);
			this.add(place, 'x', externalId);
			this.add(place, 'e', email);
		}
	}

	/** The place of the row that a result names, the surest name first. */
	find(item: JobItem, isFree: (place: number) => boolean): number | undefined {
		for (const places of [
			this.get('id', item.id),
			this.get('x', item.externalId),
			this.get('e', item.email),
			this.byPlace(item),
		]) {
			const [place, ...others] = places.filter(isFree);
			if (place !== undefined && others.length === 0) return place;
		}
		return undefined;
	}

	private byPlace(item: JobItem): number[] {
		// A refused row of an upsert has its place for an id.
		const place = item.index ?? (item.success ? undefined : item.id);
		const row = place === undefined ? undefined : this.rows[place];
		if (place === undefined || row === undefined) return [];
		const isItsId = item.index === undefined && row.id !== undefined;
		return isItsId || isAnother(item, row) ? [] : [place];
	}

	private get(kind: string, value: string | number | undefined): number[] {
		return this.places.get(`${kind}:${value}`.toLowerCase()) ?? [];
	}

	private add(place: number, kind: string, value: string | number | undefined): void {
		if (value === undefined || value === '') return;
		const key = `${kind}:${value}`.toLowerCase();
		this.places.set(key, [...(this.places.get(key) ?? []), place]);
	}
}

/**
 * Gives each row of a job its own result, by what the result names: id, external id, email, place. Their order says
 * nothing: a job does its records in any order, and nobody promises the one of its results. A row is never given a result
 * that may be another one's.
 */
export function matchResults(rows: RowKeys[], items: JobItem[]): MatchedResults {
	const matched: Array<JobItem | undefined> = new Array(rows.length).fill(undefined);
	const names = new RowNames(rows);
	const claim = (item: JobItem) => {
		const place = names.find(item, (each) => matched[each] === undefined);
		if (place !== undefined) matched[place] = item;
		return place !== undefined;
	};
	let nameless = items;
	for (let before = -1; nameless.length !== before; ) {
		before = nameless.length;
		nameless = nameless.filter((item) => !claim(item));
	}
	const left = [...rows.keys()].filter((place) => matched[place] === undefined);
	if (!areAlike(left, nameless) || nameless.some((item, i) => isAnother(item, rows[left[i]]))) {
		return { items: matched, nameless };
	}
	left.forEach((place, i) => (matched[place] = nameless[i]));
	return { items: matched, nameless: [] };
}

/** Whose is whose makes no difference: one row and one result are left, or all are refused for the same reason. */
function areAlike(left: number[], nameless: JobItem[]): boolean {
	if (left.length === 0 || left.length !== nameless.length) return false;
	const reasons = new Set(nameless.map((item) => (item.success ? undefined : explainItem(item))));
	return left.length === 1 || (reasons.size === 1 && !reasons.has(undefined));
}
