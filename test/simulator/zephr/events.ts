import { presentCreated, presentGrant, subTenantOf } from './present';
import type { ZephrAccount, ZephrGrant, ZephrUser, ZephrWebhook } from './records';
import type { ZephrSwitches } from './switches';
import type { Tenant } from './tenant';
import { type TriggerName, typeOf } from './triggers';

/** What a webhook can tell. Payloads are made at once, from the records as they are then. */
export interface Happening {
	trigger: TriggerName;
	/** ms of the clock. */
	time: number;
	site: string;
	user?: ZephrUser;
	account?: ZephrAccount;
	grant?: ZephrGrant;
}

type Json = Record<string, unknown>;

/** zephr-and-hr §1.2: the four places where the code under test looks for the user. */
const USER_DETAILS: Record<ZephrSwitches['eventDetails'], (user: Json) => Json> = {
	user: (user) => user,
	id: ({ user_id }) => ({ user_id }),
	'camel-id': ({ user_id: userId }) => ({ userId }),
	nested: (user) => ({ user }),
};

const ACCOUNT_DETAILS: Record<ZephrSwitches['eventDetails'], (account_id: string) => Json> = {
	user: (account_id) => ({ account_id }),
	id: (account_id) => ({ account_id }),
	'camel-id': (accountId) => ({ accountId }),
	nested: (account_id) => ({ account: { account_id } }),
};

function detailsOf(tenant: Tenant, { trigger, user, account, grant }: Happening): Json {
	const { switches } = tenant;
	const whole = user && presentCreated(tenant, user);
	if (trigger === 'user.create') return whole!;
	if (trigger === 'user.delete' && !switches.deleteNamesEmail) delete whole!.identifiers;
	return {
		...(grant ? presentGrant(tenant, { ...grant, user_id: null, account_id: null }, 'user') : {}),
		...(whole ? USER_DETAILS[switches.eventDetails](whole) : {}),
		...(account ? ACCOUNT_DETAILS[switches.eventDetails](account.account_id) : {}),
	};
}

/** The body of a delivery. Confirmed for User – Create; the others share its envelope, their details are a switch. */
export function payloadOf(tenant: Tenant, happening: Happening, webhook: ZephrWebhook): Json {
	return {
		tenantId: tenant.name,
		subTenantId: subTenantOf(tenant, happening.site),
		type: typeOf(happening.trigger, tenant.switches),
		time: happening.time,
		details: detailsOf(tenant, happening),
		webhook: webhook.label,
	};
}

export function concerns(webhook: ZephrWebhook, { trigger, site }: Happening): boolean {
	return (
		webhook.triggers.includes(trigger) && (webhook.sites === null || webhook.sites.includes(site))
	);
}
