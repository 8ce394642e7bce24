import ts from 'typescript';
import { read, sourcesIn } from '../../docs/repository';
import {
	alarms,
	EXPLANATIONS,
	isClosed,
	isSentence,
	isTitle,
	LABELS,
	NAMEABLE,
	type Text,
} from './rules';

const ALL = [...LABELS, ...EXPLANATIONS];

/** What texts name of n8n and of Zendesk. */
const FOREIGN = new Set([
	'On Error',
	'Stop Workflow',
	'Credential',
	'Identifier',
	'Secret',
	'Light agent',
]);

/** What stands in single quotes and begins big: names of fields, choices and outputs. */
const namedIn = (text: string): string[] =>
	Array.from(text.matchAll(/(?<![\w.])'([A-Z][^'.]*)'(?!\w)/g), ([, name]) => name);

/** The texts of the source, those with something put in left whole but for that. */
function literalsIn(path: string): Text[] {
	const found: Text[] = [];
	const look = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) return;
		if (ts.isStringLiteralLike(node)) found.push({ path, text: node.text });
		if (ts.isTemplateExpression(node)) {
			const text =
				node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join('');
			found.push({ path, text });
		}
		ts.forEachChild(node, look);
	};
	look(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest));
	return found;
}

const breaking = (texts: Text[], isFine: (text: string) => boolean) =>
	texts.filter(({ text }) => !isFine(text)).map(({ path, text }) => `${path}: ${text}`);

/** Messages have a blank and stand on one line: the others are keys, names and code. */
const MESSAGES = ['nodes', 'credentials', 'zendesk', 'zephr']
	.flatMap(sourcesIn)
	.flatMap(literalsIn)
	.filter(({ text }) => /^(?!e\.g\.)\S.* /.test(text) && !text.includes('\n'));

it.each<[rule: string, texts: Text[], isFine: (text: string) => boolean]>([
	['a label is in Title Case', LABELS, isTitle],
	['an explanation is in sentence case', EXPLANATIONS, isSentence],
	['a period ends several sentences, and not one alone', EXPLANATIONS, isClosed],
	[
		'no word alarms',
		ALL.filter(({ path }) => !path.endsWith('type=problem')),
		(text) => !alarms(text),
	],
	['no word of a message alarms', MESSAGES, (text) => !alarms(text)],
	['it is an email, as in Zendesk and n8n', ALL, (text) => !/e-mail/i.test(text)],
	['the spelling is American', ALL, (text) => !/licence|recognis|colour|behaviour/i.test(text)],
	['nobody is a he', MESSAGES, (text) => !/\b(?:he|him|his|she|her|hers)\b/.test(text)],
	['quotes are straight, and three dots are three dots', ALL, (text) => !/[’‘“”…]/.test(text)],
	[
		'what a text names in quotes is there under this name',
		[...EXPLANATIONS, ...MESSAGES],
		(text) => namedIn(text).every((name) => NAMEABLE.has(name) || FOREIGN.has(name)),
	],
])('%s', (_rule, texts, isFine) => {
	expect(texts.length).toBeGreaterThan(100);
	expect(breaking(texts, isFine)).toEqual([]);
});

it.each<[what: string, is: boolean]>([
	['a label with a small word in Title Case', isTitle('Hand tickets To')],
	['a sentence in Title Case', isSentence('The Full Name')],
	['a sentence that begins small', isSentence('the name')],
	['one sentence with a period', isClosed('The name.')],
	['two sentences without one', isClosed('The name. Leave it empty')],
	['an alarming word', !alarms('There was an error')],
])('sees %s', (_what, isFine) => expect(isFine).toBe(false));
