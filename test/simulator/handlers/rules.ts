import { badRequest, forbidden } from '../http/errors';
import { listReply, type List } from '../http/pagination';
import { toId } from '../http/query';
import { callerOf, type Call, type Reply, type Route, type Scope } from '../http/route';
import { presentAutomation, presentMacro, presentTrigger, presentView } from '../present/rules';
import type { User } from '../store/records';
import type { Restriction, Rule, View } from '../store/rule-records';

type Restricted = Pick<View, 'restriction'>;

/** What everybody may use, his groups', and his own; all groups' if he is an admin. */
function isAvailable(call: Call, { restriction }: Restricted): boolean {
	const caller = callerOf(call);
	if (restriction === null) return true;
	if (restriction.type === 'User') return restriction.id === caller.id;
	const { store } = call.world;
	return caller.role === 'admin' || restriction.ids.some((id) => store.isMember(caller.id, id));
}

/** Values of `access`, which views and macros have in common but for the last one. */
const ACCESS: Record<string, (restriction: Restriction | null, caller: User) => boolean> = {
	account: (restriction) => restriction === null,
	shared: (restriction) => restriction?.type !== 'User',
	personal: (restriction, { id }) => restriction?.type === 'User' && restriction.id === id,
	agents: (restriction) => restriction?.type === 'User',
};

function accessFilter(call: Call): (row: Restricted) => boolean {
	const access = call.query.get('access');
	if (access === undefined) return () => true;
	if (!(access in ACCESS)) throw badRequest('InvalidValue', 'access is not valid');
	const caller = callerOf(call);
	if (access === 'agents' && caller.role !== 'admin') throw forbidden();
	return ({ restriction }) => ACCESS[access](restriction, caller);
}

function groupFilter(call: Call): (row: Restricted) => boolean {
	const text = call.query.get('group_id');
	if (text === undefined) return () => true;
	const id = toId(text);
	return ({ restriction }) => restriction?.type === 'Group' && restriction.ids.includes(id);
}

/** The rows that the caller sees and asks for. */
function visible(call: Call, seesAll: boolean): (row: Restricted) => boolean {
	const [ofAccess, ofGroup] = [accessFilter(call), groupFilter(call)];
	return (row) => (seesAll || isAvailable(call, row)) && ofAccess(row) && ofGroup(row);
}

const ORDERS: Array<keyof Rule> = ['position', 'created_at', 'updated_at'];

function reply<R extends Rule>(
	call: Call,
	name: string,
	list: Pick<List<R>, 'rows' | 'where'>,
	present: (row: R) => unknown,
): Reply {
	const active = call.query.has('active') ? call.query.flag('active') : undefined;
	return listReply(
		call,
		name,
		{
			rows: list.rows,
			where: (row) =>
				(active === undefined || row.active === active) && list.where?.(row) !== false,
			order: { field: 'position', descending: false },
			sorts: ORDERS,
			sortBys: ORDERS,
		},
		present,
	);
}

/** Whether an admin sees the personal views of others is UNCONFIRMED; the OpenAPI speaks of macros only. */
function views(call: Call): Reply {
	const { store, switches } = call.world;
	const seesAll = switches.adminsSeePersonalViews && callerOf(call).role === 'admin';
	const list = { rows: store.views.all(), where: visible(call, seesAll) };
	return reply(call, 'views', list, presentView);
}

/** Admins see the personal macros of everybody, unless they ask for those that they can use. */
function macros(call: Call): Reply {
	const { world, query } = call;
	const seesAll = callerOf(call).role === 'admin' && !query.flag('only_viewable');
	const list = { rows: world.store.macros.all(), where: visible(call, seesAll) };
	return reply(call, 'macros', list, (macro) => presentMacro(world, macro));
}

function triggers(call: Call): Reply {
	const { world } = call;
	const list = { rows: world.store.triggers.all() };
	return reply(call, 'triggers', list, (trigger) => presentTrigger(world, trigger));
}

function automations(call: Call): Reply {
	const rows = call.world.store.automations.all();
	return reply(call, 'automations', { rows }, presentAutomation);
}

const route = (name: string, scope: Scope, handler: Route['handler']): Route => ({
	method: 'GET',
	path: `/api/v2/${name}`,
	scope,
	allowed: 'agents',
	handler,
});

/** Views, macros and business rules, for finding out whom they name or belong to. */
export const ruleRoutes: Route[] = [
	route('views', 'ticket_views', views),
	route('macros', 'macros', macros),
	route('triggers', 'triggers', triggers),
	route('automations', 'automations', automations),
];
