import { iso, isoOrNull } from '../core/time';
import type { Job } from '../domain/jobs';
import type { OAuthClient, OAuthToken, Webhook } from '../store/access-records';
import type {
	CustomRole,
	Group,
	GroupMembership,
	Organization,
	OrganizationMembership,
} from '../store/records';
import type { Attempt, Invocation } from '../webhooks/deliveries';
import type { World } from '../world';

type Json = Record<string, unknown>;

type SignIn = NonNullable<Webhook['authentication']>;

const stamps = (row: { created_at: number; updated_at: number }) => ({
	created_at: iso(row.created_at),
	updated_at: iso(row.updated_at),
});

export function presentGroup(world: World, group: Group): Json {
	return { url: world.url(`groups/${group.id}.json`), ...group, ...stamps(group) };
}

export function presentGroupMembership(world: World, membership: GroupMembership): Json {
	const url = world.url(`group_memberships/${membership.id}.json`);
	return { url, ...membership, ...stamps(membership) };
}

export function presentOrganization(world: World, organization: Organization): Json {
	const url = world.url(`organizations/${organization.id}.json`);
	return { url, ...organization, ...stamps(organization) };
}

export function presentOrganizationMembership(
	world: World,
	membership: OrganizationMembership,
): Json {
	const { id, user_id, organization_id } = membership;
	return {
		url: world.url(`organization_memberships/${id}.json`),
		id,
		user_id,
		organization_id,
		organization_name: world.store.organizations.get(organization_id)?.name ?? '',
		// zendesk-api §5.2: true or null, never false
		default: membership.default ? true : null,
		view_tickets: true,
		...stamps(membership),
	};
}

export function presentCustomRole(world: World, role: CustomRole): Json {
	const members = world.store.staff().filter(({ custom_role_id }) => custom_role_id === role.id);
	return {
		id: role.id,
		name: role.name,
		description: role.description,
		role_type: role.role_type,
		team_member_count: members.length,
		configuration: role.configuration,
		...stamps(role),
	};
}

/** §3: while it is queued, its size is all that is known (recorded). */
export function presentJob(world: World, job: Job): Json {
	const frame = { id: job.id, job_type: job.type, url: world.url(`job_statuses/${job.id}.json`) };
	if (job.status === 'queued') {
		return {
			...frame,
			total: job.total,
			progress: null,
			status: job.status,
			message: null,
			results: null,
		};
	}
	const done = job.finished_at !== null;
	return {
		...frame,
		total: job.total,
		progress: job.refused === job.total ? 0 : job.tried,
		status: job.status,
		message: jobMessage(job),
		results: done ? job.results.filter((result) => result !== undefined) : null,
	};
}

/** Recorded: `Creating User #53`, `Updating ticket #31`; before the first one `Creating Organizations`. */
function jobMessage(job: Job): string {
	if (job.finished_at === null) {
		const kind = job.doing.replace(/ \w/, (start) => start.toUpperCase());
		return job.tried === 0 ? `${kind}s` : `${job.doing} #${job.tried}`;
	}
	const ended = job.status.charAt(0).toUpperCase() + job.status.slice(1);
	return `${ended} at ${iso(job.finished_at).replace('T', ' ').replace('Z', ' +0000')}`;
}

/** Only the first ten characters of a token are ever shown again. */
const SHOWN = 10;

export function presentOAuthToken(world: World, token: OAuthToken): Json {
	return {
		url: world.url(`oauth/tokens/${token.id}.json`),
		id: token.id,
		user_id: token.user_id,
		client_id: token.client_id,
		token: token.token.slice(0, SHOWN),
		refresh_token: token.refresh_token?.slice(0, SHOWN) ?? null,
		scopes: token.scopes,
		created_at: iso(token.created_at),
		used_at: isoOrNull(token.used_at),
		expires_at: isoOrNull(token.expires_at),
		refresh_token_expires_at: isoOrNull(token.refresh_token_expires_at),
	};
}

export function presentOAuthClient(world: World, client: OAuthClient): Json {
	return {
		url: world.url(`oauth/clients/${client.id}.json`),
		id: client.id,
		name: client.name,
		identifier: client.identifier,
		company: client.company,
		description: client.description,
		kind: client.kind,
		redirect_uri: client.redirect_uri,
		secret: client.secret.slice(0, SHOWN),
		user_id: client.user_id,
		logo_url: null,
		global: false,
		...stamps(client),
	};
}

/** Of the credentials only the name of a user comes back (recorded). */
function presentAuthentication({ type, data, add_position }: SignIn): Json {
	const { username } = (data ?? {}) as Json;
	return { type, add_position, ...(type === 'basic_auth' ? { data: { username } } : {}) };
}

export function presentWebhook(webhook: Webhook): Json {
	const { authentication, custom_headers, description } = webhook;
	return {
		id: webhook.id,
		name: webhook.name,
		...(description === null ? {} : { description }),
		status: webhook.status,
		endpoint: webhook.endpoint,
		http_method: webhook.http_method,
		request_format: webhook.request_format,
		subscriptions: webhook.subscriptions,
		...(authentication ? { authentication: presentAuthentication(authentication) } : {}),
		...(custom_headers ? { custom_headers } : {}),
		created_at: iso(webhook.created_at),
		created_by: String(webhook.created_by),
		updated_at: iso(webhook.updated_at),
		updated_by: String(webhook.updated_by),
	};
}

/** As its creation answers: nobody has updated it yet, and its time is one of nanoseconds (recorded). */
export function presentNewWebhook(webhook: Webhook): Json {
	const shown = presentWebhook(webhook);
	delete shown.updated_at;
	delete shown.updated_by;
	const nanoseconds = String(webhook.created_by % 1_000_000_000).padStart(9, '0');
	return { ...shown, created_at: iso(webhook.created_at).replace('Z', `.${nanoseconds}Z`) };
}

/** What the API tells of a webhook's history beyond its statuses is UNCONFIRMED (zendesk-api §7.1). */
export function presentInvocation({ id, status, attempts }: Invocation): Json {
	const last = attempts.at(-1);
	return {
		id,
		status,
		status_code: last?.status ?? null,
		latest_completed_at: isoOrNull(last?.completedAt ?? null),
	};
}

/** Newest first; one that was throttled says nothing else (recorded). */
export function presentAttempts({ id, webhookId, attempts, throttledAt }: Invocation): Json[] {
	const throttled = throttledAt.map((at) => ({
		id: webhookId,
		invocation_id: id,
		status: 'throttled',
		completed_at: iso(at),
	}));
	return [...throttled, ...attempts.map(presentAttempt)].reverse();
}

const titled = (name: string) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

/** Those that Zendesk adds itself, as recorded: what a person has added may be a credential. */
function presentHeaders(
	headers: Record<string, string> = {},
	isShown = (_: string) => true,
): Json[] {
	const rows = Object.entries(headers).map(([name, value]) => ({ key: titled(name), value }));
	return rows.filter(({ key }) => isShown(key));
}

const isOwn = (key: string) => /^(Content-Type|User-Agent|X-Zendesk-.*)$/.test(key);

/** Recorded: its id is that of the webhook. */
function presentAttempt(attempt: Attempt): Json {
	const { headers, body, answer } = attempt;
	return {
		id: attempt.webhookId,
		invocation_id: attempt.invocationId,
		status: attempt.verdict,
		status_code: attempt.status,
		completed_at: isoOrNull(attempt.completedAt),
		request: { headers: presentHeaders(headers, isOwn), payload: body },
		response: answer
			? { headers: presentHeaders(answer.headers), payload: answer.body ?? '' }
			: null,
	};
}
