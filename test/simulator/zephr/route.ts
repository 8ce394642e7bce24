import type { Query } from '../http/query';
import type { Reply } from '../http/route';
import type { Tenant } from './tenant';

export type { Reply };

/** One signed request on its way through a handler. */
export interface ZephrCall {
	tenant: Tenant;
	url: URL;
	params: Record<string, string>;
	query: Query;
	body: unknown;
}

export interface ZephrRoute {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** With `:name` for the variable parts. */
	path: string;
	handler: (call: ZephrCall) => Reply;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const noContent = (): Reply => ({ status: 204 });

/** The variable parts of a path that this route is for; `undefined` = it is not. */
export function paramsOf(route: ZephrRoute, path: string): Record<string, string> | undefined {
	const wanted = route.path.split('/');
	const given = path.split('/');
	if (wanted.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, part] of wanted.entries()) {
		if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given[index]);
		else if (part !== given[index]) return undefined;
	}
	return params;
}

/** `page` and `rpp`, as in lists and exports. */
export function pageOf<T>({ query }: ZephrCall, rows: T[], defaultSize: number) {
	const rpp = Number(query.get('rpp') ?? defaultSize);
	const page = Number(query.get('page') ?? 1);
	const pages = Math.max(1, Math.ceil(rows.length / rpp));
	return { rpp, page, pages, rows: rows.slice((page - 1) * rpp, page * rpp) };
}
