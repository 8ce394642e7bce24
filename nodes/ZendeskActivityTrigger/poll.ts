import {
	type IDataObject,
	type INodeExecutionData,
	type IPollFunctions,
	NodeOperationError,
} from 'n8n-workflow';
import { attempt, Client } from '../../zendesk/http/client';
import { isRecord } from '../../zendesk/http/errors';
import { type Refusal, refusalOf } from '../../zendesk/verdict';
import type { WatchEvent } from '../../zendesk/watch/watch';
import { WATCHES } from '../../zendesk/watch/watches';
import { connect } from '../shared/connection';
import { isRefusal } from '../shared/operation';
import { readForm } from './form';

/** So much of the account's rate limit polls leave to others. */
const SHARE = 0.8;

/** What is kept between polls, as one text: n8n watches every change within an object. */
interface Kept {
	/** What was watched; another choice begins anew. */
	watched: string;
	state: unknown;
}

function failure(context: IPollFunctions, { message, advice }: Refusal): NodeOperationError {
	return new NodeOperationError(context.getNode(), message, { description: advice });
}

/** The fields that decide whether a state still fits, as they stand in the form: an expression may give another value each time. */
const DECISIVE: Record<string, string[]> = {
	activeToday: ['timeZone'],
	becameInactive: ['inactiveDays'],
};

function watchedBy(context: IPollFunctions, triggerOn: string): string {
	const { parameters } = context.getNode();
	const options: unknown = parameters.options;
	const { startFrom } = isRecord(options) ? options : {};
	const fields = DECISIVE[triggerOn] ?? [];
	return JSON.stringify([triggerOn, startFrom, ...fields.map((field) => parameters[field])]);
}

function readKept(text: unknown, watched: string): Kept | undefined {
	if (typeof text !== 'string') return undefined;
	const kept = JSON.parse(text) as Kept;
	return kept.watched === watched ? kept : undefined;
}

function itemsOf(events: WatchEvent[]): INodeExecutionData[][] | null {
	return events.length === 0 ? null : [events.map((event) => ({ json: event as IDataObject }))];
}

/** Nodes that look at this moment. n8n starts the next poll when it is due, whether the one before has ended or not. */
const looking = new Set<string>();

export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const key = `${context.getWorkflow().id}/${context.getNode().id}`;
	if (looking.has(key)) return null;
	looking.add(key);
	try {
		return await look(context);
	} finally {
		looking.delete(key);
	}
}

/** Looks once. The state moves only when the look succeeded, so that nothing is lost by one that did not. */
async function look(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const form = readForm(context);
	if (isRefusal(form)) throw failure(context, form);
	const { name } = context.getNode();
	const client = await connect(context, {
		share: SHARE,
		onWait: (ms, why) =>
			context.logger.info(`${name}: waiting ${Math.round(ms / 1000)} s (${why})`),
	});
	if (!(client instanceof Client)) throw failure(context, client);
	const watch = WATCHES[form.triggerOn];
	if (context.getMode() === 'manual') {
		const sample = await attempt(watch.sample(client, form));
		if (!sample.ok) throw failure(context, refusalOf(sample.error));
		return itemsOf(sample.value);
	}
	const data = context.getWorkflowStaticData('node');
	const watched = watchedBy(context, form.triggerOn);
	const before =
		readKept(data.kept, watched)?.state ?? watch.start(form.startFrom ?? client.clock.now(), form);
	const looked = await attempt(watch.look(client, before, form));
	client.close();
	if (!looked.ok) throw failure(context, refusalOf(looked.error));
	data.kept = JSON.stringify({ watched, state: looked.value.state });
	return itemsOf(looked.value.events);
}
