import { toSecond } from '../core/time';
import { badRequest, Issues } from '../http/errors';
import type { Input } from '../http/query';
import type { Identity, User } from '../store/records';
import type { Act } from '../world';
import { checkDirectLine, storedPhone } from './phones';

/**
 * What the Create Identity endpoint takes; identities of other types come into being by their channels.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/users/user_identities/#create-identity
 */
const CREATABLE = new Set([
	'email',
	'twitter',
	'facebook',
	'google',
	'phone_number',
	'agent_forwarding',
]);

/** Kinds of which a user has one primary identity each (recorded: a Google address and a phone number, both primary). */
const KINDS: Partial<Record<string, 'address' | 'phone'>> = {
	email: 'address',
	google: 'address',
	phone_number: 'phone',
};

/** Whether it is an email address, by which its owner signs in. */
export const isAddress = ({ type }: Pick<Identity, 'type'>) => KINDS[type] === 'address';

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

export function identitiesOfType(act: Act, user: User, type: string): Identity[] {
	return act.world.store.identities.sortedBy('user', user.id).filter((row) => row.type === type);
}

/** Adds an identity; the user's first address and first number become the primary ones. */
export function addIdentity(act: Act, user: User, draft: NewIdentity): Identity {
	const { store } = act.world;
	const at = toSecond(act.now);
	const kind = KINDS[draft.type];
	const isFirst =
		kind !== undefined &&
		!store.identities
			.sortedBy('user', user.id)
			.some(({ type, primary }) => primary && KINDS[type] === kind);
	const identity = store.identities.insert({
		id: store.ids.next('identity'),
		user_id: user.id,
		type: draft.type,
		value: kind === 'phone' ? storedPhone(act, draft.value) : draft.value.trim(),
		verified: draft.verified,
		primary: kind === undefined ? (draft.primary ?? false) : isFirst,
		created_at: at,
		updated_at: at,
		verified_at: draft.verified ? at : null,
		verification_method: draft.verified ? 'low' : 'none',
		ownership: 'owned',
		undeliverable_count: 0,
		deliverable_state: 'deliverable',
	});
	if (isFirst) showPrimary(act, user, identity);
	else if (draft.primary && kind !== undefined) promote(act, user, identity);
	if (draft.type === 'email' && !draft.verified && !draft.quiet) sendVerification(act, identity);
	return identity;
}

/** The user's record shows the primary address and the primary number. */
function showPrimary(act: Act, user: User, identity: Identity): void {
	const { users } = act.world.store;
	const { value, verified } = identity;
	if (isAddress(identity)) users.update(user, { email: value, verified });
	else if (KINDS[identity.type] === 'phone') {
		users.update(user, { phone: value, shared_phone_number: false });
	}
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
	if (!CREATABLE.has(type)) issues.add('type', 'Type: is invalid', 'InvalidValue');
	else if (value === '') issues.add('value', 'Value: cannot be blank', 'BlankValue');
	else if (type === 'phone_number') checkDirectLine(act, value, user, issues);
	else if (isAddress({ type })) {
		checkEmail(act, value, user, issues);
		if (emailIdentity(act, user, value)) addTaken(value, issues);
	} else checkHandle(act, user, type, value, issues);
}

function addTaken(value: string, issues: Issues): void {
	issues.add('value', `Value: ${value} has already been taken`, 'DuplicateValue');
}

/** X handles, Facebook accounts and forwarding numbers are one user's each, and nobody has two Facebook accounts. */
function checkHandle(act: Act, user: User, type: string, value: string, issues: Issues): void {
	const isSame = (row: Identity) =>
		row.type === type && row.value.toLowerCase() === value.trim().toLowerCase();
	if (act.world.store.identities.all().some(isSame)) addTaken(value, issues);
	else if (type === 'facebook' && identitiesOfType(act, user, type).length > 0) {
		issues.add('type', 'Type: only one Facebook account can be added', 'InvalidValue');
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

/** Makes an address the one that shows as `user.email`, or a number the one that shows as `user.phone`. */
export function promote(act: Act, user: User, identity: Identity): void {
	const { store } = act.world;
	const updated_at = toSecond(act.now);
	const kindOf = ({ type }: Identity) => KINDS[type] ?? type;
	for (const other of store.identities.sortedBy('user', user.id)) {
		const primary = other.id === identity.id;
		if (kindOf(other) === kindOf(identity) && other.primary !== primary) {
			store.identities.update(other, { primary, updated_at });
		}
	}
	showPrimary(act, user, identity);
	touch(act, user);
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
	if (identity.primary && isAddress(identity)) store.users.update(user, { verified });
	touch(act, user);
}

/** Complains about another value in the place of one, by {@link updateIdentity}. */
function checkReplacement(act: Act, user: User, identity: Identity, value: string): void {
	const issues = new Issues();
	if (identity.type === 'phone_number') checkDirectLine(act, value, user, issues, identity);
	if (isAddress(identity)) {
		if (identity.primary && act.world.switches.primaryAddress === 'fixed') {
			issues.add('value', "Value: the primary address can't be changed", 'InvalidValue');
		}
		checkEmail(act, value, user, issues);
		const there = emailIdentity(act, user, value);
		if (there && there.id !== identity.id) addTaken(value, issues);
	}
	issues.raise();
}

function writeValue(act: Act, user: User, identity: Identity, text: string): void {
	const isPhone = identity.type === 'phone_number';
	const value = isPhone ? storedPhone(act, text) : text.trim();
	checkReplacement(act, user, identity, text);
	if (act.world.switches.identityUpdate === 'without-effect') return;
	act.world.store.identities.update(identity, { value, updated_at: toSecond(act.now) });
	if (identity.primary) showPrimary(act, user, identity);
	touch(act, user);
}

/** Changes value or verification; `primary` has an endpoint of its own. */
export function updateIdentity(act: Act, user: User, identity: Identity, input: Input): void {
	const method = input.verification_method;
	if (method !== undefined && !WRITABLE_METHODS.has(String(method))) {
		throw badRequest('InvalidValue', 'verification_method must be none or low');
	}
	if (typeof input.value === 'string' && input.value !== identity.value) {
		writeValue(act, user, identity, input.value);
	}
	const verified = method === undefined ? input.verified : method === 'low';
	if (typeof verified === 'boolean') setVerified(act, user, identity, verified);
}
