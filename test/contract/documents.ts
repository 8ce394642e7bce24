import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** Zendesk's own OpenAPI documents lie beside the project, never in it; a worktree may be one folder deeper. */
const ROOT = resolve(__dirname, '..', '..');
const FOLDERS = ['..', join('..', '..')].map((up) => resolve(ROOT, up, 'shared', 'openapi'));

/** The part of an OpenAPI 3.0 schema that Zendesk's documents use. */
export interface OpenApiSchema {
	$ref?: string;
	type?: string;
	format?: string;
	enum?: unknown[];
	nullable?: boolean;
	writeOnly?: boolean;
	readOnly?: boolean;
	properties?: Record<string, OpenApiSchema>;
	additionalProperties?: boolean | OpenApiSchema;
	items?: OpenApiSchema;
	allOf?: OpenApiSchema[];
	anyOf?: OpenApiSchema[];
	oneOf?: OpenApiSchema[];
}

export interface OpenApiContent {
	$ref?: string;
	content?: Record<string, { schema?: OpenApiSchema }>;
}

export interface OpenApiParameter {
	$ref?: string;
	name?: string;
	in?: string;
	schema?: OpenApiSchema;
}

export interface OpenApiOperation {
	parameters?: OpenApiParameter[];
	requestBody?: OpenApiContent;
	responses?: Record<string, OpenApiContent>;
}

export interface OpenApiDocument {
	paths: Record<string, Record<string, OpenApiOperation | OpenApiParameter[]>>;
	components: {
		schemas: Record<string, OpenApiSchema>;
		parameters?: Record<string, OpenApiParameter>;
		responses?: Record<string, OpenApiContent>;
	};
}

/** `=` is a type of its own in YAML 1.1; here it is nothing but a text. */
const VALUE_TAG = { tag: 'tag:yaml.org,2002:value', resolve: (text: string) => text };

/** The documents, by their file's name; `undefined` where somebody works without them. */
export function loadDocuments(): OpenApiDocument[] | undefined {
	const folder = FOLDERS.find(existsSync);
	const files = folder && readdirSync(folder).filter((file) => file.endsWith('.yaml'));
	if (!files || files.length === 0) return undefined;
	return files.sort().map((file) => {
		const text = readFileSync(join(folder, file), 'utf8');
		return parse(text, { customTags: [VALUE_TAG], maxAliasCount: -1 }) as OpenApiDocument;
	});
}
