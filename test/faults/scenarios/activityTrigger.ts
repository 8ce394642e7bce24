import type { IDataObject } from 'n8n-workflow';
import { Poller } from '../../engine/activity/poller';
import type { Stage } from '../../engine/engine';
import {
	addAgent,
	addArticle,
	addCustomer,
	clientAs,
	clientOf,
	signIn,
	type User,
} from '../../simulator';
import type { Ran, Scenario } from '../types';
import { contentOf } from './node';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Polls a minute later, again and again. A poll tells what is new, so what counts is all that was told so far, in whatever
 * order: after a poll that went wrong the next one makes up for it, and nothing may come twice.
 */
function polling({ sim }: Stage, poller: Poller): () => Promise<Ran> {
	const told: IDataObject[] = [];
	let died = false;
	return async () => {
		// Who was killed comes back with what the database holds.
		if (died) poller.restart();
		await sim.clock.sleep(MINUTE);
		let error: Error | undefined;
		try {
			told.push(...(await poller.poll()));
		} catch (thrown) {
			error = thrown as Error;
		}
		died = sim.faults.dead;
		const verdicts = told.map(contentOf).sort();
		return { verdicts, error: error?.message, kept: { told: [...told], error } };
	};
}

/** What happens between the publishing and the poll. */
interface Story {
	people: User[];
	happens(stage: Stage, people: User[]): void | Promise<void>;
}

/** A published workflow, and what has happened since. */
export async function watching(
	stage: Stage,
	parameters: Record<string, unknown>,
	tell: (stage: Stage) => Story,
): Promise<() => Promise<Ran>> {
	const { people, happens } = tell(stage);
	const poller = new Poller(stage, parameters);
	await stage.sim.clock.sleep(2 * MINUTE);
	await poller.publish();
	await happens(stage, people);
	// Zendesk's exports leave out the last minute.
	await stage.sim.clock.sleep(2 * MINUTE);
	return polling(stage, poller);
}

function changes({ sim }: Stage): Story {
	return {
		people: [0, 1, 2, 3].map((i) => addCustomer(sim, { name: `Customer ${i}` })),
		async happens(_stage, [ann, bob, cid]) {
			const client = clientOf(sim);
			await client.put(`users/${ann.id}`, { user: { name: 'Ann' } });
			await client.delete(`users/${bob.id}`);
			await client.delete(`users/${cid.id}`);
			await client.delete(`deleted_users/${cid.id}`);
			await client.post('users', { user: { name: 'New', email: 'new@example.com' } });
		},
	};
}

function work({ sim }: Stage): Story {
	return {
		people: [0, 1, 2, 3].map((i) => addAgent(sim, { name: `Agent ${i}` })),
		async happens(_stage, [ann, bob, cid]) {
			signIn(sim, ann);
			await clientAs(sim, bob.id).post('tickets', {
				ticket: { subject: 'New', comment: { body: 'Hello' } },
			});
			addArticle(sim, { author: cid });
			signIn(sim, addCustomer(sim));
		},
	};
}

function idleness({ sim }: Stage): Story {
	const now = sim.clock.now();
	const people = [50, 28, 20, 1].map((daysAgo, i) => {
		const agent = addAgent(sim, { name: `Agent ${i}`, created_at: now - 100 * DAY });
		signIn(sim, agent, now - daysAgo * DAY);
		return agent;
	});
	return { people, happens: async () => await sim.clock.sleep(3 * DAY) };
}

function signIns({ sim }: Stage): Story {
	return {
		people: [0, 1, 2].map((i) => addAgent(sim, { name: `Agent ${i}` })),
		async happens(_stage, [ann, bob]) {
			signIn(sim, ann);
			await sim.clock.sleep(10_000);
			signIn(sim, bob);
			signIn(sim, addCustomer(sim));
		},
	};
}

const NAME = 'Zendesk Activity Trigger';

export const activityTrigger: Scenario[] = [
	{
		name: `${NAME}: User Changed`,
		arrange: async (stage) => await watching(stage, { triggerOn: 'userChanged' }, changes),
	},
	{
		name: `${NAME}: Active Today`,
		arrange: async (stage) => await watching(stage, { triggerOn: 'activeToday' }, work),
	},
	{
		name: `${NAME}: Became Inactive`,
		arrange: async (stage) =>
			await watching(stage, { triggerOn: 'becameInactive', inactiveDays: 30 }, idleness),
	},
	{
		name: `${NAME}: Signed In`,
		arrange: async (stage) => await watching(stage, { triggerOn: 'signedIn' }, signIns),
	},
	{
		name: `${NAME}: Signed In (no audit log)`,
		options: { plan: { auditLog: false } },
		arrange: async (stage) => await watching(stage, { triggerOn: 'signedIn' }, signIns),
	},
];
