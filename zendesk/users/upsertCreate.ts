import { attempt } from '../http/client';
import { type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import { createNew } from './createNew';
import { existingInTime } from './existing';
import type { Catalog } from './fields/catalog';
import type { Matches } from './find';
import { contradiction, type UpsertRow, type Wanted } from './gather';
import { adopt, hiddenOwner } from './keyOwners';
import type { UserFields } from './payload';
import type { RoleGuards } from './roleLoss';
import type { UpsertContext } from './upsert';
import { orderWaves, passChecks, planChange, type PlannedChange } from './upsertPlan';
import { writeChanges } from './upsertWrite';
import { nameOf } from './view';

type Context = UpsertContext & { catalog: Catalog; roleGuards: RoleGuards };

/** Rows and who else of the list is written. */
interface List {
	rows: UpsertRow[];
	claimed: PlannedChange[];
}

/** Whoever is named by another row, too, is not adopted by this one. */
function refuseClaimed(
	{ rows, claimed }: List,
	wanted: Wanted,
	userId: number,
): Refusal | undefined {
	const other = claimed.find((each) => each.user.id === userId && each.wanted !== wanted);
	if (other === undefined) return undefined;
	const { item } = rows[other.wanted.indexes[0]];
	return contradiction(`Item ${item} names ${nameOf(other.user)}, too, by another key`);
}

/** What has to be done about a row whose email or external ID somebody has. */
async function planOwner(
	context: Context,
	wanted: Wanted,
	matches: Matches,
): Promise<{ change: PlannedChange } | { verdict: Verdict }> {
	const owner = await attempt(adopt(context.client, wanted, matches));
	if (!owner.ok) return { verdict: verdictOfError(owner.error, wanted.fields) };
	if (owner.value === 'nobody' || owner.value === 'unseen') {
		return { verdict: refused(hiddenOwner(wanted), wanted.fields) };
	}
	if ('refusal' in owner.value) return { verdict: refused(owner.value.refusal, wanted.fields) };
	return await planChange(context, { wanted, ...owner.value });
}

/** Writes rows to those who have their email already, where that proves who they are. */
async function adoptOwners(
	context: Context,
	duplicates: Wanted[],
	list: List,
): Promise<Map<Wanted, Verdict>> {
	const verdicts = new Map<Wanted, Verdict>();
	const { client } = context;
	const found = await attempt(
		existingInTime(
			client,
			duplicates.map(({ fields }) => fields),
		),
	);
	if (!found.ok) {
		for (const one of duplicates) verdicts.set(one, verdictOfError(found.error, one.fields));
		return verdicts;
	}
	const planned: PlannedChange[] = [];
	for (const [i, wanted] of duplicates.entries()) {
		const one = await planOwner(context, wanted, found.value[i]);
		if ('change' in one) planned.push(one.change);
		else verdicts.set(wanted, one.verdict);
	}
	const claimed = { ...list, claimed: [...list.claimed, ...planned] };
	const free = planned.filter(({ wanted, user }) => {
		const refusal = refuseClaimed(claimed, wanted, user.id);
		if (refusal) verdicts.set(wanted, refused(refusal, wanted.fields));
		return refusal === undefined;
	});
	const changes = (await passChecks(free)).flatMap((one) => {
		if ('change' in one) return [one.change];
		verdicts.set(one.wanted, one.verdict);
		return [];
	});
	// Their rows have ended once already: Zendesk refused to create them.
	const quiet = { ...context, onEnded: undefined };
	for (const [{ wanted }, verdict] of await writeChanges(quiet, orderWaves(changes).waves)) {
		verdicts.set(wanted, verdict);
	}
	return verdicts;
}

/**
 * Creates whoever isn't there. Zendesk refuses those whose email somebody has, who is only then looked up: somebody
 * without an external ID becomes the row's person, anybody else is not touched.
 *
 * @returns the verdict of each
 */
export async function createOrAdopt(
	context: Context,
	wanted: Wanted[],
	list: List,
): Promise<Map<Wanted, Verdict>> {
	const taken = new Set<UserFields>();
	const verdicts = await createNew(
		context,
		wanted.map(({ fields }) => fields),
		(fields, verdict) => {
			taken.add(fields);
			return verdict;
		},
	);
	const all = new Map(wanted.map((one, i) => [one, verdicts[i]]));
	const duplicates = wanted.filter(({ fields }) => taken.has(fields));
	if (duplicates.length === 0) return all;
	return new Map([...all, ...(await adoptOwners(context, duplicates, list))]);
}
