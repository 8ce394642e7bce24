import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../simulator/client';
import { PROVOCATIONS } from './provocations';

/** An answer as zendesk-api has it; a text that begins with `re:` is a pattern. */
interface Golden {
	source: string;
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
}

const FOLDER = join(__dirname, 'fixtures');

const FIXTURES = readdirSync(FOLDER).flatMap((file) => {
	const cases = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Record<string, Golden>;
	return Object.entries(cases).map(([name, golden]) => ({ name, file, golden }));
});

function expected(value: unknown): unknown {
	if (typeof value === 'string' && value.startsWith('re:')) {
		return expect.stringMatching(new RegExp(value.slice(3)));
	}
	if (Array.isArray(value)) return value.map(expected);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expected(inner)]));
}

describe('errors and headers are as zendesk-api has them; the OpenAPI lacks them', () => {
	test('every fixture has a request that provokes it, and the other way round', () => {
		const names = FIXTURES.map(({ name }) => name).sort();
		expect(Object.keys(PROVOCATIONS).sort()).toEqual(names);
	});

	test.each(FIXTURES)('$name ($file)', async ({ name, golden }) => {
		const answer: Answer = await PROVOCATIONS[name]();
		expect(answer.status).toBe(golden.status);
		expect(answer.headers).toMatchObject(expected(golden.headers ?? {}) as object);
		expect(answer.body).toEqual('body' in golden ? expected(golden.body) : expect.anything());
	});
});
