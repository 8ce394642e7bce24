import type { ZephrSwitches } from './switches';

/**
 * What can fire a webhook, by the API's names, with the payload's `type` (zephr-and-hr §1.1, §1.2). Confirmed are
 * `user.create`, `user.delete` and `CREATE_USER`; the others are guesses after the console's names.
 */
const TYPES = {
	'user.create': 'CREATE_USER',
	'user.delete': 'DELETE_USER',
	'user.update': 'UPDATE_USER',
	'user.update-email': 'UPDATE_USER_EMAIL',
	'user.verify-email': 'VERIFY_USER_EMAIL',
	'user.add-to-account': 'ADD_USER_TO_ACCOUNT',
	'user.remove-from-account': 'REMOVE_USER_FROM_ACCOUNT',
	'entitlement.grant': 'GRANT_ENTITLEMENT',
	'entitlement.grant-started': 'ENTITLEMENT_GRANT_STARTED',
	'entitlement.grant-ended': 'ENTITLEMENT_GRANT_ENDED',
	'account.grant': 'GRANT_ACCOUNT',
	'account.grant-started': 'ACCOUNT_GRANT_STARTED',
	'account.grant-ended': 'ACCOUNT_GRANT_ENDED',
} as const;

export type TriggerName = keyof typeof TYPES;

export const TRIGGERS = Object.keys(TYPES) as TriggerName[];

export function isTrigger(name: unknown): name is TriggerName {
	return typeof name === 'string' && name in TYPES;
}

export function typeOf(trigger: TriggerName, switches: ZephrSwitches): string {
	return trigger === 'user.create' || switches.eventTypes === 'capitals' ? TYPES[trigger] : trigger;
}
