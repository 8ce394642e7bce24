/** Behind an address: a path, a query or a fragment, of which nothing is used. */
const REST = '(?:[\\/?#][^\\n\\r]*)?';

/**
 * What people paste into the tenant field, and the one thing we make of it: a tenant ID (one of the two groups).
 * - A site's own address: the tenant is what stands before the first `-`, so `news-paper.cdn.zephr.com` → `news`.
 * - The tenant ID, the API's address, or the console's where that names the tenant (`news.admin.blaize.io`).
 *
 * `console.zephr.com` names no tenant, so it is refused, as is every other host: a key can only ever reach
 * `<tenant>.api.zephr.com`.
 *
 * @see https://developer.zuora.com/zephr-api-reference/zephr-admin-api/overview
 */
export const TENANT_PATTERN =
	'^\\s*(?:https?:\\/\\/)?(?!xn--)(?:' +
	`([a-z0-9]{1,63})(?:-[a-z0-9_-]{1,62})?(?:\\.non-prod)?\\.cdn\\.zephr\\.com${REST}` +
	`|([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\\.(?:api\\.zephr\\.com|admin\\.blaize\\.io)${REST})?` +
	')\\s*$';

const TENANT = new RegExp(TENANT_PATTERN, 'i');

/** @returns the tenant ID in lower case, or `undefined` when the text names no tenant. */
export function tenantOf(text: unknown): string | undefined {
	const found = typeof text === 'string' ? TENANT.exec(text) : null;
	return (found?.[1] ?? found?.[2])?.toLowerCase();
}

/** @returns e.g. `https://news.api.zephr.com`, or `undefined` when the text names no tenant. */
export function apiOrigin(text: unknown): string | undefined {
	const tenant = tenantOf(text);
	return tenant === undefined ? undefined : `https://${tenant}.api.zephr.com`;
}
