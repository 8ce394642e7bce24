import type { ZendeskUser } from '../api/records';

/** Which users are wanted; what is not given does not restrict. Times are milliseconds since the epoch. */
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
	createdSince?: number;
	updatedSince?: number;
	lastLoginSince?: number;
	search?: string;
}

export type UserTest = (user: ZendeskUser) => boolean;

/** Only Zendesk knows what its search finds. */
type Testable = Exclude<keyof UserFilter, 'search'>;

const flag =
	(field: string) =>
	(wanted: boolean): UserTest =>
	(user) =>
		(user[field] === true) === wanted;

const since =
	(field: string) =>
	(wanted: number): UserTest => {
		// Zendesk tells whole seconds: what happened later in the same one counts.
		const from = Math.floor(wanted / 1000) * 1000;
		return ({ [field]: time }) => typeof time === 'string' && Date.parse(time) >= from;
	};

/** What each filter asks of a user, as far as the record tells it. */
const TESTS: { [Key in Testable]: (wanted: NonNullable<UserFilter[Key]>) => UserTest } = {
	roles: (wanted) => (user) => wanted.includes(user.role),
	roleTypes: (wanted) => (user) => user.role_type !== null && wanted.includes(user.role_type),
	customRoleId: (wanted) => (user) => user.custom_role_id === wanted,
	status: (wanted) =>
		wanted === 'deleted'
			? (user) => !user.active
			: (user) => user.active && user.suspended === (wanted === 'suspended'),
	verified: flag('verified'),
	twoFactor: flag('two_factor_auth_enabled'),
	shared: flag('shared'),
	sharedAgent: flag('shared_agent'),
	chatOnly: flag('chat_only'),
	moderator: flag('moderator'),
	restrictedAgent: flag('restricted_agent'),
	reportCsv: flag('report_csv'),
	ticketRestriction: (wanted) => (user) => (user.ticket_restriction ?? 'none') === wanted,
	externalId: (wanted) => (user) => user.external_id?.toLowerCase() === wanted.toLowerCase(),
	// Of several organizations the record names the default one.
	organizationId: (wanted) => (user) => user.organization_id === wanted,
	createdSince: since('created_at'),
	updatedSince: since('updated_at'),
	lastLoginSince: since('last_login_at'),
};

/** @param answered what Zendesk has tested already, better than the records allow */
export function testsOf(
	filter: UserFilter,
	answered: ReadonlyArray<keyof UserFilter> = [],
): UserTest[] {
	const keys = (Object.keys(TESTS) as Testable[]).filter((key) => !answered.includes(key));
	return keys.flatMap((key) => {
		const wanted = filter[key];
		return wanted === undefined ? [] : [(TESTS[key] as (value: unknown) => UserTest)(wanted)];
	});
}

export function passesAll(user: ZendeskUser, tests: readonly UserTest[]): boolean {
	for (const test of tests) if (!test(user)) return false;
	return true;
}
