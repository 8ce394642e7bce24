// npm run bench: what the pack costs and how fast it is, beside n8n's built-in Zendesk node. --write keeps the table.
import { install, main, tsx } from './steps.mjs';

await main(async () => {
	await install();
	await tsx('measuring', 'test/bench/bench.ts', ...process.argv.slice(2));
});
