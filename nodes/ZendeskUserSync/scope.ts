import type { INodeProperties } from 'n8n-workflow';
import type { Scope } from '../../zendesk/sync/scope';
import type { Refusal } from '../../zendesk/verdict';
import type { Field, Form, Reader } from '../shared/form';
import { type Role, ROLE_OPTIONS } from '../shared/userFields';
import {
	allOrRefusal,
	type Choice,
	readChoice,
	readId,
	readTag,
	readWords,
} from '../shared/values';

/** The form that says which Zendesk users belong to the source. */

const PREFIX: INodeProperties = {
	displayName: 'External ID Prefix',
	name: 'externalIdPrefix',
	type: 'string',
	default: '',
	placeholder: 'e.g. HR-',
	description: 'What the external IDs of this source begin with',
};

const ORGANIZATION: INodeProperties = {
	displayName: 'Organization ID',
	name: 'organizationId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 360012345678',
	description: 'The default organization of the users',
};

const ROLE: Choice<Role> = {
	displayName: 'Role',
	name: 'role',
	type: 'options',
	options: ROLE_OPTIONS,
	default: 'end-user',
	description: 'The role of the users',
};

const TAG: INodeProperties = {
	displayName: 'Tag',
	name: 'tag',
	type: 'string',
	default: '',
	placeholder: 'e.g. from_hr',
	description: 'A tag that the users have. Enter * where any tag, or none, will do.',
};

export const SCOPE: INodeProperties = {
	displayName: 'Scope',
	name: 'scope',
	type: 'collection',
	placeholder: 'Add Condition',
	default: {},
	description:
		'Which Zendesk users belong to this source; nobody else is ever changed. New users are created within it.',
	options: [PREFIX, ORGANIZATION, ROLE, TAG],
};

/** An entry that is there restricts; one that gives nothing must not let everybody in. */
function readEntry<T>(scope: Form, field: Field, read: Reader<T>): T | undefined | Refusal {
	if (!scope.has(field)) return undefined;
	return (
		scope.optional(field, read) ?? {
			reason: 'invalid',
			message: `'${field.displayName}' in '${SCOPE.displayName}' is empty, so it would let everybody in`,
			advice: "Give it a value, or take it out of 'Scope'",
		}
	);
}

/** Said on purpose, so that an expression can leave the tag open, which one that gives nothing can't. */
const ANY_TAG = '*';

const readTagOrAny: Reader<string> = (value) => (value === ANY_TAG ? ANY_TAG : readTag(value));

export function readScope(form: Form): Scope | Refusal {
	const scope = form.within(SCOPE);
	const read = allOrRefusal<Scope>({
		externalIdPrefix: readEntry(scope, PREFIX, readWords),
		organizationId: readEntry(scope, ORGANIZATION, readId),
		role: readEntry(scope, ROLE, (value) => readChoice(ROLE.options, value)),
		tag: readEntry(scope, TAG, readTagOrAny),
	});
	return 'tag' in read && read.tag === ANY_TAG ? { ...read, tag: undefined } : read;
}
