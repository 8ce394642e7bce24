import type { Input } from '../http/query';
import type { User } from '../store/records';
import type { UserField } from '../store/user-fields';
import type { World } from '../world';
import { cleanTags } from './user-fields';

/** The tags that a field gives to somebody with this value. */
function tagsOf({ type, tag }: UserField, value: unknown): string[] {
	if (type === 'checkbox') return value === true && tag !== null ? [tag] : [];
	if (type !== 'dropdown' && type !== 'multiselect') return [];
	return [value].flat().filter((option): option is string => typeof option === 'string');
}

function tagsOfAll(world: World, values: User['user_fields']): string[] {
	return world.store.userFields.all().flatMap((field) => tagsOf(field, values[field.key]));
}

/** The user fields without those whose tag was taken away. */
function cleared(world: World, values: User['user_fields'], tags: string[]): User['user_fields'] {
	const next = { ...values };
	for (const field of world.store.userFields.all()) {
		const isBare = tagsOf(field, next[field.key]).some((tag) => !tags.includes(tag));
		if (isBare) next[field.key] = field.type === 'checkbox' ? false : null;
	}
	return next;
}

/**
 * The tags and user fields of somebody who is given these (all of his tags; without them, those that he has): the tag of a
 * checked checkbox and the values of dropdowns are put among the tags by Zendesk itself (recorded), and go with the
 * value. What becomes of a field whose tag somebody takes away is UNCONFIRMED.
 */
export function withFieldTags(
	world: World,
	user: Pick<User, 'tags' | 'user_fields'>,
	user_fields: User['user_fields'],
	given: string[] | undefined,
): Pick<User, 'tags' | 'user_fields'> {
	if (world.switches.userTagging === 'off') return { tags: user.tags, user_fields };
	const before = tagsOfAll(world, user.user_fields);
	const after = tagsOfAll(world, user_fields);
	const gone = before.filter((tag) => !after.includes(tag));
	const own = (given ?? user.tags).filter((tag) => !gone.includes(tag));
	const isNew = (tag: string) => !before.includes(tag);
	const { fieldTagTakenAway } = world.switches;
	const added = fieldTagTakenAway === 'kept' ? after : after.filter(isNew);
	const tags = [...new Set([...own, ...added])];
	const isCleared = fieldTagTakenAway === 'clears-field' && given !== undefined;
	return { tags, user_fields: isCleared ? cleared(world, user_fields, tags) : user_fields };
}

/** PUT `tags` replaces all of them (§2.4); without user tagging they are not kept at all (§2.1). */
export function taggedFields(
	world: World,
	user: User,
	user_fields: User['user_fields'],
	input: Input,
): Pick<User, 'tags' | 'user_fields'> {
	return withFieldTags(world, user, user_fields, cleanTags(input.tags));
}
