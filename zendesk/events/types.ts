import {
	customField,
	flags,
	group,
	identity,
	ids,
	mergedUser,
	nothing,
	organization,
	tags,
	texts,
} from './fields';
import { flagOf, type Json } from './values';

/** Something that happens to users, as people call it. */
export interface EventKind {
	/** What stands in parameters, and in items as `event`. */
	value: string;
	name: string;
	description: string;
	/** The types of Zendesk's events that mean this, without `zen:event-type:`. */
	types: string[];
	/** Of those events only these mean it. */
	isMeant?: (event: Json) => boolean;
	/** What an item tells besides the user. */
	read: (event: Json) => Json;
}

/**
 * All that Zendesk tells of users. A soft delete is told twice, by `user.deleted` and by `user.active_changed`; one of
 * them is enough.
 *
 * @see https://developer.zendesk.com/api-reference/webhooks/event-types/user-events/
 */
export const EVENT_KINDS: readonly EventKind[] = [
	{
		value: 'aliasChanged',
		name: 'Alias Changed',
		description: 'The name that end users see of an agent was changed',
		types: ['user.alias_changed'],
		read: texts,
	},
	{
		value: 'created',
		name: 'Created',
		description: 'An end user or a staff member was created',
		types: ['user.created'],
		read: nothing,
	},
	{
		value: 'customFieldChanged',
		name: 'Custom Field Changed',
		description: 'A user field was changed',
		types: ['user.custom_field_changed'],
		read: customField,
	},
	{
		value: 'customRoleChanged',
		name: 'Custom Role Changed',
		description: 'A staff member got another custom role',
		types: ['user.custom_role_changed'],
		read: ids,
	},
	{
		value: 'defaultGroupChanged',
		name: 'Default Group Changed',
		description: 'A staff member got another default group',
		types: ['user.default_group_changed'],
		read: ids,
	},
	{
		value: 'deleted',
		name: 'Deleted',
		description: 'A user was deleted, not yet permanently',
		types: ['user.deleted'],
		read: nothing,
	},
	{
		value: 'detailsChanged',
		name: 'Details Changed',
		description: 'The details of a user were changed',
		types: ['user.details_changed'],
		read: texts,
	},
	{
		value: 'identityChanged',
		name: 'Email or Other Identity Changed',
		description:
			'An email, a phone number or another identity was added, changed or removed. A new primary email is told in several events.',
		types: ['user.identity_created', 'user.identity_changed', 'user.identity_deleted'],
		read: identity,
	},
	{
		value: 'externalIdChanged',
		name: 'External ID Changed',
		description: 'The external ID of a user was changed',
		types: ['user.external_id_changed'],
		read: texts,
	},
	{
		value: 'groupMembershipChanged',
		name: 'Group Membership Changed',
		description: 'A staff member was added to a group or removed from one',
		types: ['user.group_membership_created', 'user.group_membership_deleted'],
		read: group,
	},
	{
		value: 'merged',
		name: 'Merged',
		description: 'Two users were merged into one',
		types: ['user.merged'],
		read: mergedUser,
	},
	{
		value: 'nameChanged',
		name: 'Name Changed',
		description: 'A user got another name',
		types: ['user.name_changed'],
		read: texts,
	},
	{
		value: 'notesChanged',
		name: 'Notes Changed',
		description: 'The notes on a user were changed',
		types: ['user.notes_changed'],
		read: texts,
	},
	{
		value: 'organizationMembershipChanged',
		name: 'Organization Membership Changed',
		description: 'A user was added to an organization or removed from one',
		types: ['user.organization_membership_created', 'user.organization_membership_deleted'],
		read: organization,
	},
	{
		value: 'passwordChanged',
		name: 'Password Changed',
		description: 'A user got another password',
		types: ['user.password_changed'],
		read: nothing,
	},
	{
		value: 'photoChanged',
		name: 'Photo Changed',
		description: 'A user got another photo',
		types: ['user.photo_changed'],
		read: nothing,
	},
	{
		value: 'onlyPrivateCommentsChanged',
		name: 'Private Comments Only Changed',
		description: 'A staff member may comment in private only, or in public again',
		types: ['user.only_private_comments_changed'],
		read: flags,
	},
	{
		value: 'roleChanged',
		name: 'Role Changed',
		description: 'A user became an end user, an agent or an admin',
		types: ['user.role_changed'],
		read: texts,
	},
	{
		value: 'signedIn',
		name: 'Signed In',
		description: 'A user signed in',
		types: ['user.last_login_changed'],
		read: texts,
	},
	{
		value: 'suspended',
		name: 'Suspended',
		description: 'A user was suspended',
		types: ['user.suspended_changed'],
		isMeant: ({ current }) => flagOf(current) === true,
		read: flags,
	},
	{
		value: 'tagsChanged',
		name: 'Tags Changed',
		description: 'A user got tags or lost some',
		types: ['user.tags_changed'],
		read: tags,
	},
	{
		value: 'timeZoneChanged',
		name: 'Time Zone Changed',
		description: 'A user got another time zone',
		types: ['user.time_zone_changed'],
		read: texts,
	},
	{
		value: 'unsuspended',
		name: 'Unsuspended',
		description: 'A suspended user was let in again',
		types: ['user.suspended_changed'],
		isMeant: ({ current }) => flagOf(current) === false,
		read: flags,
	},
];
