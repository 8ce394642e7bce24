import { refused, type Verdict } from '../verdict';
import type { UpsertRow, Wanted } from './gather';
import { agree } from './sameUser';

interface Written {
	wanted: Wanted;
	verdict: Verdict;
}

/**
 * Finds rows of which only Zendesk's answers show that they name one user, and that say different things: both were
 * written, and which of them counts, chance has decided.
 *
 * @returns all rows, those with a verdict that says so
 */
export function refuseWrittenTwice(rows: UpsertRow[], written: Written[]): Written[] {
	const byUser = new Map<unknown, Written[]>();
	for (const one of written) {
		const { id } = one.verdict.data;
		if (id === undefined || one.verdict.outcome === 'failed') continue;
		const others = byUser.get(id);
		if (others) others.push(one);
		else byUser.set(id, [one]);
	}
	return written.map((one): Written => {
		const { wanted, verdict } = one;
		const other = byUser
			.get(verdict.data.id)
			?.find((each) => each !== one && !agree(each.wanted.fields, wanted.fields));
		if (other === undefined || verdict.outcome === 'failed') return one;
		const { item } = rows[other.wanted.indexes[0]];
		const refusal = {
			reason: 'ambiguous' as const,
			message: `Item ${item} names the same user (ID ${String(verdict.data.id)}) by another email and says something else; Zendesk has written both`,
			advice: "Correct the rows and run them again, with the option 'Look First'",
		};
		return { wanted, verdict: refused(refusal, verdict.data) };
	});
}
