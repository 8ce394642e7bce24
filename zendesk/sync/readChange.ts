import { isRecord } from '../http/errors';
import { type UserFields, WRITABLE_FIELDS } from '../users/payload';
import type { Refusal } from '../verdict';
import { ACTIONS, type Action, type Change } from './change';

/** What of a planned change decides; the rest is for people. */
export interface Applicable extends Pick<Change, 'action' | 'id' | 'before' | 'after'> {
	/** Whom the plan meant; `undefined` where the item does not say. */
	email?: string | null;
	external_id?: string | null;
	name?: string | null;
	/** Of a removal: how many of how many the plan removes. An honest part of a plan says so; an edited one need not. */
	removals?: number;
	of?: number;
	/** Of somebody who was missing: the addresses that were looked for in the source. */
	addresses?: string[];
}

/** Written whatever is managed: by these a user comes into the scope, and groups have a field of their own. */
const ALWAYS_MANAGED = new Set(['external_id', 'groups', 'tags']);

function edited(message: string): Refusal {
	return {
		reason: 'invalid',
		message: `This is no change as a plan gives it: ${message}`,
		advice: 'Take the items of a plan as they are, or correct what was edited',
	};
}

function problemIn(json: Record<string, unknown>, managed?: string[]): string | undefined {
	const { action, id, before, after } = json;
	if (!ACTIONS.includes(action as Action)) return `'action' is none of ${ACTIONS.join(', ')}`;
	if (action === 'create') {
		if (id !== null && id !== undefined) return "'id' of a new user must be empty";
	} else {
		if (!Number.isSafeInteger(id)) return "'id' is not the ID of a user";
		if (!isRecord(before)) return "'before' is missing";
	}
	if (action === 'delete') return isRecord(after) ? "a deletion has no 'after'" : undefined;
	if (!isRecord(after)) return "'after' is missing";
	if (action === 'suspend')
		return after.suspended === true ? undefined : "'after' does not suspend";
	if (after.groups !== undefined && !isIdList(after.groups)) return "'groups' is not a list of IDs";
	const strange = Object.keys(after).find((field) => !isWritable(field, json, managed));
	return strange && `the field '${strange}' in 'after' is not managed`;
}

function isWritable(
	field: string,
	{ action, before }: Record<string, unknown>,
	managed?: string[],
) {
	if (field !== 'groups' && !WRITABLE_FIELDS.has(field)) return false;
	if (action === 'create') return true;
	const isManaged = !managed || managed.includes(field) || ALWAYS_MANAGED.has(field);
	// What the plan did not look at can't be checked against it.
	return isManaged && field in (before as UserFields);
}

/** Takes an item as the change that it says it is; people may have edited it. */
export function readChange(
	json: Record<string, unknown>,
	managed?: string[],
): Applicable | Refusal {
	const problem = problemIn(json, managed);
	if (problem) return edited(problem);
	const {
		action,
		id,
		before,
		after,
		email,
		external_id: externalId,
		name,
		removals,
		of,
		addresses,
	} = json as never as Change;
	return {
		action,
		id: action === 'create' ? null : id,
		before: isRecord(before) ? before : null,
		after: action === 'delete' ? null : action === 'suspend' ? { suspended: true } : after,
		email,
		external_id: externalId,
		name,
		...(Number.isSafeInteger(removals) ? { removals } : {}),
		...(Number.isSafeInteger(of) ? { of } : {}),
		...(Array.isArray(addresses) ? { addresses: addresses.map(String) } : {}),
	};
}

function isIdList(value: unknown): value is number[] {
	return Array.isArray(value) && value.every((id) => Number.isSafeInteger(id));
}
