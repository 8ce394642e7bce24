import {
	deleteIdentity,
	isAddress,
	listIdentities,
	makePrimary,
	replaceValue,
} from '../api/identities';
import type { Identity, ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import { attempt, type Client } from '../http/client';
import { ZendeskError } from '../http/errors';
import { addAsPrimary } from './primary';

/** How an address was changed that is the primary one now. */
export interface EmailChange {
	/** What of the former address is still there although it should be gone, and why. */
	left?: ZendeskError;
	/** What of the former address stays, as was wanted, and people should know of. */
	note?: string;
}

const PROVIDERS: Record<string, string> = { google: 'Google', microsoft: 'Microsoft' };

function nameOfAddress({ type, value }: Identity): string {
	const provider = PROVIDERS[type];
	return provider === undefined ? value : `${value} (a ${provider} sign-in)`;
}

/** The next run finds the new address and has no way to tell the former one from a second one that is wanted. */
function formerLeft(error: ZendeskError, id: number, former: Identity): ZendeskError {
	return new ZendeskError({
		...error,
		message: `The email was changed, but the former address ${nameOfAddress(former)} is still there: ${error.message}`,
		advice: `Remove ${former.value} from the user (ID ${id}) in Zendesk; another run does not do it`,
	});
}

/**
 * Replaces the primary address by one request, so that a run which breaks off leaves the one or the other: with both, the
 * next run would see nothing left to do, and the former address would stay a way in. What a provider signs in is not
 * renamed: whoever has that account could still sign in by it.
 *
 * @returns the identity that was replaced; `undefined` where there is none, or the account does not take this
 */
async function replaced(
	client: Client,
	user: ZendeskUser,
	identities: Identity[],
	email: string,
): Promise<Identity | undefined> {
	const former = identities.find((one) => one.type === 'email' && isAddress(one, user.email));
	if (!former) return undefined;
	const there = identities.find((one) => isAddress(one, email) && one.id !== former.id);
	// Who signs in by a provider with the new address goes on doing so.
	if (there && there.type !== 'email') return undefined;
	// An address is taken once, even by the same user.
	if (there) await deleteIdentity(client, user.id, there.id);
	const done = await attempt(replaceValue(client, user.id, former.id, email));
	if (!done.ok) {
		if (done.error.kind === 'invalid' || done.error.kind === 'forbidden') return undefined;
		throw done.error;
	}
	if (!sameText(done.value.value, email)) return undefined;
	if (done.value.primary === false) await makePrimary(client, user.id, former.id);
	return former;
}

/** Removes every sign-in by the former address. */
async function removeFormer(
	client: Client,
	id: number,
	former: Identity[],
): Promise<ZendeskError | undefined> {
	let left: ZendeskError | undefined;
	for (const identity of former) {
		const deleted = await attempt(deleteIdentity(client, id, identity.id));
		if (!deleted.ok) left ??= formerLeft(deleted.error, id, identity);
	}
	return left;
}

/** Gives a user an address that is not theirs yet as the primary one. `before` = their identities, where they are known. */
async function exchange(
	client: Client,
	user: ZendeskUser,
	email: string,
	before: Identity[],
): Promise<EmailChange> {
	const isFormer = (one: Identity) => isAddress(one, user.email);
	const isThere = (all: Identity[]) => all.some((one) => one.primary && isAddress(one, email));
	const rid = async (all: Identity[]) => ({
		left: await removeFormer(client, user.id, all.filter(isFormer)),
	});
	// Another run was faster, or becomes so: then only the former address is left to do.
	if (isThere(before)) return await rid(before);
	const done = await attempt(replaced(client, user, before, email));
	if (!done.ok) {
		const now = await attempt(listIdentities(client, user.id));
		if (now.ok && isThere(now.value)) return await rid(now.value);
		throw done.error;
	}
	const { value: former } = done;
	if (former) return await rid(before.filter(({ id }) => id !== former.id));
	return await rid((await addPrimary(client, user.id, email, before)) ?? []);
}

async function addPrimary(
	client: Client,
	userId: number,
	email: string,
	before: Identity[],
): Promise<Identity[] | undefined> {
	const isIt = (one: Identity) => isAddress(one, email);
	const there = before.find((one) => isIt(one) && one.type !== 'email');
	return await addAsPrimary(client, userId, { type: 'email', value: email }, isIt, there);
}

/**
 * Gives a user another primary email; the former one is gone then, also as a sign-in by Google, unless it is to be kept.
 *
 * @throws {ZendeskError} the email was not changed
 * @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/#update-identity
 */
export async function changeEmail(
	client: Client,
	user: ZendeskUser,
	email: string,
	keepOldEmail: boolean,
): Promise<EmailChange> {
	if (!keepOldEmail) {
		return await exchange(client, user, email, await listIdentities(client, user.id));
	}
	const former = ((await addPrimary(client, user.id, email, [])) ?? []).filter((one) =>
		isAddress(one, user.email),
	);
	const signIns = former.filter(({ type }) => type !== 'email').map(nameOfAddress);
	return signIns.length > 0 ? { note: `${signIns.join(', ')} stays, as the option says` } : {};
}

/**
 * Gives a user the email of a row. One that is theirs already finds them and changes nothing, unless it is to become the
 * primary one: then the former one stays as a second one.
 *
 * @returns `isOwn`: it was theirs, and nothing was written
 * @throws {ZendeskError} the email was not changed
 */
export async function writeEmail(
	client: Client,
	user: ZendeskUser,
	email: string,
	makePrimary: boolean,
): Promise<EmailChange & { isOwn?: boolean }> {
	const before = await listIdentities(client, user.id);
	const own = before.find((one) => isAddress(one, email));
	if (own === undefined) return await exchange(client, user, email, before);
	if (!makePrimary || own.primary) return { isOwn: true };
	const isIt = (one: Identity) => one.id === own.id;
	await addAsPrimary(client, user.id, { type: own.type, value: own.value }, isIt, own);
	return {};
}
