import { attempt } from '../http/client';
import { type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import { createNew, type ImportContext } from './createNew';
import { existingInTime } from './existing';
import type { Catalog } from './fields/catalog';
import type { Matches } from './find';
import { contradiction } from '../rows/samePerson';
import type { UpsertRow, Wanted } from './gather';
import { adopt, hiddenOwner } from './keyOwners';
import type { UserFields } from './payload';
import type { RoleGuards } from './roleLoss';
import type { UpsertContext } from './upsert';
import { findOther, type Written, writtenTwice } from './upsertTwice';
import { orderWaves, passChecks, planChange, type PlannedChange } from './upsertPlan';
import { writeChanges } from './upsertWrite';
import { nameOf } from './view';

type Context = UpsertContext & { catalog: Catalog; roleGuards: RoleGuards };

/** Rows and who else of the list is written, or was. */
interface List {
	rows: UpsertRow[];
	claimed: PlannedChange[];
	written: Written[];
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
	const owner = adopt(wanted, matches);
	if (owner === 'nobody' || owner === 'unseen') {
		return { verdict: refused(hiddenOwner(wanted), wanted.fields) };
	}
	if ('refusal' in owner) return { verdict: refused(owner.refusal, wanted.fields) };
	return await planChange(context, { wanted, ...owner });
}

/** Takes those out who can't be adopted because another row of the list is about the same user. */
function dropClaimed(list: List, planned: PlannedChange[], verdicts: Map<Wanted, Verdict>) {
	const claimed = { ...list, claimed: [...list.claimed, ...planned] };
	return planned.filter(({ wanted, user }) => {
		const refusal = refuseClaimed(claimed, wanted, user.id);
		if (refusal) verdicts.set(wanted, refused(refusal, wanted.fields));
		const other = findOther(list.written, { wanted, id: user.id });
		if (other) {
			const [here, there] = [wanted, other.wanted].map(({ indexes: [index] }) => list.rows[index]);
			const who = nameOf(user);
			const message = `Item ${there.item} names ${who}, too, by another key, and says something else, which Zendesk has written`;
			verdicts.set(wanted, refused(writtenTwice(message), wanted.fields));
			const mixed = `Item ${here.item} names ${who}, too, by another key, and says something else. Zendesk has written this item, not that one`;
			verdicts.set(other.wanted, refused(writtenTwice(mixed), other.verdict.data));
		}
		return refusal === undefined && other === undefined;
	});
}

/**
 * Writes rows to those who have their email or external ID already, where that proves who they are. Somebody without an
 * external ID becomes the row's person, anybody else is not touched.
 *
 * @param taken rows that Zendesk refused to create
 * @returns the verdict of each, and anew of rows that were written and are contradicted by one of these
 */
export async function adoptOwners(
	context: Context,
	taken: Wanted[],
	list: List,
): Promise<Written[]> {
	if (taken.length === 0) return [];
	const verdicts = new Map<Wanted, Verdict>();
	const answers = () => [...verdicts].map(([wanted, verdict]) => ({ wanted, verdict }));
	const found = await attempt(
		existingInTime(
			context.client,
			taken.map(({ fields }) => fields),
		),
	);
	if (!found.ok) {
		for (const one of taken) verdicts.set(one, verdictOfError(found.error, one.fields));
		return answers();
	}
	const planned: PlannedChange[] = [];
	for (const [i, wanted] of taken.entries()) {
		const one = await planOwner(context, wanted, found.value[i]);
		if ('change' in one) planned.push(one.change);
		else verdicts.set(wanted, one.verdict);
	}
	const changes: PlannedChange[] = [];
	for (const one of await passChecks(dropClaimed(list, planned, verdicts))) {
		if ('change' in one) changes.push(one.change);
		else verdicts.set(one.wanted, one.verdict);
	}
	// Their rows have ended once already: Zendesk refused to create them.
	const quiet = { ...context, onEnded: undefined };
	for (const [{ wanted }, verdict] of await writeChanges(quiet, orderWaves(changes).waves)) {
		verdicts.set(wanted, verdict);
	}
	return answers();
}

/** Creates whoever isn't there. Zendesk refuses those whose email or external ID somebody has: they are `taken`. */
export async function createAll(
	context: ImportContext,
	wanted: Wanted[],
): Promise<{ done: Written[]; taken: Wanted[] }> {
	const refusedFields = new Set<UserFields>();
	const verdicts = await createNew(
		context,
		wanted.map(({ fields }) => fields),
		(fields, verdict) => {
			refusedFields.add(fields);
			return verdict;
		},
	);
	const isTaken = ({ fields }: Wanted) => refusedFields.has(fields);
	return {
		done: wanted.flatMap((one, i) => (isTaken(one) ? [] : [{ wanted: one, verdict: verdicts[i] }])),
		taken: wanted.filter(isTaken),
	};
}
