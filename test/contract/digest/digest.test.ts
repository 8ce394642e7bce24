import { writeFileSync } from 'node:fs';
import { createSimulator } from '../../simulator';
import { loadDocuments, type OpenApiSchema } from '../documents';
import { DIGEST_FILE, digestDocuments, readDigest } from './digest';
import { condense, expand, namesIn } from './facts';

const { routes } = createSimulator({ company: null });
const documents = loadDocuments();

/** One line a route and a schema: short, and a change shows where it is. */
function layOut(digest: ReturnType<typeof readDigest>): string {
	const part = (record: object) =>
		Object.entries(record)
			.map(([key, value]) => `\t\t${JSON.stringify(key)}: ${JSON.stringify(value)}`)
			.join(',\n');
	return `{\n\t"routes": {\n${part(digest.routes)}\n\t},\n\t"schemas": {\n${part(digest.schemas)}\n\t}\n}\n`;
}

const WRITES = process.env.WRITE_DIGEST === '1';

if (WRITES && documents) writeFileSync(DIGEST_FILE, layOut(digestDocuments(documents, routes)));

if (documents) {
	test('the digest is what the full documents give (WRITE_DIGEST=1 writes it)', () => {
		expect(readDigest()).toEqual(digestDocuments(documents, routes));
	});
} else {
	test('without the full documents the digest is taken as it is', () => {
		expect(Object.keys(readDigest().routes).length).toBeGreaterThan(100);
	});
}

test('each schema that is referred to is there, and none that is not', () => {
	const { routes: known, schemas } = readDigest();
	const facts = Object.values(known).flatMap(({ query = {}, body = '', answers }) => [
		...Object.values(query),
		body,
		...Object.values(answers).map((answer) => answer ?? ''),
	]);
	const named = new Set([...facts, ...Object.values(schemas)].flatMap(namesIn));
	expect([...named].sort()).toEqual(Object.keys(schemas).sort());
});

test('it has no sentences', () => {
	const { schemas } = readDigest();
	const texts: string[] = [];
	JSON.stringify(schemas, (_, value: unknown) => {
		if (typeof value === 'string') texts.push(value);
		return value;
	});
	expect(texts.filter((text) => text.split(' ').length > 4)).toEqual([]);
});

describe('a schema comes back from its fact as it was', () => {
	test.each<[string, OpenApiSchema]>([
		['a text', { type: 'string' }],
		[
			'a time that may be null and is never sent',
			{ type: 'string', format: 'date-time', nullable: true, readOnly: true },
		],
		['a password', { type: 'string', writeOnly: true }],
		['a choice', { type: 'string', enum: ['a', 'b'] }],
		['a reference', { $ref: '#/components/schemas/User' }],
		['a list', { type: 'array', items: { type: 'integer' } }],
		['an object', { type: 'object', properties: { a: { type: 'integer' } } }],
		['a map', { type: 'object', additionalProperties: { type: 'string' } }],
		['parts', { allOf: [{ $ref: '#/components/schemas/A' }, { type: 'object', properties: {} }] }],
		['alternatives', { nullable: true, oneOf: [{ type: 'string' }, { type: 'integer' }] }],
		['anything', {}],
	])('%s', (_, schema) => {
		expect(expand(condense(schema))).toEqual(schema);
	});
});
