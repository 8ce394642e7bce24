import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the pinned n8n stands, and the Node it runs on. */
export interface InstalledN8n {
	node: string;
	n8n: string;
	version: string;
}

const BEAT_MS = 15_000;

function cacheFolder(lock: Buffer): string {
	const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
	const key = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	return join(base, 'n8n-nodes-zendesk-users', `n8n-${key}`);
}

function npm(cwd: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn('npm', [...args, '--loglevel=error'], {
			cwd,
			env: { ...process.env, ...env },
			stdio: ['ignore', 'ignore', 'inherit'],
			shell: process.platform === 'win32',
		});
		child.on('error', reject);
		child.on('exit', (code) =>
			code === 0 ? resolve() : reject(new Error(`npm ${args.join(' ')} ended with ${code}`)),
		);
	});
}

/**
 * Makes sure that the pinned n8n is installed, outside the project because it is 2.6 GB, once for each lock file.
 *
 * @param say told what goes on; it takes some minutes the first time
 */
export async function installN8n(say: (line: string) => void): Promise<InstalledN8n> {
	const lock = readFileSync(join(__dirname, 'package-lock.json'));
	const folder = cacheFolder(lock);
	const modules = join(folder, 'node_modules');
	const nodeBin = join(modules, 'node', 'bin');
	const installed = {
		node: join(nodeBin, 'node'),
		n8n: join(modules, 'n8n', 'bin', 'n8n'),
		version: (
			JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8')) as {
				dependencies: { n8n: string };
			}
		).dependencies.n8n,
	};
	const ready = join(folder, '.ready');
	if (existsSync(ready)) return installed;

	const startedAt = Date.now();
	const seconds = () => Math.round((Date.now() - startedAt) / 1000);
	say(`installing n8n ${installed.version} into ${folder} (2.6 GB, about 4 minutes, only once)`);
	const beat = setInterval(() => say(`… still installing n8n: ${seconds()} s`), BEAT_MS);
	try {
		await mkdir(folder, { recursive: true });
		for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
			await copyFile(join(__dirname, file), join(folder, file));
		}
		// Not `npm ci`, which stops at optional packages of other platforms that the lock file does not name.
		// With peers, which n8n's nodes need; `npm run` would hand down this project's own setting.
		await npm(folder, ['install', '--legacy-peer-deps=false', '--ignore-scripts']);
		// Only these two need their scripts: Node's fetches its binary, sqlite's compiles against it.
		await npm(folder, ['rebuild', 'node', '--ignore-scripts=false']);
		const platform = `node-${process.platform}-${process.arch}`;
		await npm(folder, ['rebuild', 'sqlite3', '--ignore-scripts=false'], {
			PATH: `${nodeBin}:${process.env.PATH}`,
			npm_config_nodedir: join(modules, 'node', 'node_modules', platform),
		});
		await writeFile(ready, `${new Date().toISOString()}\n`);
	} finally {
		clearInterval(beat);
	}
	say(`n8n is installed (${seconds()} s)`);
	return installed;
}
