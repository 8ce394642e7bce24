import { attempt } from '../http/client';
import { Roles } from '../roles/accountRoles';
import { dryRun, type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import type { ImportContext } from './createNew';
import type { Catalog } from './fields/catalog';
import { forReadableRows, readUserFields, refuseTags } from './fields/read';
import { gather, lower, type UpsertRow, type Wanted } from './gather';
import type { Guards } from '../changes/guards';
import { verdictIfTooMany } from '../changes/tooMany';
import { twoPeople } from './keyOwners';
import { mustBeSeen } from './mustBeSeen';
import { refuseRoles } from './roleLoss';
import { mergeNamesakes, type Named, settleContests } from './sameUser';
import { adoptOwners, createAll } from './upsertCreate';
import { type Import, importAll } from './upsertImport';
import { lookUp, nameAll } from './upsertLookUp';
import {
	findFreed,
	foreseeChange,
	orderWaves,
	passChecks,
	planChange,
	type PlannedChange,
} from './upsertPlan';
import { refuseWrittenTwice } from './upsertTwice';
import { writeChanges } from './upsertWrite';

export interface UpsertContext extends ImportContext {
	/** What guards the rights of those who are there. */
	guards: Guards;
	isDryRun: boolean;
	/** Send rows to Zendesk without looking whether they differ from what is there. */
	writeUnchanged: boolean;
	/** Look up rows by email alone before they are written, however many they are. */
	lookFirst: boolean;
	/** An email that is a second one of its user becomes the primary one. */
	makePrimary: boolean;
	/** Another organization ends the user's other memberships. */
	replaceOrganizations: boolean;
}

/** What the rows come to, before anything is written. */
interface Plan {
	changes: PlannedChange[];
	/** Whose keys, if somebody has one, are not to be written by mistake: Zendesk creates these or refuses. */
	creates: Wanted[];
	imports: Import[];
}

type Answer = (places: number[], verdict: Verdict) => void;

/** Whether Zendesk is to refuse a row whose key somebody has, rather than to write it to them unseen. */
const isToCreate = ({ externalId, email, fields }: Wanted, catalog: Catalog) =>
	(externalId !== undefined && email !== undefined) || mustBeSeen(fields, catalog);

/**
 * Makes users be as the rows say. A key finds a person and doesn't change who they are: rows that mix up two people, or
 * contradict each other, are refused, whatever their order. Only differences are written. A row with a user field that
 * can't be is refused before.
 *
 * @returns one verdict a row
 */
export async function upsertUsers(context: UpsertContext, rows: UpsertRow[]): Promise<Verdict[]> {
	return await forReadableRows(
		context.client,
		rows,
		readUserFields,
		async (good, catalog) => await upsertReadable(context, good, catalog),
	);
}

async function upsertReadable(
	context: UpsertContext,
	rows: UpsertRow[],
	catalog: Catalog,
): Promise<Verdict[]> {
	const verdicts: Verdict[] = new Array(rows.length);
	const answer: Answer = (places, verdict) => {
		for (const index of places) verdicts[index] = verdict;
	};
	const done = await attempt(work(context, rows, catalog, answer));
	if (done.ok) return verdicts;
	return rows.map((_, i) => verdicts[i] ?? verdictOfError(done.error));
}

async function work(
	context: UpsertContext,
	rows: UpsertRow[],
	catalog: Catalog,
	answer: Answer,
): Promise<void> {
	const { client, isDryRun } = context;
	const roles = new Roles(client);
	const named = await nameRows(context, rows, catalog, answer);
	const plan = await planAll(context, { named, catalog, roles }, answer);
	const changes: PlannedChange[] = [];
	for (const one of await passChecks(plan.changes)) {
		if ('change' in one) changes.push(one.change);
		else answer(one.wanted.indexes, one.verdict);
	}
	const refuse = await verdictIfTooMany(context.guards);
	if (refuse) {
		const all = [...changes.map(({ wanted }) => wanted), ...plan.creates, ...plan.imports];
		for (const { indexes, fields } of all) answer(indexes, refuse(fields));
		return;
	}
	const { waves, circle } = orderWaves(changes);
	for (const { wanted, user } of circle) {
		const holder = circle.find((one) => lower(one.user.email ?? '') === lower(wanted.email ?? ''));
		answer(wanted.indexes, refused(twoPeople(wanted, user, holder?.user), wanted.fields));
	}
	if (!isDryRun) return await writeAll(context, { ...plan, waves, catalog, roles, rows }, answer);
	for (const change of waves.flat()) answer(change.wanted.indexes, foreseeChange(change));
	for (const { indexes, fields } of [...plan.creates, ...plan.imports]) {
		answer(indexes, dryRun('created', fields));
	}
}

/** Finds whom the rows name, and refuses those that contradict each other. */
async function nameRows(
	context: UpsertContext,
	rows: UpsertRow[],
	catalog: Catalog,
	answer: Answer,
): Promise<Named[]> {
	const refuse = (refusals: Map<number, Refusal>) => {
		for (const [index, refusal] of refusals) answer([index], refused(refusal, rows[index].fields));
	};
	const { wanted, refused: contradictions, contested } = gather(rows);
	refuse(contradictions);
	const looked = await lookUp(context, wanted, catalog);
	const settled = settleContests(rows, nameAll(wanted, looked), contested);
	refuse(settled.refused);
	const merged = mergeNamesakes(rows, settled.named, context.makePrimary);
	refuse(merged.refused);
	return merged.named;
}

async function planAll(
	context: UpsertContext,
	{ named, catalog, roles }: { named: Named[]; catalog: Catalog; roles: Roles },
	answer: Answer,
): Promise<Plan> {
	const { client, guards, onEnded } = context;
	const plan: Plan = { changes: [], creates: [], imports: [] };
	const planning = { ...context, catalog, roleGuards: { client, guards, roles } };
	// One after the other: a guard that lets somebody go must know of those who went before.
	for (const { wanted, owner } of named) {
		const refusal =
			(await refuseRoles(wanted.fields, roles)) ??
			(typeof owner === 'object' && 'refusal' in owner ? owner.refusal : undefined) ??
			(typeof owner === 'object' ? undefined : refuseTags(wanted.fields, catalog));
		if (refusal) answer(wanted.indexes, refused(refusal, wanted.fields));
		else if (typeof owner === 'object' && 'user' in owner) {
			const planned = await planChange(planning, { wanted, ...owner });
			if ('change' in planned) plan.changes.push(planned.change);
			else {
				answer(wanted.indexes, planned.verdict);
				onEnded?.();
			}
		} else if (isToCreate(wanted, catalog)) plan.creates.push(wanted);
		else plan.imports.push({ ...wanted, isAbsent: owner === 'nobody' });
	}
	return plan;
}

interface Writing extends Plan {
	waves: PlannedChange[][];
	rows: UpsertRow[];
	catalog: Catalog;
	roles: Roles;
}

async function writeAll(context: UpsertContext, writing: Writing, answer: Answer): Promise<void> {
	const { changes, creates, imports, waves, catalog, roles, rows } = writing;
	const { client, guards } = context;
	const freed = findFreed(waves.flat());
	const isLater = ({ email }: Wanted) => freed.has(lower(email ?? ''));
	const planning = { ...context, catalog, roleGuards: { client, guards, roles } };
	const [changed, created, imported] = await Promise.all([
		writeChanges(context, waves),
		createAll(
			context,
			creates.filter((one) => !isLater(one)),
		),
		importAll(context, imports),
	]);
	const later = await createAll(context, creates.filter(isLater));
	const written = [
		...[...changed].map(([{ wanted }, verdict]) => ({ wanted, verdict })),
		...imports.map((wanted, i) => ({ wanted, verdict: imported[i] })),
		...created.done,
		...later.done,
	];
	// Who is taken over is only written once it is known who else of the list was.
	const taken = [...created.taken, ...later.taken];
	const adopted = await adoptOwners(planning, taken, { rows, claimed: changes, written });
	for (const { wanted, verdict } of [...refuseWrittenTwice(rows, written), ...adopted]) {
		answer(wanted.indexes, verdict);
	}
}
