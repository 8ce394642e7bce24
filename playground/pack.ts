import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

const ROOT = join(__dirname, '..');

/** The very tarball that npm would publish of the built pack. */
export interface Tarball {
	path: string;
	bytes: number;
}

/** @param folder where to put the tarball */
export async function packPack(folder: string): Promise<Tarball> {
	const shell = process.platform === 'win32';
	await exec('npm', ['pack', '--pack-destination', folder, '--silent', '--ignore-scripts'], {
		cwd: ROOT,
		shell,
	});
	const [name] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
	const path = join(folder, name);
	return { path, bytes: (await stat(path)).size };
}

/**
 * Puts the built pack where n8n looks for community packages, made of the very tarball that npm would publish.
 *
 * @param n8nFolder n8n's own folder, `<N8N_USER_FOLDER>/.n8n`
 */
export async function installPack(n8nFolder: string): Promise<void> {
	const work = await mkdtemp(join(tmpdir(), 'zendesk-users-pack-'));
	const { path } = await packPack(work);
	await exec('tar', ['-xzf', path, '-C', work], { shell: process.platform === 'win32' });
	const target = join(n8nFolder, 'nodes', 'node_modules', 'n8n-nodes-zendesk-users');
	await rm(target, { recursive: true, force: true });
	await mkdir(dirname(target), { recursive: true });
	await cp(join(work, 'package'), target, { recursive: true });
	await rm(work, { recursive: true, force: true });
}
