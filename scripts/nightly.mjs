// npm run nightly: every suite at full size, n8n's oldest engine, and the newest n8n that there is.
import { runSuites } from './suites.mjs';

process.env.FULL = '1';

await runSuites([
	// Alone: its minutes are what the README promises.
	[[{ name: 'test:readme' }]],
	[
		[{ name: 'test:e2e' }, { name: 'test:queue' }, { name: 'test:newest' }],
		[
			{ name: 'test' },
			{ name: 'test:faults' },
			{ name: 'test:compat' },
			{ name: 'scan', kind: 'whole' },
		],
	],
	[[{ name: 'bench', kind: 'bench' }]],
]);
