import { addCustomer } from './arrange';
import type { VirtualClock } from './clock';
import type { DeliveryKnobs } from './core/courier';
import { MINUTE, SECOND } from './core/time';
import { updateUser } from './domain/users';
import type { Simulator } from './simulator';
import type { Answer } from './webhooks/deliver';
import { tellingAccount } from './webhooks/testing';

const NAME_CHANGED = 'zen:event-type:user.name_changed';

const ORDERED = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

/** Ten changes, a second apart. */
async function tenChanges(sim: Simulator): Promise<void> {
	const user = addCustomer(sim, { name: '0', email: null });
	for (const name of ORDERED) {
		await sim.clock.sleep(SECOND);
		updateUser({ world: sim.world, now: sim.clock.now(), actor: null }, user, { name });
	}
	await sim.webhooks.settle();
}

const namesOf = (sim: Simulator) =>
	sim.webhooks.sent.map(({ body }) => JSON.parse(body).event.current as string);

/** The ten changes in the order in which they arrived. */
async function arrivals(knobs: Partial<DeliveryKnobs>): Promise<string[]> {
	const { sim, subscribe } = tellingAccount();
	Object.assign(sim.webhooks.knobs, knobs);
	await subscribe({ subscriptions: [NAME_CHANGED] });
	await tenChanges(sim);
	return namesOf(sim);
}

const sorted = (names: string[]) => [...names].sort((a, b) => Number(a) - Number(b));

describe('deliveries', () => {
	test('arrive once and in order unless told otherwise', async () => {
		expect(await arrivals({})).toEqual(ORDERED);
		expect(await arrivals({ delayMs: [0, MINUTE] })).toEqual(ORDERED);
	});

	test('overtake each other, the same way for the same seed', async () => {
		const knobs = { delayMs: [0, MINUTE], reorder: true } as const;
		const once = await arrivals({ ...knobs, seed: 7 });
		expect(once).not.toEqual(ORDERED);
		expect(sorted(once)).toEqual(ORDERED);
		expect(await arrivals({ ...knobs, seed: 7 })).toEqual(once);
		expect(await arrivals({ ...knobs, seed: 8 })).not.toEqual(once);
	});

	test('come twice: the same event by two invocations', async () => {
		const { sim, subscribe } = tellingAccount();
		sim.webhooks.knobs.duplicate = 1;
		await subscribe({ subscriptions: [NAME_CHANGED] });
		await tenChanges(sim);
		expect(sorted(namesOf(sim))).toEqual(ORDERED.flatMap((name) => [name, name]));
		const count = (read: (attempt: (typeof sim.webhooks.sent)[number]) => string) =>
			new Set(sim.webhooks.sent.map(read)).size;
		expect(count(({ eventId }) => eventId)).toBe(10);
		expect(count(({ invocationId }) => invocationId)).toBe(20);
		expect(new Set(sim.webhooks.sent.map(({ copy }) => copy))).toEqual(new Set([1, 2]));
	});

	test.each([
		[true, 10],
		[false, 1],
	])('run side by side: %s', async (parallel, most) => {
		const { sim, subscribe } = tellingAccount();
		let [running, peak] = [0, 0];
		sim.webhooks.deliverTo(async () => {
			peak = Math.max(peak, ++running);
			await sim.clock.sleep(11 * SECOND);
			running--;
			return { status: 200 };
		});
		sim.webhooks.knobs.parallel = parallel;
		await subscribe({ subscriptions: [NAME_CHANGED] });
		await tenChanges(sim);
		expect(peak).toBe(most);
		expect(namesOf(sim)).toEqual(ORDERED);
	});

	test('settle waits for what a delivery sets off, and for nothing else', async () => {
		const { sim, api, subscribe } = tellingAccount();
		sim.webhooks.deliverTo(async (_url, { body }) => {
			const { event, detail } = JSON.parse(body);
			if (event.current === 'B') {
				await api.put(`users/${detail.id}`, { user: { name: 'C' } });
			}
			return { status: 200 };
		});
		sim.webhooks.knobs.delayMs = [SECOND, SECOND];
		await subscribe({ subscriptions: [NAME_CHANGED] });
		const user = addCustomer(sim, { name: 'A' });
		const began = sim.clock.now();
		await api.put(`users/${user.id}`, { user: { name: 'B' } });
		expect(sim.webhooks.underway).toBe(1);
		await sim.webhooks.settle();
		expect(namesOf(sim)).toEqual(['B', 'C']);
		expect(sim.clock.now() - began).toBe(2 * SECOND);
		expect(sim.webhooks.underway).toBe(0);
	});

	test('by somebody beyond the clock: it stands still meanwhile', async () => {
		const { sim, subscribe } = tellingAccount();
		const deliver = async (): Promise<Answer> => {
			for (let turn = 0; turn < 100; turn++) {
				await new Promise<void>((resolve) => setImmediate(resolve));
			}
			return { status: 200 };
		};
		sim.webhooks.deliverTo(Object.assign(deliver, { realTime: true as const }));
		await subscribe({ subscriptions: [NAME_CHANGED] });
		await tenChanges(sim);
		expect(new Set(sim.webhooks.sent.map(({ status }) => status))).toEqual(new Set([200]));
	});
});

describe('the circuit breaker (zendesk-api §7.2)', () => {
	/** So many changes of a name, at once. */
	async function changes(sim: Simulator, count: number): Promise<void> {
		for (let n = 0; n < count; n++) {
			addCustomer(sim, { email: null });
			await Promise.resolve();
		}
		await sim.webhooks.settle();
	}

	/** An account of which every fourth, third … delivery is taken. */
	async function failing(takenEvery: number) {
		let calls = 0;
		const { sim, subscribe } = tellingAccount();
		sim.webhooks.deliverTo(async () => ({ status: ++calls % takenEvery === 0 ? 200 : 500 }));
		sim.webhooks.knobs.parallel = false;
		await subscribe({ subscriptions: ['zen:event-type:user.created'] });
		const [first] = [sim.clock.now()];
		const times = () => sim.webhooks.sent.map(({ at }) => (at - first) / SECOND);
		return { sim, times };
	}

	test('pauses for 5 s when 70 % of at least 100 fail', async () => {
		const { sim, times } = await failing(4);
		await changes(sim, 99);
		expect(new Set(times())).toEqual(new Set([0]));
		await changes(sim, 3);
		expect(times().slice(99)).toEqual([0, 0, 5]);
	});

	test('does not where fewer fail', async () => {
		const { sim, times } = await failing(3);
		await changes(sim, 300);
		expect(new Set(times())).toEqual(new Set([0]));
	});

	test('pauses when more than 1000 fail, whatever is taken', async () => {
		const { sim, times } = await failing(2);
		await changes(sim, 2002);
		expect(times().indexOf(5)).toBe(2001);
	});

	test('forgets what is more than 5 minutes ago', async () => {
		const { sim, times } = await failing(1000);
		await changes(sim, 99);
		(sim.clock as VirtualClock).advance(5 * MINUTE);
		await changes(sim, 99);
		expect(new Set(times())).toEqual(new Set([0, 300]));
	});
});

test('D10: a trial account has 60 invocations a minute; the others are tried again minutes later', async () => {
	const { sim, api, subscribe } = tellingAccount(undefined, { plan: { sandbox: true } });
	const { id } = await subscribe({ subscriptions: ['zen:event-type:user.created'] });
	const began = sim.clock.now();
	for (let n = 0; n < 130; n++) {
		addCustomer(sim, { email: null });
		await Promise.resolve();
	}
	await sim.clock.sleep(MINUTE);
	expect(sim.webhooks.sent).toHaveLength(60);
	const throttled = async () =>
		(await api.get(`webhooks/${id}/invocations?filter[status]=throttled&page[size]=100`)).body
			.invocations as Array<{ id: string }>;
	const waiting = await throttled();
	expect(waiting).toHaveLength(70);
	await sim.webhooks.settle();
	const minutes = sim.webhooks.sent.map(({ at }) => (at - began) / MINUTE);
	const at = (minute: number) => minutes.filter((each) => each === minute).length;
	expect([at(0), at(8), at(16)]).toEqual([60, 60, 10]);
	expect(await throttled()).toEqual([]);
	expect(new Set(sim.webhooks.sent.map(({ eventId }) => eventId)).size).toBe(130);
	const path = `webhooks/${id}/invocations/${waiting.at(-1)!.id}/attempts`;
	expect((await api.get(path)).body.attempts).toMatchObject([
		{ status: 'success', completed_at: '2026-11-20T09:16:00Z' },
		{ status: 'throttled', completed_at: '2026-11-20T09:08:00Z' },
		{ status: 'throttled', completed_at: '2026-11-20T09:00:00Z' },
	]);
});

test('D10: what is throttled is dropped with its webhook', async () => {
	const { sim, api, subscribe } = tellingAccount(undefined, { plan: { sandbox: true } });
	const { id } = await subscribe({ subscriptions: ['zen:event-type:user.created'] });
	for (let n = 0; n < 61; n++) {
		addCustomer(sim, { email: null });
		await Promise.resolve();
	}
	await sim.clock.sleep(MINUTE);
	await api.delete(`webhooks/${id}`);
	await sim.webhooks.settle();
	expect(sim.webhooks.sent).toHaveLength(60);
});
