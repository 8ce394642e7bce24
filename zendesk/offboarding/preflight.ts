import { listGroupsOf } from '../api/groups';
import type { CustomRole, ZendeskUser } from '../api/records';
import { RELATIONS, type Relation } from '../api/tickets';
import type { Client } from '../http/client';
import { type Scan, scanTickets } from '../tickets/scan';
import type { HandOver, SuccessorDesk } from '../tickets/successors';
import { planTransfer, type TransferOrder } from '../tickets/transfer';
import type { Roles } from '../roles/accountRoles';
import { isStaff, nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import type { Seen } from './access';
import { LEVELS, type Level } from './levels';
import { describeOwnership, type OwnershipDesk } from './ownership';
import type { OffboardReport } from './report';

export interface OffboardOptions {
	dryRun: boolean;
	/** Tell which views, macros, rules and OAuth clients name the leaver. */
	checkOwnership: boolean;
}

/** What is wanted of one leaver. */
export interface Wish {
	level: Level;
	handOver: HandOver;
	/** When the leaver is locked out: before the tickets move, or after. */
	cutAccess: 'first' | 'afterTransfer';
	/** Added to each ticket that moves. */
	tag?: string;
	/** An internal note on each ticket that moves. */
	comment?: string;
}

/** What the runs of all leavers share. */
export interface Desk {
	client: Client;
	roles: Roles;
	successors: SuccessorDesk;
	/** Everybody who leaves in this run. */
	leaving: ReadonlySet<number>;
	/** Where the option asks for it. */
	ownership?: OwnershipDesk;
}

/** All that is known before the first write. */
export interface Plan {
	/** The leaver, as found. */
	seen: Seen;
	order: TransferOrder;
	scan: Scan;
	lightAgent?: CustomRole;
}

/** So many tickets are named in a message. */
const NAMED = 10;

function stuckTickets(user: ZendeskUser, stuck: Array<{ id: number; stuck: string }>): Refusal {
	const reasons = [...new Set(stuck.map(({ stuck: reason }) => reason))];
	const named = stuck
		.slice(0, NAMED)
		.map(({ id }) => id)
		.join(', ');
	return {
		reason: 'successor',
		message: `${stuck.length} ticket(s) of ${nameOf(user)} have nobody to go to (${reasons.join('; ')}): ${named}${stuck.length > NAMED ? ', …' : ''}`,
		advice:
			"Name a 'Successor' who is in a group and sees the tickets' brand; with the other ways of 'Hand Tickets To' that person takes what they leave over",
	};
}

/** What can't be handed over by any API, and is lost when the role goes. */
export const LOST_ANYWAY =
	'unshared Explore dashboards, personal views and personal macros of the leaver can’t be handed over';

/**
 * An end user who may sign in again can ask for help as anybody: such tickets stay theirs. Only those that an off-boarding
 * takes from them before are a matter of this.
 */
function relationsToMove(user: ZendeskUser): readonly Relation[] {
	const isCustomer = !isStaff(user) && !user.suspended;
	return isCustomer ? RELATIONS.filter((relation) => relation !== 'requested') : RELATIONS;
}

/**
 * Looks at everything before anything is written: who takes the tickets, which are they, can each of them be taken.
 * (Whether the person may go at all is for the guards, who know all rows.)
 */
export async function preflight(
	desk: Desk,
	seen: Seen,
	{ level, handOver, tag, comment }: Wish,
	report: OffboardReport,
): Promise<Plan | { refusal: Refusal }> {
	const { client } = desk;
	const { user } = seen;
	const relations = relationsToMove(user);
	const [groups, found, scan, lightAgent, ownership] = await Promise.all([
		isStaff(user) ? listGroupsOf(client, user.id) : [],
		desk.successors.find(handOver, user.id, desk.leaving),
		scanTickets(client, user.id, { relations }),
		LEVELS[level].role === 'light agent' ? desk.roles.lightAgent() : undefined,
		desk.ownership?.of(user.id),
	]);
	report.found(user, groups);
	if (ownership) report.owns(ownership);
	if ('refusal' in found) return found;
	if (LEVELS[level].role === 'light agent' && !lightAgent) {
		return {
			refusal: {
				reason: 'unknown-role',
				message: 'This Zendesk account has no role "Light agent"',
				advice: "Choose another 'Level'; light agents need a plan or add-on that has them",
			},
		};
	}

	const going = { leaverId: user.id, leaving: desk.leaving };
	const successors = await desk.successors.settle(found, scan, going);
	const order: TransferOrder = {
		leaverId: user.id,
		successors,
		filter: { relations },
		tag,
		comment,
	};
	report.planned(order, scan);
	const { stuck } = planTransfer(scan, order);
	if (stuck.length > 0) return { refusal: stuckTickets(user, stuck) };
	const details = [
		...(ownership ? [describeOwnership(ownership)] : []),
		...(LEVELS[level].role === 'kept' ? [] : [`not in reach: ${LOST_ANYWAY}`]),
	];
	report.did('preflight', 'done', details.join('; ') || undefined);
	return { seen, order, scan, lightAgent };
}
