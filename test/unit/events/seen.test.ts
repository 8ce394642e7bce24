import fc from 'fast-check';
import { Seen } from '../../../zendesk/events/seen';

describe('the memory of events', () => {
	it('knows what has come', () => {
		const seen = new Seen();
		expect(['a', 'b', 'a', 'a', 'c', 'b'].map((id) => seen.isRepeat(id, 0))).toEqual([
			false,
			false,
			true,
			true,
			false,
			true,
		]);
	});

	it('forgets what has not come for long', () => {
		const seen = new Seen({ most: 100, forMs: 1_000 });
		seen.isRepeat('a', 0);
		seen.isRepeat('b', 500);
		expect(seen.isRepeat('a', 999)).toBe(true);
		expect(seen.isRepeat('b', 1_500)).toBe(false);
		expect(seen.isRepeat('a', 1_998)).toBe(true);
		expect(seen.isRepeat('c', 10_000)).toBe(false);
		expect(seen.size).toBe(1);
	});

	it('forgets what has not come for the longest time when there is too much', () => {
		const seen = new Seen({ most: 3, forMs: 1_000 });
		for (const id of ['a', 'b', 'c', 'a', 'd']) seen.isRepeat(id, 0);
		expect(seen.size).toBe(3);
		expect(['c', 'a', 'd'].map((id) => seen.isRepeat(id, 0))).toEqual([true, true, true]);
		expect(seen.isRepeat('b', 0)).toBe(false);
	});

	it('keeps no more than thirty thousand for no more than a day', () => {
		const seen = new Seen();
		for (let n = 0; n < 50_000; n++) seen.isRepeat(String(n), 0);
		expect(seen.size).toBe(30_000);
		expect(seen.isRepeat('49999', 23 * 3_600_000)).toBe(true);
		expect(seen.isRepeat('49998', 24 * 3_600_000)).toBe(false);
		expect(seen.size).toBe(2);
	});

	it('is right about whatever comes, within its bounds', () => {
		const event = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), after: fc.nat(400) });
		fc.assert(
			fc.property(fc.array(event), (events) => {
				const seen = new Seen({ most: 3, forMs: 1_000 });
				const last = new Map<string, number>();
				let now = 0;
				for (const { id, after } of events) {
					now += after;
					const younger = [...last]
						.filter(([, at]) => now - at < 1_000)
						.sort((x, y) => y[1] - x[1]);
					const isKnown = younger.slice(0, 3).some(([other]) => other === id);
					const isTied = younger.length > 3 && younger[2][1] === younger[3][1];
					if (!isTied) expect(seen.isRepeat(id, now)).toBe(isKnown);
					else seen.isRepeat(id, now);
					last.set(id, now);
					expect(seen.size).toBeLessThanOrEqual(3);
				}
			}),
		);
	});
});
