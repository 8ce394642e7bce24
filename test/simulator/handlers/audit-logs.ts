import { badRequest, forbidden, recordNotFound } from '../http/errors';
import { listReply, type List } from '../http/pagination';
import { toId } from '../http/query';
import { ok, type Call, type Reply, type Route } from '../http/route';
import { presentAuditLog } from '../present/activity';
import type { AuditLog } from '../store/records';

/** Fields by whose values it filters (zendesk-api §6). */
const FILTERS = ['source_type', 'source_id', 'actor_id', 'ip_address', 'action'] as const;

/** `filter[x]=…` once, or `filter[x][]=…` for each of several values. */
function valuesOf(call: Call, field: string): string[] {
	return [...call.query.all(`filter[${field}]`), ...call.query.all(`filter[${field}][]`)];
}

/** The parameter comes twice, with both ends; what Zendesk says to anything else is a guess. */
function rangeOf(call: Call): [from: number, to: number] {
	const given = valuesOf(call, 'created_at');
	if (given.length === 0) return [-Infinity, Infinity];
	const [from, to] = given.map((text) => Date.parse(text));
	if (given.length !== 2 || Number.isNaN(from + to)) {
		throw badRequest('InvalidValue', 'filter[created_at] must be two times');
	}
	return [from, to];
}

function filterOf(call: Call): (entry: AuditLog) => boolean {
	if (call.query.has('filter[source_id]') && valuesOf(call, 'source_type').length === 0) {
		throw badRequest('InvalidValue', 'filter[source_id] requires filter[source_type]');
	}
	const [from, to] = rangeOf(call);
	const wanted = FILTERS.map((field) => ({ field, values: new Set(valuesOf(call, field)) }));
	const asked = wanted.filter(({ values }) => values.size > 0);
	return (entry) =>
		entry.created_at >= from &&
		entry.created_at <= to &&
		asked.every(({ field, values }) => values.has(String(entry[field])));
}

function matching(call: Call): List<AuditLog> {
	const { auditLogs } = call.world.store;
	const descending = call.query.get('sort_order') !== 'asc';
	return {
		rows: auditLogs.all(),
		where: filterOf(call),
		ordered: (field) => auditLogs.ordered(field),
		order: { field: 'created_at', descending },
		sorts: ['created_at'],
	};
}

function list(call: Call): Reply {
	checkPlan(call);
	return listReply(call, 'audit_logs', matching(call), (entry) =>
		presentAuditLog(call.world, entry),
	);
}

function show(call: Call): Reply {
	checkPlan(call);
	const entry = call.world.store.auditLogs.get(toId(call.params.id));
	if (!entry) throw recordNotFound();
	return ok({ audit_log: presentAuditLog(call.world, entry) });
}

function checkPlan({ world }: Call): void {
	if (!world.plan.auditLog) throw forbidden();
}

const admins = { scope: 'auditlogs', allowed: 'admins' } as const;

export const auditLogRoutes: Route[] = [
	{ method: 'GET', path: '/api/v2/audit_logs', ...admins, handler: list },
	{ method: 'GET', path: '/api/v2/audit_logs/:id', ...admins, handler: show },
];
