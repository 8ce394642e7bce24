import type { ZendeskUser } from '../api/records';
import { attempt } from '../http/client';
import { SuccessorDesk } from '../tickets/successors';
import type { Guards } from '../changes/guards';
import { verdictIfTooMany } from '../changes/tooMany';
import { nameOf, simplifyUser } from '../users/view';
import type { UserRef } from '../users/reference';
import type { Roles } from '../roles/accountRoles';
import { refused, type Verdict, verdictOfError } from '../verdict';
import { FormerUsers } from '../identity/formerUsers';
import type { Marker } from '../identity/marker';
import { findContradictions } from './contradictions';
import { findLeaver, type Leaver, type LeaverSearch } from './leaver';
import { LEVELS, type Level } from './levels';
import { type Look, lookTogether } from './look';
import { OwnershipDesk } from './ownership';
import { type Desk, type Plan, preflight, type Wish } from './preflight';
import { OffboardReport } from './report';
import { finishDeleted, takeOut, type TakeOutContext } from './takeOut';
import { type TakenOut, verifyEnds } from './verifyEnd';

export interface OffboardRow extends Wish {
	/** The row's number among the input items, for messages. */
	item: number;
	leaver: UserRef;
}

export interface OffboardContext extends TakeOutContext {
	guards: Guards;
	roles: Roles;
	/** Display names of the parameters that pick the two, for messages. */
	parameters: { leaver: string; successor: string };
}

type Ended = { verdict: Verdict };

/** What is known of a row so far; each step takes the rows on that are still open. */
type Case =
	| Ended
	| { found: Leaver; report: OffboardReport }
	| { plan: Plan; report: OffboardReport };

async function ended(work: Promise<Verdict>, data: Record<string, unknown>): Promise<Ended> {
	const done = await attempt(work);
	return { verdict: done.ok ? done.value : verdictOfError(done.error, data) };
}

function newReport({ client, options }: OffboardContext, level: Level): OffboardReport {
	return new OffboardReport(level, options.dryRun, () => client.clock.now());
}

async function find(
	context: OffboardContext,
	search: LeaverSearch,
	row: OffboardRow,
): Promise<Case> {
	const found = await attempt(findLeaver(search, row.leaver, row.level));
	if (!found.ok) return { verdict: verdictOfError(found.error) };
	if ('refusal' in found.value) return { verdict: refused(found.value.refusal) };
	return { found: found.value, report: newReport(context, row.level) };
}

function idOf(entry: Case): number | undefined {
	if (!('found' in entry)) return undefined;
	return entry.found.state === 'erased' ? entry.found.id : entry.found.user.id;
}

/** Whether anything can be written to them at all. */
function isChanged(
	found: Leaver,
	level: Level,
): found is Extract<Leaver, { state: 'active' | 'deleted' }> {
	return found.state === 'active' || (found.state === 'deleted' && LEVELS[level].purged);
}

/** Row by row, so that the guards know of everybody whom they have let go before. */
async function guard(
	context: OffboardContext,
	rows: OffboardRow[],
	cases: Case[],
): Promise<Case[]> {
	const ids = cases.map(idOf);
	const contradictions = findContradictions(rows, ids);
	const guarded: Case[] = [];
	for (const [index, entry] of cases.entries()) {
		const id = ids[index];
		const first = id === undefined ? index : ids.indexOf(id);
		const contradiction = contradictions.get(index);
		if (!('found' in entry)) {
			guarded.push(entry);
		} else if (contradiction) {
			guarded.push({ verdict: refused(contradiction, { id }) });
		} else if (first !== index) {
			const message = `Item ${rows[first].item} names the same leaver`;
			guarded.push({ verdict: { outcome: 'skipped', reason: 'same-row', message, data: { id } } });
		} else if (isChanged(entry.found, rows[index].level)) {
			const { user } = entry.found;
			const refusal = await attempt(context.guards.check(user, 'off-board'));
			const data = simplifyUser(user);
			if (!refusal.ok) guarded.push({ verdict: verdictOfError(refusal.error, data) });
			else guarded.push(refusal.value ? { verdict: refused(refusal.value, data) } : entry);
		} else {
			guarded.push(entry);
		}
	}
	return guarded;
}

/** Nobody is off-boarded when too many would be: their rows say so. */
async function unlessTooMany({ guards }: OffboardContext, cases: Case[]): Promise<Case[]> {
	const refuse = await verdictIfTooMany(guards);
	if (refuse === undefined) return cases;
	return cases.map((entry) =>
		'found' in entry ? { verdict: refuse({ id: idOf(entry) }) } : entry,
	);
}

/** Somebody whom an older run has brought to the level: an end user, to whom nothing is done. */
function judgeSettled(user: ZendeskUser, { startedAt }: Marker, level: Level): Verdict {
	return {
		outcome: 'unchanged',
		message: `${nameOf(user)} is as '${LEVELS[level].name}' asks since the run of ${startedAt.slice(0, 10)}; tickets and access were not looked at again`,
		data: { ...simplifyUser(user), level: LEVELS[level].name },
	};
}

/**
 * Off-boards staff: looks at every row first (who, may they go, who takes over), then takes all who may go through the
 * stages side by side. Run again from the top, it goes on where a broken run ended, and writes nothing when all is done.
 *
 * @returns one verdict a row, with the report as its data
 */
export async function offboard(context: OffboardContext, rows: OffboardRow[]): Promise<Verdict[]> {
	const { client, roles, options, parameters } = context;
	const search: LeaverSearch = {
		client,
		former: new FormerUsers(client),
		parameter: parameters.leaver,
	};
	// Before the first of them is read: what is known of anybody is at most as old as that.
	const seenAt = client.clock.now();
	const found = await Promise.all(rows.map((row) => find(context, search, row)));
	const guarded = await unlessTooMany(context, await guard(context, rows, found));
	const desk: Desk = {
		client,
		roles,
		ownership: options.checkOwnership ? new OwnershipDesk(client) : undefined,
		successors: new SuccessorDesk(client, parameters.successor),
		leaving: new Set(guarded.map(idOf).filter((id) => id !== undefined)),
	};

	const planned = await Promise.all(
		guarded.map(async (entry, index): Promise<Case> => {
			if (!('found' in entry) || entry.found.state !== 'active') return entry;
			const { report } = entry;
			const seen = { user: entry.found.user, at: seenAt };
			const plan = await attempt(preflight(desk, seen, rows[index], report));
			if (!plan.ok) return { verdict: verdictOfError(plan.error, report.toData()) };
			return 'refusal' in plan.value
				? { verdict: refused(plan.value.refusal, report.toData()) }
				: { plan: plan.value, report };
		}),
	);

	const together = { ...context, look: lookTogether(client) };
	const all = await Promise.all(
		planned.map(async (entry, index) => await finish(together, entry, rows[index])),
	);
	return await verifyEnds(client, all);
}

async function finish(
	context: OffboardContext & { look: Look },
	entry: Case,
	wish: Wish,
): Promise<TakenOut> {
	const { level } = wish;
	if ('verdict' in entry) return entry;
	const { report } = entry;
	if ('plan' in entry) {
		const { plan } = entry;
		const done = await attempt(takeOut(context, plan, wish, report));
		return done.ok
			? done.value
			: { verdict: verdictOfError(done.error, { id: plan.seen.user.id }) };
	}
	const { found } = entry;
	switch (found.state) {
		case 'erased': {
			const data = { id: found.id, after: { state: 'purged' } };
			return { verdict: { outcome: 'unchanged', reason: 'deleted', data } };
		}
		case 'settled':
			return { verdict: judgeSettled(found.user, found.marker, level) };
		default:
			return await ended(finishDeleted(context, found.user, level, report), { id: found.user.id });
	}
}
