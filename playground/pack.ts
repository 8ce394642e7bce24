import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

const ROOT = join(__dirname, '..');

/**
 * Puts the built pack where n8n looks for community packages, made of the very tarball that npm would publish.
 *
 * @param n8nFolder n8n's own folder, `<N8N_USER_FOLDER>/.n8n`
 */
export async function installPack(n8nFolder: string): Promise<void> {
	const work = await mkdtemp(join(tmpdir(), 'zendesk-users-pack-'));
	const shell = process.platform === 'win32';
	await exec('npm', ['pack', '--pack-destination', work, '--silent', '--ignore-scripts'], {
		cwd: ROOT,
		shell,
	});
	await exec('tar', ['-xzf', join(work, await onlyTarball(work)), '-C', work], { shell });
	const target = join(n8nFolder, 'nodes', 'node_modules', 'n8n-nodes-zendesk-users');
	await rm(target, { recursive: true, force: true });
	await mkdir(dirname(target), { recursive: true });
	await cp(join(work, 'package'), target, { recursive: true });
	await rm(work, { recursive: true, force: true });
}

async function onlyTarball(folder: string): Promise<string> {
	const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
	return tarball;
}
