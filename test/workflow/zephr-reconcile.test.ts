import { readTemplate } from '../../playground/template';
import type { Workflow as Template } from '../../playground/rest';
import { addAdmin, addCustomer } from '../simulator';
import { assignmentsOf, setWorld, type World, type WorldOptions } from './zephr-world';

let world: World;
afterEach(() => world?.stop());

/** Pages of two, and no real seconds between tries. */
const small = ({ nodes }: Template) => {
	for (const node of nodes) {
		if (node.retryOnFail) node.waitBetweenTries = 0;
		delete (node.parameters.options as { batching?: object } | undefined)?.batching;
		if (node.name === 'Export')
			node.parameters.url = String(node.parameters.url).replace('500', '2');
	}
};

const begin = async (options: WorldOptions = {}) =>
	(world = await setWorld({ mutate: small, ...options }));

const theirs = () =>
	world.sim.store.users
		.all()
		.filter((user) => user.active && user.external_id?.startsWith('zephr-'));

/** So many users on both sides. */
async function synced(count: number, options: WorldOptions = {}): Promise<string[]> {
	await begin(options);
	for (let i = 0; i < count; i++)
		world.zephr.createUser({ email_address: `reader${i}@example.com` });
	await world.reconcile();
	expect(theirs()).toHaveLength(count);
	return world.zephr.users.map(({ user_id: id }) => id);
}

describe('the export', () => {
	it.each([
		['results', { exportRows: 'results' }],
		['nested rows', { exportRows: 'nested' }],
		['bare rows', { exportRows: 'bare' }],
		['users without attributes', { noAttributes: 'omitted' }],
		['booleans as text', { booleansAsText: true }],
		['grants of accounts', { exportAccountGrants: true }],
	] as const)('is read to its end: %s', async (_name, zephr) => {
		await begin({ zephr });
		for (let i = 0; i < 5; i++)
			world.zephr.createUser({ attributes: i === 3 ? {} : { vip: true } });
		const { mails, failures } = await world.reconcile();
		expect(
			theirs()
				.map(({ name }) => name)
				.sort(),
		).toEqual(world.zephr.users.map(({ email_address: email }) => email).sort());
		expect([mails, failures]).toEqual([[], []]);
	});

	it('of which a page fails changes nothing, and somebody is told', async () => {
		await synced(6);
		const { sim, zephr } = world;
		zephr.updateUser(zephr.users[0].user_id, { 'first-name': 'New' });
		const writes = sim.log.writes().length;
		zephr.faults.add({
			when: { route: 'GET /v3/user-export', nth: 2, times: 100 },
			then: { kind: 'respond', status: 500, body: { message: 'sorry' } },
		});
		const { mails } = await world.reconcile();
		expect(sim.log.writes()).toHaveLength(writes);
		expect(mails).toHaveLength(1);
		expect(mails[0]).toMatchObject({ to: 'it@example.com' });
		expect(mails[0].subject).toMatch(/^FAILED/);
	});

	it('without IDs changes nothing, and somebody is told', async () => {
		await begin({ zephr: { exportUserId: false } });
		world.zephr.createUser();
		const { mails } = await world.reconcile();
		expect(theirs()).toEqual([]);
		expect(mails[0].html).toContain('without user_id');
	});
});

describe('who is missing from it', () => {
	it('is deleted, and nobody else', async () => {
		const [first] = await synced(12);
		const other = addCustomer(world.sim, { external_id: 'shop-1' });
		const admin = addAdmin(world.sim, { external_id: 'zephr-gone' });
		world.zephr.deleteUser(first);
		const { mails } = await world.reconcile();
		expect(theirs().filter(({ role }) => role === 'end-user')).toHaveLength(11);
		expect(world.sim.store.users.get(other.id)!.active).toBe(true);
		expect(world.sim.store.users.get(admin.id)!.active).toBe(true);
		expect(mails).toEqual([]);
	});

	it.each([
		['is empty', 20, 'so nobody counts as missing'],
		['shrank to 5 %', 19, 'Max Removals'],
	])('stays when the export %s', async (_name, gone, words) => {
		const ids = await synced(20);
		for (const id of ids.slice(0, gone)) world.zephr.deleteUser(id);
		const { mails } = await world.reconcile();
		expect(theirs()).toHaveLength(20);
		expect(mails).toHaveLength(1);
		expect(mails[0].html).toContain(words);
	});

	it('stays when Zephr knows him after all: he slipped from one page to another', async () => {
		const ids = await synced(12);
		const { zephr, sim } = world;
		// Who is deleted from the first page pulls one of the third onto the second, which is read already.
		const exportLog = () =>
			zephr.log.entries.filter(({ path }) => path === '/v3/user-export').length;
		const before = exportLog();
		const known = zephr.log.entries.length;
		zephr.faults.add({
			when: { route: 'GET /v3/user-export', nth: 3 },
			then: { kind: 'before', do: () => zephr.deleteUser(ids[0]) },
		});
		await world.reconcile();
		expect(exportLog() - before).toBeGreaterThan(3);
		const asked = zephr.log.entries
			.slice(known)
			.filter(({ route }) => route === 'GET /v3/users/:id');
		expect(asked.map(({ status }) => status)).toContain(200);
		for (const id of ids.slice(1)) {
			expect(
				sim.store.users.all().some((user) => user.active && user.external_id === `zephr-${id}`),
			).toBe(true);
		}
	});

	it('goes also when each row is there twice, for those are one', async () => {
		const ids = await synced(20);
		world.zephr.deleteUser(ids[0]);
		const twice = ({ nodes }: Template) => {
			small({ nodes } as Template);
			const pages = assignmentsOf({ nodes } as Template, 'Pages');
			pages[0].value = String(pages[0].value).replace(
				'.flat(2)',
				'.flat(2).flatMap((row) => [row, row])',
			);
		};
		const mutated = await world.reconcile(twice);
		expect(theirs()).toHaveLength(19);
		expect(theirs().map(({ external_id: id }) => id)).not.toContain(`zephr-${ids[0]}`);
		expect(mutated.mails[0].html).toContain('says the same as item');
	});
});

/** What somebody is called in the end who changes his name just before the template writes the one before. */
async function renamedMeanwhile(mutate: (template: Template) => void): Promise<string> {
	const [first] = await synced(12);
	const { zephr, sim } = world;
	zephr.updateUser(first, { 'first-name': 'Old' });
	sim.faults.add({
		when: { method: 'PUT' },
		then: { kind: 'before', do: () => void zephr.updateUser(first, { 'first-name': 'New' }) },
	});
	await world.reconcile(mutate);
	sim.faults.verifyAllFired();
	return theirs()
		.find(({ external_id: id }) => id === `zephr-${first}`)!
		.name.split(' ')[0];
}

it('whoever changes while it runs is read again', async () => {
	expect(await renamedMeanwhile(small)).toBe('New');
	world.stop();
	const withoutLooking = (template: Template) => {
		small(template);
		const outcome = template.connections['How did it go?'] as { main: unknown[][] };
		outcome.main[0] = [];
	};
	expect(await renamedMeanwhile(withoutLooking)).toBe('Old');
});

it('a second run changes nothing', async () => {
	await synced(12);
	const writes = world.sim.log.writes().length;
	await world.reconcile();
	expect(world.sim.log.writes()).toHaveLength(writes);
});

it('both templates write the same', () => {
	const [sync, reconcile] = (['zephr-sync', 'zephr-reconcile'] as const).map(readTemplate);
	const strip = (value: unknown): unknown =>
		JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'id' ? undefined : each)));
	for (const name of ['Row', 'Is it for Zendesk?', 'Sync to Zendesk']) {
		const [a, b] = [sync, reconcile].map(({ nodes }) => {
			const { parameters, type, typeVersion } = nodes.find((node) => node.name === name)!;
			return strip({ type, typeVersion, ...parameters, maxChanges: 'its own' });
		});
		expect(a).toEqual(b);
	}
	const names = assignmentsOf(sync).map(({ name }) => name);
	const shared = assignmentsOf(reconcile).filter(({ name }) => names.includes(name));
	expect(strip(shared)).toEqual(strip(assignmentsOf(sync)));
});
