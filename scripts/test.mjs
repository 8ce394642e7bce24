// npm test: installs what is missing, builds, lints, and runs the unit, engine and contract tests.
import { build, install, lint, main, run } from './steps.mjs';

await main(async () => {
	await install();
	await build();
	await lint();
	await run('testing', 'node_modules/.bin/jest', process.argv.slice(2));
});
