import { ROLE_TYPE } from '../roles/roleTypes';
import type { ZendeskUser } from '../api/records';
import { deleteUser } from '../api/users';
import { attempt, type Client } from '../http/client';
import { type JobRunner } from '../http/jobs';
import { planTransfer, TicketTransfer } from '../tickets/transfer';
import { isStaff, nameOf } from '../users/view';
import { explainDeleteRefusal } from '../users/deleteRefusal';
import { whenSettled } from '../users/fresh';
import { explainRole } from '../users/roleRefusals';
import { confirmDeleted, notListedYet, purgeAndConfirm, stillListed } from '../users/purge';
import type { Refusal } from '../verdict';
import { createMarker, type Marker, readOwnMarker } from '../identity/marker';
import {
	type Cut,
	describeCut,
	describeUnseen,
	didNothing,
	endAccess,
	liftSuspension,
	type Seen,
	suspendWithMarker,
	updateLeaver,
} from './access';
import { LEVELS, type Level } from './levels';
import type { Plan, Wish } from './preflight';
import type { OffboardReport, Stage } from './report';

/** One leaver on the way out. */
export interface Leaving {
	client: Client;
	jobs: JobRunner;
	level: Level;
	cutAccess: Wish['cutAccess'];
	plan: Plan;
	report: OffboardReport;
	/** What n8n calls this run. */
	run: string;
	/** The leaver as the last answer showed them. */
	seen: Seen;
	/** The marker of this run, or of one that broke off and is continued: it says whose the suspension is. */
	marker?: Marker;
	transfer: TicketTransfer;
	/** What was ordered and can't be seen to be so. */
	unverified: Set<string>;
}

/** What a stage says: how far it got, or why the leaver's way ends here. */
type StageEnd = { did: 'done' | 'already done'; detail?: string } | { refusal: Refusal };

interface StageSpec {
	stage: Stage;
	/** Whether this level and these options need the stage at all. */
	applies: (leaving: Leaving) => boolean;
	/** What a dry run foresees; by default the stage would be done. */
	foresee?: (leaving: Leaving) => 'would be done' | 'already done';
	run: (leaving: Leaving) => Promise<StageEnd>;
}

/** Whether the role is as the level wants it, or lower: an end user isn't raised to a light agent again. */
export function hasRole(user: ZendeskUser, level: Level): boolean {
	const wanted = LEVELS[level].role;
	if (wanted === 'kept' || !isStaff(user)) return true;
	return wanted === 'light agent' && user.role_type === ROLE_TYPE.lightAgent;
}

const isAtRole = ({ seen, level }: Leaving) => hasRole(seen.user, level);

/** Nothing is left to take but what has come in since: tickets, sessions, tokens. */
function isAtLevel(leaving: Leaving): boolean {
	const { level, seen } = leaving;
	return !LEVELS[level].staysSuspended && isAtRole(leaving) && !seen.user.suspended;
}

/** The marker of a run of the same level that broke off in the last 24 hours: its suspension is taken for our own. */
function readBrokenOff({ client, level, seen }: Leaving): Marker | undefined {
	const marker = readOwnMarker(seen.user, client.clock.now());
	return marker && !marker.finished && marker.level === level ? marker : undefined;
}

/** Whether the leaver is locked out already, and marked where a later stage needs that. */
function isLockedOut(leaving: Leaving): boolean {
	const { seen, level } = leaving;
	const needsMarker = !isAtRole(leaving) || LEVELS[level].deleted;
	return seen.user.suspended && (!needsMarker || readBrokenOff(leaving) !== undefined);
}

const foreseeCut = (leaving: Leaving) =>
	isLockedOut(leaving) && isAtRole(leaving) ? 'already done' : 'would be done';

function saw(leaving: Leaving, user: ZendeskUser): void {
	leaving.seen = { user, at: leaving.client.clock.now() };
}

function noteUnseen({ unverified }: Leaving, cut: Cut): void {
	for (const sentence of describeUnseen(cut)) unverified.add(sentence);
}

async function cutAccess(leaving: Leaving): Promise<StageEnd> {
	const { client, level, run } = leaving;
	const { suspended: wasSuspended } = leaving.seen.user;
	leaving.marker = readBrokenOff(leaving);
	const wrote = !isLockedOut(leaving);
	if (wrote) {
		const now = client.clock.now();
		const done = await suspendWithMarker(
			client,
			leaving.seen,
			(user) => leaving.marker ?? createMarker(user, { now, run, level }),
		);
		leaving.marker = done.marker;
		saw(leaving, done.user);
		if (!done.user.suspended) return { refusal: notSuspended(done.user) };
	}
	const cut = await endAccess(client, leaving.seen.user.id, { sessionsLikely: !wasSuspended });
	noteUnseen(leaving, cut);
	return {
		did: wrote || !didNothing(cut) ? 'done' : 'already done',
		detail: `suspended, ${describeCut(cut)}`,
	};
}

function notSuspended(user: ZendeskUser): Refusal {
	return {
		reason: 'invalid',
		message: `Zendesk accepted the suspension of ${nameOf(user)} but did not set it`,
		advice: 'Suspend the user in Zendesk, then run it again. Nothing else was changed',
	};
}

function movedCount({ transfer }: Leaving): number {
	return new Set(Object.values(transfer.result.moved).flat()).size;
}

async function move(leaving: Leaving, again: boolean): Promise<StageEnd> {
	const { transfer, plan, report } = leaving;
	const before = movedCount(leaving);
	const result = again ? await transfer.runAgain(plan.scan) : await transfer.run(plan.scan);
	report.transferred(result);
	if (result.left.length > 0) {
		const [first] = result.left;
		return {
			refusal: {
				reason: 'tickets-left',
				message: `${result.left.length} ticket(s) could not be moved, e.g. ticket ${first.id}: ${first.message}`,
				advice: `${nameOf(leaving.seen.user)} keeps the role until they can. Mend the tickets (see 'tickets_left') and run it again`,
			},
		};
	}
	const moved = movedCount(leaving) - before;
	return { did: moved > 0 ? 'done' : 'already done', detail: `${moved} ticket(s) moved` };
}

async function changeRole(leaving: Leaving): Promise<StageEnd> {
	const { client, level, plan } = leaving;
	if (isAtRole(leaving)) return { did: 'already done' };
	const fields =
		LEVELS[level].role === 'light agent'
			? { role: 'agent', custom_role_id: plan.lightAgent!.id }
			: // A custom role sent along would make an agent of the user again.
				{ role: 'end-user' };
	const changed = await attempt(updateLeaver(client, leaving.seen.user, fields));
	if (!changed.ok) {
		const role = LEVELS[level].role === 'light agent' ? 'a light agent' : 'an end user';
		const explained = explainRole(changed.error.message, leaving.seen.user, role);
		if (explained) return { refusal: explained };
		if (changed.error.kind !== 'invalid') throw changed.error;
		return {
			refusal: {
				reason: 'invalid',
				message: `Zendesk did not change the role of ${nameOf(leaving.seen.user)}: ${changed.error.message}`,
				advice:
					"The account owner can't be downgraded: make somebody else the owner first (Admin Center › Account › Billing). The tickets have moved already",
			},
		};
	}
	saw(leaving, changed.value);
	if (isAtRole(leaving)) return { did: 'done', detail: `now ${LEVELS[level].role}` };
	return {
		refusal: {
			reason: 'invalid',
			message: `Zendesk accepted the new role of ${nameOf(leaving.seen.user)} but did not set it`,
			advice: 'Change the role in Admin Center › People › Team members, then run it again',
		},
	};
}

async function endAccessAgain(leaving: Leaving): Promise<StageEnd> {
	const { client, seen } = leaving;
	const cut = await endAccess(client, seen.user.id, { sessionsLikely: false });
	noteUnseen(leaving, cut);
	return { did: didNothing(cut) ? 'already done' : 'done', detail: describeCut(cut) };
}

async function lift(leaving: Leaving): Promise<StageEnd> {
	const { client, seen, marker } = leaving;
	// Somebody else's suspension, or an older one: it isn't ours to lift.
	if (!marker) return { did: 'already done', detail: 'stays suspended, as before this run' };
	saw(leaving, await liftSuspension(client, seen, marker));
	return {
		did: 'done',
		...(marker.suspendedBefore ? { detail: 'stays suspended, as before this run' } : {}),
	};
}

/** A ticket that came in between can make Zendesk refuse; then it is moved too, and the deletion tried again. */
const DELETE_TRIES = 3;

async function remove(leaving: Leaving): Promise<StageEnd> {
	const { client, transfer, plan } = leaving;
	const { user } = leaving.seen;
	for (let tries = 1; ; tries++) {
		const done = await attempt(
			whenSettled(client, user, async () => await deleteUser(client, user.id)),
		);
		if (done.ok) break;
		if (done.error.kind !== 'invalid') throw done.error;
		if (tries === DELETE_TRIES) {
			return { refusal: await explainDeleteRefusal(client, user, done.error.message) };
		}
		await transfer.runAgain(plan.scan);
	}
	if (await confirmDeleted(client, user.id)) return { did: 'done' };
	return { refusal: notListedYet(user) };
}

async function purge({ client, seen: { user } }: Leaving): Promise<StageEnd> {
	if (await purgeAndConfirm(client, user.id)) return { did: 'done' };
	return { refusal: stillListed(user) };
}

const cutsFirst = (leaving: Leaving) => leaving.cutAccess === 'first' && !isAtLevel(leaving);
const cutsAfter = (leaving: Leaving) => leaving.cutAccess !== 'first' && !isAtLevel(leaving);
const changesRole = ({ level }: Leaving) => LEVELS[level].role !== 'kept';

/**
 * The way out, in its order. Tickets move before the role goes, because Zendesk would hand them to the acting admin or
 * to the agent with the lowest id; and they are looked for once more when nothing new can reach the leaver.
 */
export const STAGES: StageSpec[] = [
	{ stage: 'cut access', applies: cutsFirst, foresee: foreseeCut, run: cutAccess },
	{
		stage: 'transfer tickets',
		applies: () => true,
		foresee: ({ plan }) =>
			planTransfer(plan.scan, plan.order).changes.length > 0 ? 'would be done' : 'already done',
		run: (leaving) => move(leaving, false),
	},
	{
		stage: 'cut access',
		applies: cutsAfter,
		foresee: foreseeCut,
		run: cutAccess,
	},
	{
		stage: 'look again',
		applies: cutsAfter,
		foresee: () => 'already done',
		run: (leaving) => move(leaving, true),
	},
	{
		stage: 'change role',
		applies: changesRole,
		foresee: (leaving) => (isAtRole(leaving) ? 'already done' : 'would be done'),
		run: changeRole,
	},
	{
		stage: 'end access again',
		applies: changesRole,
		foresee: (leaving) => (isAtLevel(leaving) ? 'already done' : foreseeCut(leaving)),
		run: endAccessAgain,
	},
	{
		stage: 'lift suspension',
		applies: (leaving) => !LEVELS[leaving.level].staysSuspended && !isAtLevel(leaving),
		foresee: (leaving) =>
			isLockedOut(leaving) && !readBrokenOff(leaving) ? 'already done' : 'would be done',
		run: lift,
	},
	{ stage: 'delete', applies: ({ level }) => LEVELS[level].deleted, run: remove },
	{ stage: 'delete permanently', applies: ({ level }) => LEVELS[level].purged, run: purge },
];

/** The stages that this leaver has before them. */
export function stagesFor(leaving: Leaving): StageSpec[] {
	return STAGES.filter(({ applies }) => applies(leaving));
}
