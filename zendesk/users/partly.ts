import type { ZendeskUser } from '../api/records';
import { type RowEnd, verdictOfEnd } from '../bulk/bulk';
import type { Verdict } from '../verdict';
import { simplifyUser } from './view';

/** What of an update is written although the whole is not. */
export interface Half {
	/** The user as far as it is known now. */
	user: ZendeskUser;
	/** API names of the fields that are as asked, and of those that are not. */
	done: string[];
	left: string[];
}

/** How an update of one user ended. */
export type UpdateEnd = (
	| (Extract<RowEnd<ZendeskUser>, { done: unknown }> & { note?: string })
	| Exclude<RowEnd<ZendeskUser>, { done: unknown }>
) & { half?: Half };

type Unfinished = Exclude<UpdateEnd, { done: unknown }>;

const listed = (fields: string[]) => fields.join(', ');

/**
 * The verdict of an update that is not, or not wholly, done: which half is.
 *
 * @param name how the person is called, e.g. `Ann Miller (ID 7)`
 * @param verb what did not happen, e.g. `changed`
 */
export function verdictOfPart(
	end: Unfinished,
	name: string,
	verb: string,
	data: Record<string, unknown>,
): Verdict {
	const { half } = end;
	if (!half) return verdictOfEnd(end, `${name} was not ${verb}`, data);
	const left = half.left.length > 0 ? `, ${listed(half.left)} is not` : '';
	const what = `${name} was ${verb} only in part (${listed(half.done)} is written${left})`;
	const verdict = verdictOfEnd(end, what, simplifyUser(half.user));
	return 'error' in end ? { ...verdict, message: `${what}: ${verdict.message}` } : verdict;
}
