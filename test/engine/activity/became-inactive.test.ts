import {
	addAgent,
	addCustomer,
	addTicket,
	clientAs,
	signIn,
	type SimulatorOptions,
	type User,
} from '../../simulator';
import { clearStages, setStage } from '../engine';
import { Poller } from './poller';

afterEach(clearStages);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function staged(parameters: object = {}, options: SimulatorOptions = {}) {
	const stage = setStage(options);
	const { sim } = stage;
	const longAgo = sim.clock.now() - 100 * DAY;
	const agents = Array.from({ length: 4 }, (_, i) =>
		addAgent(sim, { name: `Agent ${i}`, created_at: longAgo }),
	);
	addCustomer(sim, { created_at: longAgo });
	const signedIn = (user: User, daysAgo: number) =>
		signIn(sim, user, sim.clock.now() - daysAgo * DAY);
	const poller = new Poller(stage, {
		triggerOn: 'becameInactive',
		inactiveDays: 30,
		...parameters,
	});
	/** Polls once a day, and gives who was told of and on which day, counted from now. */
	const days = async (count: number) => {
		const told: Array<[day: number, name: string]> = [];
		for (let day = 1; day <= count; day++) {
			signIn(sim, sim.store.users.get(sim.credentials.adminId)!);
			await sim.clock.sleep(DAY);
			for (const { user } of await poller.poll()) told.push([day, String((user as User).name)]);
		}
		return told;
	};
	return { ...stage, agents, poller, days, signedIn };
}

describe('Became Inactive', () => {
	it('reports those who become inactive, once until they are active again', async () => {
		const { sim, agents, poller, days, signedIn } = await staged();
		signedIn(agents[0], 50);
		signedIn(agents[1], 28);
		signedIn(agents[2], 20);
		signedIn(agents[3], 1);
		expect(await poller.publish()).toEqual([]);
		expect(await days(5)).toEqual([[2, 'Agent 1']]);
		poller.restart();
		signIn(sim, agents[1]);
		expect(await days(30)).toEqual([
			[5, 'Agent 2'],
			[24, 'Agent 3'],
			[30, 'Agent 1'],
		]);
	});

	it('also reports those who already are, when that is wanted', async () => {
		const { sim, agents, poller, signedIn } = await staged({ alreadyInactive: true });
		signedIn(sim.store.users.get(sim.credentials.adminId)!, 1);
		signedIn(agents[0], 50);
		signedIn(agents[1], 2);
		const items = await poller.publish();
		expect(items.map(({ user_id }) => user_id).sort()).toEqual([
			agents[0].id,
			agents[2].id,
			agents[3].id,
		]);
		expect(items.find(({ user_id }) => user_id === agents[0].id)).toMatchObject({
			event: 'becameInactive',
			inactive_days: 50,
			seat: 'paid',
			user: { name: 'Agent 0' },
		});
		expect(await poller.poll()).toEqual([]);
	});

	it('who works on tickets without signing in anew is not inactive', async () => {
		const { sim, agents, poller, days, signedIn } = await staged();
		for (const agent of agents) signedIn(agent, 29);
		const ticket = addTicket(sim, { assignee: agents[0] });
		await clientAs(sim, agents[0].id).put(`tickets/${ticket.id}`, { ticket: { priority: 'high' } });
		await sim.clock.sleep(10 * MINUTE);
		await poller.publish();
		expect(await days(3)).toEqual([
			[1, 'Agent 1'],
			[1, 'Agent 2'],
			[1, 'Agent 3'],
		]);
	});

	it('nobody who became inactive while n8n was down is missed', async () => {
		const { sim, agents, poller, signedIn } = await staged();
		for (const agent of agents) signedIn(agent, 25);
		await poller.publish();
		for (let day = 0; day < 3; day++) {
			await sim.clock.sleep(DAY);
			expect(await poller.poll()).toEqual([]);
		}
		poller.restart();
		await sim.clock.sleep(7 * DAY);
		expect(await poller.poll()).toHaveLength(4);
	});

	it('waits with its report until the past is read', async () => {
		const { sim, agents, poller, signedIn } = await staged({ alreadyInactive: true });
		for (const agent of agents) signedIn(agent, 40);
		signedIn(sim.store.users.get(sim.credentials.adminId)!, 1);
		const ticket = addTicket(sim, {});
		const template = sim.store.audits.all()[0] ?? { events: [] };
		const start = sim.clock.now() - 20 * DAY;
		for (let i = 0; i < 12_000; i++) {
			const created_at = start + i * 1000;
			const id = sim.store.ids.next('audit');
			sim.store.audits.insert({
				...template,
				id,
				ticket_id: ticket.id,
				author_id: agents[0].id,
				created_at,
				events: [],
			});
		}
		sim.limits.overrides.incremental = Infinity;
		const told = [await poller.publish(), await poller.poll(), await poller.poll()];
		expect(told.map((items) => items.length)).toEqual([0, 0, 3]);
	});
});
