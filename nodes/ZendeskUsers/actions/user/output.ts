import type { ZendeskUser } from '../../../../zendesk/api/records';
import { simplifyUser } from '../../../../zendesk/users/view';
import type { Output } from '../../../shared/output';

/** What a user looks like in the output. */
export const USER_OUTPUT: Output<ZendeskUser> = {
	simplify: simplifyUser,
	fields: [
		'active',
		'alias',
		'chat_only',
		'created_at',
		'custom_role_id',
		'default_group_id',
		'details',
		'email',
		'external_id',
		'iana_time_zone',
		'last_login_at',
		'locale',
		'moderator',
		'name',
		'notes',
		'only_private_comments',
		'organization_id',
		'phone',
		'report_csv',
		'restricted_agent',
		'role',
		'role_type',
		'shared',
		'shared_agent',
		'signature',
		'suspended',
		'tags',
		'ticket_restriction',
		'time_zone',
		'two_factor_auth_enabled',
		'updated_at',
		'url',
		'user_fields',
		'verified',
	],
};
