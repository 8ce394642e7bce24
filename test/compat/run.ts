import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installCached } from '../../playground/cached';
import oldest from './oldest/package.json';

/** The tests in n8n's engine once more, in the oldest engine that the pack claims to run in. */
async function main(): Promise<void> {
	const version = oldest.dependencies['n8n-core'];
	const modules = await installCached(
		{
			name: 'oldest-engine',
			folder: join(__dirname, 'oldest'),
			about: `n8n's engine ${version} (300 MB, half a minute)`,
		},
		(line) => console.log(`▸ ${line}`),
	);
	console.log(`▸ testing in n8n's engine ${version}`);
	const jest = join(__dirname, '..', '..', 'node_modules', '.bin', 'jest');
	const child = spawn(jest, ['--config', 'jest.compat.config.js', ...process.argv.slice(2)], {
		env: { ...process.env, ENGINE_MODULES: modules },
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

void main();
