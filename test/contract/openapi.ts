import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** Zendesk's own OpenAPI documents lie beside the project, never in it. */
const FOLDER = resolve(__dirname, '..', '..', '..', 'shared', 'openapi');

/** The part of an OpenAPI 3.0 schema that Zendesk's documents use. */
export interface OpenApiSchema {
	$ref?: string;
	type?: string;
	format?: string;
	enum?: unknown[];
	nullable?: boolean;
	writeOnly?: boolean;
	properties?: Record<string, OpenApiSchema>;
	additionalProperties?: boolean | OpenApiSchema;
	items?: OpenApiSchema;
	allOf?: OpenApiSchema[];
	anyOf?: OpenApiSchema[];
	oneOf?: OpenApiSchema[];
}

interface OpenApiResponse {
	$ref?: string;
	content?: Record<string, { schema?: OpenApiSchema }>;
}

interface OpenApiDocument {
	paths: Record<string, Record<string, { responses?: Record<string, OpenApiResponse> }>>;
	components: {
		schemas: Record<string, OpenApiSchema>;
		responses?: Record<string, OpenApiResponse>;
	};
}

/** `=` is a type of its own in YAML 1.1; here it is nothing but a text. */
const VALUE_TAG = { tag: 'tag:yaml.org,2002:value', resolve: (text: string) => text };

function read(file: string): OpenApiDocument {
	const text = readFileSync(join(FOLDER, file), 'utf8');
	return parse(text, { customTags: [VALUE_TAG], maxAliasCount: -1 }) as OpenApiDocument;
}

/** `/users/{user_id}` and `/users/:id` are the same route. */
function routeKey(method: string, path: string): string {
	const anonymous = path.replace(/\{[^}]*\}|:[A-Za-z]+/g, '{}');
	return `${method.toUpperCase()} ${anonymous}`;
}

/** What the documents say about one status of one route: `schema` undefined = an answer without a body. */
export interface Documented {
	/** e.g. `GET /api/v2/users/{} 404`, the name of a schema that has none of its own. */
	name: string;
	schema: OpenApiSchema | undefined;
}

/** All documents of the folder as one. */
export class OpenApi {
	private readonly responses = new Map<string, Record<string, OpenApiResponse>>();
	private readonly shared: Record<string, OpenApiResponse> = {};
	readonly schemas: Record<string, OpenApiSchema> = {};

	constructor(documents: OpenApiDocument[]) {
		for (const { paths, components } of documents) {
			Object.assign(this.schemas, components.schemas);
			Object.assign(this.shared, components.responses);
			for (const [path, operations] of Object.entries(paths)) {
				for (const [method, operation] of Object.entries(operations)) {
					if (operation.responses) this.responses.set(routeKey(method, path), operation.responses);
				}
			}
		}
	}

	/** Whether the documents know a route, e.g. `GET /api/v2/users/:id`. */
	knows(route: string): boolean {
		return this.responses.has(this.keyOf(route));
	}

	/** What they say about a status of it; `undefined` = nothing. */
	documented(route: string, status: number): Documented | undefined {
		const key = this.keyOf(route);
		const given = this.responses.get(key)?.[String(status)];
		if (!given) return undefined;
		const response = given.$ref ? this.shared[given.$ref.split('/').at(-1) ?? ''] : given;
		const [content] = Object.values(response.content ?? {});
		return { name: `${key} ${status}`, schema: content?.schema };
	}

	private keyOf(route: string): string {
		const [method, path] = route.split(' ');
		return routeKey(method, path);
	}
}

/** The documents, or `undefined` where somebody works without them. */
export function loadOpenApi(): OpenApi | undefined {
	if (!existsSync(FOLDER)) return undefined;
	const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));
	return files.length > 0 ? new OpenApi(files.map(read)) : undefined;
}
