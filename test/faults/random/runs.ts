import fc from 'fast-check';
import { clearStages } from '../../engine/engine';
import { countFrom, SEED as COMMON_SEED } from '../../part';
import { losses } from '../play';
import { report } from '../report';
import { type Case, casesOf, NAMES } from './cases';
import { newTally, type Tally, withstand } from './withstand';

/** How many runs there are in all, over all operations. */
const RUNS = countFrom('FAULT_RUNS', { full: 2_000, part: 200 });

const SEED = Number(process.env.FAULT_SEED ?? COMMON_SEED);

/** A counter-example is made smaller for so many runs at most. */
const MOST_SHRINKS = 150;

/** So many runs have an average that means something. */
const ENOUGH = 20;

/** The runs of one operation: all of them together are as many as asked for. */
function shareOf(name: string): number {
	const at = NAMES.indexOf(name);
	return Math.floor(((at + 1) * RUNS) / NAMES.length) - Math.floor((at * RUNS) / NAMES.length);
}

/** A case in words that `found.test.ts` takes. */
function printed({ counterexample, errorInstance, seed }: fc.RunDetails<[Case]>): string {
	const [found] = counterexample!;
	const { message } = errorInstance as Error;
	return `FAULT_SEED=${seed}; as a test: await withstand(${JSON.stringify(found)})\n${message}`;
}

async function storm(name: string, seed: number, tally: Tally): Promise<void> {
	let tries = 0;
	let hasFailed = false;
	const property = fc.asyncProperty(casesOf(name), async (given) => {
		if (hasFailed && ++tries > MOST_SHRINKS) return;
		try {
			await withstand(given, tally);
		} catch (error) {
			hasFailed = true;
			throw error;
		}
	});
	const details = await fc.check(property, { seed, numRuns: shareOf(name) });
	if (details.failed) throw new Error(printed(details));
}

/** Runs that nothing happens to prove nothing. */
function expectBite({ runs, idle, planned, fired }: Tally): void {
	if (runs < ENOUGH) return;
	expect(fired).toBeGreaterThan(planned / 2);
	// Plans of random rows are often empty.
	expect(idle).toBeLessThan((runs * 2) / 3);
}

/** Random runs of these operations, a test each, with what they came to. */
export function itWithstandsStorms(names: string[]): void {
	const outcomes: string[] = [];

	afterAll(() => {
		clearStages();
		report(outcomes, losses);
	});

	it.each(names.filter((name) => shareOf(name) > 0))(
		'%s withstands whatever happens',
		async (name) => {
			const tally = newTally();
			await storm(name, SEED, tally);
			expectBite(tally);
			outcomes.push(`${name} · seed ${SEED}: ${describe(tally)}`);
		},
	);
}

const describe = ({ runs, planned, fired, killed, atOnce, afterMore, idle }: Tally) =>
	`${runs} random runs, ${fired} of ${planned} troubles at the first run, killed ${killed} times; same state at once ${atOnce} times, after more runs ${afterMore} times, nothing asked ${idle} times`;
