import { forbidden, invalidEndpoint, recordNotFound } from '../http/errors';
import { toId } from '../http/query';
import { ok, type Call, type Reply, type Route } from '../http/route';
import { presentCustomRole } from '../present/records';
import { ROLE_TYPE, type CustomRole } from '../store/records';

/**
 * Not paginated. Without the plan: an error or the system roles only (zendesk-api §5.3); light agents,
 * where the plan has them, are such a role (§2.2).
 */
function visibleRoles(call: Call): CustomRole[] {
	const { store, plan, switches } = call.world;
	const roles = [...store.customRoles.all()];
	if (plan.customRoles) return roles;
	if (switches.customRolesWithoutPlan === '403') throw forbidden();
	if (switches.customRolesWithoutPlan === '404') throw invalidEndpoint();
	return roles.filter(({ role_type }) => role_type === ROLE_TYPE.lightAgent && plan.lightAgents);
}

function list(call: Call): Reply {
	const custom_roles = visibleRoles(call).map((role) => presentCustomRole(call.world, role));
	return ok({ custom_roles });
}

function show(call: Call): Reply {
	const role = visibleRoles(call).find(({ id }) => id === toId(call.params.id));
	if (!role) throw recordNotFound();
	return ok({ custom_role: presentCustomRole(call.world, role) });
}

const agents = { scope: 'none', allowed: 'agents' } as const;

export const customRoleRoutes: Route[] = [
	{ method: 'GET', path: '/api/v2/custom_roles', ...agents, handler: list },
	{ method: 'GET', path: '/api/v2/custom_roles/:id', ...agents, handler: show },
];
