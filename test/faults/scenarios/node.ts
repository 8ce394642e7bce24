import type { IDataObject } from 'n8n-workflow';
import type { NodeResult, Stage } from '../../engine/engine';
import type { Ran } from '../types';

/** Times pass differently in each run. */
const VOLATILE = /(_at|_seen|^time|^url)$/;

/** Each run has an account of its own. */
const ACCOUNT = /acme\d+(?=\.zendesk\.com)/g;

/** All of an item that is the same in every run. */
export function contentOf(item: IDataObject): string {
	const text = JSON.stringify(item, (key, value: unknown) =>
		VOLATILE.test(key) ? undefined : value,
	);
	return text.replace(ACCOUNT, 'acme');
}

/** What became of a row; of something that was read, all that the item says. */
export function verdictOf(item: IDataObject): string {
	const { outcome, reason } = item;
	if (outcome === undefined) return contentOf(item);
	return reason === undefined ? String(outcome) : `${String(outcome)}: ${String(reason)}`;
}

/**
 * The run of an action as the matrix looks at it.
 *
 * @param verdicts where they are not simply one an item
 */
export function ranOf(
	{ outputs, error, hints, stored }: NodeResult,
	verdicts = outputs.flat().map(verdictOf),
): Ran {
	return { verdicts, error: error?.message, kept: { stored, hints, error } };
}

/** Runs *Zendesk Users*, row by row: what goes wrong with one is its verdict, and doesn't stop the others. */
export function runOf(
	{ run }: Stage,
	parameters: Record<string, unknown>,
	items?: IDataObject[],
): () => Promise<Ran> {
	return async () => ranOf(await run({ parameters, items, onError: 'continueRegularOutput' }));
}
