import { brief } from './facts/fact';
import { finishJob, waitForJobs } from './jobs';
import type { Kind } from './marks';
import type { Person, Run } from './run';

/** How long a removal is tried again: Zendesk may still be at work on what it is about. */
const PATIENCE = { seconds: 300, every: 5 };
/** For how long a user whom Zendesk does not know at all may still turn up among the deleted. */
const NOWHERE_SECONDS = 60;

type Row = Record<string, unknown> & { id: number };

/** Something of ours that is still there, and why. */
export interface LeftOver {
	what: string;
	why: string;
}

/** Everybody of ours who is not deleted. */
export async function findUsers(run: Run): Promise<Person[]> {
	const users = await run.all<Person>('users', 'users');
	return users.filter((user) => run.account.guard.adopt('user', user));
}

/** Asks for a removal until it is done. @returns the reason why it is not */
async function remove(run: Run, path: string, done: number[]): Promise<string | undefined> {
	let why = '';
	const removed = await run.until(async () => {
		const answer = await run.delete(path);
		why = brief(answer);
		return done.includes(answer.status) ? true : undefined;
	}, PATIENCE);
	return removed ? undefined : why;
}

async function removeWebhooks(run: Run): Promise<LeftOver[]> {
	const query = { 'filter[name_contains]': 'live test' };
	const answer = await run.get('webhooks', query);
	// Where there are no webhooks, there are none of ours.
	if (answer.status !== 200) return [];
	const left: LeftOver[] = [];
	for (const webhook of answer.json.webhooks as Row[]) {
		if (!run.account.guard.adopt('webhook', webhook)) continue;
		const why = await remove(run, `webhooks/${webhook.id}`, [204, 404]);
		if (why) left.push({ what: `webhook ${webhook.id}`, why });
	}
	return left;
}

/** Rows of ours in a list. */
async function ours(run: Run, kind: Kind, path: string, key: string): Promise<Row[]> {
	const rows = await run.all<Row>(path, key);
	return rows.filter((row) => run.account.guard.adopt(kind, row));
}

async function removeTickets(run: Run): Promise<LeftOver[]> {
	const left: LeftOver[] = [];
	// By the external ID of tickets there are no pages by cursor in older accounts: it is asked until none is left.
	for (const seen = new Set<number>(); ; ) {
		const { json } = await run.get('tickets', { external_id: 'n8n-live-ticket' });
		const rows = ((json.tickets ?? []) as Row[]).filter(
			(ticket) => !seen.has(ticket.id) && run.account.guard.adopt('ticket', ticket),
		);
		if (rows.length === 0) break;
		for (const { id } of rows) {
			seen.add(id);
			const why = await remove(run, `tickets/${id}`, [204, 404]);
			if (why) left.push({ what: `ticket ${id}`, why });
		}
	}
	await ours(run, 'deleted ticket', 'deleted_tickets', 'deleted_tickets');
	for (const id of run.account.guard.ids('ticket')) {
		const answer = await run.delete(`deleted_tickets/${id}`);
		if (answer.status === 200) await finishJob(run, answer);
		else if (answer.status === 404) run.account.guard.forget('ticket', id);
		else left.push({ what: `deleted ticket ${id}`, why: brief(answer) });
	}
	return left;
}

/** The soft delete; whoever works here is downgraded first. @returns the reason why not */
async function removeUser(run: Run, { id, role }: Person): Promise<string | undefined> {
	if (role !== 'end-user') await run.put(`users/${id}`, { user: { role: 'end-user' } });
	return await remove(run, `users/${id}`, [200]);
}

/** The permanent deletion of somebody who is deleted already, or was merged. @returns the reason why not */
async function purge(run: Run, id: string): Promise<string | undefined> {
	let why = '';
	let nowhere = 0;
	const done = await run.until(async () => {
		const answer = await run.delete(`deleted_users/${id}`);
		why = brief(answer);
		if (answer.status === 200) return true;
		const shown = await run.get(`users/${id}`);
		const user = shown.json.user as Person | undefined;
		// Zendesk has taken his name away: he was purged before.
		if (shown.status === 200 && !run.account.guard.adopt('deleted user', user)) return true;
		nowhere = answer.status === 404 && shown.status === 404 ? nowhere + PATIENCE.every : 0;
		return nowhere > NOWHERE_SECONDS ? true : undefined;
	}, PATIENCE);
	if (!done) return why;
	run.account.guard.forget('user', id);
	return undefined;
}

async function removeUsers(run: Run): Promise<LeftOver[]> {
	const left: LeftOver[] = [];
	for (const user of await findUsers(run)) {
		const why = await removeUser(run, user);
		if (why) left.push({ what: `user ${user.id} (${user.name})`, why });
	}
	await ours(run, 'deleted user', 'deleted_users', 'deleted_users');
	const stuck = new Set(left.map(({ what }) => what.split(' ')[1]));
	for (const id of run.account.guard.ids('user').filter((each) => !stuck.has(each))) {
		const why = await purge(run, id);
		if (why) left.push({ what: `deleted user ${id}`, why });
	}
	return left;
}

/**
 * Removes everything that bears our marks, of this run or of one that broke off: what was made without the answer having
 * arrived as well. Tickets go first, because nobody is deleted who asked for one.
 *
 * @returns what is left, with the reason
 */
export async function sweep(run: Run): Promise<LeftOver[]> {
	const left: LeftOver[] = [];
	for (const [what, part] of [
		['jobs', waitForJobs],
		['webhooks', removeWebhooks],
		['tickets', removeTickets],
		['users', removeUsers],
	] as const) {
		try {
			left.push(...((await part(run)) ?? []));
		} catch (error) {
			left.push({ what, why: error instanceof Error ? error.message : String(error) });
		}
	}
	return left;
}
