import { systemClock } from '../../nodes/shared/clock';

/** A look at the Stop button is due so often. */
const SLICE_MS = 500;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** @returns what tells whether the sleep is over */
function startSleep(ms: number, signal?: AbortSignal): () => boolean {
	let isOver = false;
	void systemClock.sleep(ms, signal).then(() => (isOver = true));
	return () => isOver;
}

const pass = async (ms: number) => await jest.advanceTimersByTimeAsync(ms);

it.each([1, 499, 500, 501, 1_700, 600_000])('sleeps %d ms, no less and no more', async (ms) => {
	const isOver = startSleep(ms);
	await pass(ms - 1);
	expect(isOver()).toBe(false);
	await pass(1);
	expect(isOver()).toBe(true);
});

it.each([0, -5])('does not sleep %d ms', async (ms) => {
	const isOver = startSleep(ms);
	await pass(0);
	expect(isOver()).toBe(true);
});

it.each([1, 700, 10_000, 599_000])(
	'wakes half a second after Stop at the latest, pressed after %d ms of ten minutes',
	async (pressedAfterMs) => {
		const stop = new AbortController();
		const isOver = startSleep(600_000, stop.signal);
		await pass(pressedAfterMs);
		expect(isOver()).toBe(false);
		stop.abort();
		await pass(SLICE_MS);
		expect(isOver()).toBe(true);
	},
);

it('does not even begin to sleep after Stop', async () => {
	const isOver = startSleep(600_000, AbortSignal.abort());
	await pass(0);
	expect(isOver()).toBe(true);
});
