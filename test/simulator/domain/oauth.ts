import { createHash } from 'node:crypto';
import { SECOND, toSecond } from '../core/time';
import { ApiError } from '../http/errors';
import type { AuthorizationCode, OAuthClient, OAuthToken } from '../store/access-records';
import type { User } from '../store/records';
import type { World } from '../world';

/** zendesk-api §1.3 */
const CODE_LIFETIME = 120 * SECOND;
const DEFAULT_EXPIRES_IN = 30 * 60;
const DEFAULT_REFRESH_EXPIRES_IN = 30 * 24 * 60 * 60;
const EXPIRES_IN = { min: 300, max: 172_800 };
const REFRESH_EXPIRES_IN = { min: 604_800, max: 7_776_000 };
/** Clients created since then issue tokens that expire. */
const EXPIRY_ENFORCED_SINCE = Date.parse('2026-04-30T00:00:00Z');

export type TokenRequest = Partial<Record<string, unknown>>;

/** §11: an error of the token endpoint. */
function oauthError(error: string, description: string): ApiError {
	return new ApiError(400, { error, error_description: description }, error, description);
}

const invalidGrant = () =>
	oauthError(
		'invalid_grant',
		'The provided authorization grant is invalid, expired, revoked, or was issued to another client.',
	);

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** A scope outside the client's list is refused; a misspelt one is not noticed here (§1.3). */
function checkScope(client: OAuthClient, scope: string): string[] {
	const scopes = scope.split(' ').filter((part) => part !== '');
	const { allowed_scopes } = client;
	if (allowed_scopes && scopes.some((part) => !allowed_scopes.includes(part))) {
		throw oauthError('invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
	}
	return scopes;
}

/** Issues a code for somebody who agreed. The caller has validated client and redirect address. */
export function issueCode(
	world: World,
	now: number,
	grant: Omit<AuthorizationCode, 'code' | 'expires_at'>,
): string {
	const code = world.random.hex(40);
	world.store.authorizationCodes.set(code, { ...grant, code, expires_at: now + CODE_LIFETIME });
	return code;
}

function seconds(
	value: unknown,
	name: string,
	{ min, max }: { min: number; max: number },
): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const number = Number(value);
	if (number >= min && number <= max) return number;
	throw oauthError('invalid_request', `${name} must be between ${min} and ${max} seconds`);
}

interface Issue {
	client: OAuthClient;
	userId: number;
	scopes: string[];
	request: TokenRequest;
	refreshable: boolean;
}

function issueToken(world: World, now: number, issue: Issue): OAuthToken {
	const { client, request } = issue;
	const expiring = client.created_at >= EXPIRY_ENFORCED_SINCE;
	const expiresIn =
		seconds(request.expires_in, 'expires_in', EXPIRES_IN) ??
		(expiring ? DEFAULT_EXPIRES_IN : undefined);
	const refreshExpiresIn =
		seconds(request.refresh_token_expires_in, 'refresh_token_expires_in', REFRESH_EXPIRES_IN) ??
		DEFAULT_REFRESH_EXPIRES_IN;
	return world.store.oauthTokens.insert({
		id: world.store.ids.next('oauthToken'),
		client_id: client.id,
		user_id: issue.userId,
		token: world.random.hex(64),
		refresh_token: issue.refreshable ? world.random.hex(64) : null,
		scopes: issue.scopes,
		created_at: toSecond(now),
		expires_at: expiresIn === undefined ? null : now + expiresIn * SECOND,
		refresh_token_expires_at: issue.refreshable ? now + refreshExpiresIn * SECOND : null,
		used_at: null,
		client_credentials: request.grant_type === 'client_credentials',
	});
}

function verifies(challenge: string | null, verifier: string | undefined): boolean {
	if (challenge === null) return true;
	if (verifier === undefined) return false;
	return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

/** Everybody a token can act for: not deleted, not suspended. */
function activeUser(world: World, userId: number): User {
	const user = world.store.users.get(userId);
	if (!user?.active || user.suspended) throw invalidGrant();
	return user;
}

function byCode(world: World, now: number, client: OAuthClient, request: TokenRequest): OAuthToken {
	const code = world.store.authorizationCodes.get(text(request.code) ?? '');
	if (code) world.store.authorizationCodes.delete(code.code);
	const valid =
		code !== undefined &&
		code.client_id === client.id &&
		code.expires_at > now &&
		code.redirect_uri === request.redirect_uri &&
		verifies(code.challenge, text(request.code_verifier));
	if (!valid) throw invalidGrant();
	const { id: userId } = activeUser(world, code.user_id);
	const scopes = checkScope(client, text(request.scope) ?? code.scope);
	return issueToken(world, now, { client, userId, scopes, request, refreshable: true });
}

/** Rotates: the old pair is invalid at once, so a lost race means a new consent (§1.3). */
function byRefresh(
	world: World,
	now: number,
	client: OAuthClient,
	request: TokenRequest,
): OAuthToken {
	const { oauthTokens } = world.store;
	const old = oauthTokens.first('refresh_token', text(request.refresh_token) ?? '');
	const expires = old?.refresh_token_expires_at ?? 0;
	if (!old || old.client_id !== client.id || expires <= now) throw invalidGrant();
	const { id: userId } = activeUser(world, old.user_id);
	const scopes =
		request.scope === undefined ? old.scopes : checkScope(client, String(request.scope));
	oauthTokens.remove(old);
	return issueToken(world, now, { client, userId, scopes, request, refreshable: true });
}

/** For confidential clients only; acts as the admin who owns the client; no refresh token (§1.3). */
function byClient(
	world: World,
	now: number,
	client: OAuthClient,
	request: TokenRequest,
): OAuthToken {
	if (client.kind !== 'confidential') {
		throw oauthError('unauthorized_client', 'The client may not use this grant type.');
	}
	const user = activeUser(world, client.user_id);
	if (user.role !== 'admin') throw invalidGrant();
	const scopes = checkScope(client, text(request.scope) ?? 'read');
	return issueToken(world, now, { client, userId: user.id, scopes, request, refreshable: false });
}

const GRANTS: Partial<Record<string, typeof byCode>> = {
	authorization_code: byCode,
	refresh_token: byRefresh,
	client_credentials: byClient,
};

/** POST /oauth/tokens */
export function grantToken(world: World, now: number, request: TokenRequest): OAuthToken {
	const client = world.store.oauthClients.first('identifier', text(request.client_id) ?? '');
	const secretNeeded = client?.kind === 'confidential';
	if (!client || (secretNeeded && client.secret !== request.client_secret)) {
		throw oauthError('invalid_client', 'Client authentication failed.');
	}
	const grant = GRANTS[text(request.grant_type) ?? ''];
	if (!grant) throw oauthError('unsupported_grant_type', 'The grant type is not supported.');
	return grant(world, now, client, request);
}

/** A token as an older client would have got it: it never expires. */
export function issueDirectly(
	world: World,
	now: number,
	userId: number,
	scopes: string[],
	lifetimeSeconds: number | null,
): OAuthToken {
	const [client] = world.store.oauthClients.all();
	return world.store.oauthTokens.insert({
		id: world.store.ids.next('oauthToken'),
		client_id: client.id,
		user_id: userId,
		token: world.random.hex(64),
		refresh_token: null,
		scopes,
		created_at: toSecond(now),
		expires_at: lifetimeSeconds === null ? null : now + lifetimeSeconds * SECOND,
		refresh_token_expires_at: null,
		used_at: null,
		client_credentials: false,
	});
}
