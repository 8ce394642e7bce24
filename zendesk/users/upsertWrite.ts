import { endOfCall, type RowEnd } from '../bulk/bulk';
import { attempt } from '../http/client';
import { inParallel } from '../http/parallel';
import { type Verdict, refused } from '../verdict';
import { writeEmail } from './email';
import { findUsers } from './find';
import { onceSettled } from './fresh';
import { nameOfWanted, twoPeople } from './keyOwners';
import { type UpdateEnd, verdictOfPart } from './partly';
import { isDuplicate, type UserFields, withoutFields } from './payload';
import { explainRole } from './roleRefusals';
import { writeUsers } from './update';
import type { UpsertContext } from './upsert';
import type { PlannedChange } from './upsertPlan';
import { simplifyUser } from './view';

type Context = Pick<
	UpsertContext,
	'client' | 'jobs' | 'makePrimary' | 'replaceOrganizations' | 'onEnded'
>;

/**
 * How a change ended. `isOwn`: its email was a second one of the user's, and stays that. `isTaken`: its email is somebody
 * else's, and nothing was written.
 */
type ChangeEnd = UpdateEnd & { isOwn?: boolean; isTaken?: boolean };

async function writeEmailFirst(
	{ client, makePrimary }: Context,
	{ user, fields }: PlannedChange,
): Promise<ChangeEnd> {
	if (typeof fields.email !== 'string') return { done: user };
	const { email } = fields;
	const end: RowEnd<Awaited<ReturnType<typeof writeEmail>>> = await onceSettled(
		client,
		user,
		async () => endOfCall(await attempt(writeEmail(client, user, email, makePrimary))),
	);
	if (!('done' in end)) {
		return { ...end, isTaken: 'refused' in end && isDuplicate(end.refused) };
	}
	const { isOwn, left, note } = end.done;
	if (isOwn) return { done: user, isOwn };
	const now = { ...user, email };
	if (left) {
		const others = Object.keys(fields).filter((field) => field !== 'email');
		return { error: left, half: { user: now, done: ['email'], left: others } };
	}
	return { done: now, ...(note === undefined ? {} : { note }) };
}

const withoutEmail = (fields: UserFields) => withoutFields(fields, 'email');

/** Says that the email was written before the rest ended otherwise. */
function afterEmail({ user, fields }: PlannedChange, email: ChangeEnd, end: UpdateEnd): ChangeEnd {
	if (!('email' in fields) || !('done' in email) || email.isOwn) return end;
	if ('done' in end) return { ...end, ...(email.note === undefined ? {} : { note: email.note }) };
	const { half } = end;
	const left = half?.left ?? Object.keys(withoutEmail(fields));
	const done = ['email', ...(half?.done ?? [])];
	return { ...end, half: { user: half?.user ?? { ...user, email: email.done.email }, done, left } };
}

/**
 * Writes a wave of changes: emails first, one by one, because one that is somebody else's shows that the row mixes up two
 * people; then the other fields, a hundred a job.
 */
async function writeWave(context: Context, changes: PlannedChange[]): Promise<ChangeEnd[]> {
	const { client, jobs, replaceOrganizations, onEnded } = context;
	const emails = await inParallel(
		changes,
		async (change) => await writeEmailFirst(context, change),
	);
	const open = changes.flatMap((change, i) => {
		const email = emails[i];
		const fields = withoutEmail(change.fields);
		return 'done' in email && Object.keys(fields).length > 0
			? [{ i, update: { user: email.done, fields, keepOrganizations: !replaceOrganizations } }]
			: [];
	});
	for (let i = open.length; i < changes.length; i++) onEnded?.();
	const written = await writeUsers(
		client,
		jobs,
		open.map(({ update }) => update),
		onEnded,
	);
	const ends = [...emails];
	for (const [at, { i }] of open.entries())
		ends[i] = afterEmail(changes[i], emails[i], written[at]);
	return ends;
}

/** Zendesk's reason, as the row that it concerns says it. */
function said(end: Exclude<ChangeEnd, { done: unknown }>): string | undefined {
	if ('refused' in end) return end.refused;
	return 'error' in end && end.error.kind === 'forbidden' ? end.error.message : undefined;
}

function verdictOfChange(change: PlannedChange, end: ChangeEnd): Verdict {
	const { user, fields, wanted, isBlind } = change;
	if ('done' in end) {
		const isUnchanged = end.isOwn && Object.keys(withoutEmail(fields)).length === 0;
		const outcome = isUnchanged ? 'unchanged' : isBlind ? 'sent' : 'updated';
		const note = end.note === undefined ? {} : { message: end.note };
		return { outcome, ...note, data: simplifyUser(end.done) };
	}
	const verdict = verdictOfPart(end, nameOfWanted(wanted), 'written', simplifyUser(user));
	const reason = said(end);
	const gives = 'role' in fields || 'custom_role_id' in fields;
	const role =
		gives && reason !== undefined ? explainRole(reason, user, 'what the row says') : undefined;
	return { ...verdict, ...role };
}

/** Rows whose email is somebody else's: whose, is looked up. */
async function refuseMixUps(
	{ client }: Context,
	changes: PlannedChange[],
	ends: ChangeEnd[],
): Promise<Map<number, Verdict>> {
	const mixed = [...changes.keys()].filter((i) => ends[i].isTaken);
	const found = await attempt(
		findUsers(
			client,
			mixed.map((i) => ({ by: 'email', value: changes[i].wanted.email ?? '' })),
		),
	);
	return new Map(
		mixed.map((i, at) => {
			const { wanted, user } = changes[i];
			const owner = found.ok ? found.value[at].find(({ id }) => id !== user.id) : undefined;
			return [i, refused(twoPeople(wanted, user, owner), wanted.fields)];
		}),
	);
}

/**
 * Writes changes in the order in which emails can change hands.
 *
 * @returns the verdict of each change
 */
export async function writeChanges(
	context: Context,
	waves: PlannedChange[][],
): Promise<Map<PlannedChange, Verdict>> {
	const verdicts = new Map<PlannedChange, Verdict>();
	for (const wave of waves) {
		const ends = await writeWave(context, wave);
		const mixUps = await refuseMixUps(context, wave, ends);
		for (const [i, change] of wave.entries()) {
			verdicts.set(change, mixUps.get(i) ?? verdictOfChange(change, ends[i]));
		}
	}
	return verdicts;
}
