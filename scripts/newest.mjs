// npm run test:newest: the core of what is tested in a real n8n, in the newest one that npm has. N8N_VERSION names another.
import { execFileSync } from 'node:child_process';
import { build, install, installN8n, jest, main } from './steps.mjs';

/** Each node, template and form there; an off-boarding; webhooks and what strangers send to them; a page. */
const CORE = ['fresh', 'offboarding', 'triggers', 'seat-audit'];

await main(async () => {
	await install();
	await build();
	process.env.N8N_VERSION ??= execFileSync('npm', ['view', 'n8n', 'version'], {
		shell: process.platform === 'win32',
	})
		.toString()
		.trim();
	await installN8n();
	await jest(`testing in n8n ${process.env.N8N_VERSION}`, 'jest.e2e.config.js', [
		...CORE.map((name) => `test/e2e/${name}.test.ts`),
		...process.argv.slice(2),
	]);
});
