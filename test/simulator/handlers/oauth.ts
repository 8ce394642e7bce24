import { grantToken, issueCode, type TokenRequest } from '../domain/oauth';
import { isObject } from '../http/query';
import type { Call, Reply, Route } from '../http/route';
import type { OAuthClient } from '../store/access-records';

function htmlPage(status: number, title: string, content: string): Reply {
	const body = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${content}</body></html>`;
	return { status, body, headers: { 'Content-Type': 'text/html; charset=utf-8' } };
}

/** Never redirects to an address that the client hasn't registered (zendesk-api §1.3: exact match). */
function invalidRequest(what: string): Reply {
	return htmlPage(400, 'Invalid Authorization Request', `<p>${what}</p>`);
}

function redirect(address: string, parameters: Record<string, string | undefined>): Reply {
	const target = new URL(address);
	for (const [name, value] of Object.entries(parameters)) {
		if (value !== undefined) target.searchParams.set(name, value);
	}
	return { status: 302, headers: { Location: target.toString() } };
}

/** Public clients must use PKCE; whoever uses it must use S256. */
function challengeOf(call: Call, client: OAuthClient): string | null | undefined {
	const challenge = call.query.get('code_challenge') ?? null;
	if (challenge === null) return client.kind === 'public' ? undefined : null;
	return call.query.get('code_challenge_method') === 'S256' ? challenge : undefined;
}

/**
 * The consent page. Whoever is signed in to Zendesk in the browser agrees at once, refuses at once, or is
 * asked, as the switch `oauthConsent` says.
 */
function authorize(call: Call): Reply {
	const { world, query } = call;
	const client = world.store.oauthClients.first('identifier', query.get('client_id') ?? '');
	if (!client) return invalidRequest('No such client');
	const redirectUri = query.get('redirect_uri') ?? '';
	if (!client.redirect_uri.includes(redirectUri)) {
		return invalidRequest('The redirect URI does not match any of the registered ones');
	}
	const state = query.get('state');
	if (query.get('response_type') !== 'code') {
		return redirect(redirectUri, { error: 'unsupported_response_type', state });
	}
	const challenge = challengeOf(call, client);
	if (challenge === undefined) return redirect(redirectUri, { error: 'invalid_request', state });
	const userId = world.store.browserUserId;
	if (userId === null) return htmlPage(200, 'Sign in to Zendesk', '<p>Nobody is signed in.</p>');
	const consent = query.get('consent') ?? world.switches.oauthConsent;
	if (consent === 'denied') {
		const error_description = 'The end-user or authorization server denied the request.';
		return redirect(redirectUri, { error: 'access_denied', error_description, state });
	}
	if (consent === 'page') {
		const choice = (value: string, label: string) =>
			`<p><a id="${value}" href="${call.path}?${query.with({ consent: value }).replaceAll('&', '&amp;')}">${label}</a></p>`;
		const question = `<p>${client.name} wants to access ${world.host}</p>`;
		return htmlPage(
			200,
			'Authorize',
			question + choice('granted', 'Allow') + choice('denied', 'Deny'),
		);
	}
	const scope = query.get('scope') ?? 'read';
	const grant = {
		client_id: client.id,
		user_id: userId,
		redirect_uri: redirectUri,
		scope,
		challenge,
	};
	return redirect(redirectUri, { code: issueCode(world, call.now, grant), state });
}

/** JSON or form-encoded (§1.3). */
function token(call: Call): Reply {
	const request: TokenRequest = isObject(call.body) ? call.body : {};
	const issued = grantToken(call.world, call.now, request);
	const left = (until: number | null) =>
		until === null ? undefined : Math.round((until - call.now) / 1000);
	return {
		status: call.world.switches.oauthTokenStatus,
		body: {
			access_token: issued.token,
			refresh_token: issued.refresh_token ?? undefined,
			token_type: 'bearer',
			scope: issued.scopes.join(' '),
			expires_in: left(issued.expires_at),
			refresh_token_expires_in: left(issued.refresh_token_expires_at),
		},
	};
}

/** Without a scope: nobody is signed in to these two (yet). */
export const oauthRoutes: Route[] = [
	{ method: 'GET', path: '/oauth/authorizations/new', allowed: 'anyone', handler: authorize },
	{ method: 'POST', path: '/oauth/tokens', access: 'read', allowed: 'anyone', handler: token },
];
