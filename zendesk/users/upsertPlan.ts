import type { ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { refuseProtected } from '../changes/guards';
import { inParallel } from '../http/parallel';
import { attempt } from '../http/client';
import { dryRun, type Refusal, refused, type Verdict, verdictOfError } from '../verdict';
import type { Catalog } from './fields/catalog';
import { refuseTags } from './fields/read';
import { lower, type Wanted } from './gather';
import { hasPrimary } from './upsertLookUp';
import { refuseNoOrganization } from './organization';
import { changedFields, type UserFields, withoutFields } from './payload';
import { refuseUnverifiedRise } from './proof';
import { givesRights, guardRole, type RoleGuards } from './roleLoss';
import type { UpsertContext } from './upsert';
import { simplifyUser } from './view';

/** What is to be written to somebody who is there. */
export interface PlannedChange {
	wanted: Wanted;
	user: ZendeskUser;
	/** Those that differ; with *Write Unchanged Rows* the others as well. */
	fields: UserFields;
	/** They are sent although nothing differs. */
	isBlind: boolean;
	/** Last looks that cost requests, before it is written. */
	checks: Array<() => Promise<Refusal | undefined>>;
}

/** A row and whom it names. `ownEmail`: the row's email is known to be one of theirs. */
interface Target {
	wanted: Wanted;
	user: ZendeskUser;
	ownEmail: boolean;
}

export type Planned = { change: PlannedChange } | { wanted: Wanted; verdict: Verdict };

type Context = Pick<
	UpsertContext,
	'client' | 'writeUnchanged' | 'makePrimary' | 'replaceOrganizations'
> & { roleGuards: RoleGuards; catalog: Catalog };

/** What of the row differs, without the keys that only find the user. */
function findDifferences(
	{ makePrimary, catalog }: Context,
	{ wanted, user, ownEmail }: Target,
): UserFields {
	const changed = changedFields(wanted.fields, user, catalog);
	return ownEmail && !makePrimary ? withoutFields(changed, 'email') : changed;
}

/** What is sent where nobody is to compare: all but what finds the user, or would end memberships. */
function addUnchanged({ wanted, user }: Target, changed: UserFields): UserFields {
	const others = withoutFields(wanted.fields, 'email', 'external_id', 'organization_id');
	const tags = others.tags === undefined ? {} : { tags: changed.tags ?? user.tags };
	return { ...others, ...tags, ...changed };
}

/** Whether an address alone says that the row is about this user. */
function isNamedByEmail({ wanted, user }: Target): boolean {
	return wanted.isByEmail === true || !sameText(user.external_id, wanted.externalId);
}

/** Whoever gets more rights must be named by more than an address that nobody has verified. */
async function refuseRise(
	{ client, roleGuards }: Context,
	{ wanted: { email }, user }: Target,
	fields: UserFields,
): Promise<Refusal | undefined> {
	if (email === undefined || !(await givesRights(fields, user, roleGuards.roles))) return undefined;
	return await refuseUnverifiedRise(client, user, email);
}

/**
 * Compares a row with the user whom it names, and refuses what it must not do to them. Asks Zendesk only where a row would
 * take rights away.
 */
export async function planChange(context: Context, target: Target): Promise<Planned> {
	const { wanted, user } = target;
	const { client, catalog, roleGuards, replaceOrganizations } = context;
	const data = simplifyUser(user);
	const loose = refuseTags(wanted.fields, catalog, user);
	if (loose) return { wanted, verdict: refused(loose, data) };
	const changed = findDifferences(context, target);
	const fields = context.writeUnchanged ? addUnchanged(target, changed) : changed;
	if (Object.keys(fields).length === 0) return { wanted, verdict: { outcome: 'unchanged', data } };
	// Their keys were looked at before; who they are is only certain now.
	if (roleGuards.guards.isProtected(user)) {
		return { wanted, verdict: refused(refuseProtected(user, 'update'), data) };
	}
	const answer = await attempt(guardRole(roleGuards, fields, user));
	if (!answer.ok) return { wanted, verdict: verdictOfError(answer.error, data) };
	if ('reason' in answer.value) return { wanted, verdict: refused(answer.value, data) };
	const { check } = answer.value;
	const clearsOrganization = fields.organization_id === null && !replaceOrganizations;
	const checks = [
		...(check ? [check] : []),
		...(clearsOrganization ? [async () => await refuseNoOrganization(client, user, fields)] : []),
		...(isNamedByEmail(target) ? [async () => await refuseRise(context, target, fields)] : []),
	];
	return { change: { wanted, user, fields, isBlind: Object.keys(changed).length === 0, checks } };
}

/** Asks the last questions of all changes at once; whoever doesn't pass gets a verdict. */
export async function passChecks(changes: PlannedChange[]): Promise<Planned[]> {
	return await inParallel(changes, async (change): Promise<Planned> => {
		const { wanted } = change;
		const data = simplifyUser(change.user);
		for (const check of change.checks) {
			const answer = await attempt(check());
			if (!answer.ok) return { wanted, verdict: verdictOfError(answer.error, data) };
			if (answer.value) return { wanted, verdict: refused(answer.value, data) };
		}
		return { change };
	});
}

export function foreseeChange({ user, fields }: PlannedChange): Verdict {
	return dryRun('updated', { ...simplifyUser(user), would_change: Object.keys(fields) });
}

/** The emails that these changes free: another row of the list may want them. */
export function findFreed(changes: PlannedChange[]): Set<string> {
	return new Set(
		changes.flatMap(({ user, fields }) =>
			'email' in fields && user.email ? [lower(user.email)] : [],
		),
	);
}

/**
 * The order in which emails can change hands: whoever wants one that another change frees comes after it.
 *
 * @returns waves, and those who want each other's in a circle, which Zendesk can't do
 */
export function orderWaves(changes: PlannedChange[]): {
	waves: PlannedChange[][];
	circle: PlannedChange[];
} {
	const waves: PlannedChange[][] = [];
	let left = changes;
	while (left.length > 0) {
		const held = findFreed(left);
		const isFree = ({ user, wanted, fields }: PlannedChange) =>
			!('email' in fields) || hasPrimary(user, wanted) || !held.has(lower(wanted.email ?? ''));
		const wave = left.filter(isFree);
		if (wave.length === 0) break;
		waves.push(wave);
		left = left.filter((one) => !isFree(one));
	}
	return { waves, circle: left };
}
