import { isRecord, parseObject } from '../http/errors';
import { idOf, type Json } from './values';

/** An event as Zendesk sends it, opened. */
export interface UserEvent {
	id: string;
	/** e.g. `user.role_changed` */
	type: string;
	/** ISO 8601. */
	time: unknown;
	accountId: unknown;
	/** Whom it is about; `null` when it isn't about a user. */
	userId: number | string | null;
	/** The user's fields at that time, ids as texts. */
	detail: Json;
	/** What changed. */
	event: Json;
}

/** Zendesk's documentation writes some types with a slash where the others have a colon. */
const TYPE = /^zen:event-type[:/]([a-z_]+\.[a-z_]+)$/;

const USER = /^zen:user:(\d+)$/;

/** What a pattern finds in a text; what is no text is not made one, because `toString` may be anything there. */
function partOf(value: unknown, pattern: RegExp): string | undefined {
	return typeof value === 'string' ? pattern.exec(value)?.[1] : undefined;
}

/** @returns `undefined` for whatever is no event */
export function readEvent(text: string): UserEvent | undefined {
	const body = parseObject(text);
	if (!body) return undefined;
	const type = partOf(body.type, TYPE);
	if (type === undefined || typeof body.id !== 'string' || body.id === '') return undefined;
	const detail = isRecord(body.detail) ? body.detail : {};
	return {
		id: body.id,
		type,
		time: body.time,
		accountId: body.account_id,
		userId: idOf(partOf(body.subject, USER) ?? detail.id),
		detail,
		event: isRecord(body.event) ? body.event : {},
	};
}
