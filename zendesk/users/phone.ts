import { deleteIdentity, listIdentities, replaceValue } from '../api/identities';
import type { Identity, ZendeskUser } from '../api/records';
import { showMany, updateUser } from '../api/users';
import { attempt, type Client } from '../http/client';
import { ZendeskError } from '../http/errors';
import { addAsPrimary } from './primary';

/** A number in international form, perhaps with an extension: Zendesk takes it for a direct line of its user. */
const E164 = /^\+[1-9]\d{6,14}(x\d+)?$/;

/** `+1 (555) 010-0` → `+15550100`. What is no number, such as `ask Ann`, loses its blanks and case only. */
function bare(value: unknown): string {
	return String(value ?? '')
		.replace(/[\s().\-/\u2010-\u2015]/g, '')
		.toLowerCase();
}

/**
 * Whether two numbers are the same one, however they are spelt: Zendesk keeps some as they come and writes others anew.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/4408823756570
 */
export function samePhone(a: unknown, b: unknown): boolean {
	const [one, other] = [bare(a), bare(b)];
	if (one === other) return true;
	// Of two numbers that both say their country, or both don't, nothing is guessed.
	const [full, short] = one.startsWith('+') ? [one, other] : [other, one];
	if (!full.startsWith('+') || !/^\d+(x\d+)?$/.test(short)) return false;
	return full === `+${short}` || (/^\d{10}(x\d+)?$/.test(short) && full === `+1${short}`);
}

/** Whether the number is an identity of the user: then another `phone` in an update would only be added beside it. */
export function hasDirectLine({ phone, shared_phone_number: isShared }: ZendeskUser): boolean {
	return isShared !== true && E164.test(bare(phone));
}

const isLine = ({ type }: Identity) => type === 'phone_number';

function withoutEffect(now: unknown): ZendeskError {
	return new ZendeskError({
		kind: 'invalid',
		message: `Zendesk did it without effect: phone is still ${JSON.stringify(now ?? null)}`,
		advice: "Change the number in the user's profile in Zendesk",
	});
}

function formerLeft(error: ZendeskError, id: number, former: Identity): ZendeskError {
	return new ZendeskError({
		...error,
		message: `The phone was changed, but the former number ${former.value} is still there: ${error.message}`,
		advice: `Remove ${former.value} from the user (ID ${id}) in Zendesk; another run does not do it`,
	});
}

/** Writes the number into the record, and makes sure that it stands there. */
async function writeRecord(client: Client, id: number, phone: string): Promise<ZendeskUser> {
	const now = await updateUser(client, id, { phone });
	if (samePhone(now.phone, phone)) return now;
	throw withoutEffect(now.phone);
}

/** The record as it is once the identities are right; in certain cases it still shows a number that is gone. */
async function settled(client: Client, id: number, phone: string): Promise<ZendeskUser> {
	const [now] = await showMany(client, 'ids', [id]);
	return now && samePhone(now.phone, phone) ? now : await writeRecord(client, id, phone);
}

/** Zendesk refuses this value for an identity; another way may be open. */
const isRefused = ({ kind }: ZendeskError) => kind === 'invalid' || kind === 'forbidden';

/** Makes the number the primary one, beside the former one. */
async function addLine(
	client: Client,
	id: number,
	phone: string,
	there?: Identity,
): Promise<ZendeskError | undefined> {
	const isIt = (one: Identity) => isLine(one) && samePhone(one.value, phone);
	const wanted = { type: 'phone_number', value: phone };
	const added = await attempt(addAsPrimary(client, id, wanted, isIt, there));
	if (added.ok) return undefined;
	if (isRefused(added.error)) return added.error;
	throw added.error;
}

export interface PhoneChange {
	user: ZendeskUser;
	/** The former number is still there although it should be gone, and why. */
	left?: ZendeskError;
}

/**
 * Gives somebody who has a number another one, or none; the former one is gone then. A direct line takes the place of the
 * former one in one request where Zendesk takes that. What can't be a direct line (it is somebody else's, or not in
 * E.164) stands in the record alone, as Zendesk does it with a first number.
 *
 * @param phone `''` = none
 * @throws {ZendeskError} the phone was not changed, or only taken away: the message says so
 * @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/#delete-identity
 */
export async function changePhone(
	client: Client,
	user: ZendeskUser,
	phone: string,
): Promise<PhoneChange> {
	const { id } = user;
	const lines = (await listIdentities(client, id)).filter(isLine);
	const former = lines.find(({ value }) => samePhone(value, user.phone));
	if (!former) return { user: await writeRecord(client, id, phone) };
	const there =
		phone === '' ? undefined : lines.find((one) => one !== former && samePhone(one.value, phone));
	if (phone !== '' && !there) {
		const done = await attempt(replaceValue(client, id, former.id, phone));
		if (done.ok && samePhone(done.value.value, phone)) {
			return { user: await settled(client, id, phone) };
		}
		if (!done.ok && !isRefused(done.error)) throw done.error;
	}
	const refusal = phone === '' ? undefined : await addLine(client, id, phone, there);
	// Whether Zendesk takes the number at all: it must not be found out once the former one is gone.
	if (refusal) await updateUser(client, id, { phone });
	const deleted = await attempt(deleteIdentity(client, id, former.id));
	if (!deleted.ok) {
		if (refusal || phone === '') throw deleted.error;
		return { user: await settled(client, id, phone), left: formerLeft(deleted.error, id, former) };
	}
	if (!refusal && phone !== '') return { user: await settled(client, id, phone) };
	const written = await attempt(writeRecord(client, id, phone));
	if (written.ok) return { user: written.value };
	const message = `The former number ${former.value} is gone, the new one is not there: ${written.error.message}`;
	throw new ZendeskError({ ...written.error, message });
}
