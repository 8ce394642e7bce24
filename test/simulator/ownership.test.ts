import {
	addAdmin,
	addAgent,
	addAutomation,
	addCustomer,
	addGroup,
	addMacro,
	addOAuthClient,
	addTrigger,
	addView,
} from './arrange';
import { clientAs, type Client } from './client';
import { smallAccount } from './testing';

type Kind = 'views' | 'macros' | 'triggers' | 'automations';

const ADD = {
	views: addView,
	macros: addMacro,
	triggers: addTrigger,
	automations: addAutomation,
};

const KINDS = Object.keys(ADD) as Kind[];

async function titles(client: Client, path: string): Promise<string[]> {
	const { body } = await client.get(path);
	const [kind] = path.split('?');
	return body[kind].map(({ title }: { title: string }) => title);
}

/** A desk with views and macros of every reach: for all, for a group, and of three people. */
function desk() {
	const { sim, api } = smallAccount();
	const [group, elsewhere] = [addGroup(sim), addGroup(sim)];
	const leaver = addAgent(sim, { groups: [group] });
	const colleague = addAgent(sim, { groups: [elsewhere] });
	const admin = { id: sim.credentials.adminId };
	for (const add of [addView, addMacro]) {
		add(sim, { title: 'all' });
		add(sim, { title: 'groups', restriction: { type: 'Group', ids: [group.id, 1] } });
		add(sim, { title: 'leaver', restriction: { type: 'User', id: leaver.id } });
		add(sim, { title: 'admin', restriction: { type: 'User', id: admin.id } });
	}
	const [asLeaver, asColleague] = [leaver, colleague].map(({ id }) => clientAs(sim, id));
	return { sim, api, group, leaver, asLeaver, asColleague };
}

describe('views, macros, triggers and automations', () => {
	test.each(KINDS)('%s come page by page, in their order', async (kind) => {
		const { sim, api } = smallAccount();
		for (let position = 150; position > 0; position--) {
			ADD[kind](sim, { title: `No. ${position}`, position });
		}
		const first = (await api.get(`${kind}?page[size]=100`)).body;
		const next = new URL(first.links.next);
		const second = (await api.get(next.pathname + next.search)).body;
		const listed = [...first[kind], ...second[kind]];
		expect(listed.map(({ position }) => position)).toEqual(
			Array.from({ length: 150 }, (_, index) => index + 1),
		);
		expect([first[kind].length, second.meta.has_more]).toEqual([100, false]);
		expect((await api.get(kind)).body).toMatchObject({ count: 150, previous_page: null });
		expect((await api.get(`${kind}?page[size]=101`)).status).toBe(400);
	});

	test.each(KINDS)('%s: the active ones, the others, or both', async (kind) => {
		const { sim, api } = smallAccount();
		ADD[kind](sim, { title: 'on' });
		ADD[kind](sim, { title: 'off', active: false });
		expect(await titles(api, kind)).toEqual(['on', 'off']);
		expect(await titles(api, `${kind}?active=true`)).toEqual(['on']);
		expect(await titles(api, `${kind}?active=false`)).toEqual(['off']);
	});

	test.each([
		['views', 'ticket_views:read'],
		['macros', 'macros:read'],
		['triggers', 'triggers:read'],
		['automations', 'automations:read'],
	])('%s are for agents, by the scope %s too, on every plan', async (kind, scope) => {
		const { sim } = smallAccount({ plan: { customRoles: false, auditLog: false } });
		const agent = addAgent(sim);
		expect((await clientAs(sim, agent.id).get(kind)).status).toBe(200);
		expect((await clientAs(sim, agent.id, [scope]).get(kind)).status).toBe(200);
		expect((await clientAs(sim, agent.id, ['users:read']).get(kind)).status).toBe(403);
		expect((await clientAs(sim, addCustomer(sim).id).get(kind)).status).toBe(403);
	});

	test('say whom they name: in conditions, actions and restrictions', async () => {
		const { sim, api } = smallAccount();
		const { id } = addAgent(sim);
		const [named, notify] = [
			{ field: 'assignee_id', operator: 'is', value: String(id) },
			{ field: 'notification_user', value: [String(id), 'Subject', 'Body'] },
		];
		const conditions = { all: [named], any: [] };
		addView(sim, { title: 'His', conditions, restriction: { type: 'User', id } });
		addMacro(sim, { actions: [{ field: 'assignee_id', value: String(id) }] });
		addTrigger(sim, { conditions, actions: [notify] });
		addAutomation(sim, { conditions: { all: [], any: [named] }, actions: [notify] });
		sim.switches.adminsSeePersonalViews = true;
		const [view] = (await api.get('views')).body.views;
		expect(view).toMatchObject({ title: 'His', conditions, restriction: { type: 'User', id } });
		expect(Object.keys(view.execution)).toEqual(['columns', 'group', 'sort']);
		const [macro] = (await api.get('macros')).body.macros;
		expect([macro.restriction, macro.actions[0].value]).toEqual([null, String(id)]);
		const [trigger] = (await api.get('triggers')).body.triggers;
		expect(trigger).toMatchObject({ conditions, actions: [notify] });
		const [automation] = (await api.get('automations')).body.automations;
		expect(automation).toMatchObject({ conditions: { any: [named] }, actions: [notify] });
	});
});

describe('who sees whose views and macros', () => {
	test('agents: those for all, of their groups, and their own', async () => {
		const { asLeaver, asColleague } = desk();
		for (const kind of ['views', 'macros']) {
			expect(await titles(asLeaver, kind)).toEqual(['all', 'groups', 'leaver']);
			expect(await titles(asColleague, kind)).toEqual(['all']);
		}
	});

	test('admins: all macros, but the personal views of others only where the switch says so', async () => {
		const { sim, api } = desk();
		expect(await titles(api, 'macros')).toEqual(['all', 'groups', 'leaver', 'admin']);
		expect(await titles(api, 'macros?only_viewable=true')).toEqual(['all', 'groups', 'admin']);
		expect(await titles(api, 'views')).toEqual(['all', 'groups', 'admin']);
		sim.switches.adminsSeePersonalViews = true;
		expect(await titles(api, 'views')).toEqual(['all', 'groups', 'leaver', 'admin']);
	});

	test('by kind of access, and by group', async () => {
		const { api, asLeaver, group } = desk();
		expect(await titles(asLeaver, 'views?access=personal')).toEqual(['leaver']);
		expect(await titles(asLeaver, 'views?access=shared')).toEqual(['all', 'groups']);
		expect(await titles(asLeaver, 'macros?access=account')).toEqual(['all']);
		expect(await titles(api, 'macros?access=agents')).toEqual(['leaver', 'admin']);
		expect((await asLeaver.get('macros?access=agents')).status).toBe(403);
		expect((await api.get('macros?access=nobody')).status).toBe(400);
		expect(await titles(api, `views?group_id=${group.id}`)).toEqual(['groups']);
		const [shown] = (await api.get(`views?group_id=${group.id}`)).body.views;
		expect(shown.restriction).toEqual({ type: 'Group', id: group.id, ids: [group.id, 1] });
	});
});

describe('OAuth clients', () => {
	test('name the admin whose they are; secrets are cut', async () => {
		const { sim, api } = smallAccount();
		const leaver = addAdmin(sim);
		const client = addOAuthClient(sim, { user_id: leaver.id, name: 'HR sync' });
		const { clients } = (await api.get('oauth/clients?page[size]=100')).body;
		expect(clients).toHaveLength(2);
		expect(clients[1]).toMatchObject({
			id: client.id,
			name: 'HR sync',
			identifier: client.identifier,
			user_id: leaver.id,
		});
		expect(JSON.stringify(clients)).not.toContain(client.secret);
		expect((await clientAs(sim, addAgent(sim).id).get('oauth/clients')).status).toBe(403);
	});
});
