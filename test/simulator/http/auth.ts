import { DAY } from '../core/time';
import { moveLastLogin } from '../domain/sign-ins';
import type { OAuthToken } from '../store/access-records';
import type { User } from '../store/records';
import type { World } from '../world';
import { notAuthenticated, tokenExpired } from './errors';

export interface SignIn {
	caller: User | null;
	token: OAuthToken | null;
}

const ANONYMOUS: SignIn = { caller: null, token: null };

/** zendesk-api §1.2: no API token works after this. */
const API_TOKENS_END = Date.parse('2027-04-30T00:00:00Z');
const IDLE_LIMIT = 30 * DAY;

/** Suspended and deleted users can't sign in, whatever they hold (§2.6). */
function maySignIn(user: User | undefined): user is User {
	return user !== undefined && user.active && !user.suspended;
}

/** `{email}/token:{api_token}`: acts as any verified user of the account (§1.1). Passwords ended in January 2026. */
function byApiToken(credentials: string, world: World, now: number): SignIn | undefined {
	const { store, switches } = world;
	const [, email, secret] = /^(.+)\/token:(.+)$/.exec(credentials) ?? [];
	if (!email || !secret || now >= API_TOKENS_END) return undefined;
	const token = store.apiTokens.first('token', secret);
	if (!token) return undefined;
	if (switches.idleApiTokensDeactivated && now - token.last_used_at > IDLE_LIMIT) return undefined;
	const caller = store.userByEmail(email);
	if (!maySignIn(caller) || !caller.verified) return undefined;
	store.apiTokens.update(token, { last_used_at: now });
	return { caller, token: null };
}

function byBearer(secret: string, world: World, now: number): SignIn {
	const token = world.store.oauthTokens.first('token', secret);
	if (!token) throw notAuthenticated();
	if (token.expires_at !== null && token.expires_at <= now) throw tokenExpired();
	const caller = world.store.users.get(token.user_id);
	if (!maySignIn(caller)) throw notAuthenticated();
	// §1.3: client credentials die when the admin who owns the client is downgraded or removed.
	if (token.client_credentials && caller.role !== 'admin') throw notAuthenticated();
	world.store.oauthTokens.update(token, { used_at: now });
	return { caller, token };
}

/**
 * Finds out who calls. Throws the 401; anonymous callers come back as such, for the one endpoint that
 * answers them.
 */
export function signIn(
	authorization: string | null,
	anonymousAllowed: boolean,
	world: World,
	now: number,
): SignIn {
	if (authorization === null) {
		if (anonymousAllowed) return ANONYMOUS;
		throw notAuthenticated();
	}
	const [kind, value = ''] = authorization.split(' ', 2);
	if (kind.toLowerCase() === 'bearer') {
		const found = byBearer(value, world, now);
		if (found.caller && world.switches.oauthCallMovesLastLogin)
			moveLastLogin({ world, now }, found.caller);
		return found;
	}
	const found =
		kind.toLowerCase() === 'basic'
			? byApiToken(Buffer.from(value, 'base64').toString('utf8'), world, now)
			: undefined;
	if (found?.caller) {
		moveLastLogin({ world, now }, found.caller);
		return found;
	}
	if (anonymousAllowed && world.switches.wrongBasicOnMe === 'anonymous') return ANONYMOUS;
	throw notAuthenticated();
}
