import { accountOf } from '../people';
import { presentAccount } from '../present';
import { ok, pageOf, type Reply, type ZephrCall, type ZephrRoute } from '../route';

function list(call: ZephrCall): Reply {
	const all = [...call.tenant.accounts.values()];
	const { rows } = pageOf(call, all, 200);
	return ok({
		results: rows.map((account) => presentAccount(call.tenant, account)),
		total: all.length,
	});
}

/** A bare list (zephr-and-hr §1.5). */
function users({ tenant, params }: ZephrCall): Reply {
	const { account_id, user_ids: ids } = accountOf(tenant, params.id);
	return ok(
		[...ids].map((user_id) => ({
			user_id,
			account_id,
			user_email: tenant.users.get(user_id)?.email_address,
			user_type: 'user',
		})),
	);
}

export const accountRoutes: ZephrRoute[] = [
	{ method: 'GET', path: '/v3/accounts', handler: list },
	{
		method: 'GET',
		path: '/v3/accounts/:id',
		handler: ({ tenant, params }) => ok(presentAccount(tenant, accountOf(tenant, params.id))),
	},
	{ method: 'GET', path: '/v3/accounts/:id/users', handler: users },
];
