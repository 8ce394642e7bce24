import {
	decide,
	type Decision,
	type Fate,
	type OperationClass,
	RETRY_POLICY,
} from '../../../zendesk/http/retry';

const CLASSES: OperationClass[] = ['always', 'natural-key', 'idempotency-key', 'never-blind'];

function on(
	fate: Fate,
	operation: OperationClass,
	more: { attempt?: number; toldMs?: number; waitedMs?: number; random?: number } = {},
): Decision {
	return decide({ fate, operation, attempt: 1, waitedMs: 0, random: 1, ...more });
}

describe('the retry table', () => {
	// Every fate × every class, as published in the README of the design: nothing is left to chance.
	it.each<[Fate, OperationClass, Decision['do']]>([
		['answered', 'always', 'return'],
		['answered', 'natural-key', 'return'],
		['answered', 'idempotency-key', 'return'],
		['answered', 'never-blind', 'return'],
		['told-to-wait', 'always', 'retry'],
		['told-to-wait', 'natural-key', 'retry'],
		['told-to-wait', 'idempotency-key', 'retry'],
		['told-to-wait', 'never-blind', 'retry'],
		['collided', 'always', 'retry'],
		['collided', 'natural-key', 'retry'],
		['collided', 'idempotency-key', 'retry'],
		['collided', 'never-blind', 'retry'],
		['unsent', 'always', 'retry'],
		['unsent', 'natural-key', 'retry'],
		['unsent', 'idempotency-key', 'retry'],
		['unsent', 'never-blind', 'retry'],
		['in-doubt', 'always', 'retry'],
		['in-doubt', 'natural-key', 'look-up'],
		['in-doubt', 'idempotency-key', 'retry'],
		['in-doubt', 'never-blind', 'look-up'],
	])('%s, %s: %s', (fate, operation, expected) => {
		expect(on(fate, operation).do).toBe(expected);
	});

	it('waits exactly as long as Zendesk says', () => {
		expect(on('told-to-wait', 'always', { toldMs: 7_000 })).toEqual({
			do: 'retry',
			afterMs: 7_000,
		});
	});

	it('waits a minute when Zendesk does not say how long', () => {
		expect(on('told-to-wait', 'always')).toEqual({ do: 'retry', afterMs: 60_000 });
	});

	it('backs off twice as long each time, with jitter, up to half a minute', () => {
		const pauses = (random: number) =>
			[1, 2, 3, 4].map((attempt) => on('in-doubt', 'always', { attempt, random }));
		expect(pauses(1)).toEqual([1, 2, 4, 8].map((s) => ({ do: 'retry', afterMs: s * 1000 })));
		expect(pauses(0)).toEqual([1, 2, 4, 8].map((s) => ({ do: 'retry', afterMs: s * 500 })));
		expect(
			decide(
				{ fate: 'collided', operation: 'always', attempt: 9, waitedMs: 0, random: 1 },
				{ ...RETRY_POLICY, attempts: { ...RETRY_POLICY.attempts, collided: 99 } },
			),
		).toEqual({ do: 'retry', afterMs: 30_000 });
	});

	it.each(Object.entries(RETRY_POLICY.attempts))('gives up %s after %d tries', (fate, tries) => {
		expect(on(fate as Fate, 'always', { attempt: tries - 1, toldMs: 1 }).do).toBe('retry');
		expect(on(fate as Fate, 'always', { attempt: tries, toldMs: 1 }).do).toBe('give-up');
	});

	it('never waits more than a quarter of an hour for one call', () => {
		expect(on('told-to-wait', 'always', { toldMs: 900_000 }).do).toBe('retry');
		expect(on('told-to-wait', 'always', { toldMs: 900_001 }).do).toBe('give-up');
		expect(on('told-to-wait', 'always', { toldMs: 7_000, waitedMs: 899_000 }).do).toBe('give-up');
	});

	it('knows every class for every fate', () => {
		for (const fate of ['answered', 'told-to-wait', 'collided', 'unsent', 'in-doubt'] as Fate[]) {
			for (const operation of CLASSES) expect(on(fate, operation)).toHaveProperty('do');
		}
	});
});
