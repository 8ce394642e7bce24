/**
 * What people paste into an account field, and the one thing we make of it: a subdomain.
 * Accepted: `acme`, `acme.zendesk.com`, `https://acme.zendesk.com/agent/...`. No account is named in Punycode, of which
 * some is no host at all.
 * Nothing else of the text is used, so no credential can reach another host than `<subdomain>.zendesk.com`.
 */
export const ACCOUNT_PATTERN =
	'^\\s*(?:https?:\\/\\/)?(?!xn--)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\\.zendesk\\.com(?:[\\/?#][^\\n\\r]*)?)?\\s*$';

const ACCOUNT = new RegExp(ACCOUNT_PATTERN, 'i');

/** @returns the subdomain in lower case, or `undefined` when the text is no Zendesk account. */
export function subdomainOf(account: unknown): string | undefined {
	return typeof account === 'string' ? ACCOUNT.exec(account)?.[1].toLowerCase() : undefined;
}

/** @returns e.g. `https://acme.zendesk.com`, or `undefined` when the text is no Zendesk account. */
export function accountUrl(account: unknown): string | undefined {
	const subdomain = subdomainOf(account);
	return subdomain === undefined ? undefined : `https://${subdomain}.zendesk.com`;
}
