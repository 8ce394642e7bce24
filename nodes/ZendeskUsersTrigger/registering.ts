import { type IHookFunctions, NodeOperationError } from 'n8n-workflow';
import { subscriptionsFor } from '../../zendesk/events/kinds';
import { explainRegistering, explainRemoving } from '../../zendesk/events/explain';
import { markerFor, type Owner } from '../../zendesk/events/ours';
import {
	findRegistered,
	nameFor,
	register,
	type Registered,
	unregister,
	type Wanted,
} from '../../zendesk/events/register';
import { attempt, Client } from '../../zendesk/http/client';
import type { Refusal } from '../../zendesk/verdict';
import { connect } from '../shared/connection';
import { isRefusal } from '../shared/values';
import { formOf, readTriggerOn } from './form';

function refuse(context: IHookFunctions, { message, advice }: Refusal): never {
	throw new NodeOperationError(context.getNode(), message, { description: advice });
}

/** n8n keeps a workflow that it runs for a test apart from the published one: another address, another memory. */
function kindOfRun(context: IHookFunctions): 'production' | 'test' {
	return context.getWorkflow().active ? 'production' : 'test';
}

function ownerOf(context: IHookFunctions): Owner {
	const { webhookId } = context.getWorkflowStaticData('node');
	return {
		endpoint: String(context.getNodeWebhookUrl('default')),
		marker: markerFor({
			instanceId: context.getInstanceId(),
			workflowId: String(context.getWorkflow().id),
			nodeId: context.getNode().id,
			kind: kindOfRun(context),
		}),
		...(typeof webhookId === 'string' ? { knownId: webhookId } : {}),
	};
}

function wantedOf(context: IHookFunctions): Wanted {
	const kinds = readTriggerOn(formOf(context));
	if (isRefusal(kinds)) return refuse(context, kinds);
	return {
		owner: ownerOf(context),
		name: nameFor(String(context.getWorkflow().name ?? ''), kindOfRun(context)),
		subscriptions: subscriptionsFor(kinds),
	};
}

async function clientOf(context: IHookFunctions): Promise<Client> {
	const { name } = context.getNode();
	const client = await connect(context, {
		onWait: (ms, why) =>
			context.logger.info(`${name}: waiting ${Math.round(ms / 1000)} s (${why})`),
	});
	return client instanceof Client ? client : refuse(context, client);
}

function remember(context: IHookFunctions, registered: Registered): void {
	Object.assign(context.getWorkflowStaticData('node'), registered);
}

/** @throws {NodeOperationError} when Zendesk doesn't tell */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const wanted = wantedOf(context);
	const found = await attempt(findRegistered(await clientOf(context), wanted));
	if (!found.ok) refuse(context, explainRegistering(found.error, wanted.owner.endpoint));
	if (found.value) remember(context, found.value);
	return found.value !== undefined;
}

/** @throws {NodeOperationError} when there is no webhook that works now */
export async function registerWebhook(context: IHookFunctions): Promise<void> {
	const wanted = wantedOf(context);
	const made = await attempt(register(await clientOf(context), wanted));
	if (!made.ok) refuse(context, explainRegistering(made.error, wanted.owner.endpoint));
	remember(context, made.value);
}

/** @throws {NodeOperationError} when a webhook may be left; the next registering finds it */
export async function unregisterWebhook(context: IHookFunctions): Promise<void> {
	const owner = ownerOf(context);
	const gone = await attempt(unregister(await clientOf(context), owner));
	if (!gone.ok) refuse(context, explainRemoving(gone.error, owner.endpoint));
	const memory = context.getWorkflowStaticData('node');
	delete memory.webhookId;
	delete memory.secret;
}
