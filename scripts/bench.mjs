// npm run bench: what the pack costs and how fast it is, beside n8n's built-in Zendesk node. --write keeps the table.
import { install, main, run, tsx } from './steps.mjs';

await main(async () => {
	await install();
	// n8n's own log would stand between the figures.
	process.env.N8N_LOG_LEVEL = 'silent';
	const args = process.argv.slice(2);
	await tsx('measuring', 'test/bench/bench.ts', ...args);
	if (args.includes('--write')) {
		await run('formatting', 'node_modules/.bin/prettier', ['--write', 'test/bench/README.md']);
	}
});
