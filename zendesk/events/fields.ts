import { isRecord } from '../http/errors';
import { flagOf, idOf, type Json, recordOf, textOf } from './values';

/** What events tell besides the user, one form a function: from Zendesk's `event` to the fields of an item. */

export const nothing = () => ({});

const changed =
	(read: (value: unknown) => unknown) =>
	({ previous, current }: Json) => ({ previous: read(previous), current: read(current) });

export const texts = changed(textOf);
export const ids = changed(idOf);
export const flags = changed(flagOf);

function tagsIn(value: unknown): unknown[] {
	return isRecord(value) && Array.isArray(value.tags) ? value.tags : [];
}

export const tags = ({ added, removed }: Json) => ({
	added_tags: tagsIn(added),
	removed_tags: tagsIn(removed),
});

export const customField = (event: Json) => ({
	custom_field: recordOf(event.custom_field),
	...texts(event),
});

/** What was added or removed stands alone; what was changed stands twice. */
export function identity(event: Json): Json {
	if (!('current' in event)) return { identity: recordOf(event.identity) };
	const both = changed(recordOf)(event);
	return { identity: both.current, ...both };
}

const idIn = (key: string, as: string) => (event: Json) => ({
	[as]: idOf(recordOf(event[key])?.id),
});

export const group = idIn('group', 'group_id');
export const organization = idIn('organization', 'organization_id');

/** Zendesk doesn't say which of the two lives on. */
export const mergedUser = idIn('user', 'merged_user_id');
