import { ROLE_TYPE } from '../roles/roleTypes';
import type { KeptSeat } from './keptRows';
import type { ReclaimReason } from './reasons';

/** What a seat costs a month. */
export interface Prices {
	paid: number;
	light: number;
	/** ISO 4217, e.g. `EUR`. */
	currency: string;
}

type Holder = Pick<KeptSeat, 'seat' | 'role_type' | 'reclaim'>;

export function costOf({ seat }: Pick<Holder, 'seat'>, prices: Prices): number {
	return seat === 'paid' || seat === 'light' ? prices[seat] : 0;
}

/** Without the product role a light agent takes a light seat; a contributor takes none. */
function smallSeatCost({ role_type: type }: Holder, { light }: Prices): number {
	return type === ROLE_TYPE.contributor ? 0 : light;
}

/** What is saved a month when a reason is done away with: the holder goes, or only the product role does. */
export function savingBy(reason: ReclaimReason, holder: Holder, prices: Prices): number {
	const cost = costOf(holder, prices);
	return reason === 'light_with_elevated_role'
		? Math.max(0, cost - smallSeatCost(holder, prices))
		: cost;
}

/** What somebody's seat can save a month: once, however many reasons there are. */
export function savingOf(holder: Holder, prices: Prices): number {
	return Math.max(0, ...holder.reclaim.map((reason) => savingBy(reason, holder, prices)));
}

/** In whole cents: sums of prices have more digits than money. */
export function rounded(amount: number): number {
	return Math.round(amount * 100) / 100;
}
