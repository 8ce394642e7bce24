import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** What a build or an installation has made. */
const MADE = new Set(['coverage', 'dist', 'node_modules', 'output']);

/** Paths are those of the repository, with slashes: `zendesk/http/client.ts`. */

export function read(path: string): string {
	return readFileSync(join(ROOT, path), 'utf8');
}

export function exists(path: string): boolean {
	return existsSync(join(ROOT, path));
}

export function isFile(path: string): boolean {
	return exists(path) && statSync(join(ROOT, path)).isFile();
}

function entries(folder: string) {
	return readdirSync(join(ROOT, folder), { withFileTypes: true }).filter(
		({ name }) => !MADE.has(name) && !name.startsWith('.'),
	);
}

/** The names of the folders in a folder; `''` is the repository itself. */
export function foldersIn(folder: string): string[] {
	return entries(folder)
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
}

/** All TypeScript files below a folder. */
export function sourcesIn(folder: string): string[] {
	return entries(folder).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory()) return sourcesIn(path);
		return path.endsWith('.ts') ? [path] : [];
	});
}
