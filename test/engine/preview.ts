import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The editor shows what an operation will put out before it has run, from files beside the node. They are made of real
 * outputs: `WRITE_SCHEMAS=1 npx jest test/engine/schemas test/engine/sync/schemas` writes them anew.
 */
const fileOf = (node: string, operation: string) =>
	join(__dirname, '..', '..', 'nodes', node, '__schema__', 'v1.0.0', `${operation}.json`);

interface Schema {
	type: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

function schemaOf(value: unknown): Schema {
	if (value === null || value === undefined) return { type: 'null' };
	if (Array.isArray(value)) {
		return value.length > 0 ? { type: 'array', items: schemaOf(value[0]) } : { type: 'array' };
	}
	if (typeof value !== 'object') return { type: typeof value };
	const properties = Object.entries(value).map(([key, inner]) => [key, schemaOf(inner)] as const);
	return { type: 'object', properties: Object.fromEntries(properties) };
}

/**
 * @param node the folder of the node
 * @param operation as n8n looks for it, e.g. `user/get`, or `plan` where there are no resources
 * @returns what the editor shows, and what it would have to show for this output
 */
export function preview(node: string, operation: string, output: unknown) {
	const real = { ...schemaOf(output), version: 1 };
	const file = fileOf(node, operation);
	if (process.env.WRITE_SCHEMAS) {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, `${JSON.stringify(real, null, 2)}\n`);
	}
	const shown: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
	return { shown, real };
}
