import { type Kind, isAddress, isMark, isName, isOurs } from './marks';
import { WRITES } from './writes';

type Json = Record<string, unknown>;

export interface Write {
	method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** From the host on, e.g. `/api/v2/users/1`. */
	path: string;
	query?: Record<string, string | number>;
	body?: unknown;
}

/** A write that the guard does not let through. */
export class Refusal extends Error {
	constructor({ method, path }: Write, why: string) {
		super(`${method} ${path} was not sent: ${why}`);
	}
}

/** What is deleted keeps its id. */
const FAMILY: Record<Kind, 'user' | 'ticket' | 'webhook'> = {
	user: 'user',
	'deleted user': 'user',
	ticket: 'ticket',
	'deleted ticket': 'ticket',
	webhook: 'webhook',
};

const objects = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/**
 * Every write goes past here before it is sent. It must stand in the table of writes, and all that it names must have been
 * made by such a run: whoever is not known by his marks can't be written.
 */
export class Guard {
	private readonly known = {
		user: new Set<string>(),
		ticket: new Set<string>(),
		webhook: new Set<string>(),
	};
	/** The admin of the client. Tickets may be his, nothing else. */
	callerId?: number;
	/** Custom roles that may be given: none of an admin's. */
	readonly roles = new Set<number>();

	/** Takes a record as Zendesk shows it for one of ours, if its marks say so. */
	adopt(kind: Kind, record: unknown): boolean {
		if (typeof record !== 'object' || record === null || !isOurs(kind, record as Json))
			return false;
		this.known[FAMILY[kind]].add(String((record as Json).id));
		return true;
	}

	/** It is gone for good: nothing more is written to it. */
	forget(kind: Kind, id: string | number): void {
		this.known[FAMILY[kind]].delete(String(id));
	}

	ids(kind: Kind): string[] {
		return [...this.known[FAMILY[kind]]];
	}

	/** @throws {Refusal} */
	check(write: Write): void {
		const route = WRITES.find(
			({ method, path }) => method === write.method && path.test(write.path),
		);
		if (!route) throw new Refusal(write, 'it is not among the writes that a run may send');
		const ids = route.path.exec(write.path)?.slice(1) ?? [];
		const complaint = route.complaint(this, ids, write);
		if (complaint !== undefined) throw new Refusal(write, complaint);
	}

	/** Each of these gives the reason why not, or nothing. */
	own(kind: Kind, ...ids: unknown[]): string | undefined {
		const strangers = ids.filter((id) => !this.known[FAMILY[kind]].has(String(id)));
		if (ids.length > 0 && strangers.length === 0) return undefined;
		return `${kind} ${strangers.join(', ')} was not made by this run`;
	}

	/** A user who may come of this. */
	newcomer(user: Json): string | undefined {
		if (!isName(user.name)) return 'the new user does not have the name of a live test';
		return this.change(user);
	}

	/** What may be written about a user: nothing that makes him an admin or takes somebody's address or external id. */
	change(user: Json): string | undefined {
		const { name, email, external_id, role, custom_role_id, identities } = user;
		// Nobody can be called nothing: with it a write is refused, which is what some facts are about.
		if (name !== undefined && name !== '' && !isName(name)) return 'it would take the name away';
		const values = objects(identities).map(({ value }) => value);
		const addresses = [email, ...values].filter((value) => value !== undefined);
		if (!addresses.every(isAddress)) return 'it names an address of somebody else';
		if (external_id !== undefined && !isMark(external_id)) return 'it names a foreign external ID';
		if (role !== undefined && role !== 'agent' && role !== 'end-user')
			return 'it gives admin rights';
		if (custom_role_id !== undefined && !this.roles.has(Number(custom_role_id))) {
			return 'it gives a role that may have admin rights';
		}
		return undefined;
	}

	/** A ticket is between people of the run, or the caller. */
	ticket(ticket: Json, isNew: boolean): string | undefined {
		const { subject, requester_id, assignee_id, email_ccs, followers } = ticket;
		if (isNew && !isName(subject)) return 'the new ticket does not have the subject of a live test';
		if (isNew && requester_id === undefined) return 'the new ticket names no requester';
		if (email_ccs !== undefined || followers !== undefined) return 'it would write to others';
		const people = [requester_id, assignee_id].filter((id) => id !== undefined && id !== null);
		const others = people.filter((id) => id !== this.callerId);
		return others.length === 0 ? undefined : this.own('user', ...others);
	}
}
