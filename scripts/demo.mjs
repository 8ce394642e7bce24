// npm run demo: an agent leaves, in a real n8n, on a simulated Zendesk. With --once it stops afterwards.
import { build, install, main, tsx } from './steps.mjs';

await main(async () => {
	await install();
	await build();
	await tsx('demo', 'playground/demo.ts', ...process.argv.slice(2));
});
