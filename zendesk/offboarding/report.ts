import type { ZendeskUser } from '../api/records';
import type { Scan } from '../tickets/scan';
import { summarizeTransfer } from '../tickets/summary';
import type { Transferred, TransferOrder } from '../tickets/transfer';
import { LEVELS, type Level } from './levels';
import type { Ownership } from './ownership';

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
	private ownership?: Ownership;
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

	owns(ownership: Ownership): void {
		this.ownership = ownership;
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
			...(this.transfer
				? summarizeTransfer(this.transfer.order, this.transfer.scan, this.transfer.result)
				: {}),
			...(this.ownership && {
				ownership: this.ownership.owned,
				ownership_unseen: this.ownership.unseen,
			}),
			stages: this.stages,
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
