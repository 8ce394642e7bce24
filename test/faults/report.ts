import { appendFileSync } from 'node:fs';
import type { Losses } from './types';

/** Prints a file's cells, and hands them on to the sum of the whole run. */
export function report(outcomes: string[], losses: Losses): void {
	process.stdout.write(`${outcomes.join('\n')}\n`);
	const file = process.env.FAULTS_REPORT;
	if (file) appendFileSync(file, `${JSON.stringify({ cells: outcomes.length, losses })}\n`);
}
