import { isNewer } from './newer';
import { child, isObject, kindOf, type Place, row, shown } from './place';
import {
	ascend,
	formOf,
	isKeyed,
	isSet,
	isTime,
	type Keyed,
	readJson,
	readList,
	repeats,
	type Json,
} from './forms';

/** What somebody was answered. */
export interface Told {
	status: number;
	/** Parsed; an empty text where there is none. */
	body: unknown;
}

/** Values that depend on the moment, by their address: `job_status.results[].index`; each with the reason. */
export type Free = Record<string, string>;

export interface Allowances {
	free?: Free;
	/** Records of which the recording kept only some keys. */
	partial?: string[];
}

export interface Comparison {
	/** One line a difference: where, what was recorded, what is here. None = they agree. */
	differences: string[];
	/** Keys that are younger than the recording and were allowed, e.g. `user.chat_only`. */
	newer: string[];
}

/**
 * Compares what the simulator says with what an account said: status, keys, types, nulls and values. Ids, times and cursors
 * count by their form alone, and by which of them are the same within one record (`updated_at` as `last_login_at`).
 *
 * A list in the recording may end with `… 100 in all`: further rows must then look like one of those that are shown.
 *
 * @param recorded what a real account answered; a text `…` stands for one that was taken out
 */
export function compareAnswers(
	recorded: Told,
	given: Told,
	{ free = {}, partial = [] }: Allowances = {},
): Comparison {
	const walk = new Walk(free, partial);
	if (recorded.status !== given.status) {
		walk.differences.push(`status: recorded ${recorded.status}, here ${given.status}`);
	}
	walk.compare(recorded.body, given.body, { at: '', address: '', key: '' });
	return { differences: walk.differences, newer: [...walk.newer] };
}

class Walk {
	readonly differences: string[] = [];
	readonly newer = new Set<string>();

	constructor(
		private readonly free: Free,
		private readonly partial: string[],
	) {}

	compare(recorded: unknown, given: unknown, place: Place, holder: Json[] = []): void {
		if (isObject(recorded) && isObject(given)) this.compareObjects(recorded, given, place);
		else if (Array.isArray(recorded) && Array.isArray(given)) {
			this.compareLists(recorded, given, place);
		} else this.compareValues(recorded, given, place, holder);
	}

	private say(place: Place, recorded: string, here: string): void {
		this.differences.push(`${place.at || 'body'}: ${recorded}, ${here}`);
	}

	private compareValues(
		recorded: unknown,
		given: unknown,
		place: Place,
		[recordedHolder = {}, givenHolder = {}]: Json[],
	): void {
		if (this.compareTexts(recorded, given, place)) return;
		const isSame =
			kindOf(recorded) === kindOf(given) &&
			(this.isConcealed(recorded, given) ||
				this.formAt(recorded, place, recordedHolder) === this.formAt(given, place, givenHolder));
		if (!isSame) this.say(place, `recorded ${shown(recorded)}`, `here ${shown(given)}`);
	}

	/** JSON in a text is compared as such, and how it is laid out. @returns whether both are JSON */
	private compareTexts(recorded: unknown, given: unknown, place: Place): boolean {
		const [before, here] = [recorded, given].map(readJson);
		if (!before || !here) return false;
		this.compare(before.value, here.value, place);
		if (before.isPretty !== here.isPretty) {
			const words = (isPretty: boolean) => (isPretty ? 'on several lines' : 'in one line');
			this.say(place, `recorded ${words(before.isPretty)}`, `here ${words(here.isPretty)}`);
		}
		return true;
	}

	private isConcealed(recorded: unknown, given: unknown): boolean {
		return recorded === '…' && given !== '';
	}

	private formAt(value: unknown, { key, address }: Place, holder: Json): unknown {
		const form = formOf(key, value, holder);
		if (!(address in this.free)) return form;
		return typeof form === 'string' ? form.replace(/\d+/g, '#') : kindOf(value);
	}

	private compareObjects(recorded: Json, given: Json, place: Place): void {
		for (const [key, value] of Object.entries(recorded)) {
			const inner = child(place, key);
			if (key in given) this.compare(value, given[key], inner, [recorded, given]);
			else this.say(inner, `recorded ${shown(value)}`, 'here there is no such key');
		}
		for (const key of Object.keys(given)) {
			if (key in recorded || this.partial.includes(place.address)) continue;
			if (isNewer(place.key, key)) this.newer.add(`${place.key}.${key}`);
			else this.say(child(place, key), 'recorded no such key', `here ${shown(given[key])}`);
		}
		this.compareTimes(recorded, given, place);
	}

	/** Times that are the same in the recording are the same here: one thing has happened to the record, not two. */
	private compareTimes(recorded: Json, given: Json, place: Place): void {
		const keys = Object.keys(recorded).filter((key) => isTime(recorded[key]) && isTime(given[key]));
		keys.forEach((key, index) => {
			const twin = keys.slice(0, index).find((other) => recorded[other] === recorded[key]);
			if (twin === undefined || given[twin] === given[key]) return;
			const here = `here ${shown(given[key])} and ${shown(given[twin])}`;
			this.say(child(place, key), `recorded the same as ${twin}`, here);
		});
	}

	private compareLists(recorded: unknown[], given: unknown[], place: Place): void {
		if (isSet(place.key)) return this.compareSets(recorded, given, place);
		if (isKeyed(recorded) && isKeyed(given)) return this.compareKeyed(recorded, given, place);
		const { rows, total } = readList(recorded);
		if (total !== given.length) {
			this.say(place, `recorded ${total} rows`, `here ${given.length}`);
		}
		rows.slice(0, given.length).forEach((each, index) => {
			this.compare(each, given[index], row(place, index));
		});
		if (rows.length > 0) this.compareRest(rows, given, place);
		this.compareOrder(rows, given, place);
	}

	/** Headers come as rows of key and value, in any order. */
	private compareKeyed(recorded: Keyed[], given: Keyed[], place: Place): void {
		const [before, here] = [recorded, given].map((rows) =>
			Object.fromEntries(rows.map(({ key, value }) => [key, { value }])),
		);
		this.compareObjects(before, here, place);
	}

	private compareSets(recorded: unknown[], given: unknown[], place: Place): void {
		const [before, here] = [recorded, given].map((list) => JSON.stringify([...list].sort()));
		if (before !== here) this.say(place, `recorded ${before}`, `here ${here}`);
	}

	/** Rows of which the recording says no more than how many they are. */
	private compareRest(rows: unknown[], given: unknown[], place: Place): void {
		for (let index = rows.length; index < given.length; index++) {
			const tries = rows.map((each) => {
				const walk = new Walk(this.free, this.partial);
				walk.compare(each, given[index], row(place, index));
				return walk;
			});
			const [best] = tries.sort((a, b) => a.differences.length - b.differences.length);
			if (best.differences.length === 0) continue;
			this.differences.push(...best.differences);
			// The others are no better: one row says it.
			return;
		}
	}

	private compareOrder(rows: unknown[], given: unknown[], place: Place): void {
		const [before, here] = [ascend(rows), ascend(given)];
		if (before === undefined || here === undefined || before === here) return;
		const words = (isSorted: boolean) => (isSorted ? 'in the order of ids' : 'in another order');
		// A few rows may be in order by chance.
		if (before || repeats(given))
			this.say(place, `recorded ${words(before)}`, `here ${words(here)}`);
	}
}
