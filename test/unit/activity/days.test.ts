import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { addDays, dateOf, daysBetween, isZone } from '../../../zendesk/dates';
import { Days } from '../../../zendesk/activity/days';
import { countFrom, partFrom } from '../../part';

/** Clock changes at midnight, by half an hour, in the south, at a date line, and none at all. */
const ZONES = [
	'UTC',
	'Europe/Berlin',
	'Europe/London',
	'Europe/Lisbon',
	'Atlantic/Azores',
	'America/New_York',
	'America/Los_Angeles',
	'America/St_Johns',
	'America/Santiago',
	'America/Havana',
	'America/Asuncion',
	'Africa/Cairo',
	'Africa/Casablanca',
	'Asia/Beirut',
	'Asia/Kolkata',
	'Asia/Kathmandu',
	'Asia/Tokyo',
	'Australia/Lord_Howe',
	'Pacific/Auckland',
	'Pacific/Chatham',
	'Pacific/Apia',
];

const HOUR = 3_600_000;
/** Shorter than any time between two changes. */
const STEP = 12 * HOUR;
const START = Date.parse('2023-01-01T00:00:00Z');
const END = Date.parse('2028-01-01T00:00:00Z');

/** The moments at which a zone's clocks change. */
function changesOf(zone: string): number[] {
	const offset = (ms: number) => IANAZone.create(zone).offset(ms);
	const changes: number[] = [];
	for (let at = START; at < END; at += STEP) {
		if (offset(at) === offset(at + STEP)) continue;
		let [before, behind] = [at, at + STEP];
		while (behind - before > 1) {
			const middle = Math.floor((before + behind) / 2);
			if (offset(middle) === offset(before)) before = middle;
			else behind = middle;
		}
		changes.push(behind);
	}
	return changes;
}

const changes = new Map(ZONES.map((zone) => [zone, changesOf(zone)]));

/** A zone and a moment, every other one within a day and a half of a clock change. */
const moments = fc.constantFrom(...ZONES).chain((zone) => {
	const anywhere = fc.integer({ min: START, max: END });
	const nights = changes.get(zone)!;
	const near = fc
		.tuple(
			fc.constantFrom(...(nights.length > 0 ? nights : [START])),
			fc.integer({ min: -36 * HOUR, max: 36 * HOUR }),
		)
		.map(([at, off]) => at + off);
	return fc.record({ zone: fc.constant(zone), at: fc.oneof(anywhere, near) });
});

const RUNS = countFrom('DAYS', { full: 5_000, part: 500 });

describe('days', () => {
	it('a day is a day in its zone, also when the clocks change', () => {
		let nearChanges = 0;
		fc.assert(
			fc.property(moments, ({ zone, at }) => {
				const date = DateTime.fromMillis(at, { zone }).toISODate()!;
				if (changes.get(zone)!.some((change) => Math.abs(change - at) < 36 * HOUR)) nearChanges++;
				const days = new Days(addDays(date, -3), addDays(date, 3), zone);
				expect(days.dates[days.indexOf(at)]).toBe(date);
				expect(dateOf(at, zone)).toBe(date);
			}),
			{ numRuns: RUNS },
		);
		expect(nearChanges).toBeGreaterThan(RUNS / 5);
	});

	it.each(partFrom(ZONES, 5))('every day of %s begins with its first moment', (zone) => {
		const wrong: string[] = [];
		for (let date = '2024-01-01'; date < '2028-01-01'; date = addDays(date, 1)) {
			const { startMs, endMs } = new Days(date, date, zone);
			const dates = [startMs - 1, startMs, endMs - 1, endMs].map((ms) => dateOf(ms, zone));
			const expected = [addDays(date, -1), date, date, addDays(date, 1)];
			if (dates.join() !== expected.join()) wrong.push(`${date}: ${dates.join()}`);
		}
		expect(wrong).toEqual([]);
	});

	it('knows days of 23 and of 25 hours', () => {
		const hours = (date: string) => {
			const { startMs, endMs } = new Days(date, date, 'Europe/Berlin');
			return (endMs - startMs) / HOUR;
		};
		expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours)).toEqual([24, 23, 25]);
	});

	it('tells what lies outside', () => {
		const days = new Days('2026-11-18', '2026-11-19', 'UTC');
		const at = (iso: string) => days.indexOf(Date.parse(iso));
		expect(at('2026-11-17T23:59:59.999Z')).toBe(-1);
		expect(at('2026-11-18T00:00:00Z')).toBe(0);
		expect(at('2026-11-19T23:59:59.999Z')).toBe(1);
		expect(at('2026-11-20T00:00:00Z')).toBe(-1);
		expect(new Days('2026-11-19', '2026-11-18', 'UTC').dates).toEqual([]);
	});

	it('counts days between dates, across clock changes', () => {
		expect(daysBetween('2026-10-20', '2026-10-30')).toBe(10);
		expect(daysBetween('2026-10-30', '2026-10-20')).toBe(-10);
		expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
	});

	it.each([
		['Europe/Berlin', true],
		['UTC', true],
		['Berlin', false],
		['Mars/Base', false],
	])('%s is a zone: %s', (zone, is) => expect(isZone(zone)).toBe(is));
});
