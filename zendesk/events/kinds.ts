import type { Refusal } from '../verdict';
import { EVENT_KINDS, type EventKind } from './types';
import type { Json } from './values';

/** What an event means, whoever asked for it; `undefined` for events that are none of {@link EVENT_KINDS}. */
export function kindOf(type: string, event: Json): EventKind | undefined {
	return EVENT_KINDS.find(
		({ types, isMeant = () => true }) => types.includes(type) && isMeant(event),
	);
}

/** What a webhook has to be subscribed to; each type once. */
export function subscriptionsFor(kinds: readonly EventKind[]): string[] {
	return [...new Set(kinds.flatMap(({ types }) => types))].map((type) => `zen:event-type:${type}`);
}

/** The kinds that a parameter names, or why it names none. */
export function readKinds(values: unknown, parameter: string): EventKind[] | Refusal {
	const names = [values].flat().map(String);
	const unknown = names.find((name) => !EVENT_KINDS.some(({ value }) => value === name));
	if (unknown !== undefined) {
		return {
			reason: 'invalid',
			message: `'${parameter}': this version of the node does not know the event '${unknown}'`,
			advice: 'Choose from the list, or update n8n-nodes-zendesk-users',
		};
	}
	if (names.length === 0) {
		return {
			reason: 'invalid',
			message: `'${parameter}' names no event`,
			advice: 'Choose at least one from the list',
		};
	}
	return EVENT_KINDS.filter(({ value }) => names.includes(value));
}
