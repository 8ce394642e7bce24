// Runs suites in lanes beside each other, and ends with the sum alone in the last line: "N passed, N failed".
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, install } from './steps.mjs';
import { KINDS } from './sum.mjs';

const root = new URL('..', import.meta.url).pathname;

const BEAT_MS = 120_000;

const minutesSince = (ms) => (Date.now() - ms) / 60_000;

/** Runs one suite, and shows what it has printed once it has ended: so two at a time can be read. */
async function runSuite(folder, { name, kind = 'jest', args = [], env = {} }) {
	const startedAt = Date.now();
	const key = name.replaceAll(/\W+/g, '-');
	const [result, printed] = [`${key}.json`, `${key}.log`].map((file) => join(folder, file));
	const { args: asks, sum } = KINDS[kind];
	const [script, ...more] = name.split(' ');
	const log = createWriteStream(printed);
	await once(log, 'open');
	console.log(`▸ npm run ${name} begins`);
	const child = spawn('npm', ['run', '--silent', script, '--', ...more, ...args, ...asks(result)], {
		cwd: root,
		env: { ...process.env, BUILT: root, ...env },
		stdio: ['ignore', log, log],
	});
	const code = await new Promise((resolve) => {
		child.on('error', () => resolve(1));
		child.on('exit', (status) => resolve(status ?? 1));
	});
	log.end();
	const minutes = minutesSince(startedAt);
	const found = sum(result, code);
	// A suite whose tests pass and that ends with an error all the same is not all right.
	if (code !== 0 && found.failed === 0) {
		found.failed = 1;
		found.failures.push(`it ended with ${code}`);
	}
	console.log(`▸ npm run ${name}, ${minutes.toFixed(1)} minutes:`);
	process.stdout.write(readFileSync(printed, 'utf8'));
	return { name, minutes, ...found };
}

async function runLane(folder, suites, going) {
	const results = [];
	for (const suite of suites) {
		going.add(suite.name);
		results.push(await runSuite(folder, suite));
		going.delete(suite.name);
	}
	return results;
}

/** Runs the lanes of a stage beside each other, and says now and then that they still run. */
async function runStage(folder, lanes) {
	const startedAt = Date.now();
	const going = new Set();
	const beat = setInterval(() => {
		console.log(`  … ${minutesSince(startedAt).toFixed(0)} minutes: ${[...going].join(', ')}`);
	}, BEAT_MS);
	const ran = await Promise.all(lanes.map(async (lane) => await runLane(folder, lane, going)));
	clearInterval(beat);
	return ran.flat();
}

function tell(results, minutes) {
	for (const { name, failures } of results) {
		for (const words of failures) console.log(`✗ ${name}: ${words}`);
	}
	for (const { name, minutes: took, passed, failed, skipped } of results) {
		const more = skipped ? `, ${skipped} skipped` : '';
		console.log(`${name}: ${passed} passed, ${failed} failed${more} (${took.toFixed(1)} minutes)`);
	}
	const total = (what) => results.reduce((sum, result) => sum + result[what], 0);
	console.log(`all of it: ${minutes.toFixed(1)} minutes, repeated by SEED=${process.env.SEED}`);
	console.log(`${total('passed')} passed, ${total('failed')} failed`);
	process.exitCode = total('failed') > 0 || total('passed') === 0 ? 1 : 0;
}

/**
 * Installs and builds once, then runs the suites: stages one after the other, the lanes of a stage beside each other, the
 * suites of a lane in turn.
 *
 * @param stages lists of lanes; a suite is `{ name, kind, args, env }`, its name what comes after `npm run`
 */
export async function runSuites(stages) {
	const startedAt = Date.now();
	const folder = mkdtempSync(join(tmpdir(), 'zendesk-users-suites-'));
	process.env.SEED ??= String(Math.floor(Math.random() * 1_000_000));
	console.log(`▸ SEED=${process.env.SEED} repeats this run`);
	const results = [];
	try {
		spawnSync(join(root, '.ci', 'packages'), { stdio: 'inherit' });
		await install();
		await build();
		for (const lanes of stages) results.push(...(await runStage(folder, lanes)));
	} catch (error) {
		results.push({ name: 'build', minutes: 0, passed: 0, failed: 1, failures: [error.message] });
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	tell(results, minutesSince(startedAt));
}
