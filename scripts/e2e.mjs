// npm run test:e2e: the templates in a real n8n, looked at in a real browser.
import { build, install, installN8n, main, run } from './steps.mjs';

await main(async () => {
	await install();
	await build();
	await installN8n();
	await run('testing in a real n8n', 'node_modules/.bin/jest', [
		'--config',
		'jest.e2e.config.js',
		...process.argv.slice(2),
	]);
});
