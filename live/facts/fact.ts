import type { Switches } from '../../test/simulator/switches';
import type { Answer } from '../account';
import type { Run } from '../run';

/** What came of trying one fact. */
export type Outcome<V = unknown> =
	/** The account's answer is this value of the switch. `saw` is the answer in short. */
	| { value: V; saw: string }
	/** It is none of the switch's values. */
	| { unlike: string }
	| { notTried: string }
	/** The account's plan lacks what it takes. */
	| { noPlan: string };

/** Something that nobody could confirm, and how to find out. */
export interface Fact<K extends keyof Switches = keyof Switches> {
	/** The section of the fact reference that has it as an open point. */
	id: string;
	/** What the simulator calls it; without one, the answer is only told. */
	switch?: K;
	/** What the account is asked. */
	question: string;
	/** What it makes in the account, and removes. */
	makes: string;
	try(run: Run): Promise<Outcome<Switches[K]>>;
}

/** A fact whose values are those of its switch. */
export function fact<K extends keyof Switches>(described: Fact<K> & { switch: K }): Fact {
	return described as unknown as Fact;
}

/** One without a switch: what is seen is told. */
export function finding(
	described: Omit<Fact, 'switch' | 'try'> & {
		try(run: Run): Promise<Outcome<string>>;
	},
): Fact {
	return described as unknown as Fact;
}

/** Ends a fact that can't be tried on this account. */
export class Untried extends Error {
	constructor(readonly outcome: { notTried: string } | { noPlan: string }) {
		super('notTried' in outcome ? outcome.notTried : outcome.noPlan);
	}
}

export const notTried = (why: string) => new Untried({ notTried: why });
export const noPlan = (why: string) => new Untried({ noPlan: why });

const SHORT = 160;

/** What a refusal is about: the details of a 422 alone, else the whole body. */
function said({ json, text }: Answer): string {
	const { details } = json;
	return (details ? JSON.stringify({ details }) : text).replace(/\s+/g, ' ').trim();
}

/** An answer in one line: the status, and what is in the body or was said about it. */
export function brief(answer: Answer): string {
	const { status, json } = answer;
	const keys = Object.keys(json).join(', ');
	if (status < 300) return keys === '' ? String(status) : `${status} {${keys}}`;
	const body = said(answer);
	return `${status} ${body.length > SHORT ? `${body.slice(0, SHORT)}…` : body}`.trim();
}

/** A fact that an answer's status decides. */
export function byStatus<V>(answer: Answer, values: Record<number, V>): Outcome<V> {
	return answer.status in values
		? { value: values[answer.status], saw: brief(answer) }
		: { unlike: brief(answer) };
}

/** The keys of the details of a 422. */
export function detailKeys({ json }: Answer): string[] {
	const { details } = json;
	return typeof details === 'object' && details !== null ? Object.keys(details) : [];
}

/** Whether Zendesk says that it does not know the endpoint, as on a plan without it. */
export function isUnknownEndpoint({ status, json }: Answer): boolean {
	return status === 404 && json.error === 'InvalidEndpoint';
}
