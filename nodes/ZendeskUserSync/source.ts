import type { INodeProperties } from 'n8n-workflow';
import { isRecord } from '../../zendesk/http/errors';
import { readAddressText, withoutInvisible } from '../../zendesk/identity/address';
import type { Desired } from '../../zendesk/sync/people';
import type { PlanOptions } from '../../zendesk/sync/types';
import { isEmpty, type UserFields } from '../../zendesk/users/payload';
import type { Refusal } from '../../zendesk/verdict';
import type { Form, Reader } from '../shared/form';
import {
	customRoleField,
	fieldProperties,
	readCustomRole,
	readFields,
	type Role,
	ROLE_OPTIONS,
} from '../shared/userFields';
import {
	allOrRefusal,
	type Choice,
	isRefusal,
	readFlag,
	readIds,
	readKey,
	show,
} from '../shared/values';

/** The form that says what each input item wants. */

const ROLE: Choice<Role> = {
	displayName: 'Role',
	name: 'role',
	type: 'options',
	options: ROLE_OPTIONS,
	default: 'end-user',
	description:
		'What the user becomes. A sync never takes a seat away: staff who have left come out as leavers.',
};

const GROUPS: INodeProperties = {
	displayName: 'Group Names or IDs',
	name: 'groups',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getGroups' },
	default: [],
	description:
		'The only groups that a staff member is to be in. Tickets in a group that somebody leaves stay there, unassigned. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const SUSPENDED: INodeProperties = {
	displayName: 'Suspended',
	name: 'suspended',
	type: 'boolean',
	default: false,
	description: 'Whether the user is blocked from signing in',
};

const mappable: INodeProperties[] = [
	...fieldProperties.filter(({ name }) => name !== 'externalId'),
	customRoleField,
	GROUPS,
	ROLE,
	SUSPENDED,
].sort((a, b) => a.displayName.localeCompare(b.displayName));

export const MATCH_BY: Choice<PlanOptions['matchBy']> = {
	displayName: 'Match By',
	name: 'matchBy',
	type: 'options',
	options: [
		{
			name: 'Email',
			value: 'email',
			description: 'Any email address of the user, also a second one',
		},
		{
			name: 'External ID',
			value: 'externalId',
			description: 'The ID of the user in the source',
		},
		{
			name: 'External ID, Else Email',
			value: 'both',
			description: 'By email only where nobody has the external ID yet, which is then written',
		},
	],
	default: 'both',
	description: 'What tells which Zendesk user a row is about',
};

const EXTERNAL_ID: INodeProperties = {
	displayName: 'External ID',
	name: 'externalId',
	type: 'string',
	default: '',
	placeholder: 'e.g. EMP-0042',
	description: 'The ID of the user in the source',
};

const EMAIL: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	placeholder: 'name@email.com',
	default: '',
	description: 'The primary email',
};

const EMAIL_VERIFIED: INodeProperties = {
	displayName: 'Email Is Verified',
	name: 'emailVerified',
	type: 'boolean',
	default: false,
	displayOptions: { show: { matchBy: ['both', 'email'] } },
	description:
		'Whether the source has made sure that the address belongs to this person. Who is known by the email alone is changed only if it is verified here and in Zendesk.',
};

const NAME_FROM: Choice<'parts' | 'full'> = {
	displayName: 'Name From',
	name: 'nameFrom',
	type: 'options',
	options: [
		{ name: 'First and Last Name', value: 'parts' },
		{ name: 'Full Name', value: 'full' },
	],
	default: 'full',
	description: 'Which fields of the source have the name',
};

const NAME: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Ann Miller',
	displayOptions: { show: { nameFrom: ['full'] } },
	description: 'The full name',
};

const FIRST_NAME: INodeProperties = {
	displayName: 'First Name',
	name: 'firstName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Ann',
	displayOptions: { show: { nameFrom: ['parts'] } },
};

const LAST_NAME: INodeProperties = {
	displayName: 'Last Name',
	name: 'lastName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Miller',
	displayOptions: { show: { nameFrom: ['parts'] } },
};

const HAS_LEFT: INodeProperties = {
	displayName: 'Has Left',
	name: 'hasLeft',
	type: 'boolean',
	default: false,
	description:
		'Whether this person has left according to the source, e.g. by an expression on a status or a termination date',
};

const FIELDS: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: mappable,
	description: 'What else the source knows about the user',
};

export const sourceProperties: INodeProperties[] = [
	MATCH_BY,
	EXTERNAL_ID,
	EMAIL,
	EMAIL_VERIFIED,
	NAME_FROM,
	NAME,
	FIRST_NAME,
	LAST_NAME,
	HAS_LEFT,
	FIELDS,
];

function readName(form: Form): string | Refusal {
	const from = form.choice(NAME_FROM);
	if (isRefusal(from)) return from;
	if (from === 'full') return form.text(NAME);
	const parts = [form.text(FIRST_NAME), form.text(LAST_NAME)];
	return parts.find(isRefusal) ?? parts.filter(Boolean).join(' ');
}

/** @returns the IDs in their order, none for a blank; `undefined` for an expression that gives nothing */
function readGroups(value: unknown): number[] | undefined {
	return value === undefined ? undefined : (readIds(value) ?? []).sort((a, b) => a - b);
}

/** @throws {RangeError} for a text with marks that nobody sees: whom it means would be a guess */
const readExternalId: Reader<string> = (value) => {
	const text = readKey(value);
	if (text === undefined || withoutInvisible(text) === text) return text;
	throw new RangeError(`${show(withoutInvisible(text))} has marks in it that nobody sees`);
};

/** @throws {RangeError} for what is not one certain address: a person behind it would be a guess */
const readEmail: Reader<string> = (value) => {
	const text = readKey(value);
	if (text === undefined) return undefined;
	const address = readAddressText(text);
	if (address === undefined) throw new RangeError(`${show(text)} is not one email address`);
	return address;
};

/** What blank values of the source mean. */
export type BlankValues = 'keep' | 'clear';

interface Read {
	externalId: string;
	email: string;
	emailVerified: boolean;
	name: string;
	fields: UserFields;
	customRole?: number;
	role?: string;
	suspended?: boolean;
	groups?: number[];
	hasLeft: boolean;
}

/** What one input item wants, or why that can't be read. */
export function readDesired(form: Form, item: number, blanks: BlankValues): Desired | Refusal {
	const collection = form.within(FIELDS);
	const read = allOrRefusal<Read>({
		externalId: form.words(EXTERNAL_ID, readExternalId),
		email: form.words(EMAIL, readEmail),
		emailVerified: form.flag(EMAIL_VERIFIED, false),
		name: readName(form),
		fields: readFields(collection, 'blank'),
		customRole: readCustomRole(collection),
		role: collection.optionalChoice(ROLE),
		suspended: collection.optional(SUSPENDED, readFlag),
		groups: collection.optional(GROUPS, readGroups),
		hasLeft: form.flag(HAS_LEFT, false),
	});
	if (isRefusal(read)) return read;
	const {
		externalId,
		email,
		emailVerified,
		name,
		fields,
		customRole,
		role,
		suspended,
		groups,
		hasLeft,
	} = read;
	const all: UserFields = {
		...(externalId ? { external_id: externalId } : {}),
		...(email ? { email } : {}),
		...(name ? { name } : {}),
		...(role === undefined ? {} : { role }),
		...(customRole === undefined ? {} : { custom_role_id: customRole }),
		...(suspended === undefined ? {} : { suspended }),
		...fields,
	};
	return {
		item,
		externalId: externalId || undefined,
		email: email || undefined,
		emailVerified,
		fields: blanks === 'clear' ? all : withoutBlanks(all),
		groups: blanks === 'clear' || groups?.length !== 0 ? groups : undefined,
		hasLeft,
	};
}

/** The fields that have something in them, the user fields one by one. */
function withoutBlanks(fields: UserFields): UserFields {
	return Object.fromEntries(
		Object.entries(fields).flatMap(([field, value]) => {
			if (!isRecord(value)) return isEmpty(value) ? [] : [[field, value]];
			const inner = withoutBlanks(value);
			return Object.keys(inner).length > 0 ? [[field, inner]] : [];
		}),
	);
}
