import type { Relation } from '../api/tickets';
import type { ZendeskUser } from '../api/records';
import { RELATIONS } from '../api/tickets';
import { everySuccessor } from '../tickets/successors';
import type { Scan } from '../tickets/scan';
import {
	countByRelation,
	planTransfer,
	type Transferred,
	type TransferOrder,
} from '../tickets/transfer';
import { LEVELS, type Level } from './levels';

/** The stages in which an agent leaves. */
export type Stage =
	| 'preflight'
	| 'cut access'
	| 'transfer tickets'
	| 'look again'
	| 'change role'
	| 'end access again'
	| 'lift suspension'
	| 'delete'
	| 'delete permanently';

export type StageState = 'done' | 'already done' | 'would be done' | 'failed' | 'not reached';

export interface StageEntry {
	stage: Stage;
	state: StageState;
	detail?: string;
	at?: string;
}

/** What an off-boarding found and did: the proof for an auditor. Written as it goes, so that a break leaves a true one. */
export class OffboardReport {
	readonly stages: StageEntry[] = [];
	/** Who leaves; the name and the addresses stay those of the beginning. */
	private leaver?: ZendeskUser;
	private before?: Record<string, unknown>;
	private after?: Record<string, unknown>;
	private transfer?: { order: TransferOrder; scan: Scan; result?: Transferred };

	constructor(
		private readonly level: Level,
		private readonly dryRun: boolean,
		private readonly now: () => number,
	) {}

	found(user: ZendeskUser, groups: Array<{ id: number; name: string }>): void {
		this.before = {
			...state(user),
			role_type: user.role_type,
			custom_role_id: user.custom_role_id,
			groups: groups.map(({ name }) => name),
			last_login_at: user.last_login_at,
			created_at: user.created_at,
		};
		this.leaver = user;
	}

	planned(order: TransferOrder, scan: Scan): void {
		this.transfer = { order, scan };
	}

	transferred(result: Transferred): void {
		if (this.transfer) this.transfer.result = result;
	}

	became(user: ZendeskUser): void {
		this.after = state(user);
	}

	gone(how: 'deleted' | 'purged'): void {
		this.after = { state: how };
	}

	did(stage: Stage, stageState: StageState, detail?: string): void {
		this.stages.push({
			stage,
			state: stageState,
			...(detail ? { detail } : {}),
			at: new Date(this.now()).toISOString(),
		});
	}

	/** The report as the item's JSON. */
	toData(): Record<string, unknown> {
		const { leaver } = this;
		return {
			id: leaver?.id,
			name: leaver?.name,
			email: leaver?.email ?? null,
			external_id: leaver?.external_id ?? null,
			level: LEVELS[this.level].name,
			dry_run: this.dryRun,
			before: this.before,
			after: this.after,
			...this.ticketsData(),
			stages: this.stages,
		};
	}

	private ticketsData(): Record<string, unknown> {
		if (!this.transfer) return {};
		const { order, scan, result } = this.transfer;
		const { changes, stuck } = planTransfer(scan, order);
		const toMove = countByRelation(changes);
		const entry = (relation: Relation) => ({
			...(result ? { moved: result.moved[relation].length } : { to_move: toMove[relation] }),
			closed: scan.counts[relation].closed ?? 0,
		});
		const ids = result
			? RELATIONS.flatMap((relation) => result.moved[relation])
			: changes.map(({ ticket }) => ticket.id);
		const left = result?.left ?? stuck.map(({ id, stuck: message }) => ({ id, message }));
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
			tickets_left: left,
		};
	}
}

function state(user: ZendeskUser): Record<string, unknown> {
	return {
		state: user.active ? 'active' : 'deleted',
		role: user.role,
		suspended: user.suspended,
	};
}
