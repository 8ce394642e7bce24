// npm run scan: n8n's own scanner over the source and over what npm would publish, and what the tarball holds.
import { build, install, main, tsx } from './steps.mjs';

await main(async () => {
	await install();
	await build();
	await tsx('scanning', 'release/scan.ts');
});
