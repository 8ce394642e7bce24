import type { Blocked, Change, Leaver } from './change';
import type { Conflict } from './compare';
import type { Limits } from './limits';
import type { MatchBy } from './people';
import type { Scope } from './scope';

/** What becomes of customers who have left. */
export type Removal = 'report' | 'suspend' | 'delete';

export interface PlanOptions {
	matchBy: MatchBy;
	conflict: Conflict;
	scope: Scope;
	limits: Limits;
	/** By their IDs. */
	protectedUsers: ReadonlySet<number>;
	removal: Removal;
	/** Who belongs to the source and is not in it has left. */
	missingMeansLeft: boolean;
	/** API names of the fields that are compared and written; `undefined` = all that the rows have. */
	managed?: string[];
}

/** A change, with the input item that wants it. */
export type Planned = Change & { item?: number };

export interface Unchanged {
	item: number;
	id: number | null;
	name: string | null;
	email: string | null;
	external_id: string | null;
}

export interface Plan {
	changes: Planned[];
	unchanged: Unchanged[];
	blocked: Blocked[];
	leavers: Leaver[];
}
