import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
	OpenApiContent,
	OpenApiDocument,
	OpenApiOperation,
	OpenApiParameter,
} from '../documents';
import { condense, type Fact, namesIn } from './facts';

/** What Zendesk's document says of one route. */
export interface RouteFacts {
	/** Query parameters by name. */
	query?: Record<string, Fact>;
	body?: Fact;
	/** By status; null = without a body. */
	answers: Record<string, Fact | null>;
}

/** The facts of Zendesk's OpenAPI documents on which the project relies, in a form of its own. */
export interface Digest {
	/** By route, e.g. `GET /api/v2/users/{}`. */
	routes: Record<string, RouteFacts>;
	/** Those to which the routes refer, by name. */
	schemas: Record<string, Fact>;
}

export const DIGEST_FILE = join(__dirname, 'openapi.json');

export function readDigest(): Digest {
	return JSON.parse(readFileSync(DIGEST_FILE, 'utf8')) as Digest;
}

/** `/users/{user_id}` and `/users/:id` are the same route. */
export function routeKey(method: string, path: string): string {
	return `${method.toUpperCase()} ${path.replace(/\{[^}]*\}|:[A-Za-z]+/g, '{}')}`;
}

function named<T extends { $ref?: string }>(value: T, all: Record<string, T> = {}): T {
	return value.$ref ? all[value.$ref.split('/').at(-1) ?? ''] : value;
}

function factOf(content: OpenApiContent): Fact | null {
	const [first] = Object.values(content.content ?? {});
	return first ? condense(first.schema ?? {}) : null;
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
	Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A parameter of its own for each that has one. */
function queryFacts(
	parameters: OpenApiParameter[],
	{ components }: OpenApiDocument,
): Record<string, Fact> {
	const given = parameters.map((each) => named(each, components.parameters));
	return Object.fromEntries(
		given.flatMap(({ name, in: place, schema }) =>
			place === 'query' && name ? [[name, condense(schema ?? {})]] : [],
		),
	);
}

function routeFacts(
	operation: OpenApiOperation,
	shared: OpenApiParameter[],
	document: OpenApiDocument,
): RouteFacts {
	const { parameters = [], requestBody, responses = {} } = operation;
	const query = queryFacts([...shared, ...parameters], document);
	const body = requestBody && factOf(requestBody);
	const answers = Object.entries(responses).map(([status, response]): [string, Fact | null] => [
		status,
		factOf(named(response, document.components.responses)),
	]);
	return {
		...(Object.keys(query).length > 0 ? { query: sorted(query) } : {}),
		...(body ? { body } : {}),
		answers: Object.fromEntries(answers),
	};
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** Takes the facts of these routes out of the documents. Routes that they don't have are left out. */
export function digestDocuments(documents: OpenApiDocument[], routes: readonly string[]): Digest {
	const wanted = new Set(
		routes.map((route) => routeKey(...(route.split(' ') as [string, string]))),
	);
	const found: Digest['routes'] = {};
	const schemas: Digest['schemas'] = {};
	for (const document of documents) {
		for (const [path, operations] of Object.entries(document.paths)) {
			const shared = (operations.parameters ?? []) as OpenApiParameter[];
			for (const [method, operation] of Object.entries(operations)) {
				const key = routeKey(method, path);
				if (!METHODS.has(method) || !wanted.has(key)) continue;
				found[key] = routeFacts(operation as OpenApiOperation, shared, document);
				addSchemas(schemas, factsIn(found[key]), document);
			}
		}
	}
	return { routes: sorted(found), schemas: sorted(schemas) };
}

const factsIn = ({ query = {}, body, answers }: RouteFacts): Fact[] =>
	[...Object.values(query), body, ...Object.values(answers)].filter(
		(fact): fact is Fact => fact !== undefined && fact !== null,
	);

function addSchemas(schemas: Digest['schemas'], facts: Fact[], document: OpenApiDocument): void {
	for (const name of facts.flatMap(namesIn)) {
		if (name in schemas) continue;
		schemas[name] = condense(document.components.schemas[name]);
		addSchemas(schemas, [schemas[name]], document);
	}
}
