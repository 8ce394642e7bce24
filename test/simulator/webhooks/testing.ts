import { addAgent, addCustomer, addGroup, join } from '../arrange';
import type { SimulatorOptions } from '../options';
import type { Simulator } from '../simulator';
import type { User } from '../store/records';
import { smallAccount } from '../testing';
import type { Answer, Deliver } from './deliver';
import { USER_EVENTS, type Envelope, type EventBody } from './envelope';

export const ENDPOINT = 'https://n8n.example.test/webhook/zendesk';

const ALL_TYPES = USER_EVENTS.map((name) => `zen:event-type:user.${name}`);

/** What `POST /webhooks` takes: a webhook that wants to be told of every event, unless told otherwise. */
export function webhookInput(changes: Record<string, unknown> = {}) {
	return {
		name: 'People',
		status: 'active',
		endpoint: ENDPOINT,
		http_method: 'POST',
		request_format: 'json',
		subscriptions: ALL_TYPES,
		...changes,
	};
}

/** An account with a customer, an agent in two groups, and a webhook that listens from now on. */
export async function listeningAccount(options: SimulatorOptions = {}) {
	const { sim, api } = smallAccount(options);
	const customer = addCustomer(sim, {
		name: 'Gwen',
		email: 'gwen@example.com',
		external_id: 'C-1',
		tags: ['a', 'b'],
		notes: 'old',
	});
	const agent = addAgent(sim);
	const group = addGroup(sim);
	join(sim, agent, group);
	await api.post('webhooks', { webhook: webhookInput() });
	return { sim, api, customer, agent, group };
}

/** An account whose webhooks get `answers` in turn, the last one from then on. */
export function tellingAccount(
	answers: Array<Answer | Error> = [{ status: 200 }],
	options: SimulatorOptions = {},
) {
	const account = smallAccount(options);
	const { sim, api } = account;
	let calls = 0;
	const deliver: Deliver = async () => {
		const answer = answers[Math.min(calls++, answers.length - 1)];
		if (answer instanceof Error) throw answer;
		return answer;
	};
	sim.webhooks.deliverTo(deliver);
	/** Creates a webhook and returns it as the store has it. */
	const subscribe = async (changes?: Record<string, unknown>) => {
		const { body } = await api.post('webhooks', { webhook: webhookInput(changes) });
		return sim.store.webhooks.get(body.webhook.id)!;
	};
	return { ...account, subscribe };
}

/** The name of an event and what it says of the change. */
export type Told = [name: string, event: EventBody];

export const nameOf = ({ type }: Envelope) => type.replace('zen:event-type:user.', '');

/** An id as events show it. */
export const text = (id: number | null | undefined) => String(id ?? 0);

export const changed = (field: string, previous: unknown, current: unknown): Told => [
	`${field}_changed`,
	{ current, previous },
];

/** Somebody's identities as events show them. */
export function identitiesOf(sim: Simulator, { id: userId }: User): EventBody[] {
	return sim.store.identities
		.sortedBy('user', userId)
		.map(({ id, primary, type, value }) => ({ id: text(id), primary, type, value }));
}
