import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installCached, npm } from './cached';

/** Where the pinned n8n stands, and the Node it runs on. */
export interface InstalledN8n {
	node: string;
	n8n: string;
	version: string;
}

const nodeBinOf = (modules: string) => join(modules, 'node', 'bin');

/** Only these two need their scripts: Node's fetches its binary, sqlite's compiles against it. */
async function rebuild(modules: string): Promise<void> {
	const folder = join(modules, '..');
	const platform = `node-${process.platform}-${process.arch}`;
	await npm(folder, ['rebuild', 'node', '--ignore-scripts=false']);
	await npm(folder, ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
		PATH: `${nodeBinOf(modules)}:${process.env.PATH}`,
		npm_config_nodedir: join(modules, 'node', 'node_modules', platform),
	});
}

/**
 * Makes sure that the pinned n8n is installed, or the one that `N8N_VERSION` names.
 *
 * @param say told what goes on; it takes some minutes the first time
 */
export async function installN8n(say: (line: string) => void): Promise<InstalledN8n> {
	const pinned = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8')) as {
		dependencies: { n8n: string };
	};
	const version = process.env.N8N_VERSION ?? pinned.dependencies.n8n;
	const other = { ...pinned, dependencies: { ...pinned.dependencies, n8n: version } };
	const manifest = version === pinned.dependencies.n8n ? undefined : other;
	const about = `n8n ${version} (2.6 GB, about 4 minutes)`;
	const modules = await installCached(
		{ name: 'n8n', folder: __dirname, manifest, about, finish: rebuild },
		say,
	);
	return {
		node: join(nodeBinOf(modules), 'node'),
		n8n: join(modules, 'n8n', 'bin', 'n8n'),
		version,
	};
}
