// npm run test:readme: does what the README says, on a clean clone, in a terminal and a browser.
import { install, jest, main } from './steps.mjs';

await main(async () => {
	await install();
	await jest('following the README', 'jest.readme.config.js', process.argv.slice(2));
});
