import { ExecuteContext } from 'n8n-core';
import { type Logger, LoggerProxy } from 'n8n-workflow';
import { ZendeskUsersApi } from '../../credentials/ZendeskUsersApi.credentials';
import { ZendeskUsersOAuth2Api } from '../../credentials/ZendeskUsersOAuth2Api.credentials';
import type { CredentialData } from '../engine/engine';
import { everythingIn } from '../faults/secrets';
import { DAY } from '../engine/sync/helpers';
import type { Simulator } from '../simulator';
import type { SecurityStage } from './stage';

/** Signs that tokens may have and that are written otherwise in addresses. */
const ODD = '+/=~';

export interface Secret {
	name: string;
	value: string;
}

/** What is typed into each credential, and what n8n keeps with it; all secrets are recognisable. */
export type Planted = Record<'zendeskUsersOAuth2Api' | 'zendeskUsersApi', CredentialData>;

/** Puts recognisable secrets into the account, which really takes them, and into both credentials. */
export function plantSecrets({ sim, credential, tokenCredential }: SecurityStage): Planted {
	const { oauthClients, oauthTokens, apiTokens } = sim.store;
	const value = (name: string) => `${name}-${ODD}-0123456789abcdef`;
	const client = oauthClients.first('identifier', sim.credentials.oauthClient.id)!;
	oauthClients.update(client, { secret: value('client-secret') });
	const token = {
		client_id: client.id,
		token: value('access-token'),
		refresh_token: value('refresh-token'),
		refresh_token_expires_at: sim.clock.now() + DAY,
	};
	oauthTokens.update(oauthTokens.first('token', sim.credentials.bearer())!, token);
	const apiToken = apiTokens.first('token', sim.credentials.apiToken.token)!;
	apiTokens.update(apiToken, { token: value('api-token') });
	return {
		zendeskUsersOAuth2Api: {
			...credential,
			clientSecret: value('client-secret'),
			grantType: 'authorizationCode',
			oauthTokenData: {
				access_token: token.token,
				refresh_token: token.refresh_token,
				token_type: 'bearer',
			},
		},
		zendeskUsersApi: { ...tokenCredential, apiToken: value('api-token') },
	};
}

/** Every secret that the account holds: the planted ones, tokens of others and renewed ones, webhooks. */
export function secretsOf(sim: Simulator): Secret[] {
	const { oauthTokens, oauthClients, apiTokens, webhooks } = sim.store;
	const named = (name: string, values: Array<string | null>) =>
		values.flatMap((value) => (value === null ? [] : [{ name, value }]));
	return [
		...[...oauthTokens.all()].flatMap(({ token, refresh_token: refresh }) =>
			named('OAuth token of somebody', [token, refresh]),
		),
		...named(
			'client secret',
			[...oauthClients.all()].map(({ secret }) => secret),
		),
		...named(
			'API token',
			[...apiTokens.all()].map(({ token }) => token),
		),
		...named(
			'signing secret',
			[...webhooks.values()].map(({ secret }) => secret),
		),
	];
}

/** The fields that n8n shows as dots. */
export const PASSWORD_FIELDS = [new ZendeskUsersOAuth2Api(), new ZendeskUsersApi()].flatMap(
	({ name, properties }) =>
		properties
			.filter(({ typeOptions }) => typeOptions?.password)
			.map((property) => ({ credential: name, field: property.name })),
);

/** The forms in which a secret could stand somewhere. */
export function formsOf({ value }: Secret, names: string[]): string[] {
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	const html = value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	};
	const escaped = value.replace(/[&<>"']/g, (char) => entities[char]);
	const json = JSON.stringify(value).slice(1, -1);
	const basics = names.map((name) => base64(`${name}:${value}`));
	return [
		value,
		encodeURIComponent(value),
		new URLSearchParams({ x: value }).toString().slice(2),
		json,
		JSON.stringify(json).slice(1, -1),
		html,
		escaped,
		base64(value),
		Buffer.from(value).toString('base64url'),
		Buffer.from(value).toString('hex'),
		...basics,
		...basics.map(encodeURIComponent),
	];
}

/** Base64 long enough to hold a secret, e.g. a file of an item. */
const BASE64 = /[A-Za-z0-9+/_-]{24,}={0,2}/g;

/** Which secrets stand anywhere in a value, also in base64, and where about. */
export function leaksIn(value: unknown, secrets: Secret[], names: string[]): string[] {
	const text = everythingIn(value);
	const decoded = (text.match(BASE64) ?? []).map((found) =>
		Buffer.from(found, 'base64').toString('utf8'),
	);
	const all = [text, ...decoded].join('\n');
	const forms = new Map(
		secrets.flatMap((secret) => formsOf(secret, names).map((form) => [form, secret.name])),
	);
	return [...forms].flatMap(([form, name]) => {
		const at = all.indexOf(form);
		return at < 0 ? [] : [`${name} in: ${all.slice(Math.max(0, at - 80), at + 80)}`];
	});
}

/** n8n's log, as the nodes' contexts give it: they all share one. */
const log = Reflect.get(ExecuteContext.prototype, 'logger', {}) as Logger;
const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** Everything that is logged from now on, at any level, by n8n and by nodes. For `jest.restoreAllMocks` to end. */
export function captureLog(): unknown[] {
	const lines: unknown[] = [];
	for (const level of LEVELS) {
		jest.spyOn(log, level).mockImplementation((...line) => void lines.push(line));
		jest.spyOn(console, level).mockImplementation((...line) => void lines.push(line));
	}
	jest.spyOn(console, 'log').mockImplementation((...line) => void lines.push(line));
	LoggerProxy.init(log);
	return lines;
}
