import { Refusal } from '../people';
import { presentExported } from '../present';
import type { ZephrUser } from '../records';
import { ok, pageOf, type Reply, type ZephrCall, type ZephrRoute } from '../route';
import type { ZephrSwitches } from '../switches';

/** What narrows an export, each with the time that it looks at. */
const BOUNDS: Record<string, (user: ZephrUser, time: number) => boolean> = {
	since: (user, time) => user.updated >= time,
	registeredSince: (user, time) => user.registered >= time,
	registeredBefore: (user, time) => user.registered < time,
};

function within({ query }: ZephrCall, user: ZephrUser): boolean {
	return Object.entries(BOUNDS).every(([name, holds]) => {
		const value = query.get(name);
		if (value === undefined) return true;
		const time = Date.parse(value);
		if (Number.isNaN(time)) throw new Refusal(400, `${name} is no time`);
		return holds(user, time);
	});
}

interface Page {
	rows: unknown[];
	rpp: number;
	links: Record<string, unknown>;
}

/** The three shapes that were seen (zephr-and-hr §1.5); the bare one tells nothing of further pages. */
const SHAPES: Record<ZephrSwitches['exportRows'], (page: Page) => unknown> = {
	results: ({ rows, rpp, links }) => ({
		results: rows,
		meta: { count: rows.length, rpp, paginated: true },
		links,
	}),
	nested: ({ rows, rpp, links }) => ({
		results: [rows],
		meta: { count: rows.length, rpp, paginated: true },
		links,
	}),
	bare: ({ rows }) => rows,
};

function linksOf({ query, url }: ZephrCall, page: number, pages: number): Record<string, unknown> {
	const link = (to: number) => ({
		url: `${url.origin}${url.pathname}?${query.with({ page: String(to) })}`,
		page: to,
	});
	return {
		first: link(1),
		last: link(pages),
		...(page > 1 ? { previous: link(page - 1) } : {}),
		...(page < pages ? { next: link(page + 1) } : {}),
	};
}

/** All users, oldest first, in pages; who was deleted meanwhile is simply not there. */
function exportUsers(call: ZephrCall): Reply {
	const { tenant, query } = call;
	if (!query.has('attributes')) throw new Refusal(400, 'attributes is missing');
	const include = { attributes: query.flag('attributes'), grants: query.flag('grants') };
	const all = [...tenant.users.values()].filter((user) => within(call, user));
	const { rows, rpp, page, pages } = pageOf(call, all, 500);
	const numbered = rows.map((user, index) => ({
		'seq-no': (page - 1) * rpp + index + 1,
		...presentExported(tenant, user, include),
	}));
	const links = linksOf(call, page, pages);
	return ok(SHAPES[tenant.switches.exportRows]({ rows: numbered, rpp, links }));
}

export const exportRoutes: ZephrRoute[] = [
	{ method: 'GET', path: '/v3/user-export', handler: exportUsers },
];
