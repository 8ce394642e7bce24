import { SECOND } from '../core/time';
import { badRequest, forbidden, invalidEndpoint } from '../http/errors';
import { listReply } from '../http/pagination';
import { ok, type Call, type Reply, type Route } from '../http/route';
import { timePage } from '../http/time-pages';
import { presentArticle } from '../present/activity';
import { pathUser } from './users';

const PAGE = 1000;

/** What an account without a help center answers is a guess (zendesk-api §11). */
function checkPlan({ world }: Call): void {
	if (world.plan.helpCenter) return;
	throw world.switches.noHelpCenterStatus === 404 ? invalidEndpoint() : forbidden();
}

/** By the time of their last change, which may have been a moment ago (zendesk-api §6). */
function changed(call: Call): Reply {
	checkPlan(call);
	const { store, switches } = call.world;
	const start = Number(call.query.get('start_time') ?? 0);
	if (!Number.isInteger(start)) throw badRequest('InvalidValue', 'start_time is not valid');
	const articles = {
		rows: store.articles.ordered('updated_at'),
		timeOf: ({ updated_at }: { updated_at: number }) => updated_at,
	};
	const page = timePage(call, articles, start * SECOND, PAGE);
	const isEnd = page.end_of_stream && switches.lastArticlesPage === 'null';
	return ok({
		count: page.rows.length,
		next_page: isEnd ? null : page.next_page,
		end_time: page.end_time,
		articles: page.rows.map((article) => presentArticle(call.world, article)),
	});
}

function ofUser(call: Call): Reply {
	checkPlan(call);
	const rows = call.world.store.articles.sortedBy('author', pathUser(call).id);
	return listReply(
		call,
		'articles',
		{ rows, sortBys: ['title', 'created_at', 'updated_at'] },
		(article) => presentArticle(call.world, article),
	);
}

const agents = { scope: 'hc', allowed: 'agents', bucket: 'help-center' } as const;

export const articleRoutes: Route[] = [
	{
		method: 'GET',
		path: '/api/v2/help_center/incremental/articles',
		...agents,
		handler: changed,
	},
	{
		method: 'GET',
		path: '/api/v2/help_center/users/:id/articles',
		...agents,
		handler: ofUser,
	},
];
