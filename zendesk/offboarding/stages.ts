import type { ZendeskUser } from '../api/records';
import { deleteUser } from '../api/users';
import { attempt } from '../http/client';
import { planTransfer } from '../tickets/transfer';
import { explainDeleteRefusal } from '../users/deleteRefusal';
import { whenSettled } from '../users/fresh';
import { confirmDeleted, notListedYet, purgeAndConfirm, stillListed } from '../users/purge';
import { explainRole } from '../users/roleRefusals';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import { updateLeaver } from './access';
import {
	cutAccess,
	endAccessAgain,
	foreseeCut,
	isLockedOut,
	lift,
	readBrokenOff,
} from './accessStages';
import { isAtLevel, isAtRole, type Leaving, saw, type StageEnd } from './leaving';
import { LEVELS } from './levels';
import { checkHold } from './look';
import type { Stage } from './report';

interface StageSpec {
	stage: Stage;
	/** Whether this level and these options need the stage at all. */
	applies: (leaving: Leaving) => boolean;
	/** What a dry run foresees; by default the stage would be done. */
	foresee?: (leaving: Leaving) => 'would be done' | 'already done';
	run: (leaving: Leaving) => Promise<StageEnd>;
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

function unsuspendedMeanwhile(user: ZendeskUser): Refusal {
	return {
		reason: 'conflict',
		message: `${nameOf(user)} was unsuspended while this run was at work, so tickets may have arrived, and the role was not changed: they are not suspended`,
		advice: 'Find out who did, then run it again',
	};
}

async function changeRole(leaving: Leaving): Promise<StageEnd> {
	const { client, level, plan } = leaving;
	if (isAtRole(leaving)) return { did: 'already done' };
	const refusal = await checkHold(leaving);
	if (refusal) return { refusal };
	if (isAtRole(leaving)) return { did: 'already done' };
	if (!leaving.seen.user.suspended) return { refusal: unsuspendedMeanwhile(leaving.seen.user) };
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
