import { toSecond } from '../core/time';
import { badRequest, Issues } from '../http/errors';
import type { Input } from '../http/query';
import type { Identity, User } from '../store/records';
import type { Act } from '../world';

const TYPES = new Set([
	'email',
	'twitter',
	'facebook',
	'google',
	'phone_number',
	'agent_forwarding',
	'any_channel',
	'foreign',
	'sdk',
	'messaging',
]);

/** Only these can be written (zendesk-api §2.3). */
const WRITABLE_METHODS = new Set(['none', 'low']);

export interface NewIdentity {
	type: string;
	value: string;
	verified: boolean;
	primary?: boolean;
	/** No verification mail. */
	quiet?: boolean;
}

/** Complains about an address that is malformed or taken, by whomever and as whatever identity (§2.5). */
export function checkEmail(act: Act, email: string, user: User | undefined, issues: Issues): void {
	if (!/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email)) {
		issues.add('email', `Email: ${email} is not properly formatted`);
		return;
	}
	const brandId = user?.brand_id ?? null;
	const taken = act.world.store.identityByEmail(email, brandId);
	if (taken && taken.user_id !== user?.id) {
		const description = `Email: ${email} is already being used by another user`;
		issues.add('email', description, 'DuplicateValue');
	}
}

export function emailIdentity(act: Act, user: User, email: string): Identity | undefined {
	const identity = act.world.store.identityByEmail(email, user.brand_id);
	return identity?.user_id === user.id ? identity : undefined;
}

/** Adds an identity; the user's first email becomes the primary one. */
export function addIdentity(act: Act, user: User, draft: NewIdentity): Identity {
	const { store } = act.world;
	const at = toSecond(act.now);
	const isFirst = draft.type === 'email' && user.email === null;
	const identity = store.identities.insert({
		id: store.ids.next('identity'),
		user_id: user.id,
		type: draft.type,
		value: draft.value.trim(),
		verified: draft.verified,
		primary: draft.type === 'email' ? isFirst : (draft.primary ?? false),
		created_at: at,
		updated_at: at,
		verified_at: draft.verified ? at : null,
		verification_method: draft.verified ? 'low' : 'none',
		ownership: 'owned',
	});
	if (isFirst) store.users.update(user, { email: identity.value, verified: identity.verified });
	else if (draft.primary && draft.type === 'email') makePrimary(act, user, identity);
	if (draft.type === 'email' && !draft.verified && !draft.quiet) sendVerification(act, identity);
	return identity;
}

export function sendVerification(act: Act, identity: Identity): void {
	const { value: to, user_id: userId } = identity;
	act.world.store.mails.push({ to, userId, kind: 'verification', at: act.now });
}

/** What a request says about a new identity. */
function identityOf(input: Input): NewIdentity {
	return {
		type: String(input.type ?? ''),
		value: String(input.value ?? ''),
		verified: input.verified === true || input.verification_method === 'low',
		primary: input.primary === true,
		quiet: input.skip_verify_email === true,
	};
}

/** Complains about an identity that a request wants to add to this user. */
export function checkIdentity(act: Act, user: User, input: Input, issues: Issues): void {
	const { type, value } = identityOf(input);
	if (!TYPES.has(type)) issues.add('type', 'Type: is invalid', 'InvalidValue');
	if (value === '') issues.add('value', 'Value: cannot be blank', 'BlankValue');
	else if (type === 'email') {
		checkEmail(act, value, user, issues);
		if (emailIdentity(act, user, value)) {
			issues.add('value', `Value: ${value} has already been taken`, 'DuplicateValue');
		}
	}
}

/** Adds a checked identity that a request asks for. */
export function createIdentity(act: Act, user: User, input: Input): Identity {
	const identity = addIdentity(act, user, identityOf(input));
	touch(act, user);
	return identity;
}

function touch(act: Act, user: User): void {
	act.world.store.users.update(user, { updated_at: toSecond(act.now) });
}

/** Makes an email the one that shows as `user.email`. */
export function makePrimary(act: Act, user: User, identity: Identity): void {
	const { store } = act.world;
	const updated_at = toSecond(act.now);
	for (const other of store.identities.sortedBy('user', user.id)) {
		const primary = other.id === identity.id;
		if (other.type === identity.type && other.primary !== primary) {
			store.identities.update(other, { primary, updated_at });
		}
	}
	if (identity.type !== 'email') return;
	store.users.update(user, { email: identity.value, verified: identity.verified, updated_at });
}

export function setVerified(act: Act, user: User, identity: Identity, verified: boolean): void {
	const { store } = act.world;
	const at = toSecond(act.now);
	store.identities.update(identity, {
		verified,
		verified_at: verified ? at : null,
		verification_method: verified ? 'low' : 'none',
		updated_at: at,
	});
	if (identity.primary && identity.type === 'email') store.users.update(user, { verified });
	touch(act, user);
}

/** Complains about another address in the place of one, by {@link updateIdentity}. */
function checkReplacement(
	act: Act,
	user: User,
	identity: Identity,
	value: string,
	issues: Issues,
): void {
	const { primaryAddress } = act.world.switches;
	if (identity.primary && primaryAddress === 'fixed') {
		issues.add('value', "Value: the primary address can't be changed", 'InvalidValue');
	}
	checkEmail(act, value, user, issues);
	const there = emailIdentity(act, user, value);
	if (there && there.id !== identity.id) {
		issues.add('value', `Value: ${value} has already been taken`, 'DuplicateValue');
	}
}

/** Changes value or verification; `primary` has an endpoint of its own. */
export function updateIdentity(act: Act, user: User, identity: Identity, input: Input): void {
	const { store } = act.world;
	const method = input.verification_method;
	if (method !== undefined && !WRITABLE_METHODS.has(String(method))) {
		throw badRequest('InvalidValue', 'verification_method must be none or low');
	}
	if (typeof input.value === 'string' && input.value !== identity.value) {
		const issues = new Issues();
		if (identity.type === 'email') checkReplacement(act, user, identity, input.value, issues);
		issues.raise();
		store.identities.update(identity, { value: input.value.trim(), updated_at: toSecond(act.now) });
		if (identity.primary && identity.type === 'email') {
			store.users.update(user, { email: identity.value });
		}
	}
	const verified = method === undefined ? input.verified : method === 'low';
	if (typeof verified === 'boolean') setVerified(act, user, identity, verified);
}
