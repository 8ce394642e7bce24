import type { INodeProperties } from 'n8n-workflow';
import type { ZendeskUser } from '../../zendesk/api/records';
import type { UserFields } from '../../zendesk/users/payload';
import type { Refusal } from '../../zendesk/verdict';
import type { Form } from './form';
import {
	isRefusal,
	type Option,
	readChoice,
	readFlag,
	readId,
	readKey,
	readList,
	readObject,
	readText,
} from './values';

export type Role = ZendeskUser['role'];

/** The roles of Zendesk, by their names in its interface. */
export const ROLE_OPTIONS: Array<Option<Role>> = [
	{ name: 'Admin', value: 'admin' },
	{ name: 'Agent', value: 'agent' },
	{ name: 'End User', value: 'end-user' },
];

export const customRoleField: INodeProperties = {
	displayName: 'Custom Role Name or ID',
	name: 'customRole',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getCustomRoles' },
	default: '',
	description:
		'Required for agents on plans with custom roles. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

/** @returns the role's ID, `undefined` for an empty field, or why it is none */
export function readCustomRole(form: Form): number | undefined | Refusal {
	const role = form.id(customRoleField);
	return isRefusal(role)
		? { ...role, reason: 'unknown-role', advice: 'Choose a role from the list, or give its ID' }
		: role;
}

/** How one entry of the form becomes a field of the API. */
interface FieldSpec {
	property: INodeProperties;
	/** The API's name, where it differs from the parameter's. */
	field?: string;
	/** From the form's value to the API's; throws for people. */
	toApi?: (value: unknown) => unknown;
}

const TICKET_RESTRICTIONS: Array<Option<string>> = [
	{ name: 'Assigned', value: 'assigned' },
	{ name: 'Groups', value: 'groups' },
	{ name: 'None', value: '' },
	{ name: 'Organization', value: 'organization' },
	{ name: 'Requested', value: 'requested' },
];

function text(displayName: string, name: string, description: string, placeholder = ''): FieldSpec {
	return {
		property: {
			displayName,
			name,
			type: 'string',
			default: '',
			description,
			...(placeholder ? { placeholder } : {}),
		},
		toApi: (value) => readText(value) ?? null,
	};
}

function flag(displayName: string, name: string, description: string): FieldSpec {
	return {
		property: { displayName, name, type: 'boolean', default: false, description },
		toApi: readFlag,
	};
}

/** What can be set on a user besides name and email, in the order of the panel. */
const SPECS: FieldSpec[] = [
	text('Alias', 'alias', 'The name that end users see instead of the real one'),
	text('Details', 'details', 'Any details about the user, such as an address'),
	{
		...text(
			'External ID',
			'externalId',
			'The unique ID of the user in another system',
			'e.g. EMP-0042',
		),
		// A key: a text that an expression made of nothing would be one that many users share.
		toApi: (value) => readKey(value) ?? null,
	},
	text('Locale', 'locale', 'The language of the user', 'e.g. en-US'),
	text('Notes', 'notes', 'Notes about the user that agents see'),
	flag(
		'Only Private Comments',
		'onlyPrivateComments',
		'Whether the agent can only add private comments',
	),
	{
		...text(
			'Organization ID',
			'organizationId',
			'The default organization of the user; they stay in those where they are, unless an option says otherwise. Leave it empty for none.',
			'e.g. 360012345678',
		),
		toApi: (value) => readId(value) ?? null,
	},
	text('Phone', 'phone', 'The primary phone number', 'e.g. +15551234567'),
	text('Signature', 'signature', 'The signature of the agent'),
	{
		property: {
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. vip, beta',
			description:
				'Tags separated by commas, which replace those that the user has. Tags of user fields stay.',
		},
		toApi: readList,
	},
	{
		property: {
			displayName: 'Ticket Restriction',
			name: 'ticketRestriction',
			type: 'options',
			options: TICKET_RESTRICTIONS,
			default: '',
			description: 'Which tickets the user may see',
		},
		toApi: (value) => readChoice(TICKET_RESTRICTIONS, value) || null,
	},
	text(
		'Time Zone',
		'timeZone',
		'The time zone by its name in Zendesk or by its IANA name',
		'e.g. Arizona',
	),
	{
		property: {
			displayName: 'User Fields',
			name: 'userFields',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. {"plan": "gold", "vip": true}',
			description:
				'Custom user fields by their field key, a dropdown by the value or name of its option. Fields that are not named stay as they are.',
		},
		toApi: (value) => readObject(value, '{"plan": "gold"}') ?? {},
	},
	flag('Verified', 'verified', "Whether the user's email counts as verified"),
];

const FIELDS = SPECS.map((spec) => ({
	...spec,
	field: spec.field ?? spec.property.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
}));

export const fieldProperties: INodeProperties[] = FIELDS.map(({ property }) => property);

/**
 * The collection's values as fields of the API, or which of them can't be one.
 *
 * @param nothing what an expression means that gives nothing at all, such as a field that the item has not: `keep` leaves
 *   the user's own value, `blank` is as an empty text, which clears it
 */
export function readFields(form: Form, nothing: 'keep' | 'blank' = 'keep'): UserFields | Refusal {
	const fields: UserFields = {};
	for (const { property, field, toApi = (value: unknown) => value } of FIELDS) {
		const read = form.optional(property, (value) =>
			value === undefined && nothing === 'keep' ? undefined : { value: toApi(value) },
		);
		if (isRefusal(read)) return read;
		if (read?.value !== undefined) fields[field] = read.value;
	}
	return fields;
}
