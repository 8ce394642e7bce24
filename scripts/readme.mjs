// npm run test:readme: does what the README says, on a clean clone, in a terminal and a browser.
import { install, main, run } from './steps.mjs';

await main(async () => {
	await install();
	await run('following the README', 'node_modules/.bin/jest', [
		'--config',
		'jest.readme.config.js',
		...process.argv.slice(2),
	]);
});
