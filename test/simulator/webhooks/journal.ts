import type { Table } from '../store/table';

/** A row before and after; `undefined` = there was none yet, or is none any more. */
export interface Change<R> {
	before: R | undefined;
	after: R | undefined;
}

interface Row {
	id: number;
	/** Whose it is. A row that goes from one user to another is gone here and new there. */
	user_id?: number;
}

/** What has changed in a table since somebody last asked, row by row: many writes of one row are one change. */
export class Journal<R extends Row> {
	private readonly changes = new Map<string, Change<R>>();

	/** @param isOn whether anybody wants to know; asked at every write, so it has to be quick */
	constructor(table: Table<R, string>, isOn: () => boolean) {
		table.onChange((before, row) => {
			if (isOn()) this.note(row, before, row);
		});
		table.onRemove((row) => {
			if (isOn()) this.note(row, row, undefined);
		});
	}

	/** All changes, in the order in which they began; from now on it begins anew. */
	take(): Array<Change<R>> {
		const changes = [...this.changes.values()];
		this.changes.clear();
		return changes;
	}

	private note({ id, user_id }: R, before: R | undefined, after: R | undefined): void {
		const key = `${user_id}/${id}`;
		const known = this.changes.get(key);
		if (known) known.after = after;
		else this.changes.set(key, { before, after });
	}
}
