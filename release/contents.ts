import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** All that npm may publish: what n8n loads, what people import and read, and what npm asks for. */
const BELONGS =
	/^(dist\/.+|workflows\/[^/]+\.(json|md)|README\.md|LICENSE|CHANGELOG\.md|package\.json|index\.js)$/;

/** Left over from building or testing; nothing that n8n loads. */
const LEFT_OVER = /\.(ts|tsbuildinfo|map|test\.js)$/;

/** The files of a folder, with slashes. */
export async function listContents(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Files that nobody needs who installs the pack. */
export function strangersIn(files: string[]): string[] {
	return files.filter((file) => !BELONGS.test(file) || LEFT_OVER.test(file));
}
