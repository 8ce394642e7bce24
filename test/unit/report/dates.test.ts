import { calendar, dateTag, dateText, momentTag } from '../../../zendesk/report/dates';

it.each([
	['2026-11-19', '19 Nov 2026'],
	['2026-09-01', '1 Sep 2026'],
	['2024-02-29', '29 Feb 2024'],
	['sometime', 'sometime'],
])('%s reads %s', (iso, text) => {
	expect(dateText(iso)).toBe(text);
});

it('gives machines the date too, and escapes what is none', () => {
	expect(dateTag('2026-11-19').text).toBe('<time datetime="2026-11-19">19 Nov 2026</time>');
	expect(dateTag('<b>').text).toBe('&lt;b&gt;');
});

it.each([
	['2026-11-19T23:30:00Z', 'Europe/Berlin', '20 Nov 2026'],
	['2026-11-19T23:30:00Z', 'America/Los_Angeles', '19 Nov 2026'],
	['2026-11-19T23:30:00+02:00', 'UTC', '19 Nov 2026'],
])('%s is, in %s, on %s', (at, zone, text) => {
	expect(momentTag(at, zone).text).toContain(`>${text}</time>`);
});

it('shows a moment with its time in the zone, for machines in UTC', () => {
	const at = Date.parse('2026-11-20T07:05:00Z');
	expect(momentTag(at, 'Asia/Kolkata', 'd LLL yyyy, HH:mm').text).toBe(
		'<time datetime="2026-11-20T07:05:00Z">20 Nov 2026, 12:35</time>',
	);
	expect(momentTag('<i>', 'UTC').text).toBe('&lt;i&gt;');
});

describe('the calendar of a window', () => {
	it('has both ends, over the end of a year', () => {
		expect(calendar('2026-12-30', '2027-01-02').map(({ iso }) => iso)).toEqual([
			'2026-12-30',
			'2026-12-31',
			'2027-01-01',
			'2027-01-02',
		]);
	});

	it('skips and repeats no day where clocks change', () => {
		const days = calendar('2026-01-01', '2026-12-31').map(({ iso }) => iso);
		expect(new Set(days).size).toBe(365);
		expect(days).toContain('2026-03-29');
		expect(days).toContain('2026-10-25');
	});

	it('knows weekdays', () => {
		const week = calendar('2026-11-16', '2026-11-22');
		expect(week.map(({ weekend }) => weekend)).toEqual([...Array(5).fill(false), true, true]);
		expect(week.map(({ monday }) => monday)).toEqual([true, ...Array(6).fill(false)]);
		expect(week[3]).toMatchObject({ name: 'Thu 19 Nov 2026', label: '19 Nov' });
	});

	it('has one day, or none when it ends before it begins', () => {
		expect(calendar('2026-11-19', '2026-11-19')).toHaveLength(1);
		expect(calendar('2026-11-19', '2026-11-18')).toEqual([]);
	});
});
