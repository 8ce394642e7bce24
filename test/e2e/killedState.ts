import type { Simulator } from '../simulator';

/** What a record says beside its own id and when something happened. */
function plain(record: object): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(record).flatMap(([key, value]) => {
			if (key === 'id' || key === 'audit_id') return [];
			// When is another moment in each run; whether is the same.
			if (key.endsWith('_at')) return [[key, value !== null]];
			return [[key, value]];
		}),
	);
}

function sorted<T>(rows: T[]): T[] {
	const textOf = new Map(rows.map((row) => [row, JSON.stringify(row)]));
	return [...rows].sort((a, b) => (textOf.get(a)! < textOf.get(b)! ? -1 : 1));
}

/**
 * Names people by what is the same in two accounts that began alike: by their ids who were there at the beginning, by
 * their keys who were added, since in which order is a matter of chance.
 */
export class Names {
	private readonly firstNewId: number;

	/** Takes down who is there now. */
	constructor(private readonly sim: Simulator) {
		this.firstNewId = Math.max(...sim.store.users.all().map(({ id }) => id)) + 1;
	}

	of(id: number | null): string | null {
		if (id === null) return null;
		const user = this.sim.store.users.get(id);
		if (user === undefined || id < this.firstNewId) return `user ${id}`;
		return `new user ${user.external_id ?? user.email ?? user.name}`;
	}
}

/** All of an account that n8n could touch. What is there twice is there twice here, too. */
export function wholeState({ store, credentials }: Simulator, names: Names) {
	const ofUser = <T extends { id: number; user_id: number }>(table: { all(): readonly T[] }) =>
		sorted(table.all().map((record) => ({ ...plain(record), user_id: names.of(record.user_id) })));
	return {
		users: sorted(
			store.users.all().map((user) => ({
				who: names.of(user.id),
				...plain(user),
				purged_by: names.of(user.purged_by),
			})),
		),
		identities: ofUser(store.identities),
		groupMemberships: ofUser(store.groupMemberships),
		organizationMemberships: ofUser(store.organizationMemberships),
		sessions: ofUser(store.sessions),
		tokens: store.oauthTokens
			.all()
			.map(({ user_id: id }) => id)
			.filter((id) => id !== credentials.adminId),
		tickets: store.tickets.all().map((ticket) => ({
			ticket: ticket.id,
			...plain(ticket),
			comments: store.comments.sortedBy('ticket', ticket.id).map(plain),
			// Each change of a ticket, so that one that was made twice shows.
			changes: store.audits
				.sortedBy('ticket', ticket.id)
				.map(({ author_id, events }) => ({ author_id, events: events.map(plain) })),
		})),
		mails: sorted(store.mails.map(({ to, userId, kind }) => ({ to, kind, who: names.of(userId) }))),
		handovers: store.handovers,
	};
}

export type State = ReturnType<typeof wholeState>;

/** So many differences are shown. */
const SHOWN = 4;

/** What is in one of two states only: the first such records, with the part of the account that they belong to. */
export function differences(state: State, expected: State): string[] {
	const recordsOf = (of: State) =>
		Object.entries(of).flatMap(([part, records]) =>
			(records as unknown[]).map((record) => `${part}: ${JSON.stringify(record)}`),
		);
	const [here, there] = [recordsOf(state), recordsOf(expected)];
	const all = [
		...without(here, there).map((record) => `too much in ${record}`),
		...without(there, here).map((record) => `missing in ${record}`),
	];
	return all.length > SHOWN ? [...all.slice(0, SHOWN), `${all.length} in all`] : all;
}

/** What is left of a list without what is in another one, each as often as it is there. */
function without(list: string[], others: string[]): string[] {
	const left = new Map<string, number>();
	for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
	return list.filter((one) => {
		const count = left.get(one) ?? 0;
		left.set(one, count - 1);
		return count <= 0;
	});
}
