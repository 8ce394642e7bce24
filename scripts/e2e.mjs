// npm run test:e2e: the templates in a real n8n, looked at in a real browser. FULL=1 takes all of what is slow.
import { build, install, installN8n, jest, main } from './steps.mjs';

await main(async () => {
	await install();
	await build();
	await installN8n();
	await jest('testing in a real n8n', 'jest.e2e.config.js', process.argv.slice(2));
});
