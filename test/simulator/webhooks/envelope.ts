import { iso } from '../core/time';
import type { Webhook } from '../store/access-records';
import type { User } from '../store/records';
import type { Switches } from '../switches';

/** What can happen to a user (zendesk-api §7.3). */
export const USER_EVENTS = [
	'created',
	'deleted',
	'merged',
	'active_changed',
	'suspended_changed',
	'role_changed',
	'custom_role_changed',
	'name_changed',
	'alias_changed',
	'notes_changed',
	'details_changed',
	'external_id_changed',
	'default_group_changed',
	'time_zone_changed',
	'last_login_changed',
	'only_private_comments_changed',
	'tags_changed',
	'custom_field_changed',
	'photo_changed',
	'password_changed',
	'identity_created',
	'identity_changed',
	'identity_deleted',
	'group_membership_created',
	'group_membership_deleted',
	'organization_membership_created',
	'organization_membership_deleted',
] as const;

export type UserEvent = (typeof USER_EVENTS)[number];

/** The part of an envelope that depends on the type of event. */
export type EventBody = Record<string, unknown>;

/** The body of a delivery (§7.3). */
export interface Envelope {
	/** e.g. `zen:event-type:user.created` */
	type: string;
	account_id: number;
	/** A UUID, the same in every repeat. */
	id: string;
	time: string;
	zendesk_event_version: string;
	/** e.g. `zen:user:390000000101` */
	subject: string;
	detail: Record<string, string>;
	event: EventBody;
}

export const ACCOUNT_ID = 12_514_403;
const VERSION = '2022-11-06';

/** Missing ids are "0", as text like all ids. */
export const idText = (id: number | null): string => String(id ?? 0);

const COLON = 'zen:event-type:user.';
const SLASH = 'zen:event-type/user.';

/** §7.3: the documentation's table prints these with a slash. */
const SLASHED: ReadonlySet<UserEvent> = new Set(['identity_changed', 'identity_created', 'merged']);

export function typeOf(name: UserEvent, switches: Switches): string {
	return `${switches.eventTypeWithSlash && SLASHED.has(name) ? SLASH : COLON}${name}`;
}

/** Whether a webhook is told of an event; of the three with a slash by either spelling of its subscription. */
export function subscribesTo({ subscriptions }: Webhook, type: string): boolean {
	const name = type.slice(COLON.length);
	const isSlashed = (SLASHED as ReadonlySet<string>).has(name);
	return subscriptions.some(
		(each) => each === type || (isSlashed && [COLON + name, SLASH + name].includes(each)),
	);
}

/** Whether a webhook is to be told of events at all, not only of what triggers and automations send. */
export function listens({ status, subscriptions }: Webhook): boolean {
	return status === 'active' && subscriptions.some((each) => each.startsWith('zen:event-type'));
}

/** What every event says of its user, as he is after it. Keys in the order of the alphabet, as in real deliveries. */
function detailOf(user: User): Envelope['detail'] {
	return {
		created_at: iso(user.created_at),
		default_group_id: idText(user.default_group_id),
		email: user.email ?? '',
		external_id: user.external_id ?? '',
		id: idText(user.id),
		organization_id: idText(user.organization_id),
		role: user.role,
		updated_at: iso(user.updated_at),
	};
}

/** @param time when it happened, in ms of the clock */
export function envelopeOf(
	id: string,
	type: string,
	user: User,
	event: EventBody,
	time: number,
): Envelope {
	return {
		account_id: ACCOUNT_ID,
		detail: detailOf(user),
		event,
		id,
		subject: `zen:user:${user.id}`,
		time: iso(time),
		type,
		zendesk_event_version: VERSION,
	};
}
