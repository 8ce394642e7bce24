import { iso, MINUTE } from '../core/time';
import { purgeUser, showsAsDeleted } from '../domain/deletion';
import { recordNotFound } from '../http/errors';
import { countOf, listReply, type List } from '../http/pagination';
import { toId } from '../http/query';
import { act, ok, type Call, type Reply, type Route } from '../http/route';
import { presentDeletedUser } from '../present/users';
import type { User } from '../store/records';
import { countReply, pathUser } from './users';

/** Purged users stay in the list (zendesk-api §2.6). */
function deleted(call: Call): List<User> {
	const rows = call.world.store.users.sortedBy('deleted', 'deleted');
	return { rows, where: (user) => showsAsDeleted(act(call), user) };
}

/** One that is deleted and not purged yet. */
function pathDeletedUser(call: Call): User {
	const user = call.world.store.users.get(toId(call.params.id));
	if (!user || user.active || user.purged_at !== null) throw recordNotFound();
	return user;
}

function show(call: Call): Reply {
	const user = pathDeletedUser(call);
	if (!showsAsDeleted(act(call), user)) throw recordNotFound();
	return ok({ deleted_user: presentDeletedUser(call.world, user) });
}

/** The answer still shows the old name (§2.6). */
function purge(call: Call): Reply {
	const user = pathDeletedUser(call);
	const body = { deleted_user: presentDeletedUser(call.world, user) };
	purgeUser(act(call), user);
	return ok(body);
}

/** How the purge spreads over the products: it is asynchronous (§2.6). */
const STAGES = [
	{ action: 'request_deletion', application: 'all', after: 0 },
	{ action: 'started', application: 'support', after: MINUTE },
	{ action: 'complete', application: 'support', after: 3 * MINUTE },
	{ action: 'started', application: 'chat', after: 2 * MINUTE },
	{ action: 'complete', application: 'chat', after: 5 * MINUTE },
	{ action: 'started', application: 'explore', after: 2 * MINUTE },
	{ action: 'complete', application: 'explore', after: 10 * MINUTE },
];

function compliance(call: Call): Reply {
	const user = pathUser(call);
	const application = call.query.get('application');
	const { purged_at } = user;
	const stages = STAGES.filter(
		(stage) =>
			purged_at !== null &&
			call.now >= purged_at + stage.after &&
			(application === undefined || stage.application === application),
	);
	const rows = stages.map((stage, id) => ({ ...stage, id }));
	return listReply(call, 'compliance_deletion_statuses', { rows }, (stage) => ({
		action: stage.action,
		application: stage.application,
		account_subdomain: call.world.subdomain,
		user_id: user.id,
		executer_id: stage.action === 'request_deletion' ? user.purged_by : null,
		created_at: iso((purged_at ?? 0) + stage.after),
	}));
}

export const deletedUserRoutes: Route[] = [
	{
		method: 'GET',
		path: '/api/v2/deleted_users',
		scope: 'users',
		allowed: 'agents',
		handler: (call) =>
			listReply(call, 'deleted_users', deleted(call), (user) =>
				presentDeletedUser(call.world, user),
			),
	},
	{
		method: 'GET',
		path: '/api/v2/deleted_users/count',
		scope: 'users',
		allowed: 'agents',
		handler: (call) => countReply(call, countOf(deleted(call))),
	},
	{
		method: 'GET',
		path: '/api/v2/deleted_users/:id',
		scope: 'users',
		allowed: 'agents',
		handler: show,
	},
	{
		method: 'DELETE',
		path: '/api/v2/deleted_users/:id',
		scope: 'users',
		allowed: 'people-managers',
		limits: [{ name: 'purge-user' }],
		handler: purge,
	},
	{
		method: 'GET',
		path: '/api/v2/users/:id/compliance_deletion_statuses',
		scope: 'users',
		allowed: 'agents',
		handler: compliance,
	},
];
