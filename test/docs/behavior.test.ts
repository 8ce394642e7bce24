import { posix } from 'node:path';
import ts from 'typescript';
import { DEFAULT_SWITCHES } from '../simulator/switches';
import { codeIn, pathsLinkedIn, tablesIn } from './markdown';
import { exists, isFile, read } from './repository';

const DOCUMENT = read('docs/BEHAVIOR.md');
const SWITCHES = Object.keys(DEFAULT_SWITCHES);

const pathOf = (target: string) => posix.join('docs', target);

/** Words of a test's title, and the file that they stand in. */
interface Shown {
	path: string;
	words: string;
}

/** A row of the document's tables, by their headings. */
interface Truth {
	what: string;
	source: string;
	switches: string[];
	shown: Shown[];
}

/** e.g. `[upsert](../test/engine/upsert.test.ts) “words”, “more words”` */
function shownBy(cell: string): Shown[] {
	return Array.from(cell.matchAll(/\]\(([^)]+)\)((?:,? “[^”]+”)+)/g)).flatMap(
		([, target, quoted]) =>
			Array.from(quoted.matchAll(/“([^”]+)”/g), ([, words]) => ({ path: pathOf(target), words })),
	);
}

function truthsIn(document: string): Truth[] {
	return tablesIn(document).flatMap(({ heading, rows }) => {
		const cell = (row: string[], name: string) => row[heading.indexOf(name)] ?? '';
		return rows.map((row) => ({
			what: row[0],
			source: cell(row, 'Source'),
			switches: codeIn(/Unconfirmed: (.*)/.exec(cell(row, 'Source'))?.[1] ?? ''),
			shown: shownBy(cell(row, 'Shown by')),
		}));
	});
}

/** All texts in a file's code, among them the titles of its tests and the rows of their tables. */
function textsIn(path: string): string[] {
	const texts: string[] = [];
	const look = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) texts.push(node.text);
		if (ts.isTemplateMiddleOrTemplateTail(node)) texts.push(node.text);
		ts.forEachChild(node, look);
	};
	look(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest));
	return texts;
}

const textsOf = new Map<string, string[]>();

function isShown({ path, words }: Shown): boolean {
	if (!isFile(path) || !path.endsWith('.test.ts')) return false;
	const texts = textsOf.get(path) ?? textsIn(path);
	textsOf.set(path, texts);
	return texts.some((text) => text.includes(words));
}

const TRUTHS = truthsIn(DOCUMENT);
/** Those that say where they come from: all but the lists of what is not covered. */
const SOURCED = TRUTHS.filter(({ source }) => source !== '');

it('is read as it is meant', () => {
	expect(SOURCED.length).toBeGreaterThan(80);
	expect(TRUTHS.flatMap(({ shown }) => shown).length).toBeGreaterThan(120);
	const quotes = DOCUMENT.match(/“/g) ?? [];
	expect(TRUTHS.flatMap(({ shown }) => shown)).toHaveLength(quotes.length);
});

it('names tests that are there', () => {
	const shown = TRUTHS.flatMap((truth) => truth.shown);
	// Fewer would stand in any file.
	expect(shown.filter(({ words }) => words.length < 10)).toEqual([]);
	expect(shown.filter((one) => !isShown(one))).toEqual([]);
});

it('shows each truth by a test', () => {
	expect(SOURCED.filter(({ shown }) => shown.length === 0).map(({ what }) => what)).toEqual([]);
});

it('names every switch, and no other', () => {
	const named = SWITCHES.filter((name) => DOCUMENT.includes(`\`${name}\``));
	expect(SWITCHES.filter((name) => !named.includes(name))).toEqual([]);
	const unconfirmed = TRUTHS.flatMap(({ switches }) => switches);
	expect(unconfirmed.filter((name) => !SWITCHES.includes(name))).toEqual([]);
	const listed = tablesIn(DOCUMENT).filter(({ heading }) => heading[0] === 'Switch');
	const uncovered = listed.flatMap(({ rows }) => rows.flatMap(([names]) => codeIn(names)));
	expect(uncovered.filter((name) => !SWITCHES.includes(name))).toEqual([]);
	expect(uncovered.filter((name) => unconfirmed.includes(name))).toEqual([]);
});

it('shows what is unconfirmed by a test that turns the switch', () => {
	const turned = ({ switches, shown }: Truth) => {
		const code = shown.map(({ path }) => read(path)).join('\n');
		return switches.filter((name) => !new RegExp(`\\b${name}\\b`).test(code));
	};
	expect(TRUTHS.flatMap(turned)).toEqual([]);
});

it('links to files that are there', () => {
	const paths = pathsLinkedIn(DOCUMENT).map(pathOf);
	expect(paths.length).toBeGreaterThan(200);
	expect(paths.filter((path) => !exists(path))).toEqual([]);
});

it('defines every page that it refers to, and refers to every page', () => {
	const used = new Set(Array.from(DOCUMENT.matchAll(/\]\[(\w+)\]/g), ([, name]) => name));
	const defined = Array.from(DOCUMENT.matchAll(/^\[(\w+)\]: https:/gm), ([, name]) => name);
	expect([...used].sort()).toEqual(defined.sort());
});

describe('what is not there is found', () => {
	const row = (source: string, shown: string) =>
		truthsIn(`| Zendesk | Source | Shown by |\n| - | - | - |\n| It | ${source} | ${shown} |`)[0];

	it('a test that was renamed, or a file', () => {
		const file = '../test/unit/http/pages.test.ts';
		const known = row('x', `[a](${file}) “takes a list without pages”`);
		expect(known.shown.map(isShown)).toEqual([true]);
		const renamed = row('x', `[a](${file}) “takes a list without any page”`);
		expect(renamed.shown.map(isShown)).toEqual([false]);
		const moved = row('x', '[a](../test/unit/pages.test.ts) “takes a list without pages”');
		expect(moved.shown.map(isShown)).toEqual([false]);
	});

	it('a switch that is none', () => {
		const { switches } = row('[A][a]. Unconfirmed: `account`, `accounts`', '');
		expect(switches.filter((name) => !SWITCHES.includes(name))).toEqual(['accounts']);
	});
});
