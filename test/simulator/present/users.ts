import { iso, isoOrNull } from '../core/time';
import { isAddress } from '../domain/identities';
import { ianaZoneOf } from '../domain/places';
import type { Session } from '../store/access-records';
import type { Identity, User } from '../store/records';
import type { World } from '../world';

type Json = Record<string, unknown>;

/** What agents and admins see of anybody. Written out in one piece: this is the hottest code of all. */
export function presentUser(world: World, user: User): Json {
	const shown: Json = {
		id: user.id,
		url: world.url(`users/${user.id}.json`),
		name: user.name,
		email: user.email,
		created_at: iso(user.created_at),
		updated_at: iso(user.updated_at),
		time_zone: user.time_zone,
		iana_time_zone: ianaZoneOf(user.time_zone),
		phone: user.phone,
		shared_phone_number: user.shared_phone_number,
		photo: user.photo,
		locale_id: user.locale_id,
		locale: user.locale,
		organization_id: user.organization_id,
		role: user.role,
		verified: user.verified,
		external_id: user.external_id,
		tags: user.tags,
		alias: user.alias,
		active: user.active,
		shared: user.shared,
		shared_agent: user.shared_agent,
		last_login_at: isoOrNull(user.last_login_at),
		two_factor_auth_enabled: user.two_factor_auth_enabled,
		signature: user.signature,
		details: user.details,
		notes: user.notes,
		role_type: user.role_type,
		custom_role_id: user.custom_role_id,
		moderator: user.moderator,
		ticket_restriction: user.ticket_restriction,
		only_private_comments: user.only_private_comments,
		restricted_agent: user.restricted_agent,
		suspended: user.suspended,
		suspension_details: user.suspended ? { channels: ['all'] } : null,
		default_group_id: user.default_group_id,
		report_csv: user.role === 'admin',
		chat_only: user.chat_only,
		user_fields: user.user_fields,
	};
	if (world.switches.brandSeparated) shown.separation = separationOf(user);
	return shown;
}

/** As exports show users: of who was deleted they tell, and nobody else does, whether it was for good (recorded). */
export function presentExportedUser(world: World, user: User): Json {
	const shown = presentUser(world, user);
	if (!user.active) shown.permanently_deleted = user.purged_at !== null;
	return shown;
}

/** zendesk-api §2.1: the keys that end users see of themselves. */
const END_USER_KEYS = [
	'id',
	'url',
	'name',
	'email',
	'created_at',
	'updated_at',
	'time_zone',
	'iana_time_zone',
	'phone',
	'shared_phone_number',
	'photo',
	'locale_id',
	'locale',
	'organization_id',
	'role',
	'verified',
];

export function presentForEndUser(world: World, user: User): Json {
	const full = presentUser(world, user);
	return Object.fromEntries(END_USER_KEYS.map((key) => [key, full[key]]));
}

/** Only brand-separated accounts show it (§2.1). */
function separationOf({ brand_id }: User): Json {
	return brand_id === null ? { scope: 'account' } : { scope: 'brand', brand_id };
}

/** Nobody is signed in (§1.5). */
export function presentAnonymous(world: World): Json {
	return {
		id: null,
		url: world.url('users/.json'),
		name: 'Anonymous user',
		email: 'invalid@example.com',
		created_at: null,
		updated_at: null,
		time_zone: world.timeZone,
		iana_time_zone: ianaZoneOf(world.timeZone),
		phone: null,
		shared_phone_number: null,
		photo: null,
		locale_id: 1,
		locale: 'en-US',
		organization_id: null,
		role: 'end-user',
		verified: false,
		authenticity_token: null,
	};
}

/** §2.6: purged users stay listed without email and phone. */
export function presentDeletedUser(world: World, user: User): Json {
	const keepsEmail = world.switches.deletedUsersListKeepsEmail;
	return {
		id: user.id,
		url: world.url(`deleted_users/${user.id}`),
		name: user.name,
		email: keepsEmail ? user.deleted_email : null,
		created_at: iso(user.created_at),
		updated_at: iso(user.updated_at),
		time_zone: user.time_zone,
		phone: user.phone,
		shared_phone_number: user.shared_phone_number,
		photo: user.photo,
		locale_id: user.locale_id,
		locale: user.locale,
		organization_id: user.organization_id,
		role: user.role,
		active: false,
		...(world.switches.brandSeparated ? { separation: separationOf(user) } : {}),
	};
}

export function presentIdentity(world: World, identity: Identity): Json {
	const { user_id, id } = identity;
	return {
		url: world.url(`users/${user_id}/identities/${id}.json`),
		id,
		user_id,
		type: identity.type,
		value: identity.value,
		verified: identity.verified,
		primary: identity.primary,
		created_at: iso(identity.created_at),
		updated_at: iso(identity.updated_at),
		undeliverable_count: identity.undeliverable_count,
		...(isAddress(identity) ? { deliverable_state: identity.deliverable_state } : {}),
		verified_at: isoOrNull(identity.verified_at),
		verification_method: identity.verification_method,
		ownership: identity.ownership,
		...(world.switches.brandSeparated
			? { brand_id: world.store.users.get(user_id)?.brand_id ?? null }
			: {}),
	};
}

export function presentSession(world: World, session: Session): Json {
	const { id, user_id } = session;
	return {
		id,
		user_id,
		authenticated_at: iso(session.authenticated_at),
		last_seen_at: iso(session.last_seen_at),
		url: world.url(`users/${user_id}/sessions/${id}.json`),
	};
}
