// npm test: installs what is missing, builds, lints, and runs the unit, engine and contract tests.
import { build, install, jest, lint, main } from './steps.mjs';

await main(async () => {
	await install();
	await build();
	await lint();
	await jest('testing', 'jest.config.js', process.argv.slice(2));
});
