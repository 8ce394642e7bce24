// npm run test:queue: n8n's queue mode, with a worker that is killed. Starts Redis and PostgreSQL for it, and ends them.
import { startServices } from './services.mjs';
import { build, install, installN8n, jest, main } from './steps.mjs';

await main(async () => {
	await install();
	await build();
	await installN8n();
	const services = await startServices();
	const broken = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => broken.abort());
	try {
		await jest("testing in n8n's queue mode", 'jest.queue.config.js', process.argv.slice(2), {
			env: services.env,
			signal: broken.signal,
		});
	} finally {
		await services.stop();
	}
});
