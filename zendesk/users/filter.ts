import type { ZendeskUser } from '../api/records';

/** Which users are wanted; what is not given does not restrict. Times are ISO texts or milliseconds. */
export interface UserFilter {
	roles?: string[];
	roleTypes?: number[];
	customRoleId?: number;
	status?: 'active' | 'suspended' | 'deleted';
	verified?: boolean;
	twoFactor?: boolean;
	shared?: boolean;
	sharedAgent?: boolean;
	chatOnly?: boolean;
	moderator?: boolean;
	restrictedAgent?: boolean;
	reportCsv?: boolean;
	ticketRestriction?: string;
	externalId?: string;
	organizationId?: number;
	createdSince?: string;
	updatedSince?: string;
	lastLoginSince?: string;
	search?: string;
}

type Test<Key extends keyof UserFilter> = (
	user: ZendeskUser,
	wanted: NonNullable<UserFilter[Key]>,
) => boolean;

const flag =
	(field: string) =>
	(user: ZendeskUser, wanted: boolean): boolean =>
		(user[field] === true) === wanted;

const since =
	(field: string) =>
	(user: ZendeskUser, wanted: string): boolean =>
		typeof user[field] === 'string' && Date.parse(user[field] as string) >= Date.parse(wanted);

/** What each filter asks of a user. Those that Zendesk answers itself are asked again: its lists know only some of them. */
const TESTS: { [Key in keyof Required<UserFilter>]: Test<Key> | undefined } = {
	roles: (user, wanted) => wanted.includes(user.role),
	roleTypes: (user, wanted) => user.role_type !== null && wanted.includes(user.role_type),
	customRoleId: (user, wanted) => user.custom_role_id === wanted,
	status: (user, wanted) =>
		wanted === 'deleted'
			? !user.active
			: user.active && user.suspended === (wanted === 'suspended'),
	verified: flag('verified'),
	twoFactor: flag('two_factor_auth_enabled'),
	shared: flag('shared'),
	sharedAgent: flag('shared_agent'),
	chatOnly: flag('chat_only'),
	moderator: flag('moderator'),
	restrictedAgent: flag('restricted_agent'),
	reportCsv: flag('report_csv'),
	ticketRestriction: (user, wanted) => (user.ticket_restriction ?? 'none') === wanted,
	externalId: (user, wanted) => user.external_id?.toLowerCase() === wanted.toLowerCase(),
	organizationId: (user, wanted) => user.organization_id === wanted,
	createdSince: since('created_at'),
	updatedSince: since('updated_at'),
	lastLoginSince: since('last_login_at'),
	// Only Zendesk knows what its search finds.
	search: undefined,
};

/** One test of a user for a whole filter. Without a status, deleted users (exports have them) don't count. */
export function testOf(filter: UserFilter): (user: ZendeskUser) => boolean {
	const tests = (Object.keys(filter) as Array<keyof UserFilter>).flatMap((key) => {
		const test = TESTS[key] as ((user: ZendeskUser, wanted: unknown) => boolean) | undefined;
		const wanted = filter[key];
		return wanted === undefined || test === undefined
			? []
			: [(user: ZendeskUser) => test(user, wanted)];
	});
	if (filter.status === undefined) tests.push(({ active }) => active);
	return (user) => tests.every((test) => test(user));
}
