import { iso } from '../core/time';
import { stateOf } from './grants';
import type { ZephrAccount, ZephrGrant, ZephrUser, ZephrWebhook } from './records';
import type { ZephrSwitches } from './switches';
import type { Tenant } from './tenant';

type Json = Record<string, unknown>;

/** `2024-02-01 00:00:00` */
const plainTime = (ms: number) => iso(ms).replace('T', ' ').replace('Z', '');

const FOREIGN_KEYS: Record<ZephrSwitches['foreignKeys'], (keys: Record<string, string>) => Json> = {
	omitted: () => ({}),
	list: (keys) => ({
		foreign_keys: Object.entries(keys).map(([system, value]) => ({ system, value })),
	}),
	map: (keys) => ({ foreign_keys: keys }),
};

/** The map of attributes by slug, or none at all. */
function attributesOf({ attributes }: ZephrUser, switches: ZephrSwitches): Json {
	const entries = Object.entries(attributes);
	if (entries.length === 0 && switches.noAttributes === 'omitted') return {};
	const shown = entries.map(([slug, value]) => [
		slug,
		switches.booleansAsText && typeof value === 'boolean' ? String(value) : value,
	]);
	return { attributes: Object.fromEntries(shown) as Json };
}

const siteOf = (tenant: Tenant, site: string) => `${tenant.name}|${site}`;

const registrationOf = (tenant: Tenant, user: ZephrUser): Json => ({
	tracking_id: user.tracking_id,
	registered: iso(user.registered),
	registration_tenant: siteOf(tenant, user.site),
});

/** zephr-and-hr §1.4 */
export function presentUser(tenant: Tenant, user: ZephrUser): Json {
	const { switches } = tenant;
	return {
		user_id: user.user_id,
		identifiers: { email_address: user.email_address },
		...attributesOf(user, switches),
		email_verified: user.email_verified,
		...FOREIGN_KEYS[switches.foreignKeys](user.foreign_keys),
		...(switches.userShowsRegistration ? registrationOf(tenant, user) : {}),
	};
}

/** §1.2: the details of User – Create, complete. */
export function presentCreated(tenant: Tenant, user: ZephrUser): Json {
	return {
		user_id: user.user_id,
		identifiers: { email_address: user.email_address },
		...attributesOf(user, tenant.switches),
		tenantId: tenant.name,
		subTenantId: subTenantOf(tenant, user.site),
		email_verified: user.email_verified,
		tracking_id: user.tracking_id,
		registered: iso(user.registered),
		registration_state: 'complete',
	};
}

/** §1.2 */
export function subTenantOf(tenant: Tenant, site: string): string {
	return tenant.switches.subTenant === 'site' ? site : siteOf(tenant, site);
}

/** §1.5: the grants of users are named otherwise than those of accounts and exports. */
export function presentGrant(tenant: Tenant, grant: ZephrGrant, style: 'user' | 'other'): Json {
	const { grant_id, user_id, account_id, created } = grant;
	return {
		...(style === 'user' ? { grant_id } : { grantId: grant_id }),
		...(user_id === null ? {} : { user_id }),
		...(account_id === null ? {} : { account_id }),
		entitlement_type: grant.entitlement_type,
		entitlement_id: grant.entitlement_id,
		expiry_state: stateOf(grant, tenant.now),
		startTime: plainTime(grant.start),
		...(grant.end === null ? {} : { endTime: plainTime(grant.end) }),
		...(style === 'user' ? { created_at: plainTime(created) } : { createdAt: plainTime(created) }),
		...(grant.product_id === null ? {} : { product_id: grant.product_id }),
	};
}

/** §1.5: a row of the export, without its number. */
export function presentExported(
	tenant: Tenant,
	user: ZephrUser,
	include: { attributes: boolean; grants: boolean },
): Json {
	const { switches } = tenant;
	const accounts = switches.exportAccountGrants ? tenant.accountsOf(user.user_id) : [];
	const grants = [
		...tenant.grantsOf({ user_id: user.user_id }),
		...accounts.flatMap(({ account_id }) => tenant.grantsOf({ account_id })),
	];
	return {
		user: {
			...(switches.exportUserId ? { user_id: user.user_id } : {}),
			identifiers: { email_address: user.email_address },
			...(include.attributes ? attributesOf(user, switches) : {}),
			email_verified: user.email_verified,
			...registrationOf(tenant, user),
		},
		...(include.grants
			? { grants: { results: grants.map((grant) => presentGrant(tenant, grant, 'other')) } }
			: {}),
	};
}

/** §1.5 */
export function presentAccount(tenant: Tenant, account: ZephrAccount): Json {
	const { account_id, name, email_address, number_of_seats } = account;
	return { account_id, name, email_address, number_of_seats, tenant_id: tenant.name };
}

/** §1.6: neither sites nor sign-in. */
export function presentWebhook(webhook: ZephrWebhook): Json {
	const { webhook_id, label, triggers, method, target } = webhook;
	return { webhook_id, label, triggers, method, target };
}
