import { invalidEndpoint, recordNotFound } from '../http/errors';
import { ok, type Call, type Reply, type Route } from '../http/route';
import { PRODUCTS, type ProductRoles } from '../store/records';
import { activeUser } from './users';

const NOWHERE: ProductRoles = Object.fromEntries(PRODUCTS.map((product) => [product, null]));

/** Product roles of one user (zendesk-api §5.4). The Support role is not among them. */
function show(call: Call): Reply {
	const { store, plan, switches } = call.world;
	if (!plan.productRoles) throw invalidEndpoint();
	const user = activeUser(call);
	if (user.role === 'end-user' && switches.entitlementsForEndUser === '404') throw recordNotFound();
	const missing = switches.missingProductRoles === 'null' ? NOWHERE : {};
	return ok({ entitlements: { ...missing, ...store.entitlements.get(user.id) } });
}

export const entitlementRoutes: Route[] = [
	{
		method: 'GET',
		path: '/api/v2/users/:id/entitlements/full',
		scope: 'users',
		allowed: 'agents',
		handler: show,
	},
];
