import { dayChart, scales } from '../../../zendesk/report/chart';
import { calendar } from '../../../zendesk/report/dates';

function chart(from: string, to: string, counts: number[]): string {
	const words = {
		id: 'c',
		title: 'Staff & day',
		unit: 'active',
		column: 'Staff',
		empty: 'Nobody.',
	};
	return dayChart({ ...words, days: calendar(from, to), counts }).text;
}

function heights(text: string): number[] {
	return [...text.matchAll(/data-bar="\d+"[^>]* height="(\d+)"/g)].map(([, height]) =>
		Number(height),
	);
}

describe('the y axis', () => {
	it.each([
		[0, 2],
		[1, 2],
		[2, 2],
		[3, 4],
		[9, 10],
		[11, 12],
		[81, 100],
		[500, 500],
		[501, 600],
		[12_345, 16_000],
	])('of %d ends at %d', (most, end) => {
		const ends = scales(most);
		expect(ends[ends.length - 1]).toBe(end);
	});

	it('has whole numbers in its middle', () => {
		expect(scales(1000).filter((end) => end % 2 !== 0)).toEqual([]);
	});
});

describe('a chart of days', () => {
	it('has a bar, a tooltip and a row a day', () => {
		const text = chart('2026-11-20', '2026-11-22', [3, 0, 1]);
		expect(heights(text)).toEqual([3, 0, 1]);
		expect([...text.matchAll(/<title[^>]*>([^<]*)</g)].map(([, title]) => title)).toEqual([
			'Fri 20 Nov 2026: 3 active',
			'Sat 21 Nov 2026: 0 active',
			'Sun 22 Nov 2026: 1 active',
		]);
		expect([...text.matchAll(/<span data-day="\d">(\d+)</g)].map(([, count]) => count)).toEqual([
			'3',
			'0',
			'1',
		]);
		expect(text).toContain('data-no-bars hidden>Nobody.');
	});

	it('marks weekends', () => {
		const text = chart('2026-11-20', '2026-11-23', [1, 1, 1, 1]);
		expect(text.match(/class="band"/g)).toHaveLength(2);
		expect(text.match(/class="bar weekend" data-bar="[12]"/g)).toHaveLength(2);
		expect(text.match(/class="bar" data-bar="[03]"/g)).toHaveLength(2);
	});

	it('says so when there is nothing to see', () => {
		expect(chart('2026-11-20', '2026-11-21', [0, 0])).toContain('data-no-bars>Nobody.');
		expect(chart('2026-11-20', '2026-11-19', [])).toContain('data-no-bars>Nobody.');
	});

	it('labels at most eight days, Mondays in a long window', () => {
		const labels = (text: string) =>
			[...text.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, label]) => label);
		expect(labels(chart('2026-11-20', '2026-11-20', [1]))).toEqual(['20 Nov']);
		const long = labels(chart('2026-08-22', '2026-11-19', Array(90).fill(1)));
		expect(long).toEqual(['24 Aug', '7 Sep', '21 Sep', '5 Oct', '19 Oct', '2 Nov', '16 Nov']);
	});

	it('escapes its words', () => {
		expect(chart('2026-11-20', '2026-11-20', [1])).toContain('Bar chart: Staff &amp; day.');
	});
});
