import { type Input, isObject } from '../../http/query';
import { addGrant, grantOf, type Holder, type NewGrant, removeGrant, stateOf } from '../grants';
import { accountOf, Refusal, userOf } from '../people';
import { presentGrant } from '../present';
import { created, noContent, ok, type ZephrCall, type ZephrRoute } from '../route';

type Kind = 'users' | 'accounts';

/** Whose grants the path means; 404 where there is nobody. */
function holderOf(kind: Kind, { tenant, params }: ZephrCall): Holder {
	return kind === 'users'
		? { user_id: userOf(tenant, params.id).user_id }
		: { account_id: accountOf(tenant, params.id).account_id };
}

/** `2024-02-01 00:00:00`, or ISO; without a zone it is UTC. */
function timeIn(value: unknown): number | undefined {
	if (value === undefined || value === null) return undefined;
	const text = String(value).replace(' ', 'T');
	const time = Date.parse(/Z|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
	if (Number.isNaN(time)) throw new Refusal(400, `${String(value)} is no time`);
	return time;
}

function grantIn(body: Input): Partial<NewGrant> {
	if (typeof body.entitlement_id !== 'string') throw new Refusal(400, 'entitlement_id is missing');
	return {
		entitlement_id: body.entitlement_id,
		entitlement_type: (body.entitlement_type ?? 'bundle') as NewGrant['entitlement_type'],
		product_id: typeof body.product_id === 'string' ? body.product_id : null,
		start: timeIn(body.startTime),
		end: timeIn(body.endTime),
	};
}

/** The same four calls for users and for accounts, which name the fields differently (zephr-and-hr §1.5). */
function routesOf(kind: Kind): ZephrRoute[] {
	const all = `/v3/${kind}/:id/grants`;
	const one = `${all}/:grantId`;
	const style = kind === 'users' ? 'user' : 'other';
	return [
		{
			method: 'GET',
			path: all,
			handler: (call) => {
				const { tenant, query } = call;
				const grants = tenant
					.grantsOf(holderOf(kind, call))
					.filter((grant) => !query.flag('active') || stateOf(grant, tenant.now) === 'active');
				return ok({ results: grants.map((grant) => presentGrant(tenant, grant, style)) });
			},
		},
		{
			method: 'POST',
			path: all,
			handler: (call) => {
				const { tenant, body } = call;
				const holder = holderOf(kind, call);
				const grant = addGrant(tenant, holder, grantIn(isObject(body) ? body : {}));
				return created(presentGrant(tenant, grant, style));
			},
		},
		{
			method: 'GET',
			path: one,
			handler: (call) => {
				const grant = grantOf(call.tenant, call.params.grantId, holderOf(kind, call));
				return ok(presentGrant(call.tenant, grant, style));
			},
		},
		{
			method: 'DELETE',
			path: one,
			handler: (call) => {
				const { grant_id } = grantOf(call.tenant, call.params.grantId, holderOf(kind, call));
				removeGrant(call.tenant, grant_id);
				return noContent();
			},
		},
	];
}

export const grantRoutes: ZephrRoute[] = [...routesOf('users'), ...routesOf('accounts')];
