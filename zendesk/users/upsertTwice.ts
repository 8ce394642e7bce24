import { agree } from '../rows/samePerson';
import { type Refusal, refused, type Verdict } from '../verdict';
import { COMPARED, type UpsertRow, type Wanted } from './gather';

/** A row that was ordered, and what became of it. */
export interface Written {
	wanted: Wanted;
	verdict: Verdict;
}

/** Rows of which only Zendesk's answers show that they are about one user. */
export function writtenTwice(message: string): Refusal {
	return {
		reason: 'ambiguous',
		message,
		advice: "Correct the rows and run them again, with the option 'Look First'",
	};
}

const isWritten = ({ verdict: { outcome, data } }: Written) =>
	data.id !== undefined && outcome !== 'failed';

/** Another row that was written to this user, and says something else of them. */
export function findOther(
	written: Written[],
	{ wanted, id }: { wanted: Wanted; id: unknown },
): Written | undefined {
	return written.find(
		(each) =>
			each.verdict.data.id === id &&
			each.wanted !== wanted &&
			isWritten(each) &&
			!agree(each.wanted.fields, wanted.fields, COMPARED),
	);
}

/**
 * Finds rows of which only Zendesk's answers show that they name one user, and that say different things: both were
 * written, and which of them counts, chance has decided.
 *
 * @returns all rows, those with a verdict that says so
 */
export function refuseWrittenTwice(rows: UpsertRow[], written: Written[]): Written[] {
	const byUser = new Map<unknown, Written[]>();
	for (const one of written.filter(isWritten)) {
		const { id } = one.verdict.data;
		const others = byUser.get(id);
		if (others) others.push(one);
		else byUser.set(id, [one]);
	}
	return written.map((one): Written => {
		const { wanted, verdict } = one;
		const { id } = verdict.data;
		const other = isWritten(one) ? findOther(byUser.get(id) ?? [], { wanted, id }) : undefined;
		if (other === undefined) return one;
		const { item } = rows[other.wanted.indexes[0]];
		const message = `Item ${item} names the same user (ID ${String(id)}) by another email and says something else; Zendesk has written both`;
		return { wanted, verdict: refused(writtenTwice(message), verdict.data) };
	});
}
