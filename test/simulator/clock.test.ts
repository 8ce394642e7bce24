import { DEFAULT_START, RealClock, VirtualClock } from './clock';

describe('VirtualClock', () => {
	test('starts on the day of the account and stands still while nobody sleeps', async () => {
		const clock = new VirtualClock();
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(clock.now()).toBe(DEFAULT_START);
		expect(new Date(clock.now()).toISOString()).toBe('2026-11-20T09:00:00.000Z');
	});

	test('jumps to the sleepers in the order of their time', async () => {
		const clock = new VirtualClock({ start: 0 });
		const woken: Array<[string, number]> = [];
		const sleeper = async (name: string, ms: number) => {
			await clock.sleep(ms);
			woken.push([name, clock.now()]);
		};
		const began = Date.now();
		await Promise.all([sleeper('late', 3_600_000), sleeper('early', 5), sleeper('middle', 700)]);
		expect(woken).toEqual([
			['early', 5],
			['middle', 700],
			['late', 3_600_000],
		]);
		// In far less than the hour that has passed in it.
		expect(Date.now() - began).toBeLessThan(3_600_000 / 2);
	});

	test('sleepers that are due together wake in the order in which they lay down', async () => {
		const clock = new VirtualClock({ start: 0 });
		const woken: number[] = [];
		await Promise.all([1, 2, 3].map((n) => clock.sleep(10).then(() => woken.push(n))));
		expect(woken).toEqual([1, 2, 3]);
	});

	test('a sleeper may sleep again before the others wake', async () => {
		const clock = new VirtualClock({ start: 0 });
		const seen: string[] = [];
		const poll = async () => {
			for (let turn = 1; turn <= 3; turn++) {
				await clock.sleep(10);
				seen.push(`poll ${clock.now()}`);
			}
		};
		await Promise.all([poll(), clock.sleep(25).then(() => seen.push(`other ${clock.now()}`))]);
		expect(seen).toEqual(['poll 10', 'poll 20', 'other 25', 'poll 30']);
	});

	test('does not jump while somebody is at work', async () => {
		const clock = new VirtualClock({ start: 0 });
		clock.busy();
		const asleep = clock.sleep(1000);
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect(clock.now()).toBe(0);
		clock.free();
		await asleep;
		expect(clock.now()).toBe(1000);
	});

	test('waits for work that is on its way through the event loop', async () => {
		const clock = new VirtualClock({ start: 0 });
		const asleep = clock.sleep(1000);
		const seen: number[] = [];
		for (let hop = 0; hop < 5; hop++) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		clock.busy();
		seen.push(clock.now());
		clock.free();
		await asleep;
		expect(seen).toEqual([0]);
	});

	test('an abort ends the sleep at once and takes no time', async () => {
		const clock = new VirtualClock({ start: 0 });
		const controller = new AbortController();
		const asleep = clock.sleep(60_000, controller.signal);
		controller.abort();
		await asleep;
		await clock.sleep(60_000, controller.signal);
		expect(clock.now()).toBe(0);
		await clock.sleep(5);
		expect(clock.now()).toBe(5);
	});

	test('can be moved by hand, waking whoever is due on the way', async () => {
		const clock = new VirtualClock({ start: 0 });
		clock.busy();
		let woken = 0;
		void clock.sleep(50).then(() => woken++);
		void clock.sleep(500).then(() => woken++);
		clock.advance(100);
		await Promise.resolve();
		expect(clock.now()).toBe(100);
		expect(woken).toBe(1);
		clock.free();
	});
});

describe('RealClock', () => {
	// The machine's clock goes as the test says.
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	test('runs as fast as it is told', async () => {
		const clock = new RealClock({ speed: 1000, start: 0 });
		let isOver = false;
		void clock.sleep(60_000).then(() => (isOver = true));
		await jest.advanceTimersByTimeAsync(59);
		expect(isOver).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		expect(isOver).toBe(true);
		expect(clock.now()).toBe(60_000);
	});

	test('starts now unless told otherwise', () => {
		expect(new RealClock().now()).toBe(Date.now());
	});

	test('an abort ends the sleep at once', async () => {
		const clock = new RealClock();
		const controller = new AbortController();
		const asleep = clock.sleep(60_000, controller.signal);
		controller.abort();
		await expect(asleep).resolves.toBeUndefined();
		await expect(clock.sleep(60_000, controller.signal)).resolves.toBeUndefined();
	});
});
