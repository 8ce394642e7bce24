import type { IDataObject } from 'n8n-workflow';
import { addAgent, addCustomer, signIn, type SimulatorOptions } from '../../simulator';
import { Random } from '../../simulator/core/random';
import { clearStages, setStage } from '../engine';
import { Poller } from './poller';

afterEach(clearStages);

const MINUTE = 60_000;
const AUDIT = 'GET /api/v2/audit_logs';
const USERS = 'GET /api/v2/users';

async function staged(options: SimulatorOptions = {}) {
	const stage = setStage(options);
	const { sim } = stage;
	const agents = Array.from({ length: 20 }, () => addAgent(sim));
	const poller = new Poller(stage, { triggerOn: 'signedIn' });
	return { ...stage, sim, agents, poller };
}

const keyOf = ({ user_id: id, time }: IDataObject) => `${Number(id)} ${String(time)}`;
const expectedKey = (id: number, at: number) =>
	`${id} ${new Date(Math.floor(at / 1000) * 1000).toISOString()}`;

describe('Signed In', () => {
	it('reports each sign-in from the audit log, by one request a poll', async () => {
		const { sim, agents, poller } = await staged();
		signIn(sim, agents[0]);
		await sim.clock.sleep(MINUTE);
		await poller.publish();
		signIn(sim, agents[1]);
		await sim.clock.sleep(10_000);
		signIn(sim, agents[1]);
		signIn(sim, addCustomer(sim));
		await sim.clock.sleep(MINUTE);
		sim.log.clear();
		const items = await poller.poll();
		expect(items.map(({ user_id }) => user_id)).toEqual([agents[1].id, agents[1].id]);
		expect(items[0]).toMatchObject({
			event: 'signedIn',
			name: agents[1].name,
			ip_address: expect.stringMatching(/\d/),
			source: 'audit_log',
		});
		expect(sim.log.entries.map(({ route }) => route)).toEqual([AUDIT]);
		expect(await poller.poll()).toEqual([]);
	});

	it('without an audit log it reports the last sign-in of everybody', async () => {
		const { sim, agents, poller } = await staged({ plan: { auditLog: false } });
		signIn(sim, agents[0]);
		await sim.clock.sleep(MINUTE);
		await poller.publish();
		expect(await poller.poll()).toEqual([]);
		await sim.clock.sleep(MINUTE);
		signIn(sim, agents[1]);
		await sim.clock.sleep(10_000);
		signIn(sim, agents[1]);
		const second = sim.clock.now();
		await sim.clock.sleep(MINUTE);
		sim.log.clear();
		const items = await poller.poll();
		expect(items.map(keyOf)).toEqual([expectedKey(agents[1].id, second)]);
		expect(items[0]).toMatchObject({ source: 'last_login', name: agents[1].name });
		const asked = sim.log.entries.map(({ route }) => route);
		expect(asked).toEqual([AUDIT, 'GET /api/v2/users/me', USERS]);
		expect(await poller.poll()).toEqual([]);
	});

	it('a token that is used for every poll is no news', async () => {
		const { sim, poller } = await staged({
			plan: { auditLog: false },
			switches: { oauthCallMovesLastLogin: true },
		});
		await poller.publish();
		for (let poll = 0; poll < 3; poll++) {
			await sim.clock.sleep(MINUTE);
			expect(await poller.poll()).toEqual([]);
		}
	});

	it('over 1,000 polls with HTTP faults nothing is lost or repeated', async () => {
		const { sim, agents, poller } = await staged();
		const random = new Random(11);
		await poller.publish();
		const expected: string[] = [];
		const seen: string[] = [];
		let failed = 0;
		for (let poll = 0; poll < 1_000; poll++) {
			const agent = agents[random.between(0, 19)];
			signIn(sim, agent);
			expected.push(expectedKey(agent.id, sim.clock.now()));
			if (random.chance(0.2)) {
				const when = { route: AUDIT, times: random.chance(0.3) ? 20 : 1 };
				sim.faults.add({ when, then: { kind: 'respond', status: 502, body: '<html>' } });
			}
			if (random.chance(0.02)) poller.restart();
			await sim.clock.sleep(random.between(1_000, MINUTE));
			try {
				seen.push(...(await poller.poll()).map(keyOf));
			} catch {
				failed += 1;
			}
			sim.faults.clear();
		}
		seen.push(...(await poller.poll()).map(keyOf));
		expect(failed).toBeGreaterThan(30);
		expect(seen.sort()).toEqual(expected.sort());
	});

	it('reads on where a rush of sign-ins ended', async () => {
		const { sim, agents, poller } = await staged();
		await poller.publish();
		for (let i = 0; i < 2_500; i++) {
			signIn(sim, agents[i % 20]);
			await sim.clock.sleep(400);
		}
		const seen: string[] = [];
		let most = 0;
		for (let poll = 0; poll < 4; poll++) {
			const items = await poller.poll();
			most = Math.max(most, items.length);
			seen.push(...items.map(keyOf));
		}
		expect(seen).toHaveLength(2_500);
		expect(most).toBeLessThan(1_500);
	});

	it('gives the newest sign-in as a sample', async () => {
		const { sim, agents, poller } = await staged();
		signIn(sim, agents[3]);
		await sim.clock.sleep(1_000);
		signIn(sim, agents[4]);
		expect((await poller.poll('manual')).map(({ user_id }) => user_id)).toEqual([agents[4].id]);
	});
});
