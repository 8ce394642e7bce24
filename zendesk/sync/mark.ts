import { showMany } from '../api/users';
import type { Client } from '../http/client';
import type { JobRunner } from '../http/jobs';
import { writeUsers } from '../users/update';
import { nameOf, simplifyUser } from '../users/view';
import { refused, type Verdict } from '../verdict';
import { isAdopted, ties } from './adoption';
import { ADOPTED_TAG } from './change';
import type { Case } from './judge';

/**
 * Marks those who are to be adopted, and looks whether the mark is there: an account may keep no tags. Without it nothing
 * would tell a later sync that they were there before, and are not to be removed; so the external ID comes after it.
 *
 * @returns the verdicts of those who can't be marked
 */
export async function markBeforeTie(
	{ client, jobs }: { client: Client; jobs: JobRunner },
	cases: Case[],
): Promise<Map<Case, Verdict>> {
	const open = cases.flatMap((entry) => {
		const { user, fields } = entry;
		return user && ties(user, fields) && !isAdopted(user) ? [{ entry, user }] : [];
	});
	const bad = new Map<Case, Verdict>();
	if (open.length === 0) return bad;
	const updates = open.map(({ entry, user }) => ({ user, fields: { tags: entry.fields.tags } }));
	await writeUsers(client, jobs, updates);
	const found = await showMany(
		client,
		'ids',
		open.map(({ user }) => user.id),
	);
	const marked = new Set(found.filter(isAdopted).map(({ id }) => id));
	for (const { entry, user } of open) {
		if (marked.has(user.id)) continue;
		const refusal = {
			reason: 'conflict',
			message: `Zendesk does not keep the tag '${ADOPTED_TAG}' of ${nameOf(user)}, so the external ID was not written`,
			advice: 'Switch on tags on users in the Zendesk Admin Center, and make a new plan',
		} as const;
		bad.set(entry, refused(refusal, simplifyUser(user)));
	}
	return bad;
}
