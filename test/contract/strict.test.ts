import type { Deviation } from './deviations';
import { digestDocuments } from './digest/digest';
import type { OpenApiSchema } from './documents';
import { OpenApi } from './openapi';
import { StrictValidator } from './strict';

const person: OpenApiSchema = {
	type: 'object',
	additionalProperties: true,
	properties: {
		id: { type: 'integer' },
		email: { type: 'string', nullable: true },
		born: { type: 'string', format: 'date-time' },
		password: { type: 'string', writeOnly: true },
		fields: { type: 'object', additionalProperties: true },
		boss: { $ref: '#/components/schemas/Boss' },
	},
};

const documents = [
	{
		paths: {
			'/people/{person_id}': {
				get: { responses: { 200: json({ $ref: '#/components/schemas/Person' }), 204: {} } },
				put: {
					responses: {
						200: json({
							allOf: [
								{ $ref: '#/components/schemas/Person' },
								{ properties: { token: { type: 'string' } } },
							],
						}),
					},
				},
			},
		},
		components: {
			schemas: {
				Person: person,
				Boss: { type: 'object', nullable: true, properties: { name: { type: 'string' } } },
			},
		},
	},
];

const ROUTES = ['GET /people/:id', 'PUT /people/:id'];

const read = () => new OpenApi(digestDocuments(documents, ROUTES));

function json(schema: OpenApiSchema) {
	return { content: { 'application/json': { schema } } };
}

const complete = { id: 1, born: '2026-11-20T09:00:00Z', fields: { any: 'thing' } };

function problems(body: unknown, method = 'GET', deviations: Deviation[] = []): string[] {
	const api = read();
	const documented = api.documented(`${method} /people/:id`, 200);
	return documented ? new StrictValidator(api, deviations).problems(documented, body) : ['unknown'];
}

describe('the strict validator', () => {
	test('accepts what is documented; nullable properties may be missing or null', () => {
		expect(problems(complete)).toEqual([]);
		expect(problems({ ...complete, email: null, boss: null })).toEqual([]);
		expect(problems({ ...complete, boss: { name: 'B' } })).toEqual([]);
	});

	test.each([
		['a missing property', { id: 1, fields: {} }, "/ must have required property 'born'"],
		['an unknown key', { ...complete, x: 1 }, '/ must NOT have additional properties (x)'],
		[
			'a write-only key',
			{ ...complete, password: 'x' },
			'/ must NOT have additional properties (password)',
		],
		['a wrong type', { ...complete, id: '1' }, '/id must be integer'],
		['a wrong format', { ...complete, born: 'today' }, '/born must match format "date-time"'],
		[
			'a mistake further down',
			{ ...complete, boss: {} },
			"/boss must have required property 'name'",
		],
	])('finds %s', (_, body, problem) => {
		expect(problems(body)).toContain(problem);
	});

	test('takes the parts of an allOf together', () => {
		expect(problems({ ...complete, token: 't' }, 'PUT')).toEqual([]);
		expect(problems(complete, 'PUT')).toContain("/ must have required property 'token'");
	});

	test('an answer without a documented body has none', () => {
		const api = read();
		const documented = api.documented('GET /people/:id', 204);
		expect(documented?.schema).toBeUndefined();
		const validator = new StrictValidator(api, []);
		expect(documented && validator.problems(documented, 'x')).toHaveLength(1);
		expect(api.documented('GET /people/:id', 404)).toBeUndefined();
	});

	test('allows deviations, and knows which of them nothing needed', () => {
		const deviation: Deviation = {
			schema: 'Person',
			absent: ['born'],
			nullable: ['id'],
			extra: { nick: { type: 'string' } },
			reason: 'test',
			source: 'test',
		};
		const api = read();
		const validator = new StrictValidator(api, [deviation]);
		const documented = api.documented('GET /people/:id', 200);
		const check = (body: unknown) => documented && validator.problems(documented, body);
		expect(check({ id: 1, fields: {} })).toEqual([]);
		expect(validator.unused()).toEqual(['Person: id', 'Person: nick']);
		expect(check({ ...complete, id: null, nick: 'n' })).toEqual([]);
		expect(validator.unused()).toEqual([]);
		expect(check({ ...complete, nick: 1 })).toEqual(['/nick must be string']);
	});
});
