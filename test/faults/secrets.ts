import type { Simulator } from '../simulator';

/** Everything in an account that opens a door: to the account, or to n8n. */
export function secretsOf({ store, credentials }: Simulator): string[] {
	const tokens = store.oauthTokens
		.all()
		.flatMap(({ token, refresh_token }) => [token, refresh_token]);
	const { apiToken, oauthClient } = credentials;
	return [
		oauthClient.secret,
		apiToken.token,
		Buffer.from(`${apiToken.email}/token:${apiToken.token}`).toString('base64'),
		...tokens,
		...[...store.webhooks.values()].map(({ secret }) => secret),
	].filter((secret): secret is string => Boolean(secret));
}

/** How many of these secrets can be found anywhere in a value: in texts, keys, and what JSON leaves out of errors. */
export function countSecrets(value: unknown, secrets: string[]): number {
	const text = everythingIn(value);
	return secrets.filter(
		(secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)),
	).length;
}

/** All texts in a value, keys too, and what JSON leaves out of errors. */
export function everythingIn(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value === 'string') return `${value}\n`;
	if (typeof value !== 'object' || value === null || seen.has(value)) return '';
	seen.add(value);
	if (Buffer.isBuffer(value)) return `${value.toString()}\n`;
	// Own properties that can't be enumerated are an error's message, stack and cause.
	return Object.getOwnPropertyNames(value)
		.map((key) => `${key}\n${everythingIn((value as Record<string, unknown>)[key], seen)}`)
		.join('');
}
