// The steps that the README's commands share. Plain Node, because nothing is installed when they begin.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const root = new URL('..', import.meta.url).pathname;

/**
 * Runs a command to its end in the project's folder; a line every few seconds says that it still does. With a signal,
 * whatever the command has started ends with it.
 */
export function run(title, command, args, { env = {}, quiet = false, signal } = {}) {
	const startedAt = Date.now();
	const seconds = () => Math.round((Date.now() - startedAt) / 1000);
	console.log(`▸ ${title}`);
	const beat = quiet && setInterval(() => console.log(`  … ${title}: ${seconds()} s`), 15_000);
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: root,
			env: { ...process.env, ...env },
			stdio: quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit',
			shell: process.platform === 'win32',
			detached: Boolean(signal),
		});
		const end = (how) => {
			try {
				process.kill(-child.pid, how);
			} catch {
				// Nobody is left.
			}
		};
		signal?.addEventListener('abort', () => end('SIGTERM'));
		child.on('error', reject);
		child.on('exit', (code) => {
			clearInterval(beat);
			if (signal) end('SIGKILL');
			if (code !== 0) reject(new Error(`${title}: ${command} ended with ${code}`));
			else resolve(console.log(`  ${title}: done in ${seconds()} s`));
		});
	});
}

/** Whether the installed packages are those of the lock file. */
function isInstalled() {
	const installed = `${root}node_modules/.package-lock.json`;
	return (
		existsSync(installed) &&
		statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs
	);
}

export async function install() {
	if (isInstalled()) return;
	// Not `npm ci`: it stops at optional packages of other platforms that the lock file does not name.
	await run(
		'installing the packages of this project (1 GB, about 2 minutes)',
		'npm',
		['install', '--no-save', '--loglevel=error'],
		{ quiet: true },
	);
}

/** Builds, unless `BUILT` names this folder: suites that run beside each other must not build under each other's feet. */
export async function build() {
	if (process.env.BUILT !== root)
		await run('building', 'node_modules/.bin/gulp', ['build', '--silent']);
}

export const lint = () => run('linting', 'node_modules/.bin/gulp', ['lint', '--silent']);

/** Runs TypeScript as it is. */
export const tsx = (title, ...args) =>
	run(title, process.execPath, [
		// The proxy library is an ES module that only an experimental switch of Node can load from here.
		'--disable-warning=ExperimentalWarning',
		'--import',
		'tsx',
		...args,
	]);

/** Installs the n8n that tests run in, so that no test's time goes into it. */
export const installN8n = () => tsx('looking for n8n', 'playground/installed.ts');

/** Runs Jest with something new at random each time, and says how to repeat it. */
export async function jest(title, config, args, { env = {}, ...options } = {}) {
	const seed = process.env.SEED ?? String(Math.floor(Math.random() * 1_000_000));
	console.log(`▸ SEED=${seed} repeats what is random`);
	await run(title, 'node_modules/.bin/jest', ['--config', config, ...args], {
		env: { SEED: seed, ...env },
		...options,
	});
}

/** Ends with the error's words instead of its stack: it is a person who reads this. */
export async function main(steps) {
	try {
		await steps();
	} catch (error) {
		console.error(`✗ ${error.message}`);
		process.exitCode = 1;
	}
}
