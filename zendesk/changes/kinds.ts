/** What is done to a user, as far as the guards tell it apart. */
export type ChangeKind =
	| 'update'
	| 'suspend'
	| 'unsuspend'
	| 'upgrade'
	| 'downgrade'
	| 'delete'
	| 'delete permanently'
	| 'merge'
	| 'merge into'
	| 'off-board'
	| 'transfer tickets';

/** What a guard keeps from happening. */
export type GuardName = 'protected' | 'own user' | 'last admin';

interface KindSpec {
	/** What didn't happen, to stand behind the person's name: `was not deleted`. */
	refused: string;
	/** The guards that are asked, in this order: the first one that refuses says why. */
	guards: readonly GuardName[];
	/** Takes rights, or the person, away: so many of them are allowed in a run (*Max Changes*). */
	takesAway: boolean;
}

const LOCKS_OUT = ['protected', 'own user', 'last admin'] as const;
const CHANGES = ['protected'] as const;

/** Which guards stand before which change. Whoever adds a kind has to say it here. */
export const KINDS: Record<ChangeKind, KindSpec> = {
	update: { refused: 'was not changed', guards: CHANGES, takesAway: false },
	suspend: { refused: 'was not suspended', guards: LOCKS_OUT, takesAway: true },
	unsuspend: { refused: 'was not unsuspended', guards: CHANGES, takesAway: false },
	upgrade: { refused: 'was not upgraded', guards: CHANGES, takesAway: false },
	downgrade: { refused: 'was not downgraded', guards: LOCKS_OUT, takesAway: true },
	delete: { refused: 'was not deleted', guards: LOCKS_OUT, takesAway: true },
	// Whoever is deleted already can neither sign in nor be an admin.
	'delete permanently': {
		refused: 'was not deleted permanently',
		guards: CHANGES,
		takesAway: true,
	},
	merge: { refused: 'was not merged', guards: LOCKS_OUT, takesAway: true },
	// Who stays: gets what the other one had.
	'merge into': { refused: 'was not merged', guards: LOCKS_OUT, takesAway: false },
	'off-board': { refused: 'was not off-boarded', guards: LOCKS_OUT, takesAway: true },
	'transfer tickets': { refused: 'keeps all tickets', guards: CHANGES, takesAway: false },
};
