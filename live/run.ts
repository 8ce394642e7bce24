import type { Account, Answer } from './account';
import { brief, notTried } from './facts/fact';
import { type Mark, type Marks, TAG, TICKET_KEY } from './marks';
import type { Query } from './wire';

/** What the facts need to know of Zendesk's records. */
export interface Person {
	id: number;
	name: string;
	email: string | null;
	external_id: string | null;
	role: string;
	role_type: number | null;
	default_group_id: number | null;
	tags: string[];
	last_login_at: string | null;
	created_at: string;
	updated_at: string;
	[field: string]: unknown;
}

export interface Role {
	id: number;
	name: string;
	role_type: number;
}

export const ROLE_TYPE = { custom: 0, light: 1, admin: 4, billing: 5 } as const;

const MOST_PAGES = 1_000;
const PAGE = 100;

/** One visit of an account: what the facts ask with, and what they make. */
export class Run {
	/** How long Zendesk refuses writes to a user whom it has just made, once that is known. */
	settleSeconds = 0;
	private readonly remembered = new Map<string, Promise<unknown>>();

	constructor(
		readonly account: Account,
		readonly marks: Marks,
	) {}

	/** @param path from `/api/v2/` on */
	async get(path: string, query?: Query): Promise<Answer> {
		return await this.account.get(`/api/v2/${path}`, query);
	}

	async post(path: string, body: unknown, query?: Query): Promise<Answer> {
		return await this.account.write({ method: 'POST', path: `/api/v2/${path}`, body, query });
	}

	async put(path: string, body: unknown, query?: Query): Promise<Answer> {
		return await this.account.write({ method: 'PUT', path: `/api/v2/${path}`, body, query });
	}

	async delete(path: string, query?: Query): Promise<Answer> {
		return await this.account.write({ method: 'DELETE', path: `/api/v2/${path}`, query });
	}

	async sleep(seconds: number): Promise<void> {
		await this.account.sleep(seconds);
	}

	/**
	 * Asks again and again until there is an answer.
	 *
	 * @returns it, and the whole seconds that passed (0 = at once); `undefined` when the time was over
	 */
	async until<T>(
		ask: () => Promise<T | undefined>,
		within: { seconds: number; every?: number },
	): Promise<{ found: T; seconds: number } | undefined> {
		const start = this.account.clock.now();
		for (let asked = 1; ; asked++) {
			const found = await ask();
			const seconds = asked === 1 ? 0 : Math.round((this.account.clock.now() - start) / 1000);
			if (found !== undefined) return { found, seconds };
			if (seconds >= within.seconds) return undefined;
			await this.sleep(within.every ?? 1);
		}
	}

	/** What several facts want to know is found out once. */
	async once<T>(what: string, find: () => Promise<T>): Promise<T> {
		const known = this.remembered.get(what) ?? find();
		this.remembered.set(what, known);
		return (await known) as T;
	}

	/** All rows of a list, by cursor. @throws {Error} when it can't be read */
	async all<T>(path: string, key: string, query: Query = {}): Promise<T[]> {
		const rows: T[] = [];
		let after: string | undefined;
		for (let page = 0; page < MOST_PAGES; page++) {
			const cursor: Query = after === undefined ? {} : { 'page[after]': after };
			const answer = await this.get(path, { ...query, 'page[size]': PAGE, ...cursor });
			if (answer.status !== 200) throw new Error(`GET /api/v2/${path}: ${brief(answer)}`);
			rows.push(...(answer.json[key] as T[]));
			const meta = answer.json.meta as { has_more?: boolean; after_cursor?: string } | undefined;
			if (!meta?.has_more || !meta.after_cursor) break;
			after = meta.after_cursor;
		}
		return rows;
	}

	/** The admin as whom the client acts. */
	async me(): Promise<Person> {
		const { json } = await this.get('users/me');
		return json.user as Person;
	}

	/** Who works here, the caller included. */
	async staff(): Promise<Person[]> {
		return await this.once('staff', async () =>
			(await this.all<Person>('users', 'users')).filter(({ role }) => role !== 'end-user'),
		);
	}

	/** Custom roles; `undefined` where the plan has none at all. */
	async roles(): Promise<Role[] | undefined> {
		return await this.once('roles', async () => {
			const { status, json } = await this.get('custom_roles');
			if (status !== 200) return undefined;
			const roles = json.custom_roles as Role[];
			const harmless = roles.filter(
				({ role_type: type }) => type === ROLE_TYPE.custom || type === ROLE_TYPE.light,
			);
			for (const { id } of harmless) this.account.guard.roles.add(id);
			return roles;
		});
	}

	/** The record with which a user of this run begins. */
	record({ mark, name, email }: Mark, fields: Record<string, unknown> = {}) {
		const record = { name, email, external_id: mark, tags: [TAG], notes: mark };
		return { ...record, verified: true, skip_verify_email: true, ...fields };
	}

	/** A new end user. Fields that are `undefined` are left out. */
	async newUser(fields: Record<string, unknown> = {}): Promise<Person> {
		const record = this.record(this.marks.next(), fields);
		const answer = await this.post('users', { user: record });
		if (answer.status !== 201) throw notTried(`no user could be made for it: ${brief(answer)}`);
		if (this.settleSeconds > 0) await this.sleep(this.settleSeconds);
		return answer.json.user as Person;
	}

	/** A new user who is soft-deleted. */
	async deletedUser(fields: Record<string, unknown> = {}): Promise<Person> {
		const user = await this.newUser(fields);
		const answer = await this.delete(`users/${user.id}`);
		if (answer.status !== 200) throw notTried(`DELETE /users/{id} answered ${brief(answer)}`);
		return user;
	}

	/** A new agent, who takes a paid seat for a minute; with a custom role where an agent must have one. */
	async newAgent(): Promise<Person> {
		const { id } = await this.newUser();
		let answer = await this.put(`users/${id}`, { user: { role: 'agent' } });
		if (answer.status !== 200) {
			const role = (await this.roles())?.find(({ role_type: type }) => type === ROLE_TYPE.custom);
			const user = { role: 'agent', custom_role_id: role?.id };
			if (role) answer = await this.put(`users/${id}`, { user });
		}
		if (answer.status === 200) return answer.json.user as Person;
		throw notTried(`no agent could be made for it: ${brief(answer)}`);
	}

	/** A new ticket, asked for by a new user. */
	async newTicket(
		fields: Record<string, unknown> = {},
	): Promise<{ id: number; created_at: string }> {
		const { id: requester_id } = await this.newUser();
		const ticket = {
			subject: this.marks.next().name,
			external_id: TICKET_KEY,
			comment: { body: 'Made by npm run test:live, which deletes it.', public: false },
			tags: [TAG],
			requester_id,
			...fields,
		};
		const answer = await this.post('tickets', { ticket });
		if (answer.status !== 201) throw notTried(`no ticket could be made for it: ${brief(answer)}`);
		return answer.json.ticket as { id: number; created_at: string };
	}
}
