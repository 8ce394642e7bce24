import { readTemplate } from '../../playground/template';
import type { Workflow as Template } from '../../playground/rest';
import { addAgent, addTicket } from '../simulator';
import { setWorld, type World } from './zephr-world';
import { NEWEST } from '../e2e/templateFile';

/** What can go wrong around the templates. */

let world: World;
afterEach(() => world.stop());

const ANN = { email_address: 'ann@example.com', attributes: { 'first-name': 'Ann' } };
const USER = 'GET /v3/users/:id';

/** No real seconds between tries. */
const quick = ({ nodes }: Template) => {
	for (const node of nodes) node.retryOnFail = false;
};

beforeEach(async () => {
	world = await setWorld({ mutate: quick });
	world.connect();
});

const find = (email: string) =>
	world.sim.store.users.all().find((user) => user.active && user.email === email);

describe('Zephr', () => {
	it.each([503, 429, 500, 401])('that answers %d for a while is asked again', async (status) => {
		world.zephr.faults.add({ when: { route: USER, times: 3 }, then: { kind: 'respond', status } });
		world.zephr.createUser(ANN);
		await world.settle();
		expect(find('ann@example.com')).toBeDefined();
		expect(world.sync.mails).toEqual([]);
	});

	it('that does not answer at all is told by mail after some minutes', async () => {
		const { zephr, sim, sync } = world;
		zephr.faults.add({ when: { route: USER, times: 1e6 }, then: { kind: 'respond', status: 503 } });
		const began = sim.clock.now();
		const { user_id: id } = zephr.createUser(ANN);
		await world.settle();
		expect(sim.clock.now() - began).toBeGreaterThan(300_000);
		expect(sync.mails).toHaveLength(1);
		expect(sync.mails[0].html).toContain(`Zephr user ${id}: Zephr did not answer as expected: 503`);
		expect(sim.log.writes()).toEqual([]);
	});

	it('that knows nobody at all deletes nobody', async () => {
		const { zephr, sync } = world;
		const { user_id: id } = zephr.createUser(ANN);
		await world.settle();
		zephr.faults.add({ when: { times: 1e6 }, then: { kind: 'respond', status: 404 } });
		zephr.updateUser(id, { 'first-name': 'Anne' });
		await world.settle();
		expect(find('ann@example.com')).toBeDefined();
		expect(sync.mails).toHaveLength(1);
	});

	it('that still shows who was deleted is asked again', async () => {
		const { zephr, sync } = world;
		const { user_id: id } = zephr.createUser(ANN);
		await world.settle();
		const body = { user_id: id, identifiers: ANN, email_verified: false };
		zephr.faults.add({
			when: { route: USER, times: 2 },
			then: { kind: 'respond', status: 200, headers: { 'Content-Type': 'application/json' }, body },
		});
		zephr.deleteUser(id);
		await world.settle();
		expect(find('ann@example.com')).toBeUndefined();
		expect(sync.mails).toEqual([]);
	});

	it('that names no user makes nothing happen', async () => {
		const { sync, sim, zephr } = world;
		for (const body of [{}, { details: null }, { details: { account_id: 'a' } }, 'text']) {
			await sync.start('User changed', { body } as never);
		}
		expect(sim.log.entries).toEqual([]);
		expect(zephr.log.entries).toEqual([]);
		expect(sync.failures).toEqual([]);
	});
});

describe('an email', () => {
	it('of an agent stays his, and somebody is told at once', async () => {
		const { zephr, sim, sync } = world;
		const agent = { ...addAgent(sim, { email: 'ann@example.com' }) };
		zephr.createUser(ANN);
		await world.settle();
		expect(sim.store.users.get(agent.id)).toEqual(agent);
		expect(sync.mails).toHaveLength(1);
		expect(sync.mails[0].html).toContain('Role');
	});

	it('of somebody who can not be deleted yet is told after some minutes', async () => {
		const { zephr, sim, sync } = world;
		const { user_id: id } = zephr.createUser(ANN);
		await world.settle();
		const { id: kept } = find('ann@example.com')!;
		addTicket(sim, { requester: find('ann@example.com') });
		zephr.deleteUser(id);
		await world.settle();
		zephr.createUser(ANN);
		await world.settle();
		expect(find('ann@example.com')).toMatchObject({ id: kept, suspended: true });
		expect(sync.mails).toHaveLength(1);
	});
});

it.each(['zephr-sync', 'zephr-reconcile'])('%s can be imported as it is', (name) => {
	const { nodes, ...rest } = readTemplate(name);
	expect(rest).not.toHaveProperty('id');
	for (const node of nodes) {
		expect(node).not.toHaveProperty('credentials');
		const base = node.type.split('.').at(-1)!;
		if (node.type.startsWith('n8n-nodes-base.')) {
			expect([base, node.typeVersion as number]).toEqual([base, NEWEST[base]]);
		}
		if (base === 'webhook') expect(node.parameters.authentication).toBe('basicAuth');
	}
	expect(new Set(nodes.map((node) => node.id)).size).toBe(nodes.length);
});
