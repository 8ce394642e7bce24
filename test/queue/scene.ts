import type { Work } from '../../playground/queueWork';
import {
	addAgent,
	addCustomer,
	addGroup,
	addTicket,
	clientOf,
	type Simulator,
	type Ticket,
	type User,
} from '../simulator';
import { Random } from '../simulator/core/random';

const TICKETS = 3;

/** An account in which people leave, come, change and are renamed, and what has to become of each of them. */
export class Scene {
	/** What each off-boarding is asked for. */
	readonly leavers: Array<{ leaver: string; successor: string }>;
	/** What each upsert is asked for: every second person is in Zendesk already, with other details. */
	readonly rows: Array<{ externalId: string; email: string; name: string; details: string }>;
	/** What makes Zendesk tell an event, one a person. */
	readonly renamings: Array<() => Promise<unknown>>;
	private readonly ticketsOf = new Map<string, Ticket[]>();
	private readonly renamed: User[];

	constructor(
		private readonly sim: Simulator,
		counts: Record<Work, number>,
	) {
		const many = <T>(count: number, make: (n: number) => T) =>
			Array.from({ length: count }, (_, n) => make(n));
		const group = addGroup(sim);
		const successors = many(5, () => addAgent(sim, { groups: [group] }));
		this.leavers = many(counts.offboard, (n) => {
			const leaver = addAgent(sim, { groups: [group] });
			const tickets = many(TICKETS, () => addTicket(sim, { assignee: leaver, group }));
			this.ticketsOf.set(String(leaver.id), tickets);
			return { leaver: String(leaver.id), successor: String(successors[n % 5].id) };
		});
		this.rows = many(counts.upsert, (n) => {
			const row = { externalId: `EMP-${n}`, email: `person${n}@example.com`, name: `Person ${n}` };
			if (n % 2)
				addCustomer(sim, { external_id: row.externalId, email: row.email, name: row.name });
			return { ...row, details: `Desk ${n}` };
		});
		this.renamed = many(counts.event, () => addCustomer(sim));
		const api = clientOf(sim);
		this.renamings = this.renamed.map(
			({ id }, n) =>
				async () =>
					await api.put(`users/${id}`, { user: { name: `Renamed ${n}` } }),
		);
	}

	/** The same in an order that mixes all kinds. */
	mixed<T>(things: T[]): T[] {
		const random = new Random(20261120);
		return things
			.map((thing) => ({ thing, at: random.between(0, 1_000_000) }))
			.sort((a, b) => a.at - b.at)
			.map(({ thing }) => thing);
	}

	/** Who is not as an undisturbed run leaves him, in words; nobody, if all is well. */
	left(): string[] {
		return [
			...this.leavers.flatMap(({ leaver, successor }) => this.wrongLeaver(leaver, successor)),
			...this.rows.flatMap((row) => this.wrongRow(row)),
			...this.renamed.flatMap(({ id }, n) => {
				const { name, notes } = this.sim.store.users.get(id)!;
				const [wanted, heard] = [`Renamed ${n}`, `Heard of Renamed ${n}`];
				return name === wanted && notes === heard ? [] : [`event ${n}: ${name}, '${notes}'`];
			}),
		];
	}

	private wrongLeaver(id: string, successor: string): string[] {
		const { store } = this.sim;
		const leaver = store.users.get(Number(id))!;
		const words = leaver.suspended ? [] : [`leaver ${id} is not suspended`];
		for (const { id: ticketId } of this.ticketsOf.get(id)!) {
			const { assignee_id: assignee, tags } = store.tickets.get(ticketId)!;
			const handedOver = tags.filter((tag) => tag === 'handed_over').length;
			if (String(assignee) !== successor || handedOver !== 1) {
				words.push(`ticket ${ticketId} of leaver ${id}: assigned to ${assignee}, [${tags.join()}]`);
			}
		}
		return words;
	}

	private wrongRow({ externalId, email, name, details }: Scene['rows'][number]): string[] {
		const found = this.sim.store.users
			.all()
			.filter((user) => user.external_id === externalId || user.email === email);
		const [user, ...others] = found;
		if (!user || others.length > 0) return [`${found.length} users are ${externalId}`];
		const isRight =
			user.external_id === externalId &&
			user.email === email &&
			user.name === name &&
			user.details === details;
		return isRight ? [] : [`${externalId} is ${user.external_id}, ${user.email}, ${user.details}`];
	}
}
