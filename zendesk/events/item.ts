import type { UserEvent } from './envelope';
import type { EventKind } from './types';
import { idOf, type Json, textOf } from './values';

/** What several types of one kind say of the same thing. */
const CHANGES: Record<string, string> = {
	created: 'added',
	changed: 'changed',
	deleted: 'removed',
};

function changeOf({ types }: EventKind, type: string): Json {
	return types.length > 1 ? { change: CHANGES[type.split('_').at(-1)!] } : {};
}

/** An event as workflows get it: flat, with ids that are numbers, and null for what is missing. */
export function itemOf(
	kind: EventKind,
	{ id, type, time, accountId, userId, ...is }: UserEvent,
): Json {
	const { detail, event } = is;
	return {
		event: kind.value,
		event_id: id,
		event_type: `zen:event-type:${type}`,
		time: textOf(time),
		account_id: idOf(accountId),
		user_id: userId,
		user: {
			id: userId,
			email: textOf(detail.email),
			external_id: textOf(detail.external_id),
			role: textOf(detail.role),
			organization_id: idOf(detail.organization_id),
			default_group_id: idOf(detail.default_group_id),
			created_at: textOf(detail.created_at),
			updated_at: textOf(detail.updated_at),
		},
		...changeOf(kind, type),
		...kind.read(event),
	};
}
