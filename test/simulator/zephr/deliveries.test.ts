import { VirtualClock } from '../clock';
import type { Deliver, DeliveryKnobs } from './deliveries';
import { createZephr, type Zephr } from './zephr';

const target = 'https://n8n.example/webhook/zephr';

/** Ten changes, a second apart, and the order in which they arrived: numbers of events. */
async function arrivals(delivery: Partial<DeliveryKnobs>): Promise<number[]> {
	const zephr = createZephr({ delivery, deliver: async () => ({ status: 200 }) });
	await tenChanges(zephr);
	return zephr.deliveries.sent.map(({ event }) => event);
}

async function tenChanges(zephr: Zephr): Promise<void> {
	zephr.addWebhook({ triggers: ['user.create', 'user.update'], target });
	const { user_id } = zephr.createUser();
	for (let n = 2; n <= 10; n++) {
		await zephr.clock.sleep(1000);
		zephr.updateUser(user_id, { n });
	}
	await zephr.settle();
}

const ORDERED = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const sorted = (numbers: number[]) => [...numbers].sort((a, b) => a - b);

describe('deliveries', () => {
	test('arrive once and in order unless told otherwise', async () => {
		expect(await arrivals({})).toEqual(ORDERED);
		expect(await arrivals({ delayMs: [0, 60_000] })).toEqual(ORDERED);
	});

	test('overtake each other, the same way for the same seed', async () => {
		const knobs = { delayMs: [0, 60_000], reorder: true } as const;
		const once = await arrivals({ ...knobs, seed: 7 });
		expect(once).not.toEqual(ORDERED);
		expect(sorted(once)).toEqual(ORDERED);
		expect(await arrivals({ ...knobs, seed: 7 })).toEqual(once);
		expect(await arrivals({ ...knobs, seed: 8 })).not.toEqual(once);
	});

	test('come twice', async () => {
		expect(sorted(await arrivals({ duplicate: 1 }))).toEqual(
			ORDERED.flatMap((event) => [event, event]),
		);
		const some = await arrivals({ duplicate: 0.5, seed: 3 });
		expect(some.length).toBeGreaterThan(10);
		expect(some.length).toBeLessThan(20);
	});

	test('wait as long as they should, on the clock', async () => {
		const zephr = createZephr({
			delivery: { delayMs: [5000, 5000] },
			deliver: async () => ({ status: 200 }),
		});
		zephr.addWebhook({ triggers: ['user.create'], target });
		const began = zephr.clock.now();
		zephr.createUser();
		expect(zephr.deliveries.underway).toBe(1);
		await zephr.settle();
		expect(zephr.deliveries.sent[0].at - began).toBe(5000);
		expect(zephr.deliveries.underway).toBe(0);
	});

	test.each([
		[true, 10],
		[false, 1],
	])('run side by side: %s', async (parallel, most) => {
		let running = 0;
		let peak = 0;
		const clock = new VirtualClock();
		const deliver: Deliver = async () => {
			peak = Math.max(peak, ++running);
			await clock.sleep(60_000);
			running--;
			return { status: 200 };
		};
		const zephr = createZephr({ clock, delivery: { parallel }, deliver });
		await tenChanges(zephr);
		expect(peak).toBe(most);
		expect(zephr.deliveries.sent.map(({ event }) => event)).toEqual(ORDERED);
	});

	test('tell the state at the time of the change', async () => {
		const bodies: Array<{ details: { attributes: { n: number } } }> = [];
		const zephr = createZephr({
			switches: { eventDetails: 'user' },
			delivery: { delayMs: [1000, 1000] },
			deliver: async (_url, { body }) => {
				bodies.push(JSON.parse(body));
				return { status: 200 };
			},
		});
		zephr.addWebhook({ triggers: ['user.update'], target });
		const { user_id } = zephr.createUser();
		zephr.updateUser(user_id, { n: 1 });
		zephr.updateUser(user_id, { n: 2 });
		await zephr.settle();
		expect(bodies.map(({ details }) => details.attributes.n)).toEqual([1, 2]);
	});

	test('are tried again where Zephr does that', async () => {
		let left = 2;
		const deliver: Deliver = async () => {
			if (left-- === 2) throw new Error('connect ECONNREFUSED');
			return { status: left < 0 ? 200 : 503 };
		};
		const switches = { deliveryAttempts: 5, deliveryRetrySeconds: 30 };
		const zephr = createZephr({ switches, deliver });
		zephr.addWebhook({ triggers: ['user.create'], target });
		const began = zephr.clock.now();
		zephr.createUser();
		await zephr.settle();
		expect(zephr.deliveries.sent.map(({ status, error }) => error ?? status)).toEqual([
			'connect ECONNREFUSED',
			503,
			200,
		]);
		expect(zephr.clock.now() - began).toBe(60_000);
	});

	test('are lost where it does not', async () => {
		const zephr = createZephr({ deliver: async () => ({ status: 500 }) });
		zephr.addWebhook({ triggers: ['user.create'], target });
		zephr.createUser();
		await zephr.settle();
		expect(zephr.deliveries.sent).toHaveLength(1);
	});

	test('settle waits for what a delivery sets off', async () => {
		const deliver: Deliver = async (_url, { body }) => {
			const { type, details } = JSON.parse(body);
			if (type === 'CREATE_USER') zephr.verifyEmail(details.user_id);
			return { status: 200 };
		};
		const zephr = createZephr({ deliver, delivery: { delayMs: [1000, 2000] } });
		zephr.addWebhook({ triggers: ['user.create', 'user.verify-email'], target });
		zephr.createUser();
		await zephr.settle();
		expect(zephr.deliveries.sent.map(({ trigger }) => trigger)).toEqual([
			'user.create',
			'user.verify-email',
		]);
	});
});
