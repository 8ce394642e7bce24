import type { HandOver } from '../tickets/successors';
import type { Refusal } from '../verdict';
import type { Level } from './levels';

interface Order {
	item: number;
	level: Level;
	handOver: HandOver;
}

/** What a row asks for, apart from whom it names. */
const describeOrder = ({ level, handOver }: Order) => JSON.stringify([level, handOver]);

/**
 * Rows that name the same leaver and ask for different things: none of them is right by itself.
 *
 * @param ids of the leavers, a row each; `undefined` for a row that has its verdict already
 * @returns the refusals, by the row's place
 */
export function findContradictions(
	rows: Order[],
	ids: Array<number | undefined>,
): Map<number, Refusal> {
	const refusals = new Map<number, Refusal>();
	for (const [index, id] of ids.entries()) {
		if (id === undefined) continue;
		const order = describeOrder(rows[index]);
		const other = ids.findIndex((same, i) => same === id && describeOrder(rows[i]) !== order);
		if (other === -1) continue;
		refusals.set(index, {
			reason: 'ambiguous',
			message: `Item ${rows[other].item} names the same leaver (ID ${id}) with another level or successor, so neither was done`,
			advice: 'Keep the one that is meant',
		});
	}
	return refusals;
}
