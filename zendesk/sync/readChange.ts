import { isRecord } from '../http/errors';
import type { UserFields } from '../users/payload';
import type { Refusal } from '../verdict';
import { ACTIONS, type Action, type Change } from './change';

/** What a plan can write, besides groups. */
const WRITABLE = new Set([
	'alias',
	'custom_role_id',
	'details',
	'email',
	'external_id',
	'locale',
	'name',
	'notes',
	'only_private_comments',
	'organization_id',
	'phone',
	'role',
	'signature',
	'suspended',
	'tags',
	'ticket_restriction',
	'time_zone',
	'user_fields',
	'verified',
]);

/** What of a planned change decides; the rest is for people. */
export type Applicable = Pick<Change, 'action' | 'id' | 'before' | 'after'>;

function edited(message: string): Refusal {
	return {
		reason: 'invalid',
		message: `This is no change as a plan gives it: ${message}`,
		advice: 'Take the items of a plan as they are, or correct what was edited',
	};
}

/** Takes an item as the change that it says it is; people may have edited it. */
export function readChange(
	json: Record<string, unknown>,
	managed?: string[],
): Applicable | Refusal {
	const { action, id, before, after } = json;
	if (!ACTIONS.includes(action as Action)) {
		return edited(`'action' is none of ${ACTIONS.join(', ')}`);
	}
	const isNew = action === 'create';
	if (isNew ? id !== null && id !== undefined : !Number.isSafeInteger(id)) {
		return edited(isNew ? "'id' of a new user must be empty" : "'id' is not the ID of a user");
	}
	if (!isNew && !isRecord(before)) return edited("'before' is missing");
	if (action !== 'delete' && !isRecord(after)) return edited("'after' is missing");
	const fields = action === 'delete' ? {} : (after as UserFields);
	const known = (key: string) =>
		key === 'groups' || (WRITABLE.has(key) && (isNew || !managed || managed.includes(key)));
	// What the plan did not look at can't be checked against it.
	const planned = (key: string) => isNew || key in (before as UserFields);
	const strange =
		action === 'update' || isNew
			? Object.keys(fields).find((key) => !known(key) || !planned(key))
			: undefined;
	if (strange) return edited(`the field '${strange}' in 'after' is not managed`);
	if (action === 'suspend' && fields.suspended !== true) return edited("'after' does not suspend");
	if (fields.groups !== undefined && !isIdList(fields.groups))
		return edited("'groups' is not a list of IDs");
	return {
		action: action as Action,
		id: isNew ? null : (id as number),
		before: isRecord(before) ? before : null,
		after: action === 'delete' ? null : action === 'suspend' ? { suspended: true } : fields,
	};
}

function isIdList(value: unknown): value is number[] {
	return Array.isArray(value) && value.every((id) => Number.isSafeInteger(id));
}
