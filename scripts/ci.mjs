// .ci/run: a part of every suite, in two lanes, so that one works while the other waits for n8n.
import { runSuites } from './suites.mjs';

await runSuites([
	[
		[{ name: 'test:e2e' }, { name: 'test:queue' }],
		[
			{ name: 'test' },
			{ name: 'test:faults' },
			{ name: 'scan', kind: 'whole' },
			{ name: 'test:readme' },
		],
	],
	// Alone: CPU time is measured, and what runs beside it takes caches and threads away.
	[[{ name: 'bench', kind: 'bench' }]],
]);
