import { attempt } from '../http/client';
import { refused, type Verdict, verdictOfError } from '../verdict';
import type { Guards } from './guards';

/**
 * Asked once all rows are known, and before the first of them is written: too many changes mean a wrong list, and of a wrong
 * list nothing is done.
 *
 * @param more people whom the guards are asked about only later, one by one
 * @returns the verdict that each row gets then, around what the row's output is to say; `undefined` when all may be done
 */
export async function verdictIfTooMany(
	guards: Guards,
	more?: Iterable<number>,
): Promise<((data: Verdict['data']) => Verdict) | undefined> {
	const asked = await attempt(guards.refuseTooMany(more));
	if (!asked.ok) return (data) => verdictOfError(asked.error, data);
	const { value: refusal } = asked;
	return refusal && ((data) => refused(refusal, data));
}
