import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Packages with a lock file of their own, kept outside the project because they are big. */
export interface Pinned {
	/** What the folder in the cache begins with. */
	name: string;
	/** Holds `package.json`, `package-lock.json` and `.npmrc`. */
	folder: string;
	/** Stands in for `package.json`; then nothing is locked. */
	manifest?: object;
	/** What they are, how big, and how long they take, for people. */
	about: string;
	/** What is left to do once they are there. */
	finish?: (modules: string) => Promise<void>;
}

const BEAT_MS = 15_000;

function cacheFolder({ name, folder, manifest }: Pinned): string {
	const lock = manifest
		? JSON.stringify(manifest)
		: readFileSync(join(folder, 'package-lock.json'));
	const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
	const key = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	return join(base, 'n8n-nodes-zendesk-users', `${name}-${key}`);
}

export function npm(cwd: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
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

async function copyFiles({ folder, manifest }: Pinned, target: string): Promise<void> {
	await copyFile(join(folder, '.npmrc'), join(target, '.npmrc'));
	if (manifest) return await writeFile(join(target, 'package.json'), JSON.stringify(manifest));
	for (const file of ['package.json', 'package-lock.json']) {
		await copyFile(join(folder, file), join(target, file));
	}
}

/**
 * Makes sure that pinned packages are installed, once for each lock file.
 *
 * @param say told what goes on; it takes some minutes the first time
 * @returns their `node_modules`
 */
export async function installCached(pinned: Pinned, say: (line: string) => void): Promise<string> {
	const target = cacheFolder(pinned);
	const modules = join(target, 'node_modules');
	const ready = join(target, '.ready');
	if (existsSync(ready)) return modules;

	const startedAt = Date.now();
	const seconds = () => Math.round((Date.now() - startedAt) / 1000);
	say(`installing ${pinned.about} into ${target}, only once`);
	const beat = setInterval(() => say(`… still installing: ${seconds()} s`), BEAT_MS);
	try {
		await mkdir(target, { recursive: true });
		await copyFiles(pinned, target);
		// Not `npm ci`, which stops at optional packages of other platforms that the lock file does not name.
		// With peers, which n8n's nodes need; `npm run` would hand down this project's own setting.
		await npm(target, ['install', '--legacy-peer-deps=false', '--ignore-scripts']);
		await pinned.finish?.(modules);
		await writeFile(ready, `${new Date().toISOString()}\n`);
	} finally {
		clearInterval(beat);
	}
	say(`installed (${seconds()} s)`);
	return modules;
}
