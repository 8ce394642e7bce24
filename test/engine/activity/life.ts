import { DateTime } from 'luxon';
import {
	addAgent,
	addArticle,
	addCustomer,
	addTicket,
	clientAs,
	clientOf,
	type Client,
	signIn,
	type Simulator,
	type Ticket,
	type User,
} from '../../simulator';
import { Random } from '../../simulator/core/random';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** One comes to work after the other, so that somebody is new all day long. */
const AGENTS = 90;
const NEXT_AGENT_MINUTES = 15;
/** Nobody works before he is inactive for so long, and nobody gets by on seconds. */
const LATE_MINUTES = 90;

const CUSTOMERS = 300;

/** What somebody of the staff did: a sign-in, a ticket, an article. */
interface Act {
	userId: number;
	/** Whole seconds, in milliseconds. */
	at: number;
}

/** What has to be told of once, and what may be told of or not, as it was a matter of seconds. */
export interface Told {
	must: string[];
	may: string[];
}

const iso = (ms: number) => new Date(ms).toISOString();

/** An account in which people work all day: everything that happens is kept, to be compared with what is told of. */
export class Life {
	private readonly versions: string[] = [];
	private readonly signIns: Act[] = [];
	/** Also those from before, which nobody has to tell of. */
	private readonly acts: Act[] = [];
	private readonly random = new Random(24);
	private readonly agents: User[];
	private readonly customers: User[];
	private readonly tickets: Ticket[];
	private readonly clients = new Map<number, Client>();
	private readonly admin: Client;
	private readonly deleted: number[] = [];
	private renamed = 0;

	constructor(private readonly sim: Simulator) {
		const now = sim.clock.now();
		const created_at = now - 100 * DAY;
		this.admin = clientOf(sim);
		this.agents = Array.from({ length: AGENTS }, () => addAgent(sim, { created_at }));
		this.customers = Array.from({ length: CUSTOMERS }, () => addCustomer(sim, { created_at }));
		this.tickets = this.agents.map((assignee) => addTicket(sim, { assignee }));
		// A day later each is inactive, one after the other.
		for (const [i, agent] of this.agents.entries()) {
			const at = now - DAY + (i * NEXT_AGENT_MINUTES + 7) * MINUTE;
			signIn(sim, agent, at);
			this.note(this.acts, agent, at);
		}
	}

	/** Most of a minute in which things happen. */
	async goOn(minute: number): Promise<void> {
		const { random, sim } = this;
		const pause = async () => await sim.clock.sleep(random.between(2, 9) * SECOND);
		for (const [chance, happen] of [
			[0.7, () => this.rename()],
			[0.4, () => this.signIn(minute)],
			[0.3, async () => await this.editTicket(minute)],
			[0.1, () => this.writeArticle(minute)],
			[0.05, async () => await this.create()],
			[0.05, async () => await this.remove()],
		] as Array<[number, () => void | Promise<void>]>) {
			await pause();
			if (random.chance(chance)) await happen();
		}
	}

	/** Each version of a user, as an export tells of it. */
	get userChanged(): Told {
		return { must: this.versions, may: [] };
	}

	get signedIn(): Told {
		return { must: this.signIns.map(({ userId, at }) => `${userId} ${iso(at)}`), may: [] };
	}

	/** Who does the first thing of a day right before its end may be found when it is over. */
	activeToday(zone: string, sinceMs: number): Told {
		const first = new Map<string, number>();
		for (const { userId, at } of this.acts) {
			const key = `${userId} ${DateTime.fromMillis(at, { zone }).toISODate()}`;
			if (at >= sinceMs && !first.has(key)) first.set(key, at);
		}
		return split([...first], ([, at]) => {
			const end = DateTime.fromMillis(at, { zone }).endOf('day').toMillis();
			return end - at > 5 * MINUTE;
		});
	}

	/** Who comes back in the very minutes in which a day without him is over may be told of or not. */
	becameInactive(untilMs: number): Told {
		const gaps = this.agents.flatMap(({ id }) => {
			const own = this.acts.filter(({ userId }) => userId === id).map(({ at }) => at);
			const ends = [...own.slice(1), untilMs];
			return own.map((at, i): [string, number] => [`${id} ${iso(at)}`, ends[i] - at]);
		});
		return split(
			gaps.filter(([, gap]) => gap >= DAY),
			([, gap]) => gap > DAY + 10 * MINUTE,
		);
	}

	private note(acts: Act[], { id: userId }: User, at = this.sim.clock.now()): void {
		acts.push({ userId, at: Math.floor(at / SECOND) * SECOND });
	}

	private version({ id }: Pick<User, 'id'>, change: string): void {
		const { updated_at: at } = this.sim.store.users.get(id)!;
		this.versions.push(`${id} ${iso(at).replace('.000Z', 'Z')} ${change}`);
	}

	/** In turn, so that no version is gone before anybody could see it. */
	private rename(): void {
		const { sim, customers } = this;
		const user = sim.store.users.get(customers[this.renamed++ % CUSTOMERS].id)!;
		const updated_at = Math.floor(sim.clock.now() / SECOND) * SECOND;
		sim.store.users.update(user, { name: `Name ${this.renamed}`, updated_at });
		this.version(user, 'updated');
	}

	/** Somebody who is at work. */
	private agent(minute: number): User | undefined {
		const last = Math.floor((minute - LATE_MINUTES) / NEXT_AGENT_MINUTES);
		return last < 0 ? undefined : this.agents[this.random.between(0, Math.min(last, AGENTS - 1))];
	}

	private signIn(minute: number): void {
		const agent = this.agent(minute);
		if (!agent) return;
		signIn(this.sim, agent);
		this.note(this.signIns, agent);
		this.note(this.acts, agent);
	}

	private async editTicket(minute: number): Promise<void> {
		const agent = this.agent(minute);
		if (!agent) return;
		const client = this.clients.get(agent.id) ?? clientAs(this.sim, agent.id);
		this.clients.set(agent.id, client);
		const { id } = this.random.pick(this.tickets);
		const comment = { body: `At minute ${minute}`, public: false };
		const { status } = await client.put(`tickets/${id}`, { ticket: { comment } });
		if (status !== 200) throw new Error(`the ticket could not be edited: ${status}`);
		this.note(this.acts, agent);
	}

	private writeArticle(minute: number): void {
		const author = this.agent(minute);
		if (!author) return;
		addArticle(this.sim, { author });
		this.note(this.acts, author);
	}

	private async create(): Promise<void> {
		const { body } = await this.admin.post('users', { user: { name: 'New' } });
		this.version(body.user, 'created');
		this.deleted.push(body.user.id);
	}

	/** Deletes somebody who came some hours ago, for good when he is deleted already. */
	private async remove(): Promise<void> {
		if (this.deleted.length < 10) return;
		const id = this.deleted.shift()!;
		const { active } = this.sim.store.users.get(id)!;
		await this.admin.delete(active ? `users/${id}` : `deleted_users/${id}`);
		this.version({ id }, active ? 'deleted' : 'deleted_permanently');
		if (active) this.deleted.push(id);
	}
}

function split(found: Array<[string, number]>, isSure: (each: [string, number]) => boolean): Told {
	const keys = (each: Array<[string, number]>) => each.map(([key]) => key);
	return {
		must: keys(found.filter(isSure)),
		may: keys(found.filter((each) => !isSure(each))),
	};
}
