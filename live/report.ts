import { DEFAULT_SWITCHES, type Switches } from '../test/simulator/switches';
import type { Fact, Outcome } from './facts/fact';
import type { NoJob, Timing } from './jobs';
import { UNTRIED_POINTS, UNTRIED_SWITCHES } from './notTried';

export interface Result {
	fact: Fact;
	outcome: Outcome;
}

/** As it stands in TypeScript. */
const literal = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value));

const isDefault = (name: keyof Switches, value: unknown) => DEFAULT_SWITCHES[name] === value;

const reasonOf = (outcome: Outcome) => String(Object.values(outcome)[0]);

function verdict({ fact, outcome }: Result): string {
	if ('notTried' in outcome) return `not tried: ${outcome.notTried}`;
	if ('noPlan' in outcome) return `not available on this plan: ${outcome.noPlan}`;
	if ('unlike' in outcome) return `answered otherwise: ${outcome.unlike}`;
	if (!fact.switch) return outcome.saw;
	const { saw, value } = outcome;
	const otherwise = `the default is ${literal(DEFAULT_SWITCHES[fact.switch])}`;
	const beside = isDefault(fact.switch, value) ? 'as the default' : otherwise;
	return `${saw} → ${fact.switch}: ${literal(value)} (${beside})`;
}

/** One fact in one line. */
export function lineOf(result: Result): string {
	return `§${result.fact.id}  ${result.fact.question}: ${verdict(result)}`;
}

/** One job in one line. */
export function timingLine(timing: Timing | NoJob): string {
	const { job, rows } = timing;
	if ('refused' in timing) return `${job}, ${rows} rows: not available: ${timing.refused}`;
	const { working, completed, succeeded } = timing;
	const seen = working === undefined ? 'not seen working' : `working after ${working} s`;
	return `${job}, ${rows} rows: ${seen}, completed after ${completed} s, ${succeeded} of ${rows} done`;
}

/** What a fact would ask and make, for people who look before they start. */
export function planLine({ id, switch: name, question, makes }: Fact): string {
	return `§${id}  ${question}${name ? ` → ${name}` : ''} (makes ${makes})`;
}

const listed = (title: string, lines: string[]) =>
	lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];

function differing(results: Result[]): string[] {
	const lines = results.flatMap(({ fact, outcome }) => {
		if (!fact.switch || !('value' in outcome) || isDefault(fact.switch, outcome.value)) return [];
		return [`\t${fact.switch}: ${literal(outcome.value)}, // §${fact.id}`];
	});
	if (lines.length === 0) return ['No switch differs from its default.', ''];
	return ['const MEASURED: Partial<Switches> = {', ...lines, '};', ''];
}

/** Facts that no run tries, with the reason. */
export function neverTried(): string[] {
	const switches = Object.entries(UNTRIED_SWITCHES).map(
		([name, { id, why }]) => `§${id}  ${name}: ${why}`,
	);
	return [...switches, ...UNTRIED_POINTS.map(({ id, why }) => `§${id}  ${why}`)];
}

/** The end of the report, to be pasted as it is. */
export function summaryOf(results: Result[], timings: Array<Timing | NoJob>): string[] {
	const those = (key: 'notTried' | 'noPlan' | 'unlike') =>
		results.flatMap(({ fact, outcome }) =>
			key in outcome ? [`§${fact.id}  ${fact.switch ?? fact.question}: ${reasonOf(outcome)}`] : [],
		);
	const findings = results.filter(({ fact, outcome }) => !fact.switch && 'value' in outcome);
	return [
		...differing(results),
		...listed('Answered otherwise:', those('unlike')),
		...listed('Seen:', findings.map(lineOf)),
		...listed('Not available on this plan:', those('noPlan')),
		...listed('Not tried here:', those('notTried')),
		...listed('Never tried:', neverTried()),
		...listed('Seconds a job:', timings.map(timingLine)),
	];
}
