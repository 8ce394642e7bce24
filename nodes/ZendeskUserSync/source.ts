import type {
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { isRecord } from '../../zendesk/http/errors';
import type { Desired } from '../../zendesk/sync/people';
import { isEmpty, type UserFields } from '../../zendesk/users/payload';
import type { Refusal } from '../../zendesk/verdict';
import { isRefusal } from '../shared/operation';
import { readParameter } from '../shared/parameters';
import {
	customRoleField,
	fieldProperties,
	readCustomRole,
	readFields,
	readTextField,
	ROLE_OPTIONS,
} from '../shared/userFields';
import { allOrRefusal, orRefusal, readChoice, readFlag, readId } from '../shared/values';

/** The form that says what each input item wants. */

const roleField: INodeProperties = {
	displayName: 'Role',
	name: 'role',
	type: 'options',
	options: ROLE_OPTIONS,
	default: 'end-user',
	description:
		'What the user becomes. A sync never takes a seat away: staff who have left come out as leavers.',
};

const mappable: INodeProperties[] = [
	...fieldProperties.filter(({ name }) => name !== 'externalId'),
	customRoleField,
	{
		displayName: 'Group Names or IDs',
		name: 'groups',
		type: 'multiOptions' as const,
		typeOptions: { loadOptionsMethod: 'getGroups' },
		default: [],
		description:
			'The only groups that a staff member is to be in. Tickets in a group that somebody leaves stay there, unassigned. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	roleField,
	{
		displayName: 'Suspended',
		name: 'suspended',
		type: 'boolean' as const,
		default: false,
		description: 'Whether the user is blocked from signing in',
	},
].sort((a, b) => a.displayName.localeCompare(b.displayName));

export const MATCH_BY_OPTIONS: INodePropertyOptions[] = [
	{
		name: 'Email',
		value: 'email',
		description: 'The primary email',
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
];

export const sourceProperties: INodeProperties[] = [
	{
		displayName: 'Match By',
		name: 'matchBy',
		type: 'options',
		options: MATCH_BY_OPTIONS,
		default: 'both',
		description: 'What tells which Zendesk user a row is about',
	},
	{
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		default: '',
		placeholder: 'e.g. EMP-0042',
		description: 'The ID of the user in the source',
	},
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		placeholder: 'name@email.com',
		default: '',
		description: 'The primary email',
	},
	{
		displayName: 'Name From',
		name: 'nameFrom',
		type: 'options',
		options: [
			{ name: 'First and Last Name', value: 'parts' },
			{ name: 'Full Name', value: 'full' },
		],
		default: 'full',
		description: 'Which fields of the source have the name',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ann Miller',
		displayOptions: { show: { nameFrom: ['full'] } },
		description: 'The full name',
	},
	{
		displayName: 'First Name',
		name: 'firstName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ann',
		displayOptions: { show: { nameFrom: ['parts'] } },
	},
	{
		displayName: 'Last Name',
		name: 'lastName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Miller',
		displayOptions: { show: { nameFrom: ['parts'] } },
	},
	{
		displayName: 'Has Left',
		name: 'hasLeft',
		type: 'boolean',
		default: false,
		description:
			'Whether this person has left according to the source, e.g. by an expression on a status or a termination date',
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: mappable,
		description: 'What else the source knows about the user',
	},
];

function readName(context: IExecuteFunctions, row: number): string | Refusal {
	const text = (displayName: string, name: string) =>
		readTextField(displayName, readParameter(context, name, row, ''));
	if (readParameter(context, 'nameFrom', row, 'full') === 'full') return text('Name', 'name');
	const parts = [text('First Name', 'firstName'), text('Last Name', 'lastName')];
	return parts.find(isRefusal) ?? parts.filter(Boolean).join(' ');
}

/** @returns the IDs, each once, in their order; `undefined` for a field that is not there */
function readGroups(value: unknown): number[] | undefined {
	if (value === undefined) return undefined;
	const ids = [value].flat().flatMap((id) => readId(id) ?? []);
	return [...new Set(ids)].sort((a, b) => a - b);
}

/** What blank values of the source mean. */
export type BlankValues = 'keep' | 'clear';

interface Read {
	externalId: string;
	email: string;
	name: string;
	fields: UserFields;
	customRole?: number;
	role?: string;
	suspended?: boolean;
	groups?: number[];
	hasLeft?: boolean;
}

/** What one input item wants, or why that can't be read. */
export function readDesired(
	context: IExecuteFunctions,
	row: number,
	blanks: BlankValues,
): Desired | Refusal {
	const text = (displayName: string, name: string) =>
		readTextField(displayName, readParameter(context, name, row, ''));
	const collection = readParameter(context, 'fields', row, {}) as IDataObject;
	const read = allOrRefusal<Read>({
		externalId: text('External ID', 'externalId'),
		email: text('Email', 'email'),
		name: readName(context, row),
		fields: readFields(collection),
		customRole: readCustomRole(collection.customRole),
		role: orRefusal('Role', () => readChoice<string>(ROLE_OPTIONS, collection.role)),
		suspended: orRefusal('Suspended', () => readFlag(collection.suspended)),
		groups: orRefusal('Group Names or IDs', () => readGroups(collection.groups)),
		hasLeft: orRefusal('Has Left', () => readFlag(readParameter(context, 'hasLeft', row, false))),
	});
	if (isRefusal(read)) return read;
	const { externalId, email, name, fields, customRole, role, suspended, groups, hasLeft } = read;
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
		item: row,
		externalId: externalId || undefined,
		email: email || undefined,
		fields: blanks === 'clear' ? all : withoutBlanks(all),
		groups: blanks === 'clear' || groups?.length !== 0 ? groups : undefined,
		hasLeft: hasLeft ?? false,
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
