import type { Table } from '../store/table';
import type { Ticket, User } from '../store/records';
import type { World } from '../world';

interface Outdated<R> {
	/** What the index still knows; `undefined` = not yet in it. */
	doc: R | undefined;
	until: number;
}

/**
 * The record as an index that lags behind knows it (zendesk-api §10). Only what changed lately is kept;
 * everything else is looked up live.
 */
class LaggingTable<R extends { id: number }> {
	private readonly outdated = new Map<number, Array<Outdated<R>>>();

	constructor(
		table: Table<R, string>,
		lag: () => number,
		now: () => number,
		private readonly differs: (before: R, after: R) => boolean,
	) {
		table.onChange((before, row) => {
			if (lag() === 0 || (before && !this.differs(before, row))) return;
			const entries = this.outdated.get(row.id) ?? [];
			const until = now() + lag();
			// Several changes at once: until then the index knows what was before the first of them.
			if (entries.at(-1)?.until === until) return;
			entries.push({ doc: before, until });
			this.outdated.set(row.id, entries);
		});
	}

	/** What the index knows of a row; `undefined` = nothing yet. */
	view(row: R, now: number): R | undefined {
		const entries = this.outdated.get(row.id);
		if (!entries) return row;
		while (entries.length > 0 && entries[0].until <= now) entries.shift();
		if (entries.length > 0) return entries[0].doc;
		this.outdated.delete(row.id);
		return row;
	}

	/** Ids whose view may differ from the row. */
	ids(): Iterable<number> {
		return this.outdated.keys();
	}

	/** This record is in the index now. */
	forget(id: number): void {
		this.outdated.delete(id);
	}

	clear(): void {
		this.outdated.clear();
	}
}

/** A sign-in doesn't show in a search, so it doesn't make a record outdated. */
const UNSEARCHED_USER_FIELDS = new Set<string>(['last_login_at']);

function differs<R extends object>(before: R, after: R, ignored = new Set<string>()): boolean {
	return (Object.keys(after) as Array<keyof R & string>).some(
		(field) => before[field] !== after[field] && !ignored.has(field),
	);
}

/** The account's search index for users and tickets. */
export class SearchIndex {
	readonly users: LaggingTable<User>;
	readonly tickets: LaggingTable<Ticket>;

	constructor(world: World, lagSeconds: number) {
		this.lagMs = lagSeconds * 1000;
		const lag = () => this.lagMs;
		const now = () => world.present;
		this.users = new LaggingTable(world.store.users, lag, now, (before, after) =>
			differs(before, after, UNSEARCHED_USER_FIELDS),
		);
		this.tickets = new LaggingTable(world.store.tickets, lag, now, differs);
	}

	/** How late changes show; can be changed any time. */
	lagMs: number;

	/** Everything is in the index now, as after seeding. */
	refresh(): void {
		this.users.clear();
		this.tickets.clear();
	}
}
