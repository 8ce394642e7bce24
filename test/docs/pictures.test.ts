import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import SUITES from '../e2e/pictures.json';
import { exists, read } from './repository';

const IMAGES = 'docs/images';
const PAGES = ['README.md', 'workflows/README.md'];

const filesIn = (folder: string) => readdirSync(join(__dirname, '..', '..', folder));

const nameOf = (path: string) => posix.basename(path, '.png');

/** The pictures that a page shows, as paths of the repository. */
function shownOn(page: string, text = read(page)): string[] {
	const targets = [
		...text.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g),
		...text.matchAll(/<(?:img|source)[^>]+src(?:set)?="([^"\s]+)"/g),
	].map(([, target]) => target);
	return targets
		.filter((target) => !/^https?:/.test(target))
		.map((target) => posix.join(posix.dirname(page), target));
}

/** All texts in a suite's code that can be a picture's name; a gap in one may be anything. */
function namesIn(code: string): RegExp[] {
	const names: RegExp[] = [];
	const add = (...parts: string[]) => {
		const [first, ...others] = parts.map((part) => part.replace(/[^\w-]/g, '\\$&'));
		if (first !== '') names.push(new RegExp(`^${[first, ...others].join('.+')}(\\.png)?$`));
	};
	const look = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node)) add(node.text.replace(/\.png$/, ''));
		if (ts.isTemplateExpression(node)) {
			add(node.head.text, ...node.templateSpans.map(({ literal }) => literal.text));
		}
		ts.forEachChild(node, look);
	};
	look(ts.createSourceFile('suite.ts', code, ts.ScriptTarget.Latest));
	return names;
}

const TAKEN = new Map(
	SUITES.map((suite) => [suite, namesIn(read(`test/e2e/${suite}.test.ts`))] as const),
);

const takersOf = (picture: string) =>
	[...TAKEN].flatMap(([suite, names]) => (names.some((name) => name.test(picture)) ? suite : []));

const PICTURES = filesIn(IMAGES).filter((file) => file.endsWith('.png'));
const SHOWN = PAGES.flatMap((page) => shownOn(page));

it('each picture is shown on a page', () => {
	expect(PICTURES.length).toBeGreaterThan(20);
	const shown = SHOWN.map(nameOf);
	expect(PICTURES.map(nameOf).filter((name) => !shown.includes(name))).toEqual([]);
});

it('each picture that a page shows is there', () => {
	expect(SHOWN.filter((path) => !exists(path))).toEqual([]);
});

it('each picture is taken by one suite', () => {
	const takers = PICTURES.map((file) => [file, ...takersOf(nameOf(file))]);
	expect(takers.filter((row) => row.length !== 2)).toEqual([]);
});

it('each suite of the list takes one', () => {
	const takers = new Set(PICTURES.flatMap((file) => takersOf(nameOf(file))));
	expect(SUITES.filter((suite) => !takers.has(suite))).toEqual([]);
});

it('each template has one, shown with the other templates', () => {
	const shown = shownOn('workflows/README.md').map(nameOf);
	const templates = filesIn('workflows').filter((file) => file.endsWith('.json'));
	const names = templates.map((file) => `template-${posix.basename(file, '.json')}`);
	expect(names.filter((name) => !shown.includes(name))).toEqual([]);
});

describe('what is not right is found', () => {
	it('a picture that is not there', () => {
		const [first, second] = shownOn(
			'workflows/README.md',
			'![a](../docs/images/gone.png) <img width="300" src="../docs/images/lost.png">',
		);
		expect([first, second].map(exists)).toEqual([false, false]);
		expect([first, second]).toEqual(['docs/images/gone.png', 'docs/images/lost.png']);
	});

	it.each([
		["await picture(page, 'front-page');", true],
		['await picture(page, `front-${name}`);', true],
		["await page.screenshot({ path: join(OUTPUT, 'front-page.png') });", true],
		["await picture(page, 'front-page-again');", false],
		['await picture(page, `back-${name}`);', false],
		['await picture(page, `${name}.png`);', false],
	])('%s', (code, isTaken) => {
		expect(namesIn(code).some((name) => name.test('front-page'))).toBe(isTaken);
	});
});
