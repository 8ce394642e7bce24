import type { Webhook } from '../api/records';
import {
	createWebhook,
	deleteWebhook,
	listWebhooks,
	showSigningSecret,
	updateWebhook,
} from '../api/webhooks';
import { attempt, type Client } from '../http/client';
import { isOurs, type Owner } from './ours';

/** What n8n has to remember of its webhook. */
export interface Registered {
	webhookId: string;
	/** Signs the deliveries. */
	secret: string;
}

/** What is to stand in Zendesk. */
export interface Wanted {
	owner: Owner;
	name: string;
	/** Zendesk's event types. */
	subscriptions: string[];
}

const LONGEST_NAME = 80;

/** Fields that change nothing of what the webhook does. */
const FOR_PEOPLE = new Set(['name', 'description']);

/** e.g. `n8n: Leavers (test)` */
export function nameFor(workflowName: string, kind: 'production' | 'test'): string {
	const end = kind === 'test' ? ' (test)' : '';
	const letters = [...`n8n: ${workflowName}`];
	const room = LONGEST_NAME - end.length;
	return `${letters.length > room ? `${letters.slice(0, room - 1).join('')}…` : letters.join('')}${end}`;
}

function recordOf({ owner, name, subscriptions }: Wanted): Omit<Webhook, 'id'> {
	return {
		name,
		description: `Starts a workflow in n8n, which adds, changes and removes this webhook by itself ${owner.marker}`,
		status: 'active',
		endpoint: owner.endpoint,
		http_method: 'POST',
		request_format: 'json',
		subscriptions,
	};
}

/** Zendesk's documentation writes some types with a slash where the others have a colon. */
function typesIn(subscriptions: unknown[]): string {
	const types = subscriptions.map((type) => String(type).replace('event-type/', 'event-type:'));
	return types.sort().join();
}

function isSame(one: unknown, other: unknown): boolean {
	return Array.isArray(one) && Array.isArray(other)
		? typesIn(one) === typesIn(other)
		: one === other;
}

/** The fields that are not as they should be. */
function differences(found: Webhook, wanted: Wanted): Partial<Omit<Webhook, 'id'>> {
	const fields = Object.entries(recordOf(wanted)) as Array<[keyof Webhook, unknown]>;
	return Object.fromEntries(fields.filter(([field, value]) => !isSame(found[field], value)));
}

/** Zendesk does not let a webhook of a trigger or an automation become one of events, nor one that is no POST with JSON. */
function canBeKept({ http_method: method, request_format: format, subscriptions }: Webhook) {
	const isForEvents = subscriptions?.some((type) => type.startsWith('zen:event-type'));
	return isForEvents === true && method === 'POST' && format === 'json';
}

async function listOurs(client: Client, owner: Owner): Promise<Webhook[]> {
	return (await listWebhooks(client)).filter((webhook) => isOurs(owner, webhook));
}

/**
 * The webhook, when there is exactly one and it works as wanted. Its secret is read afresh, because somebody may have
 * reset it.
 */
export async function findRegistered(
	client: Client,
	wanted: Wanted,
): Promise<Registered | undefined> {
	const [found, twin] = await listOurs(client, wanted.owner);
	if (!found || twin) return undefined;
	if (Object.keys(differences(found, wanted)).some((field) => !FOR_PEOPLE.has(field))) {
		return undefined;
	}
	return { webhookId: found.id, secret: await showSigningSecret(client, found.id) };
}

async function create(client: Client, wanted: Wanted): Promise<Registered> {
	const isIt = (webhook: Webhook) => isOurs(wanted.owner, webhook);
	const { id } = await createWebhook(client, recordOf(wanted), isIt);
	const answer = await attempt(showSigningSecret(client, id));
	if (answer.ok) return { webhookId: id, secret: answer.value };
	// Without its secret nothing that it sends would be believed.
	await attempt(deleteWebhook(client, id));
	throw answer.error;
}

/** Makes one right webhook of whatever is there: keeps one that can be kept, and removes its twins. */
export async function register(client: Client, wanted: Wanted): Promise<Registered> {
	const ours = await listOurs(client, wanted.owner);
	const amiss = (webhook: Webhook) => Object.keys(differences(webhook, wanted)).length;
	const [kept] = ours.filter(canBeKept).sort((a, b) => amiss(a) - amiss(b));
	if (kept && amiss(kept) > 0) await updateWebhook(client, kept.id, differences(kept, wanted));
	for (const { id } of ours) if (id !== kept?.id) await deleteWebhook(client, id);
	if (!kept) return await create(client, wanted);
	return { webhookId: kept.id, secret: await showSigningSecret(client, kept.id) };
}

/** Removes all that is ours, also what n8n remembers but Zendesk doesn't list yet. */
export async function unregister(client: Client, owner: Owner): Promise<void> {
	const listed = await listWebhooks(client);
	const { knownId } = owner;
	const ours = listed.filter((webhook) => isOurs(owner, webhook)).map(({ id }) => id);
	if (knownId !== undefined && listed.every(({ id }) => id !== knownId)) ours.push(knownId);
	for (const id of ours) await deleteWebhook(client, id);
}
