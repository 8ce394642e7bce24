import fc from 'fast-check';
import type { Workflow as Template } from '../../playground/rest';
import { countFrom, SEED as COMMON_SEED } from '../part';
import { story, tell, USERS } from './zephr-story';

/** Those of one run only: `ZEPHR_SEED=7`. */
const SEED = Number(process.env.ZEPHR_SEED ?? COMMON_SEED);
const SEQUENCES = countFrom('ZEPHR_SEQUENCES', { full: 200, part: 15 });

/** How the template would be without its going round, and without its looking for who has an email. */
const MUTANTS: Record<string, (connections: Connections) => void> = {
	'reads each user once only': (connections) =>
		rewire(connections, 'How did it go?', 0, 'Done with this one'),
	'gives up when somebody else has the email': (connections) =>
		rewire(connections, 'How did it go?', 3, 'Give up'),
	'trusts that the user is still there': (connections) =>
		rewire(connections, 'What does Zephr say?', 3, 'Done with this one'),
};

type Connections = Record<string, { main: Array<Array<{ node: string }>> }>;

function rewire(connections: Connections, from: string, output: number, to: string): void {
	connections[from].main[output][0].node = to;
}

it.each(Object.keys(MUTANTS))('a template that %s does not pass', async (mutant) => {
	const mutate = ({ name, connections }: Template) => {
		if (name.startsWith('Sync')) MUTANTS[mutant](connections as Connections);
	};
	const noticed: string[] = [];
	const stories = fc.sample(story(), { seed: 1, numRuns: 150 });
	for (const each of stories.filter(({ night }) => night === null)) {
		if (noticed.length === 0) noticed.push(...(await tell(each, mutate)).faults);
	}
	expect(noticed).not.toEqual([]);
});

it(`${SEQUENCES} random sequences of events over ${USERS} users end as Zephr's final state demands`, async () => {
	const startedAt = Date.now();
	let [events, executions, nights] = [0, 0, 0];
	console.log(`ZEPHR_SEED=${SEED} repeats these sequences`);
	await fc.assert(
		fc.asyncProperty(story(), async (story) => {
			const told = await tell(story);
			events += told.events;
			executions += told.executions;
			nights += told.nights;
			expect(told.faults).toEqual([]);
		}),
		{ seed: SEED, numRuns: SEQUENCES, endOnFailure: Boolean(process.env.ZEPHR_NO_SHRINK) },
	);
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	console.log(
		`${SEQUENCES} sequences, ${events} deliveries, ${executions} executions, ${nights} nights, ${seconds} s`,
	);
});
