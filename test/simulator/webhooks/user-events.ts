import { isoOrNull } from '../core/time';
import type { User } from '../store/records';
import type { World } from '../world';
import { idText, type EventBody, type UserEvent } from './envelope';
import type { Change } from './journal';

/** Something that a webhook can tell. */
export interface Happening {
	userId: number;
	name: UserEvent;
	event: EventBody;
}

/** Events that say what a field is and was: how each shows it (zendesk-api §7.3). */
const FIELDS: Partial<Record<UserEvent, (user: User) => string | boolean>> = {
	suspended_changed: (user) => user.suspended,
	role_changed: (user) => user.role,
	custom_role_changed: (user) => idText(user.custom_role_id),
	name_changed: (user) => user.name,
	alias_changed: (user) => user.alias ?? '',
	notes_changed: (user) => user.notes ?? '',
	details_changed: (user) => user.details ?? '',
	external_id_changed: (user) => user.external_id ?? '',
	default_group_changed: (user) => idText(user.default_group_id),
	time_zone_changed: (user) => user.time_zone,
	last_login_changed: (user) => isoOrNull(user.last_login_at) ?? '',
	only_private_comments_changed: (user) => user.only_private_comments,
	active_changed: (user) => user.active,
};

type Told = [name: UserEvent, event: EventBody];

function fieldEvents(before: User, after: User): Told[] {
	return Object.entries(FIELDS)
		.map(([name, read]) => ({ name, current: read(after), previous: read(before) }))
		.filter(({ current, previous }) => current !== previous)
		.map(({ name, ...event }) => [name as UserEvent, event]);
}

function tagEvents(before: User, after: User): Told[] {
	const added = after.tags.filter((tag) => !before.tags.includes(tag));
	const removed = before.tags.filter((tag) => !after.tags.includes(tag));
	if (added.length + removed.length === 0) return [];
	return [['tags_changed', { added: { tags: added }, removed: { tags: removed } }]];
}

function customFieldEvents(world: World, before: User, after: User): Told[] {
	const fields = world.store.userFields.all().map(({ id, key, title, type }) => ({
		current: after.user_fields[key] ?? '',
		previous: before.user_fields[key] ?? '',
		custom_field: { id: idText(id), title, type },
	}));
	return fields
		.filter(({ current, previous }) => current !== previous)
		.map((event) => ['custom_field_changed', event]);
}

function photoEvents(before: User, after: User): Told[] {
	const isSame = JSON.stringify(before.photo) === JSON.stringify(after.photo);
	return isSame ? [] : [['photo_changed', {}]];
}

const of = (userId: number, told: Told[]): Happening[] =>
	told.map(([name, event]) => ({ userId, name, event }));

/** Whom there was not before. What he has from the beginning is no change of his. */
export function newcomers(changes: Array<Change<User>>): Happening[] {
	return changes.flatMap(({ before, after }) =>
		!before && after ? of(after.id, [['created', {}]]) : [],
	);
}

/** What changed about users who were there before. The purge of a deleted one tells nothing. */
export function userEvents(world: World, changes: Array<Change<User>>): Happening[] {
	return changes.flatMap(({ before, after }) => {
		if (!before || !after || (!before.active && !after.active)) return [];
		return of(after.id, [
			...fieldEvents(before, after),
			...tagEvents(before, after),
			...customFieldEvents(world, before, after),
			...photoEvents(before, after),
			...(before.active && !after.active ? ([['deleted', {}]] as Told[]) : []),
		]);
	});
}
