import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { fileOf, type NodeRun } from '../engine/engine';
import { REPORT_SCRIPT } from '../../zendesk/report/script';
import { REPORT_STYLES } from '../../zendesk/report/styles';
import { ATTACKS, FORMULAS, hostile } from './hostile';
import { asParsed, attributeOf, dangersIn, elementsOf, skeletonOf, textOf } from './html';
import { type SecurityStage, setSecurityStage } from './stage';

/** A text of the rows, by its number: every one is another one, so that nothing that is counted once falls together. */
type Word = (at: number) => string;

const PEOPLE = 6;
const WORDS = 12;

/** As *Seat: Get Many* gives them, and as somebody may have put them into a table. */
const seatRows = (word: Word): IDataObject[] =>
	Array.from({ length: PEOPLE }, (_, i) => {
		const of = (at: number) => word(i * WORDS + at);
		return {
			id: 100 + i,
			name: of(0),
			email: of(1),
			role_name: of(2),
			role: of(3),
			seat: ['paid', 'light', 'free', 'unknown'][i % 4],
			status: i === 2 ? 'suspended' : 'active',
			seat_evidence: of(4),
			product_roles: [of(5), of(6)],
			groups: [of(7), of(8)],
			reclaim: i % 2 === 0 ? ['inactive'] : [],
			last_login_at: i === 3 ? of(9) : '2026-10-01T08:00:00Z',
			missing: [of(10)],
			notes: of(11),
		};
	});

const activityRows = (word: Word): IDataObject[] =>
	Array.from({ length: PEOPLE }, (_, i) => {
		const of = (at: number) => word(i * WORDS + at);
		return {
			kind: 'user',
			user_id: 100 + i,
			name: of(0),
			email: of(1),
			role: i % 2 === 0 ? 'agent' : of(2),
			role_name: of(3),
			seat: ['paid', 'light', 'free', 'unknown'][i % 4],
			suspended: i === 2,
			groups: [of(4), of(5)],
			created_at: '2026-01-01T08:00:00Z',
			last_login_at: i === 3 ? of(6) : '2026-10-01T08:00:00Z',
			last_active: i === 4 ? '2026-11-18' : null,
			sources: { tickets: of(7), sign_ins: of(8) },
		};
	});

interface Report {
	rows: (word: Word) => IDataObject[];
	parameters: (word: Word) => IDataObject;
	field: string;
}

const REPORTS: Record<string, Report> = {
	'Activity: Create Report': {
		rows: activityRows,
		parameters: () => ({ resource: 'activity', operation: 'createReport', timeZone: 'UTC' }),
		field: 'data',
	},
	'Seat: Create Report': {
		rows: seatRows,
		parameters: (word) => ({
			resource: 'seat',
			operation: 'createReport',
			prices: { paidSeat: 115, lightSeat: 9, currency: 'EUR' },
			// Others than now: who has left, and who was called otherwise. (A parameter that begins with `=` is an expression.)
			previousSeats: seatRows((at) => `Former ${word(at)}`).map((row, i) => ({
				...row,
				id: 103 + i,
			})),
		}),
		field: 'html',
	},
};

async function pageOf({ run }: SecurityStage, { rows, parameters, field }: Report, word: Word) {
	const given: NodeRun = { items: rows(word), parameters: parameters(word) };
	const result = await run(given);
	expect(result.error).toBeUndefined();
	return fileOf(result, field).text;
}

/** The same number of texts, all of them other ones; they end alike, so that none is blank. */
const wordsFrom =
	(texts: string[]): Word =>
	(at) =>
		`${texts[at % texts.length]} ${at}`;

describe.each(Object.keys(REPORTS))('%s: the page', (name) => {
	const report = REPORTS[name];
	const stage = setSecurityStage();
	let harmless: Record<string, number>;

	beforeAll(async () => {
		const page = await pageOf(stage, report, wordsFrom(['word']));
		harmless = skeletonOf(elementsOf(page));
	});

	/** Looks at a page as a browser would, and compares it with that of harmless texts. */
	async function expectHarmless(texts: string[]) {
		const word = wordsFrom(texts);
		const elements = elementsOf(await pageOf(stage, report, word));
		expect(skeletonOf(elements)).toEqual(harmless);
		expect(dangersIn(elements)).toEqual(['link href=data:,']);
		const byTag = (tag: string) => elements.filter(({ tagName }) => tagName === tag);
		const [data, script, ...others] = byTag('script');
		expect(others).toEqual([]);
		expect(textOf(script)).toBe(REPORT_SCRIPT);
		expect(byTag('style').map(textOf)).toEqual([REPORT_STYLES]);
		for (const element of elements) {
			const style = attributeOf(element, 'style');
			if (style !== undefined) expect(style).toMatch(/^(flex-grow:[\d.]+|min-width:[\d.]+px)$/);
		}
		const policies = byTag('meta').flatMap((meta) =>
			attributeOf(meta, 'http-equiv') ? [attributeOf(meta, 'content')] : [],
		);
		expect(policies).toEqual([
			expect.stringMatching(/^default-src 'none'; script-src 'sha256-[^']+'; /),
		]);
		// Nothing is lost: every name stands there, letter by letter.
		const shown = byTag('bdi').map(textOf);
		const { records } = JSON.parse(textOf(data)) as { records: Array<[string]> };
		expect(records).toHaveLength(PEOPLE);
		for (const { name: person } of report.rows(word)) {
			const text = asParsed(String(person)).trim();
			expect(shown.map((each) => each.trim())).toContain(text);
			expect(records.some(([search]) => search.includes(String(person)))).toBe(true);
		}
	}

	it.each(ATTACKS)('shows %j as a text', async (attack) => {
		await expectHarmless([attack]);
	});

	it('shows whatever people are called as a text', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 9 }), expectHarmless),
			{
				numRuns: 40,
			},
		);
	});
});

/** Reads a file as RFC 4180 says; written from there, so that not both sides can have the same misunderstanding. */
function cellsOf(csv: string): string[][] {
	const lines: string[][] = [[]];
	let at = 0;
	for (;;) {
		let cell = '';
		if (csv[at] === '"') {
			for (at += 1; csv[at] !== '"' || csv[at + 1] === '"'; at++) {
				if (csv[at] === undefined) throw new Error('A quoted cell does not end');
				if (csv[at] === '"') at += 1;
				cell += csv[at];
			}
			at += 1;
		} else {
			while (at < csv.length && !',"\r\n'.includes(csv[at])) cell += csv[at++];
		}
		lines.at(-1)!.push(cell);
		if (at >= csv.length) return lines;
		if (csv[at] === ',') at += 1;
		else if (csv.startsWith('\r\n', at)) {
			at += 2;
			if (at >= csv.length) return lines;
			lines.push([]);
		} else throw new Error(`Unexpected ${JSON.stringify(csv[at])} behind a cell`);
	}
}

/** OWASP's list, with the wide forms that some spreadsheets take, too. */
const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

describe('Seat: Create Report: the spreadsheet', () => {
	const stage = setSecurityStage();

	async function expectHarmless(texts: string[]) {
		const word = wordsFrom(texts);
		const items = seatRows(word).map((row, i) => ({
			...row,
			[`${texts[0]} column ${i}`]: word(i),
		}));
		const { error, ...result } = await stage.run({
			items,
			parameters: { resource: 'seat', operation: 'createReport' },
		});
		expect(error).toBeUndefined();
		const { text } = fileOf(result, 'csv');
		expect(text.startsWith('\ufeff')).toBe(true);
		const lines = cellsOf(text.slice(1));
		expect(lines).toHaveLength(1 + PEOPLE);
		const [head, ...rows] = lines;
		for (const line of lines) {
			expect(line).toHaveLength(head.length);
			for (const cell of line) expect(STARTS).not.toContain(cell[0]);
		}
		// And nothing is lost, except that a formula begins with an apostrophe.
		const at = head.indexOf('name');
		rows.forEach((row, i) => {
			const name = Buffer.from(word(i * WORDS)).toString('utf8');
			expect([name, `'${name}`]).toContain(row[at]);
		});
	}

	it.each([...FORMULAS, ...ATTACKS])('holds %j as a text', async (text) => {
		await expectHarmless([text]);
	});

	it('holds whatever people are called as a text', async () => {
		const formula = fc
			.tuple(fc.constantFrom(...STARTS, ' ', '"', ','), fc.string({ unit: 'grapheme' }))
			.map((parts) => parts.join(''));
		const any = fc.array(fc.oneof(formula, hostile), { minLength: 1, maxLength: 9 });
		await fc.assert(fc.asyncProperty(any, expectHarmless), { numRuns: 40 });
	});
});
