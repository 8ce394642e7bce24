import { iso } from '../core/time';
import { brandAgents, isInBrand, leaveBrand, type BrandAgent } from '../domain/brands';
import { recordNotFound } from '../http/errors';
import { listReply } from '../http/pagination';
import { toId } from '../http/query';
import { callerOf, noContent, ok, type Call, type Reply, type Route } from '../http/route';
import type { Brand } from '../store/brand-records';
import type { User } from '../store/records';
import { activeUser } from './users';

function presentBrand(call: Call, brand: Brand) {
	const address = `https://${brand.subdomain}.zendesk.com`;
	return {
		url: call.world.url(`brands/${brand.id}.json`),
		...brand,
		brand_url: address,
		has_help_center: brand.default && call.world.plan.helpCenter,
		help_center_state: brand.default && call.world.plan.helpCenter ? 'enabled' : 'disabled',
		host_mapping: null,
		logo: null,
		signature_template: '{{agent.signature}}',
		ticket_form_ids: [],
		user_separation: 'account',
		created_at: iso(brand.created_at),
		updated_at: iso(brand.updated_at),
	};
}

/** Of this resource alone the id is a text. */
function presentMembership(call: Call, { id, user_id, brand_id, at }: BrandAgent) {
	const url = call.world.url(`brand_agents/${id}.json`);
	return { url, id: String(id), user_id, brand_id, created_at: iso(at), updated_at: iso(at) };
}

function pathBrand(call: Call): Brand {
	const brand = call.world.store.brands.get(toId(call.params.id));
	if (!brand) throw recordNotFound();
	return brand;
}

/** Agents list the brands that they belong to, admins all. */
function list(call: Call): Reply {
	const caller = callerOf(call);
	const rows = call.world.store.brands.all().filter(({ id }) => isInBrand(call.world, caller, id));
	return listReply(call, 'brands', { rows }, (brand) => presentBrand(call, brand));
}

const staff = (call: Call): User[] => call.world.store.staff();

function memberships(call: Call, users: User[], brand?: Brand): Reply {
	const rows = brandAgents(call.world, users).filter(
		({ brand_id }) => brand === undefined || brand_id === brand.id,
	);
	return listReply(call, 'brand_agents', { rows }, (row) => presentMembership(call, row));
}

function pathMembership(call: Call): BrandAgent {
	const users = call.params.id === undefined ? staff(call) : [activeUser(call)];
	const wanted = toId(call.params.membershipId);
	const found = brandAgents(call.world, users).find(({ id }) => id === wanted);
	if (!found) throw recordNotFound();
	return found;
}

const show = (call: Call) => ok({ brand_agent: presentMembership(call, pathMembership(call)) });

function remove(call: Call): Reply {
	leaveBrand(call.world, pathMembership(call));
	return noContent();
}

const get = (
	path: string,
	handler: Route['handler'],
	allowed: Route['allowed'] = 'admins',
): Route => ({
	method: 'GET',
	path: `/api/v2/${path}`,
	scope: 'none',
	allowed,
	handler,
});

export const brandRoutes: Route[] = [
	get('brands', list, 'agents'),
	get('brands/:id', (call) => ok({ brand: presentBrand(call, pathBrand(call)) }), 'agents'),
	get('brands/:id/agents', (call) => memberships(call, staff(call), pathBrand(call))),
	get('brand_agents', (call) => memberships(call, staff(call))),
	get('brand_agents/:membershipId', show),
	get('users/:id/brand_agents', (call) => memberships(call, [activeUser(call)])),
	get('users/:id/brand_agents/:membershipId', show),
	{
		method: 'DELETE',
		path: '/api/v2/brand_agents/:membershipId',
		scope: 'none',
		allowed: 'admins',
		handler: remove,
	},
];
