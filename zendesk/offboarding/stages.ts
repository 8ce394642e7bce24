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
import {
	describeCut,
	didNothing,
	endAccess,
	liftSuspension,
	suspendWithMark,
	updateLeaver,
} from './access';
import { LEVELS, type Level } from './levels';
import { readMark } from './mark';
import type { Plan, Wish } from './preflight';
import type { OffboardReport, Stage } from './report';

/** One leaver on his way out. */
export interface Leaving {
	client: Client;
	jobs: JobRunner;
	level: Level;
	cutAccess: Wish['cutAccess'];
	plan: Plan;
	report: OffboardReport;
	/** The leaver as the last answer showed him. */
	user: ZendeskUser;
	transfer: TicketTransfer;
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

function hasRole({ user, level }: Leaving): boolean {
	const wanted = LEVELS[level].role;
	if (wanted === 'kept') return true;
	// Who is an end user already is below a light agent too, and is not raised again.
	if (!isStaff(user)) return true;
	return wanted === 'light agent' && user.role_type === ROLE_TYPE.lightAgent;
}

/** An earlier run came to this level's end. */
function isFinished(leaving: Leaving): boolean {
	const { level, user } = leaving;
	return !LEVELS[level].staysSuspended && hasRole(leaving) && readMark(user)?.finished === true;
}

/** Locked out and marked by us, with the role that is wanted: what is left of the access can only be looked up. */
function isSettled(leaving: Leaving): boolean {
	const mark = readMark(leaving.user);
	return leaving.user.suspended && mark?.finished === false && hasRole(leaving);
}

const foreseeCut = (leaving: Leaving) => (isSettled(leaving) ? 'already done' : 'would be done');

async function cutAccess(leaving: Leaving): Promise<StageEnd> {
	const { client, user } = leaving;
	const suspended = await suspendWithMark(client, user);
	const wrote = suspended !== user;
	leaving.user = suspended;
	const cut = await endAccess(client, user.id, { sessionsLikely: !user.suspended });
	return {
		did: wrote || !didNothing(cut) ? 'done' : 'already done',
		detail: `suspended, ${describeCut(cut)}`,
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
				advice: `${nameOf(leaving.user)} keeps the role until they can. Mend the tickets (see 'tickets_left') and run it again`,
			},
		};
	}
	const moved = movedCount(leaving) - before;
	return { did: moved > 0 ? 'done' : 'already done', detail: `${moved} ticket(s) moved` };
}

async function changeRole(leaving: Leaving): Promise<StageEnd> {
	const { client, level, plan } = leaving;
	if (hasRole(leaving)) return { did: 'already done' };
	const fields =
		LEVELS[level].role === 'light agent'
			? { role: 'agent', custom_role_id: plan.lightAgent!.id }
			: // A custom role sent along would make an agent of the user again.
				{ role: 'end-user' };
	const changed = await attempt(updateLeaver(client, leaving.user, fields));
	if (!changed.ok) {
		const role = LEVELS[level].role === 'light agent' ? 'a light agent' : 'an end user';
		const explained = explainRole(changed.error.message, leaving.user, role);
		if (explained) return { refusal: explained };
		if (changed.error.kind !== 'invalid') throw changed.error;
		return {
			refusal: {
				reason: 'invalid',
				message: `Zendesk did not change the role of ${nameOf(leaving.user)}: ${changed.error.message}`,
				advice:
					"The account owner can't be downgraded: make somebody else the owner first (Admin Center › Account › Billing). The tickets have moved already",
			},
		};
	}
	leaving.user = changed.value;
	if (hasRole(leaving)) return { did: 'done', detail: `now ${LEVELS[level].role}` };
	return {
		refusal: {
			reason: 'invalid',
			message: `Zendesk accepted the new role of ${nameOf(leaving.user)} but did not set it`,
			advice: 'Change the role in Admin Center › People › Team members, then run it again',
		},
	};
}

async function endAccessAgain({ client, user }: Leaving): Promise<StageEnd> {
	const cut = await endAccess(client, user.id, { sessionsLikely: false });
	return { did: didNothing(cut) ? 'already done' : 'done', detail: describeCut(cut) };
}

async function lift(leaving: Leaving): Promise<StageEnd> {
	const { user } = leaving;
	leaving.user = await liftSuspension(leaving.client, user);
	return { did: leaving.user === user ? 'already done' : 'done' };
}

/** A ticket that came in between can make Zendesk refuse; then it is moved too, and the deletion tried again. */
const DELETE_TRIES = 3;

async function remove(leaving: Leaving): Promise<StageEnd> {
	const { client, user, transfer, plan } = leaving;
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

async function purge({ client, user }: Leaving): Promise<StageEnd> {
	if (await purgeAndConfirm(client, user.id)) return { did: 'done' };
	return { refusal: stillListed(user) };
}

const cutsFirst = ({ cutAccess: when }: Leaving) => when === 'first';
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
		applies: (leaving) => !cutsFirst(leaving),
		foresee: foreseeCut,
		run: cutAccess,
	},
	{
		stage: 'look again',
		applies: (leaving) => !cutsFirst(leaving),
		foresee: () => 'already done',
		run: (leaving) => move(leaving, true),
	},
	{
		stage: 'change role',
		applies: changesRole,
		foresee: (leaving) => (hasRole(leaving) ? 'already done' : 'would be done'),
		run: changeRole,
	},
	{ stage: 'end access again', applies: changesRole, foresee: foreseeCut, run: endAccessAgain },
	{ stage: 'lift suspension', applies: ({ level }) => !LEVELS[level].staysSuspended, run: lift },
	{ stage: 'delete', applies: ({ level }) => LEVELS[level].deleted, run: remove },
	{ stage: 'delete permanently', applies: ({ level }) => LEVELS[level].purged, run: purge },
];

/** The stages that this leaver has before him. */
export function stagesFor(leaving: Leaving): StageSpec[] {
	if (isFinished(leaving)) return [];
	return STAGES.filter(({ applies }) => applies(leaving));
}
