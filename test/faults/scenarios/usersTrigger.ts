import type { Stage } from '../../engine/engine';
import { addWebhook, deliver, envelope, N8n, webhooksOf } from '../../engine/trigger/webhook';
import { addAgent, addCustomer } from '../../simulator';
import type { Ran, Scenario } from '../types';

/** An event, and how often the workflow has started with it. */
interface Event {
	body: object;
	starts: number;
}

/** Of a customer and an agent: three events that are asked for, and one that is not. Ids of events are an account's own. */
function events({ sim }: Stage): Event[] {
	const people = [addCustomer(sim, { name: 'Ann' }), addAgent(sim, { name: 'Bob' })];
	const event = (type: string, i: number, change: object, serial: number) =>
		envelope(type, change, {
			id: `${sim.host} ${serial}`,
			subject: `zen:user:${people[i].id}`,
			detail: { id: String(people[i].id) },
		});
	return [
		event('user.role_changed', 0, { current: 'agent', previous: 'end-user' }, 1),
		event('user.suspended_changed', 1, { current: true, previous: false }, 2),
		event('user.created', 0, {}, 3),
		event('user.role_changed', 0, { current: 'end-user', previous: 'agent' }, 4),
	].map((body) => ({ body, starts: 0 }));
}

/** A published workflow that reads the whole user of each event. */
async function published(stage: Stage): Promise<N8n> {
	const n8n = new N8n(stage, { options: { includeFullUser: true } });
	await n8n.activate();
	return n8n;
}

/** Delivers all events once more, each signed at that moment; what counts is how often each has started the workflow. */
async function delivering(stage: Stage): Promise<() => Promise<Ran>> {
	const { sim } = stage;
	const all = events(stage);
	const n8n = await published(stage);
	const [{ secret }] = webhooksOf(sim);
	return async () => {
		const verdicts: string[] = [];
		const kept: unknown[] = [];
		for (const event of all) {
			const answer = await n8n.receive(deliver(event.body, { secret, atMs: sim.clock.now() }));
			if (answer.item) event.starts++;
			// The whole user is an extra, which may be missing when Zendesk is slow: the item says so.
			verdicts.push(`${answer.status}, started ${event.starts} times`);
			kept.push(answer);
		}
		return { verdicts, kept: { answers: kept, log: n8n.log } };
	};
}

/** What counts is which webhooks there are. */
function ranOf({ sim }: Stage, n8n: N8n, error: Error | undefined): Ran {
	const verdicts = webhooksOf(sim).map(({ name, status }) => `${name}: ${status}`);
	// What n8n remembers holds the webhook's secret: that is its place.
	return { verdicts, error: error?.message, kept: { error, log: n8n.log } };
}

/** Publishes the workflow, or does it again. */
function publishing(stage: Stage, n8n: N8n): () => Promise<Ran> {
	return async () => {
		let error: Error | undefined;
		try {
			await n8n.activate();
		} catch (thrown) {
			error = thrown as Error;
		}
		return ranOf(stage, n8n, error);
	};
}

export const usersTrigger: Scenario[] = [
	{
		name: 'Zendesk Users Trigger: publish',
		arrange(stage) {
			addWebhook(stage.sim);
			return publishing(stage, new N8n(stage));
		},
	},
	{
		// Somebody has copied the webhook and switched both off.
		name: 'Zendesk Users Trigger: publish (the webhook was changed)',
		async arrange(stage) {
			const { sim } = stage;
			addWebhook(sim);
			const n8n = new N8n(stage);
			await n8n.activate();
			const [, ours] = webhooksOf(sim);
			addWebhook(sim, { ...ours, id: undefined, status: 'inactive' });
			sim.store.webhooks.set(ours.id, { ...ours, status: 'inactive', subscriptions: [] });
			return publishing(stage, n8n);
		},
	},
	{
		name: 'Zendesk Users Trigger: unpublish',
		async arrange(stage) {
			addWebhook(stage.sim);
			const n8n = await published(stage);
			return async () => {
				n8n.swallowed.length = 0;
				await n8n.deactivate();
				const [error] = n8n.swallowed;
				return ranOf(stage, n8n, error);
			};
		},
	},
	{ name: 'Zendesk Users Trigger: receive', arrange: delivering },
];
