import { createSimulator } from '../../simulator';
import { compareAnswers, type Comparison } from './compare';
import { NEWER_KEYS } from './newer';
import { PUT_BACK } from './putBack';
import { RECORDINGS } from './recording';
import { replay } from './replay';

const NAMES = Object.keys(RECORDINGS);

/** Which newer keys a replay has shown. */
const newer = new Set<string>();

/** How each answer to a recording's requests compares; those that were not recorded are left out. */
async function compareAll(name: string): Promise<Record<string, Comparison>> {
	const recording = RECORDINGS[name];
	const { answers } = await replay(recording);
	return Object.fromEntries(
		recording.exchanges.flatMap(({ request, answer, ...allowances }, index) => {
			if (!answer) return [];
			const label = `${index + 1}: ${request.method} ${request.path}`;
			return [[label, compareAnswers(answer, answers[index], allowances)]];
		}),
	);
}

describe('the simulator answers as real accounts did', () => {
	test.each(NAMES.map((name) => ({ name, shows: RECORDINGS[name].shows })))(
		'$name: $shows',
		async ({ name }) => {
			const compared = await compareAll(name);
			expect(Object.keys(compared).length).toBeGreaterThan(0);
			for (const { newer: keys } of Object.values(compared)) {
				for (const key of keys) newer.add(key);
			}
			const differing = Object.entries(compared).flatMap(([request, { differences }]) =>
				differences.map((line) => `${request} → ${line}`),
			);
			expect(differing).toEqual([]);
		},
	);

	test('every key that is newer than the recordings is sent', () => {
		expect(NEWER_KEYS.filter((key) => !newer.has(key))).toEqual([]);
	});
});

describe('a difference that is put back', () => {
	test.each(PUT_BACK)('is found: $name', async ({ recording: name, request, change, says }) => {
		const recording = RECORDINGS[name];
		const { answers } = await replay(recording);
		const { answer, ...allowances } = recording.exchanges[request - 1];
		if (!answer) throw new Error('There is no recorded answer to that request');
		const { status, body } = answers[request - 1];
		change(body);
		const { differences } = compareAnswers(answer, { status, body }, allowances);
		expect(differences).toEqual(says.map((line) => expect.stringContaining(line)));
	});

	test('is there for each recording', () => {
		expect([...new Set(PUT_BACK.map(({ recording }) => recording))].sort()).toEqual(NAMES);
	});
});

test('what a recording has beside its requests is unknown to the simulator: what it learns must be replayed', () => {
	const routes = new Set(createSimulator({ company: null }).routes);
	const unknown = Object.values(RECORDINGS).flatMap((each) => Object.keys(each.unknown ?? {}));
	expect(unknown.filter((route) => routes.has(route))).toEqual([]);
});
