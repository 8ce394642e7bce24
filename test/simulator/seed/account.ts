import { adminState } from '../domain/roles';
import { blankUser } from '../domain/users';
import { addIdentity } from '../domain/identities';
import { joinGroup } from '../domain/memberships';
import { writePhone } from '../domain/phones';
import { toSecond, DAY } from '../core/time';
import { DEFAULT_BRAND_ID } from '../store/brand-records';
import { ROLE_TYPE, type CustomRole, type Group, type User } from '../store/records';
import type { Act, World } from '../world';

/** What the test's credentials need. */
export interface SeededAccount {
	adminId: number;
	email: string;
	token: string;
	clientId: string;
	clientSecret: string;
}

/** The account was opened two years ago. */
export const OPENED_BEFORE = 730 * DAY;

/** Zendesk itself, at the time when the account was opened. */
export function founder(world: World): Act {
	return { world, now: toSecond(world.clock.now() - OPENED_BEFORE), actor: null };
}

const configuration = (changes: CustomRole['configuration']): CustomRole['configuration'] => ({
	...READ_ONLY,
	...changes,
});

/** Every flag that a role has, as of an agent who may do next to nothing (zendesk-api §5.3). */
const READ_ONLY: CustomRole['configuration'] = {
	actions_access: 'none',
	assign_tickets_to_any_group: false,
	capacity_rules_access: 'none',
	chat_access: false,
	end_user_list_access: 'full',
	end_user_profile_access: 'readonly',
	execute_it_asset_management_actions: false,
	explore_access: 'readonly',
	export_views: false,
	forum_access: 'readonly',
	forum_access_restricted_content: false,
	group_access: false,
	light_agent: false,
	macro_access: 'readonly',
	manage_api_credentials: false,
	manage_business_rules: false,
	manage_contextual_workspaces: false,
	manage_dynamic_content: false,
	manage_extensions_and_channels: false,
	manage_facebook: false,
	manage_organization_fields: false,
	manage_ticket_fields: false,
	manage_ticket_forms: false,
	manage_ticket_settings: false,
	manage_user_fields: false,
	manage_user_own_contacts: false,
	manage_user_own_forwarding_numbers: false,
	manage_user_own_photo: true,
	moderate_forums: false,
	modify_closed_tickets: false,
	organization_editing: false,
	organization_notes_editing: false,
	report_access: 'none',
	side_conversation_create: false,
	ticket_access: 'all',
	ticket_comment_access: 'none',
	ticket_deletion: false,
	ticket_editing: false,
	ticket_merge: false,
	ticket_tag_editing: false,
	twitter_search_access: false,
	update_user_own_alias: true,
	update_user_own_name: true,
	update_user_own_signature: true,
	user_view_access: 'readonly',
	view_access: 'readonly',
	view_access_logs: false,
	view_audit_logs: false,
	view_deleted_tickets: false,
	view_filter_tickets: true,
	voice_access: false,
	voice_dashboard_access: false,
};

const WORKING = {
	chat_access: true,
	end_user_profile_access: 'edit',
	macro_access: 'manage-personal',
	ticket_comment_access: 'public',
	ticket_editing: true,
	ticket_merge: true,
	ticket_tag_editing: true,
	view_access: 'manage-personal',
	voice_access: true,
};

const MANAGING = {
	...WORKING,
	assign_tickets_to_any_group: true,
	end_user_profile_access: 'full',
	group_access: true,
	manage_business_rules: true,
	manage_extensions_and_channels: true,
	organization_editing: true,
	organization_notes_editing: true,
	ticket_deletion: true,
	view_audit_logs: true,
	view_deleted_tickets: true,
};

type RoleSeed = Pick<CustomRole, 'name' | 'role_type' | 'configuration' | 'manage_team_members'>;

const role = (
	name: string,
	role_type: number,
	changes: CustomRole['configuration'],
	manage_team_members = false,
): RoleSeed => ({ name, role_type, configuration: configuration(changes), manage_team_members });

/** The system roles of an Enterprise plan and the company's own two. */
const ROLES: RoleSeed[] = [
	role('Admin', ROLE_TYPE.admin, { ...MANAGING, explore_access: 'full' }, true),
	role('Billing admin', ROLE_TYPE.billingAdmin, {}),
	role('Light agent', ROLE_TYPE.lightAgent, { light_agent: true }),
	role('Contributor', ROLE_TYPE.contributor, {}),
	role('Staff', ROLE_TYPE.custom, WORKING),
	role('Team lead', ROLE_TYPE.custom, MANAGING, true),
];

function seedRoles(act: Act): void {
	const { store, plan } = act.world;
	for (const seed of ROLES) {
		const exists = plan.customRoles || seed.role_type === ROLE_TYPE.lightAgent;
		if (!exists) continue;
		const id = store.ids.next('customRole');
		const stamps = { created_at: act.now, updated_at: act.now };
		store.customRoles.insert({
			id,
			description: `${seed.name} of this account`,
			...seed,
			...stamps,
		});
	}
}

export function addGroupRecord(act: Act, name: string, isDefault: boolean): Group {
	const { store } = act.world;
	return store.groups.insert({
		id: store.ids.next('group'),
		name,
		description: '',
		default: isDefault,
		deleted: false,
		is_public: true,
		created_at: toSecond(act.now),
		updated_at: toSecond(act.now),
	});
}

/** Inserts somebody with a verified email, without the checks of the API. */
export function addPerson(
	act: Act,
	fields: Partial<User> & { name: string },
	email: string | null,
): User {
	const { store } = act.world;
	const { phone = null, shared_phone_number: isShared, ...others } = fields;
	const user = store.users.insert(Object.assign(blankUser(act), others, { email: null }));
	if (email !== null) addIdentity(act, user, { type: 'email', value: email, verified: true });
	writePhone(act, user, phone, isShared === true);
	return user;
}

/** What a user record of somebody on the staff has beyond his role. */
export const STAFF_FIELDS: Partial<User> = { ticket_restriction: null, restricted_agent: false };

/** The browser of the OAuth dance comes back to n8n here. */
const REDIRECT_URIS = [
	'http://localhost:5678/rest/oauth2-credential/callback',
	'http://127.0.0.1:5678/rest/oauth2-credential/callback',
];

/** An account as it is right after sign-up: the owner, roles, the default group, an API token, an OAuth client. */
export function seedAccount(world: World): SeededAccount {
	const act = founder(world);
	const { store } = world;
	seedRoles(act);
	store.userFields.set('employee_number', 'text');
	store.userFields.set('start_date', 'date');
	store.userFields.set('is_vip', 'checkbox');
	seedBrand(act);
	const group = addGroupRecord(act, 'Support', true);
	const email = 'owner@acme.example';
	const fields = { ...STAFF_FIELDS, ...adminState(world), moderator: true };
	const owner = addPerson(act, { name: 'Olivia Owner', ...fields }, email);
	joinGroup(act, owner, group, true);
	store.ownerId = owner.id;
	store.browserUserId = owner.id;
	return { adminId: owner.id, email, ...seedCredentials(act, owner) };
}

function seedBrand({ world, now }: Act): void {
	world.store.brands.insert({
		id: DEFAULT_BRAND_ID,
		name: 'Acme',
		subdomain: world.subdomain,
		default: true,
		active: true,
		is_deleted: false,
		created_at: now,
		updated_at: now,
	});
}

function seedCredentials(act: Act, owner: User) {
	const { store, random, clock } = act.world;
	const token = random.hex(40);
	const now = toSecond(clock.now());
	store.apiTokens.insert({
		id: store.ids.next('apiToken'),
		token,
		created_at: act.now,
		last_used_at: now,
	});
	const client = store.oauthClients.insert({
		id: store.ids.next('oauthClient'),
		identifier: 'n8n_users',
		secret: random.hex(64),
		name: 'n8n',
		company: 'Acme',
		description: 'Automation of the people’s life cycle',
		kind: 'confidential',
		redirect_uri: REDIRECT_URIS,
		user_id: owner.id,
		created_at: now,
		updated_at: now,
		allowed_scopes: null,
	});
	return { token, clientId: client.identifier, clientSecret: client.secret };
}
