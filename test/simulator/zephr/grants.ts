import { accountOf, Refusal, userOf } from './people';
import type { GrantState, ZephrGrant } from './records';
import type { ZephrSwitches } from './switches';
import type { Tenant } from './tenant';

export interface NewGrant {
	entitlement_type: ZephrGrant['entitlement_type'];
	entitlement_id: string;
	/** `null` = a bare entitlement. */
	product_id: string | null;
	/** Default: now. */
	start: number;
	end: number | null;
}

export type Holder = { user_id: string } | { account_id: string };

type Event = 'grant' | 'grant-started' | 'grant-ended';

const AT_ONCE: Record<ZephrSwitches['grantFires'], Event[]> = {
	grant: ['grant'],
	'grant-started': ['grant-started'],
	both: ['grant', 'grant-started'],
};

export function stateOf(grant: ZephrGrant, now: number): GrantState {
	if (grant.start > now) return 'pending';
	return grant.end !== null && grant.end <= now ? 'expired' : 'active';
}

export function grantOf(tenant: Tenant, grantId: string, holder?: Holder): ZephrGrant {
	const grant = tenant.grants.get(grantId);
	const [key, id] = Object.entries(holder ?? {})[0] ?? [];
	if (!grant || (key && grant[key as keyof ZephrGrant] !== id)) {
		throw new Refusal(404, `No grant ${grantId}`);
	}
	return grant;
}

function fire(tenant: Tenant, event: Event, grant: ZephrGrant): void {
	const { user_id: userId, account_id: accountId } = grant;
	const user = userId === null ? undefined : userOf(tenant, userId);
	const account = accountId === null ? undefined : accountOf(tenant, accountId);
	const trigger = user ? (`entitlement.${event}` as const) : (`account.${event}` as const);
	const site = (user ?? account)!.site;
	if (user && tenant.switches.grantUpdatesUser) user.updated = tenant.now;
	tenant.emit({ trigger, time: tenant.now, site, user, account, grant });
}

/** Gives a user or an account something, from a time on and up to a time. */
export function addGrant(
	tenant: Tenant,
	holder: Holder,
	given: Partial<NewGrant> = {},
): ZephrGrant {
	const grant: ZephrGrant = {
		grant_id: tenant.uuid(),
		user_id: 'user_id' in holder ? userOf(tenant, holder.user_id).user_id : null,
		account_id: 'account_id' in holder ? accountOf(tenant, holder.account_id).account_id : null,
		entitlement_type: given.entitlement_type ?? 'bundle',
		entitlement_id: given.entitlement_id ?? 'everything',
		product_id: given.product_id === undefined ? 'gold' : given.product_id,
		start: given.start ?? tenant.now,
		end: given.end ?? null,
		created: tenant.now,
	};
	tenant.grants.set(grant.grant_id, grant);
	if (stateOf(grant, tenant.now) === 'pending') {
		fire(tenant, 'grant', grant);
		later(tenant, grant.start, 'grant-started', grant);
	} else {
		for (const event of AT_ONCE[tenant.switches.grantFires]) fire(tenant, event, grant);
	}
	if (grant.end !== null && grant.end > tenant.now) later(tenant, grant.end, 'grant-ended', grant);
	return grant;
}

/** Fires when it is due, if the grant is still there and still starts or ends then. */
function later(tenant: Tenant, due: number, event: Event, grant: ZephrGrant): void {
	tenant.agenda.at(due, () => {
		const planned = event === 'grant-started' ? grant.start : grant.end;
		if (tenant.grants.get(grant.grant_id) === grant && planned === due) fire(tenant, event, grant);
	});
}

/** Ends a grant now; it stays in the list as expired. */
export function endGrant(tenant: Tenant, grantId: string): ZephrGrant {
	const grant = grantOf(tenant, grantId);
	const wasActive = stateOf(grant, tenant.now) === 'active';
	grant.end = tenant.now;
	if (wasActive) fire(tenant, 'grant-ended', grant);
	return grant;
}

/** Takes a grant away altogether. */
export function removeGrant(tenant: Tenant, grantId: string): void {
	endGrant(tenant, grantId);
	tenant.grants.delete(grantId);
}

/**
 * Whether a user has something now: a grant of his own, or (where that counts, which is UNCONFIRMED, zephr-and-hr §1.5)
 * of one of his accounts.
 *
 * @param products only grants of products count
 */
export function isCustomer(
	tenant: Tenant,
	userId: string,
	options: { accounts?: boolean; products?: boolean } = {},
): boolean {
	const { accounts = true, products = false } = options;
	const own = tenant.grantsOf({ user_id: userId });
	const shared = accounts ? tenant.accountsOf(userId) : [];
	const theirs = shared.flatMap(({ account_id }) => tenant.grantsOf({ account_id }));
	return [...own, ...theirs].some(
		(grant) => stateOf(grant, tenant.now) === 'active' && !(products && grant.product_id === null),
	);
}
