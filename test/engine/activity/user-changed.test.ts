import type { IDataObject } from 'n8n-workflow';
import { addAgent, addCustomer, clientOf, type Fault, signIn, type User } from '../../simulator';
import { Random } from '../../simulator/core/random';
import { clearStages, setStage, type Stage } from '../engine';
import { Poller } from './poller';

afterEach(clearStages);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const EXPORT = 'GET /api/v2/incremental/users/cursor';

const watch = (stage: Stage, options: IDataObject = {}) =>
	new Poller(stage, { triggerOn: 'userChanged', options });

const later = async ({ sim }: Stage, ms: number) => await sim.clock.sleep(ms);

/** Changes somebody as an agent does in the browser. */
function rename({ sim }: Stage, user: User, name: string): string {
	const updated_at = Math.floor(sim.clock.now() / 1000) * 1000;
	sim.store.users.update(user, { name, updated_at });
	return `${user.id} ${new Date(updated_at).toISOString().replace('.000', '')}`;
}

const keyOf = ({ user_id: id, time }: IDataObject) => `${Number(id)} ${String(time)}`;

describe('User Changed', () => {
	it('reports what happens after the publishing, with what happened to whom', async () => {
		const stage = setStage();
		const { sim } = stage;
		const [ann, bob, old] = [addCustomer(sim), addCustomer(sim), addCustomer(sim)];
		rename(stage, old, 'Before');
		await later(stage, 2 * MINUTE);
		const poller = watch(stage);
		expect(await poller.publish()).toEqual([]);
		await later(stage, MINUTE);
		rename(stage, ann, 'Ann');
		await clientOf(sim).delete(`users/${bob.id}`);
		const { id } = (await clientOf(sim).post('users', { user: { name: 'New' } })).body.user;
		await later(stage, 2 * MINUTE);
		const items = await poller.poll();
		const seen = items.map(({ user_id, change }) => [user_id, change]);
		expect(seen.sort()).toEqual(
			[
				[ann.id, 'updated'],
				[bob.id, 'deleted'],
				[id, 'created'],
			].sort(),
		);
		expect(items.find(({ user_id }) => user_id === ann.id)).toMatchObject({
			event: 'userChanged',
			user: { id: ann.id, name: 'Ann', role: 'end-user' },
		});
		expect(items[0]).not.toHaveProperty('full_user');
		expect(await poller.poll()).toEqual([]);
	});

	it('asks once a poll, and signs in once', async () => {
		const stage = setStage();
		const poller = watch(stage);
		await poller.publish();
		stage.sim.log.clear();
		for (let poll = 0; poll < 10; poll++) {
			await later(stage, MINUTE);
			await poller.poll();
		}
		expect(stage.sim.log.entries.map(({ route }) => route)).toEqual(Array(10).fill(EXPORT));
	});

	it('begins at a date, and reads a long past poll by poll', async () => {
		const stage = setStage();
		const { sim } = stage;
		const users = Array.from({ length: 7_500 }, () => addCustomer(sim));
		sim.limits.overrides.incremental = Infinity;
		const startFrom = new Date(sim.clock.now() - 3 * DAY).toISOString();
		const poller = watch(stage, { startFrom });
		const first = await poller.publish();
		expect(first).toHaveLength(5_000);
		const all = [...first, ...(await poller.poll())];
		expect(new Set(all.map(keyOf)).size).toBe(all.length);
		expect(new Set(all.map(({ user_id }) => user_id))).toEqual(new Set(users.map(({ id }) => id)));
	});

	it('can be limited to changes and roles, and give the whole record', async () => {
		const stage = setStage();
		const { sim } = stage;
		const [agent, customer] = [addAgent(sim), addCustomer(sim)];
		const poller = watch(stage, { changes: ['updated'], roles: ['agent'], fullUser: true });
		await poller.publish();
		rename(stage, agent, 'Agent');
		rename(stage, customer, 'Customer');
		await clientOf(sim).post('users', { user: { name: 'New', role: 'end-user' } });
		await later(stage, 2 * MINUTE);
		const items = await poller.poll();
		expect(items.map(({ user_id }) => user_id)).toEqual([agent.id]);
		expect(items[0]).toHaveProperty('full_user.iana_time_zone');
	});

	it('tells a permanent deletion apart', async () => {
		const stage = setStage();
		const { sim } = stage;
		const customer = addCustomer(sim);
		const poller = watch(stage);
		await poller.publish();
		await clientOf(sim).delete(`users/${customer.id}`);
		await later(stage, 3 * MINUTE);
		expect((await poller.poll()).map(({ change }) => change)).toEqual(['deleted']);
		await clientOf(sim).delete(`deleted_users/${customer.id}`);
		await later(stage, 3 * MINUTE);
		expect((await poller.poll()).map(({ change }) => change)).toEqual(['deleted_permanently']);
	});

	describe('N8: a permanent deletion is told by Zendesk’s flag, not by the name', () => {
		const NAME = 'Permanently Deleted User';

		it('whatever somebody is called', async () => {
			const stage = setStage();
			const { sim } = stage;
			const [soft, gone] = [addCustomer(sim, { name: NAME }), addCustomer(sim)];
			const poller = watch(stage);
			await poller.publish();
			for (const { id } of [soft, gone]) await clientOf(sim).delete(`users/${id}`);
			await clientOf(sim).delete(`deleted_users/${gone.id}`);
			// Another language, another day: the words are Zendesk's.
			sim.store.users.update(gone, { name: 'Utilisateur supprimé' });
			await later(stage, 3 * MINUTE);
			const told = (await poller.poll()).map(({ user_id: id, change }) => [id, change]);
			expect(told.sort()).toEqual([
				[soft.id, 'deleted'],
				[gone.id, 'deleted_permanently'],
			]);
		});

		it('and by the name where the flag is missing', async () => {
			const stage = setStage();
			const { sim } = stage;
			const poller = watch(stage);
			await poller.publish();
			const updated_at = new Date(sim.clock.now()).toISOString();
			const row = (id: number, fields: object) => ({
				...{ id, role: 'end-user', created_at: '2020-01-01T00:00:00Z', updated_at },
				...{ last_login_at: null, ...fields },
			});
			const users = [
				row(1, { name: NAME, active: false }),
				row(2, { name: 'Ann', active: false }),
				row(3, { name: NAME, active: true, permanently_deleted: true }),
			];
			const body = { users, after_cursor: 'x', end_of_stream: true };
			sim.faults.add({ when: { route: EXPORT }, then: { kind: 'respond', status: 200, body } });
			expect((await poller.poll()).map(({ change }) => change)).toEqual([
				'deleted_permanently',
				'deleted',
				'updated',
			]);
		});
	});

	describe('N7: a mere sign-in', () => {
		const told = (items: IDataObject[]) =>
			items.map(({ user_id: id, change, only_signed_in: only }) => [id, change, only]);

		it('is no update: of staff and customers, again and again', async () => {
			const stage = setStage();
			const { sim } = stage;
			const people = [addAgent(sim), addCustomer(sim)];
			const poller = watch(stage);
			await poller.publish();
			for (let day = 0; day < 3; day++) {
				for (const user of people) signIn(sim, user);
				await later(stage, 2 * MINUTE);
				expect(await poller.poll()).toEqual([]);
			}
		});

		it('hides no update: before it, after it, in the same second', async () => {
			const stage = setStage();
			const { sim } = stage;
			const [before, after, same, none] = [0, 1, 2, 3].map(() => addAgent(sim));
			const poller = watch(stage);
			await poller.publish();
			rename(stage, before, 'Before');
			signIn(sim, after);
			await later(stage, 5_000);
			signIn(sim, before);
			rename(stage, after, 'After');
			rename(stage, same, 'Same');
			signIn(sim, same);
			signIn(sim, none);
			await later(stage, 2 * MINUTE);
			const items = await poller.poll();
			expect(told(items).sort()).toEqual(
				[before, after, same].map(({ id }) => [id, 'updated', false]),
			);
			signIn(sim, before);
			await later(stage, 2 * MINUTE);
			expect(await poller.poll()).toEqual([]);
		});

		it('hides no update from before the publishing, where it begins at a date', async () => {
			const stage = setStage();
			const { sim } = stage;
			const [changed, idle] = [addAgent(sim), addAgent(sim)];
			const startFrom = new Date(sim.clock.now()).toISOString();
			await later(stage, MINUTE);
			rename(stage, changed, 'Changed');
			await later(stage, MINUTE);
			for (const user of [changed, idle]) signIn(sim, user);
			await later(stage, 2 * MINUTE);
			// What both looked like before nobody knows any more: both are told of, with that doubt.
			expect(told(await watch(stage, { startFrom }).publish()).sort()).toEqual(
				[changed, idle].map(({ id }) => [id, 'updated', null]),
			);
		});

		it('is told where it is wanted', async () => {
			const stage = setStage();
			const { sim } = stage;
			const [agent, other] = [addAgent(sim), addAgent(sim)];
			const poller = watch(stage, { signIns: true });
			await poller.publish();
			for (let time = 0; time < 2; time++) {
				signIn(sim, agent);
				await later(stage, 2 * MINUTE);
				expect(told(await poller.poll())).toEqual([
					[agent.id, 'updated', time === 0 ? null : true],
				]);
			}
			rename(stage, other, 'Other');
			await later(stage, 2 * MINUTE);
			expect(told(await poller.poll())).toEqual([[other.id, 'updated', false]]);
		});

		it('of staff is known also where the account has more users than are remembered', async () => {
			const stage = setStage();
			const { sim } = stage;
			for (let n = 0; n < 3_500; n++) addCustomer(sim);
			const [agent, customer] = [addAgent(sim), addCustomer(sim)];
			const poller = watch(stage);
			await poller.publish();
			for (const user of [agent, customer]) signIn(sim, user);
			await later(stage, 2 * MINUTE);
			expect(told(await poller.poll())).toEqual([[customer.id, 'updated', null]]);
			signIn(sim, customer);
			await later(stage, 2 * MINUTE);
			expect(await poller.poll()).toEqual([]);
			expect(poller.size).toBeLessThan(200_000);
		});
	});

	it.each([
		['repeats rows', { exportsRepeatRows: true }],
		['does not', { exportsRepeatRows: false }],
	])(
		'over 1,000 polls with HTTP faults nothing is lost or repeated (Zendesk %s)',
		async (_, switches) => {
			const stage = setStage({ switches });
			const { sim } = stage;
			const random = new Random(7);
			const users = Array.from({ length: 200 }, () => addCustomer(sim));
			const poller = watch(stage);
			await later(stage, 2 * MINUTE);
			await poller.publish();
			const faults: Fault[] = [
				{ kind: 'respond', status: 500, body: '<html>oops</html>' },
				{ kind: 'respond', status: 503, headers: { 'Retry-After': '20' } },
				{ kind: 'respond', status: 429, headers: { 'Retry-After': '30' }, body: 'Too many' },
				{ kind: 'respond', status: 200, body: '' },
				{ kind: 'cut-before' },
				{ kind: 'cut-after' },
			];
			const expected: string[] = [];
			const seen: string[] = [];
			let failed = 0;
			for (let poll = 0; poll < 1_000; poll++) {
				// Everybody at most once in a hundred minutes, so that every version is one to report.
				if (random.chance(0.7)) {
					for (const i of [0, 1]) {
						expected.push(rename(stage, users[(2 * poll + i) % 200], `Version ${poll}`));
					}
				}
				await later(stage, MINUTE);
				if (random.chance(0.3)) {
					const fault = faults[random.between(0, faults.length - 1)];
					sim.faults.add({ when: { route: EXPORT }, then: fault });
					if (random.chance(0.3)) {
						sim.faults.add({ when: { route: EXPORT, times: 20 }, then: faults[0] });
					}
				}
				if (random.chance(0.02)) poller.restart();
				try {
					seen.push(...(await poller.poll()).map(keyOf));
				} catch {
					failed += 1;
				}
				sim.faults.clear();
			}
			await later(stage, 3 * MINUTE);
			seen.push(...(await poller.poll()).map(keyOf));
			expect(expected.length).toBeGreaterThan(1_000);
			expect(failed).toBeGreaterThan(50);
			expect(sim.log.entries.filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(
				300,
			);
			expect(seen.sort()).toEqual(expected.sort());
			expect(poller.size).toBeLessThan(20_000);
		},
	);

	it('reports the last state of somebody who changes all the time, and no version twice', async () => {
		const stage = setStage({ switches: { exportsRepeatRows: true } });
		const user = addCustomer(stage.sim);
		const poller = watch(stage);
		await poller.publish();
		const seen: string[] = [];
		let last = '';
		for (let second = 0; second < 600; second += 7) {
			last = rename(stage, user, `At ${second}`);
			await later(stage, 7_000);
			if (second % 60 < 7) seen.push(...(await poller.poll()).map(keyOf));
		}
		await later(stage, 3 * MINUTE);
		seen.push(...(await poller.poll()).map(keyOf));
		expect(new Set(seen).size).toBe(seen.length);
		expect(seen.at(-1)).toBe(last);
	});

	it('has seen everybody who changed while n8n was down', async () => {
		const stage = setStage();
		const { sim } = stage;
		const users = Array.from({ length: 50 }, () => addCustomer(sim));
		const poller = watch(stage);
		await poller.publish();
		await later(stage, MINUTE);
		await poller.poll();
		poller.restart();
		const expected: string[] = [];
		for (const user of users) {
			expected.push(rename(stage, user, 'While down'));
			await later(stage, 12_000);
		}
		await later(stage, MINUTE);
		expect((await poller.poll()).map(keyOf).sort()).toEqual(expected.sort());
	});

	it('looks once at a time, however long it takes', async () => {
		const stage = setStage();
		const poller = watch(stage);
		await poller.publish();
		rename(stage, addCustomer(stage.sim), 'Changed');
		await later(stage, 2 * MINUTE);
		stage.sim.log.clear();
		const polls = await Promise.all([poller.poll(), poller.poll(), poller.poll()]);
		expect(polls.map((items) => items.length)).toEqual([1, 0, 0]);
		expect(stage.sim.log.entries).toHaveLength(1);
	});

	it('begins anew when something else is watched', async () => {
		const stage = setStage();
		const poller = watch(stage);
		await poller.publish();
		poller.edit({ triggerOn: 'signedIn' });
		await poller.publish();
		rename(stage, addCustomer(stage.sim), 'Changed');
		await later(stage, 2 * MINUTE);
		poller.edit({ triggerOn: 'userChanged' });
		expect(await poller.publish()).toEqual([]);
	});

	it('gives a sample without touching the state', async () => {
		const stage = setStage();
		const poller = watch(stage);
		await poller.publish();
		rename(stage, addCustomer(stage.sim), 'Changed');
		await later(stage, 2 * MINUTE);
		const [sample] = await poller.poll('manual');
		expect(sample).toMatchObject({ event: 'userChanged', user: { name: 'Changed' } });
		expect(await poller.poll()).toHaveLength(1);
	});

	it('says what is the matter when it can’t look', async () => {
		const stage = setStage();
		const { sim } = stage;
		const agent = addAgent(sim);
		const poller = watch(stage);
		await poller.publish();
		sim.store.users.update(sim.store.users.get(sim.credentials.adminId)!, { role: 'agent' });
		await expect(poller.poll()).rejects.toMatchObject({
			message: expect.stringContaining('GET /api/v2/incremental/users/cursor'),
			description: expect.any(String),
		});
		expect(agent.active).toBe(true);
	});
});
