/** What makes a user active, and what it is called in the rows. */
export const ACT_KINDS = [
	'sign_ins',
	'tickets_created',
	'tickets_edited',
	'tickets_deleted',
	'articles_created',
] as const;

export type ActKind = (typeof ACT_KINDS)[number];

/** Somebody did something. */
export interface Act {
	userId: number;
	/** Milliseconds since the epoch. */
	at: number;
	kind: ActKind;
}
