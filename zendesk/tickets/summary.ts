import type { Scan } from './scan';
import type { Relation } from '../api/tickets';
import { RELATIONS } from '../api/tickets';
import { everySuccessor } from './successors';
import { countByRelation, planTransfer, type Transferred, type TransferOrder } from './transfer';

/**
 * What became (or, without a result, would become) of a user's tickets, for items and proofs.
 *
 * @returns `{ successors, tickets: { assigned: { moved | to_move, closed }, … }, ticket_ids, tickets_left }`
 */
export function summarizeTransfer(
	order: TransferOrder,
	scan: Scan,
	result?: Transferred,
): Record<string, unknown> {
	const { changes, stuck } = planTransfer(scan, order);
	const toMove = countByRelation(changes);
	const entry = (relation: Relation) => ({
		...(result ? { moved: result.moved[relation].length } : { to_move: toMove[relation] }),
		closed: scan.counts[relation].closed ?? 0,
	});
	const ids = result
		? RELATIONS.flatMap((relation) => result.moved[relation])
		: changes.map(({ ticket }) => ticket.id);
	return {
		successors: everySuccessor(order.successors).map(({ id, name, email }) => ({
			id,
			name,
			email,
		})),
		tickets: Object.fromEntries(
			order.filter.relations.map((relation) => [relation, entry(relation)]),
		),
		ticket_ids: [...new Set(ids)].sort((a, b) => a - b),
		tickets_left: result?.left ?? stuck.map(({ id, stuck: message }) => ({ id, message })),
	};
}
