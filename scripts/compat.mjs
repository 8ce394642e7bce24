// npm run test:compat: the tests in n8n's engine, in the oldest one that the pack claims to run in.
import { install, main, tsx } from './steps.mjs';

await main(async () => {
	await install();
	process.env.N8N_LOG_LEVEL = 'silent';
	await tsx('testing in an older n8n', 'test/compat/run.ts', ...process.argv.slice(2));
});
