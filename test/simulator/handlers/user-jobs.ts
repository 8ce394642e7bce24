import { deleteUser } from '../domain/deletion';
import type { JobResult } from '../domain/jobs';
import { matchUser, upsertUser } from '../domain/upsert';
import { createUser, updateUser } from '../domain/users';
import { ApiError, badRequest, forbidden, recordNotFound, tooManyUsers } from '../http/errors';
import { toId, wrapped, wrappedMany, type Input } from '../http/query';
import type { Call, Reply, Route } from '../http/route';
import type { User } from '../store/records';
import type { Act } from '../world';
import { jobReply, refusal } from './job-replies';
import { brandFilter } from './user-filters';

const UPDATE = { type: 'Bulk Update User', worker: 'UserBulkUpdateJobV2', doing: 'Updating user' };
/** Recorded: it calls itself an update. */
const DELETE = { ...UPDATE, worker: 'UserBulkDeleteJob', doing: 'Deleting user' };
const CREATE = { type: 'Bulk Create User', worker: 'UserBulkCreateJob', doing: 'Creating User' };
const UPSERT = {
	type: 'Bulk Create Or Update User',
	worker: 'UserBulkCreateOrUpdateJob',
	doing: 'Creating User',
};

/** zendesk-api §2.3: 403 unless Zendesk Support enabled bulk import; the body is UNCONFIRMED. */
function checkBulkImport({ world }: Call): void {
	if (world.plan.bulkImport) return;
	const message = 'Bulk user imports are not enabled for this account';
	throw world.switches.bulkImport403Body === 'object'
		? forbidden()
		: new ApiError(403, { error: 'Forbidden', description: message }, 'Forbidden', message);
}

/** Whom a bulk item means; what the result calls him comes from the request. */
interface Target {
	name: number | string;
	find: (act: Act) => User;
}

const byId = (value: unknown): Target => ({
	name: toId(value),
	find: ({ world }) => {
		const user = world.store.users.get(toId(value));
		if (!user?.active) throw recordNotFound();
		return user;
	},
});

const byExternalId = (value: unknown, brandId: number | null = null): Target => ({
	name: String(value),
	find: ({ world }) => {
		const user = world.store.userByExternalId(String(value), brandId);
		if (!user) throw recordNotFound();
		return user;
	},
});

function queryTargets(call: Call): Target[] | undefined {
	const brandId = brandFilter(call) ?? null;
	const externalIds = call.query.shortList('external_ids');
	return (
		call.query.shortList('ids')?.map(byId) ??
		externalIds?.map((value) => byExternalId(value, brandId))
	);
}

/** A result names its user by what was sent of the two (recorded). */
function keysSent({ email, external_id }: User, input: Input): JobResult {
	return {
		...(input.email === undefined ? {} : { email }),
		...(input.external_id === undefined ? {} : { external_id }),
	};
}

function createMany(call: Call): Reply {
	checkBulkImport(call);
	const inputs = wrappedMany(call.body, 'users', tooManyUsers);
	return jobReply(call, {
		...CREATE,
		isUnordered: true,
		items: inputs.map((input) => (act) => {
			const user = createUser(act, input);
			return { id: user.id, status: 'Created', ...keysSent(user, input) };
		}),
		onRefusal: (error, index) => ({ index, error: 'UserCreateFailed', details: error.details }),
	});
}

function upsertMany(call: Call): Reply {
	checkBulkImport(call);
	const inputs = wrappedMany(call.body, 'users', tooManyUsers);
	const existed = new Set<number>();
	const item = (input: Input, index: number) => (act: Act) => {
		if (matchUser(act, input)) existed.add(index);
		const { user, created } = upsertUser(act, input);
		const status = created ? 'Created' : 'Updated';
		return { id: user.id, status, ...keysSent(user, input) };
	};
	return jobReply(call, {
		...UPSERT,
		items: inputs.map(item),
		onRefusal: (error, index): JobResult => ({
			id: index,
			status: 'Failed',
			error: existed.has(index) ? 'UserUpdateError' : 'UserCreateError',
			details: error.details,
		}),
	});
}

const updated = (user: User): JobResult => ({
	id: user.id,
	action: 'update',
	success: true,
	status: 'Updated',
});

/** One change for all (`ids`, `external_ids`), or a change each (`{users: […]}`). */
function updateMany(call: Call): Reply {
	const targets = queryTargets(call);
	const changes = targets
		? targets.map((target) => ({ target, input: wrapped(call.body, 'user') }))
		: wrappedMany(call.body, 'users').map(ownChange);
	return jobReply(call, {
		...UPDATE,
		items: changes.map(
			({ target, input }) =>
				(act) =>
					updated(updateUser(act, target.find(act), input)),
		),
		onRefusal: refusal(
			'UserUpdate',
			changes.map(({ target }) => target.name),
		),
	});
}

/** An item names its user by id, else by external id, which then is no change. */
function ownChange(item: Input): { target: Target; input: Input } {
	const { id, ...input } = item;
	if (id !== undefined) return { target: byId(id), input };
	return { target: byExternalId(item.external_id), input };
}

function destroyMany(call: Call): Reply {
	const targets = queryTargets(call);
	if (!targets) throw badRequest('InvalidValue', 'ids or external_ids is required');
	return jobReply(call, {
		...DELETE,
		items: targets.map((target) => (act) => {
			const { id } = deleteUser(act, target.find(act));
			return { id, action: 'delete', success: true, status: 'Deleted' };
		}),
		onRefusal: refusal(
			'UserDelete',
			targets.map(({ name }) => name),
		),
	});
}

const writing = { scope: 'users', allowed: 'agents' } as const;

export const userJobRoutes: Route[] = [
	{ method: 'POST', path: '/api/v2/users/create_many', ...writing, handler: createMany },
	{ method: 'POST', path: '/api/v2/users/create_or_update_many', ...writing, handler: upsertMany },
	{ method: 'PUT', path: '/api/v2/users/update_many', ...writing, handler: updateMany },
	{
		method: 'DELETE',
		path: '/api/v2/users/destroy_many',
		scope: 'users',
		allowed: 'admins',
		handler: destroyMany,
	},
];
