import { addUp } from '../report/records';
import { changesOf } from './pageChanges';
import { seatRecord, type SeatPageInput } from './pageFacts';
import { BIN_COUNT } from './pageHistogram';
import { RECLAIM_REASONS, type ReclaimReason } from './reasons';
import { rounded } from './savings';
import type { ChangeKind } from './changes';
import type { Seat } from '../roles/roleTypes';
import { SEATS } from './seat';

/** What would be free. */
interface Freed {
	staff: number;
	/** Seats. */
	paid: number;
	light: number;
	/** null without prices. */
	saving_per_month: number | null;
}

/** The figures of the report, for workflows; the page shows the same. */
export interface SeatReport {
	staff: number;
	suspended: number;
	seats: Record<Seat, number>;
	/** Each person once. */
	reclaimable: Freed & { by_reason: Record<ReclaimReason, Freed> };
	/** null without prices. */
	cost_per_month: number | null;
	currency: string | null;
	/** How many people; null when there is no earlier report to compare with. */
	changes: Record<ChangeKind, number> | null;
}

const CHANGES: ChangeKind[] = ['joined', 'left', 'seat', 'status', 'role'];

function mapped<Key extends string, Value>(
	keys: readonly Key[],
	valueOf: (key: Key) => Value,
): Record<Key, Value> {
	return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<Key, Value>;
}

export function seatReport(input: SeatPageInput): SeatReport {
	const { staff, prices } = input;
	const { amounts } = addUp(
		staff.map((person) => seatRecord(person, input)),
		BIN_COUNT,
	);
	const sum = (figure: string) => amounts[figure] ?? 0;
	const money = (figure: string) => (prices ? rounded(sum(figure)) : null);
	const freed = (name: string): Freed => ({
		staff: sum(`${name}.staff`),
		paid: sum(`${name}.paid`),
		light: sum(`${name}.light`),
		saving_per_month: money(`${name}.saving`),
	});
	const changes = changesOf(input);
	return {
		staff: staff.length,
		suspended: sum('suspended'),
		seats: mapped(Object.keys(SEATS) as Seat[], (seat) => sum(`${seat}.seats`)),
		reclaimable: { ...freed('reclaim'), by_reason: mapped(RECLAIM_REASONS, freed) },
		cost_per_month: money('cost'),
		currency: prices?.currency ?? null,
		changes: changes
			? mapped(CHANGES, (kind) => changes.filter(({ kinds }) => kinds.includes(kind)).length)
			: null,
	};
}
