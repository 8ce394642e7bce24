import { recordNotFound, badRequest } from '../http/errors';
import { page } from '../http/pagination';
import { ok, type Call, type Reply, type Route } from '../http/route';
import { presentJob } from '../present/records';

function show(call: Call): Reply {
	const job = call.world.jobs.find(call.params.id, call.now);
	if (!job) throw recordNotFound();
	return ok({ job_status: presentJob(call.world, job) });
}

/** Unknown and forgotten ids are left out. */
function showMany(call: Call): Reply {
	const ids = call.query.shortList('ids');
	if (!ids) throw badRequest('InvalidValue', 'ids is required');
	const jobs = ids
		.map((id) => call.world.jobs.find(id, call.now))
		.filter((job) => job !== undefined);
	return ok({ job_statuses: jobs.map((job) => presentJob(call.world, job)) });
}

/** The about 100 most recent ones, by cursor only (zendesk-api §3). */
function list(call: Call): Reply {
	const numbered = call.world.jobs.recent(call.now).map((job, id) => ({ id, job }));
	const { rows, paging } = page(call, { rows: numbered, paging: 'cursor' });
	return ok({ job_statuses: rows.map(({ job }) => presentJob(call.world, job)), ...paging });
}

const agents = { scope: 'none', allowed: 'agents' } as const;

export const jobRoutes: Route[] = [
	{ method: 'GET', path: '/api/v2/job_statuses', ...agents, handler: list },
	{ method: 'GET', path: '/api/v2/job_statuses/show_many', ...agents, handler: showMany },
	{ method: 'GET', path: '/api/v2/job_statuses/:id', ...agents, handler: show },
];
