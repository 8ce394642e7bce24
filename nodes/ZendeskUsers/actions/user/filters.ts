import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { ROLE_TYPE } from '../../../../zendesk/api/customRoles';
import type { UserFilter } from '../../../../zendesk/users/filter';
import type { Refusal } from '../../../../zendesk/verdict';
import { customRoleField, ROLE_OPTIONS } from './fields';

interface FilterSpec {
	property: INodeProperties;
	/** From the form's value to the filter's; `undefined` does not restrict, an error is for people. */
	toFilter: (value: unknown) => Partial<UserFilter>;
}

function flag(displayName: string, name: keyof UserFilter, description: string): FilterSpec {
	return {
		property: { displayName, name, type: 'boolean', default: true, description },
		toFilter: (value) => ({ [name]: value === true }),
	};
}

function id(value: unknown): number | undefined {
	const text = String(value ?? '').trim();
	if (text === '') return undefined;
	if (/^\d+$/.test(text)) return Number(text);
	throw new RangeError(`'${text}' is not an ID, which is a number`);
}

function since(displayName: string, name: keyof UserFilter, description: string): FilterSpec {
	return {
		property: { displayName, name, type: 'dateTime', default: '', description },
		toFilter: (value) => {
			const text = String(value ?? '').trim();
			if (text === '') return {};
			if (Number.isNaN(Date.parse(text))) throw new RangeError(`'${text}' is not a date`);
			return { [name]: text };
		},
	};
}

function text(property: INodeProperties): FilterSpec {
	return {
		property,
		toFilter: (value) => {
			const trimmed = String(value ?? '').trim();
			return trimmed === '' ? {} : { [property.name]: trimmed };
		},
	};
}

/** In the order of the panel: alphabetical. */
const FILTERS: FilterSpec[] = [
	flag(
		'Can Report CSV',
		'reportCsv',
		'Whether only users who can access the CSV report are returned',
	),
	flag('Chat Only', 'chatOnly', 'Whether only chat-only agents are returned'),
	since('Created Since', 'createdSince', 'Only users who were created at this time or later'),
	{
		property: customRoleField,
		toFilter: (value) => ({ customRoleId: id(value) }),
	},
	text({
		displayName: 'External ID',
		name: 'externalId',
		type: 'string',
		default: '',
		placeholder: 'e.g. EMP-0042',
		description: 'Only the user with this external ID',
	}),
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
			description: 'Only users of this organization',
		},
		toFilter: (value) => ({ organizationId: id(value) }),
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
		toFilter: (value) => {
			const roles = [value].flat().map(String).filter(Boolean);
			return roles.length > 0 ? { roles } : {};
		},
	},
	{
		property: {
			displayName: 'Role Type',
			name: 'roleType',
			type: 'multiOptions',
			options: [
				{ name: 'Admin', value: ROLE_TYPE.admin },
				{ name: 'Billing Admin', value: ROLE_TYPE.billingAdmin },
				{ name: 'Chat Agent', value: ROLE_TYPE.chatAgent },
				{ name: 'Contributor', value: ROLE_TYPE.contributor },
				{ name: 'Custom Agent', value: ROLE_TYPE.custom },
				{ name: 'Light Agent', value: ROLE_TYPE.lightAgent },
			],
			default: [],
			description: 'Only staff of one of these kinds',
		},
		toFilter: (value) => {
			const roleTypes = [value].flat().map(Number);
			return roleTypes.length > 0 ? { roleTypes } : {};
		},
	},
	text({
		displayName: 'Search',
		name: 'search',
		type: 'string',
		default: '',
		placeholder: 'e.g. ann@example.com or tags:vip',
		description:
			"What Zendesk's search finds, in its own syntax. Its index is some minutes behind.",
	}),
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
			options: [
				{ name: 'Active', value: 'active' },
				{ name: 'Deleted', value: 'deleted' },
				{ name: 'Suspended', value: 'suspended' },
			],
			default: 'active',
			description: 'Only users in this state; without a choice, all who are not deleted',
		},
		toFilter: (value) => ({ status: value as UserFilter['status'] }),
	},
	{
		property: {
			displayName: 'Ticket Restriction',
			name: 'ticketRestriction',
			type: 'options',
			options: [
				{ name: 'Assigned', value: 'assigned' },
				{ name: 'Groups', value: 'groups' },
				{ name: 'None', value: 'none' },
				{ name: 'Organization', value: 'organization' },
				{ name: 'Requested', value: 'requested' },
			],
			default: 'none',
			description: 'Only users who may see these tickets',
		},
		toFilter: (value) => ({ ticketRestriction: String(value) }),
	},
	flag(
		'Two-Factor Authentication',
		'twoFactor',
		'Whether only users with (or, if off, without) two-factor authentication are returned',
	),
	since('Updated Since', 'updatedSince', 'Only users who have changed at this time or later'),
	flag(
		'Verified',
		'verified',
		'Whether only users with (or, if off, without) a verified e-mail are returned',
	),
];

export const filterProperties: INodeProperties[] = FILTERS.map(({ property }) => property);

/** The collection's values as a filter, or which of them can't be one. */
export function readFilter(collection: IDataObject): UserFilter | Refusal {
	const filter: UserFilter = {};
	for (const { property, toFilter } of FILTERS) {
		if (!(property.name in collection)) continue;
		try {
			Object.assign(filter, toFilter(collection[property.name]));
		} catch (error) {
			return {
				reason: 'invalid',
				message: `'${property.displayName}': ${(error as Error).message}`,
				advice: 'Correct the filter',
			};
		}
	}
	return filter;
}
