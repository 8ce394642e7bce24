import { ALL } from '../../security/operations';
import { readDigest } from '../digest/digest';
import { RequestCheck } from './check';
import { collectRequests, type Run } from './collect';
import { DOCUMENTED_ELSEWHERE, ELSEWHERE } from './elsewhere';

describe('every request of all operations and triggers is one that Zendesk documents', () => {
	let runs: Run[] = [];
	/** Each with who sent it first. */
	const found = new Map<string, string>();

	beforeAll(async () => {
		runs = await collectRequests();
		const check = new RequestCheck(readDigest());
		for (const { name, sent } of runs) {
			for (const problem of sent.flatMap((each) => check.problems(each))) {
				if (!found.has(problem)) found.set(problem, name);
			}
		}
	}, 300_000);

	test('all of them sent something, but for those that make a file of their items', () => {
		const silent = runs.filter(({ sent }) => sent.length === 0).map(({ name }) => name);
		expect(silent).toEqual(['activity/createReport', 'seat/createReport']);
		const names = runs.map(({ name }) => name);
		expect(ALL.filter(({ name }) => !names.includes(name))).toEqual([]);
	});

	test('no path, parameter, property or type is unknown, but for those of the list', () => {
		const unknown = [...found].filter(([problem]) => !DOCUMENTED_ELSEWHERE.includes(problem));
		expect(unknown.map(([problem, name]) => `${problem} (${name})`)).toEqual([]);
	});

	test('all of the list is sent, and each has a page of Zendesk', () => {
		expect(DOCUMENTED_ELSEWHERE.filter((problem) => !found.has(problem))).toEqual([]);
		for (const { page } of ELSEWHERE) {
			expect(page).toMatch(/^https:\/\/(developer|support)\.zendesk\.com\//);
		}
	});
});
