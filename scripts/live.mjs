// npm run test:live: asks a Zendesk sandbox what nobody could confirm, with users that it makes and removes itself.
import { install, main, tsx } from './steps.mjs';

// Ctrl+C reaches the run as well, which then removes what it made: this waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

await main(async () => {
	await install();
	await tsx('asking a real Zendesk', 'live/main.ts', ...process.argv.slice(2));
});
