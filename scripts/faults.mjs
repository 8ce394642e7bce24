// npm run test:faults: every operation and trigger under every fault. FAULT_RUNS=2000 takes more random runs than usual.
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, jest, main } from './steps.mjs';

/** What the files of the suite lost, added up: it should be nothing. */
function printSum(file) {
	const sum = {};
	let cells = 0;
	for (const line of existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []) {
		const part = JSON.parse(line);
		cells += part.cells;
		for (const [kind, count] of Object.entries(part.losses)) sum[kind] = (sum[kind] ?? 0) + count;
	}
	console.log(`▸ ${cells} cells and random runs: ${JSON.stringify(sum)}`);
}

await main(async () => {
	await install();
	const folder = mkdtempSync(join(tmpdir(), 'zendesk-users-faults-'));
	const report = join(folder, 'losses.jsonl');
	try {
		await jest('testing under faults', 'jest.faults.config.js', process.argv.slice(2), {
			env: { FAULTS_REPORT: report, N8N_LOG_LEVEL: 'silent' },
		});
	} finally {
		printSum(report);
		rmSync(folder, { recursive: true, force: true });
	}
});
