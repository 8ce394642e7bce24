import { seatOf, type Seat } from '../domain/seats';
import type { Switches } from '../switches';
import type { Brand } from './brand-records';
import { Ids } from './ids';
import type {
	ApiToken,
	AuthorizationCode,
	OAuthClient,
	OAuthToken,
	Session,
	Webhook,
} from './access-records';
import type {
	Article,
	Audit,
	AuditLog,
	Comment,
	CustomRole,
	Group,
	GroupMembership,
	Handover,
	Identity,
	Mail,
	Organization,
	OrganizationMembership,
	ProductRoles,
	Ticket,
	User,
} from './records';
import type { Automation, Macro, Trigger, View } from './rule-records';
import { Table } from './table';
import { UserFields } from './user-fields';

const live = (ticket: Ticket, ...ids: Array<number | null>) =>
	ticket.deleted_at === null ? ids.filter((id) => id !== null) : [];

/** Identities that are an email address. */
const ADDRESS_TYPES = new Set(['email', 'google']);

const lower = (text: string) => text.trim().toLowerCase();

/** Everything an account has, for handlers to work on and for tests to arrange and to look at. */
export class Store {
	readonly ids = new Ids();

	readonly users = new Table<User, 'role' | 'external_id' | 'deleted'>({
		role: (user) => (user.active ? [user.role] : []),
		external_id: (user) =>
			user.active && user.external_id !== null ? [lower(user.external_id)] : [],
		deleted: (user) => (user.active ? [] : ['deleted']),
	});
	readonly identities = new Table<Identity, 'user' | 'email' | 'phone'>({
		user: (identity) => [identity.user_id],
		email: (identity) => (ADDRESS_TYPES.has(identity.type) ? [lower(identity.value)] : []),
		phone: (identity) => (identity.type === 'phone_number' ? [identity.value] : []),
	});
	readonly groups = new Table<Group>({});
	readonly groupMemberships = new Table<GroupMembership, 'user' | 'group'>({
		user: (membership) => [membership.user_id],
		group: (membership) => [membership.group_id],
	});
	readonly organizations = new Table<Organization, 'name'>({
		name: (organization) => [organization.name.toLowerCase()],
	});
	readonly organizationMemberships = new Table<OrganizationMembership, 'user' | 'organization'>({
		user: (membership) => [membership.user_id],
		organization: (membership) => [membership.organization_id],
	});
	readonly customRoles = new Table<CustomRole>({});
	readonly tickets = new Table<
		Ticket,
		'requester' | 'assignee' | 'cc' | 'follower' | 'external_id' | 'deleted'
	>({
		requester: (ticket) => live(ticket, ticket.requester_id),
		assignee: (ticket) => live(ticket, ticket.assignee_id),
		cc: (ticket) => live(ticket, ...ticket.email_cc_ids),
		follower: (ticket) => live(ticket, ...ticket.follower_ids),
		external_id: (ticket) => (ticket.external_id === null ? [] : [ticket.external_id]),
		deleted: (ticket) => (ticket.deleted_at === null ? [] : ['deleted']),
	});
	readonly comments = new Table<Comment, 'ticket'>({ ticket: (comment) => [comment.ticket_id] });
	readonly audits = new Table<Audit, 'ticket'>({ ticket: (audit) => [audit.ticket_id] });
	readonly auditLogs = new Table<AuditLog>({});
	readonly articles = new Table<Article, 'author'>({ author: (article) => [article.author_id] });
	readonly views = new Table<View>({});
	readonly macros = new Table<Macro>({});
	readonly triggers = new Table<Trigger>({});
	readonly automations = new Table<Automation>({});
	readonly sessions = new Table<Session, 'user'>({ user: (session) => [session.user_id] });
	readonly apiTokens = new Table<ApiToken, 'token'>({ token: (token) => [token.token] });
	readonly oauthClients = new Table<OAuthClient, 'identifier'>({
		identifier: (client) => [client.identifier],
	});
	readonly oauthTokens = new Table<OAuthToken, 'user' | 'token' | 'refresh_token'>({
		user: (token) => [token.user_id],
		token: (token) => [token.token],
		refresh_token: (token) => (token.refresh_token === null ? [] : [token.refresh_token]),
	});
	readonly authorizationCodes = new Map<string, AuthorizationCode>();
	readonly brands = new Table<Brand>({});
	/** Department spaces: the brands that staff were taken out of, by user id. */
	readonly brandsLeft = new Map<number, Set<number>>();
	readonly webhooks = new Map<string, Webhook>();
	/** Product roles by user id. */
	readonly entitlements = new Map<number, ProductRoles>();
	readonly userFields = new UserFields();

	/** What Zendesk moved on its own. Promise of the pack: this stays empty. */
	readonly handovers: Handover[] = [];
	readonly mails: Mail[] = [];
	/** The account owner, whom the API doesn't name. */
	ownerId = 0;
	/** Who is signed in to Zendesk in the browser that opens the consent page; `null` = nobody. */
	browserUserId: number | null = null;

	constructor(private readonly switches: Switches) {}

	/**
	 * The email or Google identity with this address, primary or secondary. An address is taken once a brand, and
	 * without brand separation all users are of none (zendesk-api §2.4, F36).
	 */
	identityByEmail(email: string, brandId: number | null = null): Identity | undefined {
		return this.ofBrand(this.identities.by('email', lower(email)), brandId);
	}

	/** The identity that has this number as a direct line, spelt exactly so. */
	identityByPhone(number: string, brandId: number | null = null): Identity | undefined {
		return this.ofBrand(this.identities.by('phone', number), brandId);
	}

	private ofBrand(identities: Iterable<Identity>, brandId: number | null): Identity | undefined {
		for (const identity of identities) {
			if (this.users.get(identity.user_id)?.brand_id === brandId) return identity;
		}
		return undefined;
	}

	/** The active user with this address. */
	userByEmail(email: string, brandId: number | null = null): User | undefined {
		const identity = this.identityByEmail(email, brandId);
		return identity && this.users.get(identity.user_id);
	}

	/** Active users with this external id, whatever its case: one a brand at most (§2.1). */
	usersByExternalId(externalId: string): User[] {
		return this.users.sortedBy('external_id', lower(externalId));
	}

	userByExternalId(externalId: string, brandId: number | null = null): User | undefined {
		return this.usersByExternalId(externalId).find((user) => user.brand_id === brandId);
	}

	/** Memberships of a user, oldest first. */
	groupsOf(userId: number): GroupMembership[] {
		return this.groupMemberships.sortedBy('user', userId);
	}

	isMember(userId: number, groupId: number): boolean {
		for (const membership of this.groupMemberships.by('user', userId)) {
			if (membership.group_id === groupId) return true;
		}
		return false;
	}

	/** Staff who are not deleted, lowest id first. */
	staff(): User[] {
		return this.users.sortedBy('role', 'agent', 'admin');
	}

	/** The seat that a user takes (§5.4). */
	seatOf(user: User): Seat {
		return seatOf(user, this.entitlements.get(user.id), this.switches);
	}

	/** How many seats are taken. */
	seats(): Record<Exclude<Seat, 'none'>, number> {
		const taken = { paid: 0, light: 0, free: 0 };
		for (const user of this.staff()) {
			const seat = this.seatOf(user);
			if (seat !== 'none') taken[seat]++;
		}
		return taken;
	}
}
