import { DateTime } from 'luxon';
import { addAgent, addCustomer } from './arrange';
import { clientOf, type Json } from './client';
import { DAY, HOUR, MINUTE, SECOND } from './core/time';
import { isDeletion, SYSTEM } from './domain/ticket-record';
import { seedActivity } from './seed/activity';
import { createSimulator } from './simulator';
import type { User } from './store/records';
import { smallAccount } from './testing';

const company = { staff: 25, customers: 60, tickets: 0 };
const wish = { days: 90, ticketEvents: 6000, logins: 700, articles: 60, deletions: 90, seed: 7 };

function seeded(seed = wish.seed) {
	const sim = createSimulator({ company });
	return { sim, cast: seedActivity(sim, { ...wish, seed }) };
}

describe('a seeded past', () => {
	const { sim, cast } = seeded();
	const { store } = sim;
	const now = sim.clock.now();
	const audits = store.audits.all();
	const times = audits.map(({ created_at: at }) => at);
	const logins = store.auditLogs.all();
	const actsOf = ({ id }: User) => audits.filter(({ author_id: author }) => author === id).length;

	test('has as much as was asked for', () => {
		expect(audits).toHaveLength(6000);
		expect(audits.filter(isDeletion)).toHaveLength(90);
		expect(store.articles.size).toBe(60);
		const customers = store.users.sortedBy('role', 'end-user');
		const signedIn = customers.filter(({ last_login_at: at }) => at !== null);
		expect(logins.length).toBeGreaterThan(550);
		expect(logins.length + signedIn.length).toBeLessThanOrEqual(700);
		expect(signedIn.length).toBeGreaterThan(30);
	});

	test('is the same with the same seed only', () => {
		const again = seeded();
		for (const table of ['audits', 'auditLogs', 'articles', 'tickets', 'comments'] as const) {
			expect(again.sim.store[table].all()).toEqual(store[table].all());
		}
		expect(seeded(8).sim.store.audits.all()).not.toEqual(audits);
	});

	test('lies within its days, in order, and ends some minutes ago', () => {
		expect(times).toEqual([...times].sort((a, b) => a - b));
		expect(times.every((at) => at % SECOND === 0)).toBe(true);
		expect(times[0]).toBeGreaterThanOrEqual(now - 90 * DAY);
		expect(times[times.length - 1]).toBeLessThanOrEqual(now - 10 * MINUTE);
		const days = new Set(times.map((at) => Math.floor(at / DAY)));
		expect(days.size).toBeGreaterThanOrEqual(90);
	});

	test('has crowded seconds, midnights of several zones and changes of clocks', () => {
		const counts = new Map<number, number>();
		for (const at of times) counts.set(at, (counts.get(at) ?? 0) + 1);
		expect(Math.max(...counts.values())).toBeGreaterThan(30);
		for (const zone of ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Tokyo']) {
			const isMidnight = (at: number) => +DateTime.fromMillis(at, { zone }).startOf('day') === at;
			expect(times.filter(isMidnight).length).toBeGreaterThan(10);
		}
		const berlin = Date.parse('2026-10-25T01:00:00Z');
		const newYork = Date.parse('2026-11-01T06:00:00Z');
		const sydney = Date.parse('2026-10-03T16:00:00Z');
		for (const change of [berlin, newYork, sydney]) {
			for (const at of [change - SECOND, change, change + HOUR / 2]) {
				expect(counts.get(at)).toBeGreaterThan(0);
			}
		}
	});

	test('has busy and idle people, some who left, customers, and Zendesk itself', () => {
		const [least] = cast.busy.map(actsOf).sort((a, b) => a - b);
		const [most] = cast.regular.map(actsOf).sort((a, b) => b - a);
		expect(least).toBeGreaterThan(most);
		expect(most).toBeGreaterThan(0);
		expect(cast.idle.map(actsOf)).toEqual(cast.idle.map(() => 0));
		expect(cast.former.some(({ suspended }) => suspended)).toBe(true);
		for (const { id } of cast.former) {
			const own = audits.filter(({ author_id: author }) => author === id);
			expect(own.length).toBeGreaterThan(0);
			expect(own[own.length - 1].created_at).toBeLessThan(now - 15 * DAY);
		}
		expect(audits.filter(({ author_id: author }) => author === SYSTEM).length).toBeGreaterThan(100);
		const byCustomers = audits.filter(
			({ author_id: author }) => store.users.get(author)?.role === 'end-user',
		);
		expect(byCustomers.length).toBeGreaterThan(500);
	});

	test('knows everybody’s last sign-in', () => {
		const latest = new Map(logins.map(({ actor_id: id, created_at: at }) => [id, at]));
		expect(logins.every(({ action }) => action === 'login')).toBe(true);
		for (const user of [...cast.busy, ...cast.regular, ...cast.former]) {
			const known = latest.get(user.id);
			if (known === undefined) expect(user.last_login_at).toBeLessThan(now - 90 * DAY);
			else expect(user.last_login_at).toBe(known);
		}
		const idle = cast.idle.map(({ last_login_at: at }) => at);
		expect(idle).toContain(null);
		expect(Math.max(...idle.map((at) => at ?? 0))).toBeLessThan(now - 90 * DAY);
	});

	test('fits the tickets: their last audit, their deletion, their assignee', () => {
		for (const ticket of store.tickets.all()) {
			const own = store.audits.sortedBy('ticket', ticket.id);
			const last = own[own.length - 1];
			expect(own[0]).toMatchObject({
				created_at: ticket.created_at,
				author_id: ticket.submitter_id,
			});
			expect(last.created_at).toBe(ticket.updated_at);
			expect(own.filter(isDeletion)).toEqual(ticket.deleted_at === null ? [] : [last]);
			if (ticket.deleted_at !== null) expect(ticket.deleted_by ?? SYSTEM).toBe(last.author_id);
			if (ticket.assignee_id === null || ticket.group_id === null) continue;
			expect(store.isMember(ticket.assignee_id, ticket.group_id)).toBe(true);
		}
	});

	test('every audit tells something', () => {
		expect(audits.filter(({ events }) => events.length === 0)).toEqual([]);
	});

	test('has drafts, and articles that were changed later', () => {
		const articles = store.articles.all();
		expect(articles.some(({ draft }) => draft)).toBe(true);
		expect(articles.some((article) => article.updated_at > article.created_at)).toBe(true);
		expect(articles.every((article) => article.updated_at <= now)).toBe(true);
	});

	test('is in the search index', async () => {
		const living = store.tickets.all().filter(({ deleted_at: at }) => at === null);
		const { body } = await clientOf(sim).get('search/count?query=type:ticket');
		expect(body.count).toBe(living.length);
	});
});

test('others than the staff may work; without customers the staff ask', () => {
	const { sim } = smallAccount();
	const users = [addAgent(sim), addAgent(sim)];
	const cast = seedActivity(sim, { users, days: 3, ticketEvents: 50, seed: 3 });
	expect(cast).toMatchObject({ busy: [users[0]], regular: [users[1]] });
	const authors = new Set(sim.store.audits.all().map(({ author_id: author }) => author));
	expect(authors.has(sim.store.ownerId)).toBe(false);
	expect(authors.has(users[0].id)).toBe(true);
});

test('where everybody is suspended, customers and Zendesk go on', () => {
	const { sim } = smallAccount();
	addCustomer(sim);
	const users = [addAgent(sim, { suspended: true })];
	seedActivity(sim, { users, ticketEvents: 200, deletions: 5, logins: 20, articles: 2 });
	expect(sim.store.audits.size).toBe(200);
	expect(sim.store.audits.all().filter(isDeletion)).toHaveLength(5);
});

test('a hundred thousand events are read to their end, each of them', async () => {
	const { sim, api } = smallAccount();
	sim.limits.overrides.incremental = Infinity;
	seedActivity(sim, { ticketEvents: 100_000 });
	const seen = new Set<number>();
	for (let start: number | null = 1; start !== null; ) {
		const { body }: Json = await api.get(`incremental/ticket_events?start_time=${start}`);
		for (const { id } of body.ticket_events) seen.add(id);
		start = body.end_of_stream ? null : body.end_time;
	}
	expect(seen.size).toBe(100_000);
});
