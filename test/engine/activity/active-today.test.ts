import {
	addAgent,
	addArticle,
	addCustomer,
	clientAs,
	signIn,
	type SimulatorOptions,
} from '../../simulator';
import { clearStages, setStage } from '../engine';
import { Poller } from './poller';

afterEach(clearStages);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EVENTS = 'GET /api/v2/incremental/ticket_events';

async function staged(parameters: object = {}, options: SimulatorOptions = {}) {
	const stage = setStage(options);
	const { sim } = stage;
	const agents = Array.from({ length: 5 }, () => addAgent(sim));
	const poller = new Poller(stage, { triggerOn: 'activeToday', ...parameters });
	await sim.clock.sleep(2 * MINUTE);
	await poller.publish();
	/** Some minutes later, what a poll tells. */
	const told = async () => {
		await sim.clock.sleep(2 * MINUTE);
		return (await poller.poll()).map(({ user_id }) => user_id);
	};
	return { ...stage, agents, poller, told };
}

describe('Active Today', () => {
	it('reports staff once a day, whatever they do', async () => {
		const { sim, agents, told, poller } = await staged();
		signIn(sim, agents[0]);
		await clientAs(sim, agents[1].id).post('tickets', {
			ticket: { subject: 'New', comment: { body: 'Hello' } },
		});
		addArticle(sim, { author: agents[2] });
		signIn(sim, addCustomer(sim));
		expect((await told()).sort()).toEqual([agents[0].id, agents[1].id, agents[2].id]);
		signIn(sim, agents[0]);
		signIn(sim, agents[3]);
		expect(await told()).toEqual([agents[3].id]);
		expect(await told()).toEqual([]);
		await sim.clock.sleep(24 * HOUR);
		poller.restart();
		signIn(sim, agents[0]);
		expect(await told()).toEqual([agents[0].id]);
	});

	it('what happened yesterday is not told today', async () => {
		const { sim, agents, told } = await staged({ timeZone: 'Europe/Berlin' });
		signIn(sim, agents[0]);
		await sim.clock.sleep(24 * HOUR);
		expect(await told()).toEqual([]);
	});

	it('a day begins at midnight of the zone', async () => {
		// 09:00 in UTC is 22:00 in Auckland.
		const { sim, agents, told } = await staged({ timeZone: 'Pacific/Auckland' });
		signIn(sim, agents[0]);
		expect(await told()).toEqual([agents[0].id]);
		await sim.clock.sleep(2 * HOUR);
		signIn(sim, agents[0]);
		expect(await told()).toEqual([agents[0].id]);
	});

	it('asks three streams a poll, and for users only when somebody is new', async () => {
		const { sim, agents, told } = await staged();
		sim.log.clear();
		await told();
		const routes = sim.log.entries.map(({ route }) => route);
		expect(routes).toEqual([
			'GET /api/v2/audit_logs',
			EVENTS,
			'GET /api/v2/help_center/incremental/articles',
		]);
		signIn(sim, agents[0]);
		sim.log.clear();
		await told();
		expect(sim.log.entries.map(({ route }) => route).slice(3)).toEqual([
			'GET /api/v2/users/show_many',
		]);
	});

	it('without audit log and help center it tells what is left', async () => {
		const { sim, agents, told } = await staged(
			{},
			{ plan: { auditLog: false, helpCenter: false } },
		);
		signIn(sim, agents[0]);
		await clientAs(sim, agents[1].id).post('tickets', {
			ticket: { subject: 'New', comment: { body: 'Hello' } },
		});
		addArticle(sim, { author: agents[2] });
		expect((await told()).sort()).toEqual([agents[0].id, agents[1].id]);
	});

	it('refuses what is no time zone', async () => {
		const stage = setStage();
		const poller = new Poller(stage, { triggerOn: 'activeToday', timeZone: 'Berlin' });
		await expect(poller.poll()).rejects.toThrow(
			"'Time Zone': 'Berlin' is not the name of a time zone like Europe/Berlin",
		);
	});
});
