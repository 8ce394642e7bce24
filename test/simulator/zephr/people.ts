import type { ZephrAccount, ZephrUser } from './records';
import type { Tenant } from './tenant';
import type { TriggerName } from './triggers';

export interface NewUser {
	email_address: string;
	attributes: Record<string, unknown>;
	email_verified: boolean;
	site: string;
	foreign_keys: Record<string, string>;
	registered: number;
}

/** Something that Zephr refuses, with the status of the answer. */
export class Refusal extends Error {
	constructor(
		readonly status: 400 | 404 | 409,
		message: string,
	) {
		super(message);
	}
}

export function userOf(tenant: Tenant, userId: string): ZephrUser {
	const user = tenant.users.get(userId);
	if (!user) throw new Refusal(404, `No user ${userId}`);
	return user;
}

export function accountOf(tenant: Tenant, accountId: string): ZephrAccount {
	const account = tenant.accounts.get(accountId);
	if (!account) throw new Refusal(404, `No account ${accountId}`);
	return account;
}

function fire(tenant: Tenant, trigger: TriggerName, user: ZephrUser): void {
	tenant.emit({ trigger, time: tenant.now, site: user.site, user });
}

function checkFree(tenant: Tenant, email: string): void {
	if (tenant.userByEmail(email)) throw new Refusal(409, `${email} is taken`);
}

export function createUser(tenant: Tenant, given: Partial<NewUser> = {}): ZephrUser {
	const n = tenant.users.size + 1;
	const email = given.email_address ?? `reader-${tenant.random.hex(8)}@example.com`;
	checkFree(tenant, email);
	const site = given.site ?? tenant.sites[0];
	if (!tenant.sites.includes(site)) throw new Refusal(400, `No site ${site}`);
	const user: ZephrUser = {
		user_id: tenant.uuid(),
		email_address: email,
		attributes: { ...(given.attributes ?? { 'first-name': 'Rita', 'last-name': `Reader ${n}` }) },
		email_verified: given.email_verified ?? false,
		tracking_id: tenant.uuid(),
		registered: given.registered ?? tenant.now,
		site,
		foreign_keys: { ...given.foreign_keys },
		updated: tenant.now,
	};
	tenant.users.set(user.user_id, user);
	fire(tenant, 'user.create', user);
	return user;
}

/** `patch` merges, `put` replaces all attributes. */
export function writeAttributes(
	tenant: Tenant,
	userId: string,
	mode: 'patch' | 'put',
	attributes: Record<string, unknown>,
): ZephrUser {
	const user = userOf(tenant, userId);
	user.attributes = mode === 'put' ? { ...attributes } : { ...user.attributes, ...attributes };
	user.updated = tenant.now;
	fire(tenant, 'user.update', user);
	return user;
}

/** A new address has to be verified again. */
export function changeEmail(tenant: Tenant, userId: string, email: string): ZephrUser {
	const user = userOf(tenant, userId);
	const owner = tenant.userByEmail(email);
	if (owner && owner !== user) throw new Refusal(409, `${email} is taken`);
	Object.assign(user, { email_address: email, email_verified: false, updated: tenant.now });
	fire(tenant, 'user.update-email', user);
	if (tenant.switches.emailChangeFires === 'update-email-and-update') {
		fire(tenant, 'user.update', user);
	}
	return user;
}

export function verifyEmail(tenant: Tenant, userId: string): ZephrUser {
	const user = userOf(tenant, userId);
	Object.assign(user, { email_verified: true, updated: tenant.now });
	fire(tenant, 'user.verify-email', user);
	return user;
}

/** Fires Delete only: what the user had goes with him. */
export function deleteUser(tenant: Tenant, userId: string): void {
	const user = userOf(tenant, userId);
	tenant.users.delete(userId);
	for (const { grant_id: id } of tenant.grantsOf({ user_id: userId })) tenant.grants.delete(id);
	for (const account of tenant.accountsOf(userId)) account.user_ids.delete(userId);
	fire(tenant, 'user.delete', user);
}

export function addAccount(
	tenant: Tenant,
	given: Partial<Omit<ZephrAccount, 'account_id' | 'user_ids'>> = {},
): ZephrAccount {
	const account: ZephrAccount = {
		account_id: tenant.uuid(),
		name: `Company ${tenant.accounts.size + 1}`,
		email_address: `company-${tenant.accounts.size + 1}@example.com`,
		number_of_seats: 10,
		site: tenant.sites[0],
		...given,
		user_ids: new Set(),
	};
	tenant.accounts.set(account.account_id, account);
	return account;
}

export function join(tenant: Tenant, accountId: string, userId: string): void {
	accountOf(tenant, accountId).user_ids.add(userId);
	fire(tenant, 'user.add-to-account', userOf(tenant, userId));
}

export function leave(tenant: Tenant, accountId: string, userId: string): void {
	accountOf(tenant, accountId).user_ids.delete(userId);
	fire(tenant, 'user.remove-from-account', userOf(tenant, userId));
}
