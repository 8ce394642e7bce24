import {
	type IDataObject,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeOperationError,
} from 'n8n-workflow';
import { type FullUser, readFullUser, withoutUser } from '../../zendesk/events/fullUser';
import { receive, type Received } from '../../zendesk/events/receive';
import { Seen } from '../../zendesk/events/seen';
import type { EventKind } from '../../zendesk/events/types';
import { Client } from '../../zendesk/http/client';
import { systemClock } from '../shared/clock';
import { connect } from '../shared/connection';
import { OPTIONS } from '../shared/options';
import { isRefusal } from '../shared/values';
import { formOf, readTriggerOn } from './form';
import { INCLUDE_FULL_USER } from './properties';

/** What each trigger of a published workflow has seen, in this process. */
const seenBy = new Map<string, Seen>();

function seenOf(context: IWebhookFunctions): Seen {
	// A test takes one event and ends; who tries twice with Zendesk's sample event must get it twice.
	if (context.getMode() === 'manual') return new Seen();
	const key = `${context.getWorkflow().id}/${context.getNode().id}`;
	const seen = seenBy.get(key) ?? new Seen();
	seenBy.set(key, seen);
	return seen;
}

function wants(context: IWebhookFunctions, kind: EventKind): boolean {
	const kinds = readTriggerOn(formOf(context));
	// An event of Zendesk's is not dropped because of a parameter that can't be read.
	if (isRefusal(kinds)) {
		throw new NodeOperationError(context.getNode(), kinds.message, { description: kinds.advice });
	}
	return kinds.includes(kind);
}

/** Throws nothing that a stranger could provoke: n8n starts the workflow even when a trigger throws. */
function judge(context: IWebhookFunctions): Received {
	return receive(
		{ headers: context.getHeaderData(), body: context.getRequestObject().rawBody },
		{
			secret: context.getWorkflowStaticData('node').secret,
			wants: (kind) => wants(context, kind),
			seen: seenOf(context),
			nowMs: systemClock.now(),
		},
	);
}

async function fullUserOf(context: IWebhookFunctions, userId: number | string): Promise<FullUser> {
	const patience = new AbortController();
	const client = await connect(context, { signal: patience.signal });
	return client instanceof Client
		? await readFullUser(client, userId, patience)
		: withoutUser(client);
}

/** Answers a delivery that starts nothing: to the sender the status alone, the reason to n8n's log. */
function answerOnly(
	context: IWebhookFunctions,
	{ status, why }: Exclude<Received, { item: unknown }>,
): IWebhookResponseData {
	context.logger[status === 200 ? 'debug' : 'warn'](`${context.getNode().name}: ${why}`);
	context.getResponseObject().status(status).end();
	return { noWebhookResponse: true };
}

/** Starts the workflow for an event that is Zendesk's, asked for and new. */
export async function receiveWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const received = judge(context);
	if ('status' in received) return answerOnly(context, received);
	const { item, userId } = received;
	const isWanted = formOf(context).within(OPTIONS).flag(INCLUDE_FULL_USER, false);
	// The event is Zendesk's whatever the option says, so it is not lost for that.
	const more = isRefusal(isWanted)
		? withoutUser(isWanted)
		: isWanted && fullUserOf(context, userId);
	const json = { ...item, ...(await more) };
	return { workflowData: [[{ json: json as IDataObject }]] };
}
