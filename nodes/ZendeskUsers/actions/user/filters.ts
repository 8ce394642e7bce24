import type { INodeProperties } from 'n8n-workflow';
import { ROLE_TYPE } from '../../../../zendesk/roles/roleTypes';
import { searchForUsers } from '../../../../zendesk/api/exports';
import type { UserFilter } from '../../../../zendesk/users/filter';
import type { Refusal } from '../../../../zendesk/verdict';
import type { Form } from '../../../shared/form';
import {
	isRefusal,
	readChoice,
	readChoices,
	readFlag,
	readId,
	readText,
	readTime,
} from '../../../shared/values';
import { customRoleField, ROLE_OPTIONS } from '../../../shared/userFields';

interface FilterSpec {
	property: INodeProperties;
	/** Where the filter's name differs from the parameter's. */
	filter?: keyof UserFilter;
	/** From the form's value to the filter's; `undefined` does not restrict; throws for people. */
	read: (value: unknown, zone: string) => UserFilter[keyof UserFilter];
}

function flag(displayName: string, name: keyof UserFilter, description: string): FilterSpec {
	return {
		property: { displayName, name, type: 'boolean', default: true, description },
		read: readFlag,
	};
}

function since(displayName: string, name: keyof UserFilter, description: string): FilterSpec {
	return {
		property: { displayName, name, type: 'dateTime', default: '', description },
		read: readTime,
	};
}

const ROLE_TYPE_OPTIONS = [
	{ name: 'Admin', value: ROLE_TYPE.admin },
	{ name: 'Billing Admin', value: ROLE_TYPE.billingAdmin },
	{ name: 'Chat Agent', value: ROLE_TYPE.chatAgent },
	{ name: 'Contributor', value: ROLE_TYPE.contributor },
	{ name: 'Custom Agent', value: ROLE_TYPE.custom },
	{ name: 'Light Agent', value: ROLE_TYPE.lightAgent },
];

const STATUS_OPTIONS = [
	{ name: 'Active', value: 'active' },
	{ name: 'Deleted', value: 'deleted' },
	{ name: 'Suspended', value: 'suspended' },
];

const TICKET_RESTRICTION_OPTIONS = [
	{ name: 'Assigned', value: 'assigned' },
	{ name: 'Groups', value: 'groups' },
	{ name: 'None', value: 'none' },
	{ name: 'Organization', value: 'organization' },
	{ name: 'Requested', value: 'requested' },
];

function readSearch(value: unknown): string | undefined {
	const search = searchForUsers(readText(value) ?? '');
	if ('query' in search) return search.query || undefined;
	throw new RangeError(`only users are searched for, so it can't have '${search.otherType}'`);
}

/** In the order of the panel: alphabetical. */
const FILTERS: FilterSpec[] = [
	flag(
		'Can Report CSV',
		'reportCsv',
		'Whether only users who can access the CSV report are returned',
	),
	flag('Chat Only', 'chatOnly', 'Whether only agents who can only chat are returned'),
	since('Created Since', 'createdSince', 'Only users who were created at this time or later'),
	{ property: customRoleField, filter: 'customRoleId', read: readId },
	{
		property: {
			displayName: 'External ID',
			name: 'externalId',
			type: 'string',
			default: '',
			placeholder: 'e.g. EMP-0042',
			description: 'Only the user with this external ID',
		},
		read: readText,
	},
	since(
		'Last Login Since',
		'lastLoginSince',
		'Only users who have signed in at this time or later',
	),
	flag('Moderator', 'moderator', 'Whether only users who can moderate forums are returned'),
	{
		property: {
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 360012345678',
			description:
				"Only members of this organization. Together with 'Search', 'External ID', 'Updated Since', deleted users or the incremental export, only those with this default organization.",
		},
		read: readId,
	},
	flag('Restricted Agent', 'restrictedAgent', 'Whether only agents with restrictions are returned'),
	{
		property: {
			displayName: 'Role',
			name: 'role',
			type: 'multiOptions',
			options: ROLE_OPTIONS,
			default: ['agent', 'admin'],
			description: 'Only users with one of these roles',
		},
		filter: 'roles',
		read: (value) => readChoices(ROLE_OPTIONS, value),
	},
	{
		property: {
			displayName: 'Role Type',
			name: 'roleType',
			type: 'multiOptions',
			options: ROLE_TYPE_OPTIONS,
			default: [],
			description: 'Only staff with one of these kinds of role',
		},
		filter: 'roleTypes',
		read: (value) => readChoices(ROLE_TYPE_OPTIONS, value),
	},
	{
		property: {
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			placeholder: 'e.g. ann@example.com or tags:vip',
			description: "A query in the syntax of Zendesk's search. The search is some minutes behind.",
		},
		read: readSearch,
	},
	flag('Shared', 'shared', 'Whether only users shared from another Zendesk account are returned'),
	flag(
		'Shared Agent',
		'sharedAgent',
		'Whether only agents shared from another account are returned',
	),
	{
		property: {
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: STATUS_OPTIONS,
			default: 'active',
			description: 'Only users with this status. Without this filter, all who are not deleted.',
		},
		read: (value) => readChoice(STATUS_OPTIONS, value),
	},
	{
		property: {
			displayName: 'Ticket Restriction',
			name: 'ticketRestriction',
			type: 'options',
			options: TICKET_RESTRICTION_OPTIONS,
			default: 'none',
			description: 'Only users with this restriction on the tickets they can see',
		},
		read: (value) => readChoice(TICKET_RESTRICTION_OPTIONS, value),
	},
	flag(
		'Two-Factor Authentication',
		'twoFactor',
		'Whether only users with (or, if off, without) two-factor authentication are returned',
	),
	since(
		'Updated Since',
		'updatedSince',
		'Only users who have changed at this time or later; a sign-in counts as a change. Zendesk shows changes about a minute late, so let regular runs overlap by some minutes.',
	),
	flag(
		'Verified',
		'verified',
		'Whether only users with (or, if off, without) a verified email are returned',
	),
];

export const filterProperties: INodeProperties[] = FILTERS.map(({ property }) => property);

/**
 * The collection's values as a filter, or which of them can't be one.
 *
 * @param zone where times without a zone are meant
 */
export function readFilter(form: Form, zone: string): UserFilter | Refusal {
	const filter: UserFilter = {};
	for (const { property, filter: name = property.name, read } of FILTERS) {
		const value = form.given(property, (value) => read(value, zone), 'Correct the filter');
		if (isRefusal(value)) return value;
		const isNone = value === undefined || (Array.isArray(value) && value.length === 0);
		if (!isNone) Object.assign(filter, { [name]: value });
	}
	return filter;
}
