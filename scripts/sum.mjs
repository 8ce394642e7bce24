// How each kind of suite tells what came out of it: what passed, what failed, in words for whoever reads the end only.
import { existsSync, readFileSync } from 'node:fs';

const MOST_CHARACTERS = 1_000;

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

/** Jest's own count; one that did not get so far counts as one failure, and so does a file that breaks. */
function sumJest(file) {
	const found = readJson(file);
	if (!found) return { passed: 0, failed: 1, failures: ['it ended before it had a result'] };
	const failures = found.testResults.flatMap(({ name, message, assertionResults }) => {
		const failed = assertionResults.filter(({ status }) => status === 'failed');
		if (assertionResults.length === 0 && message) return [`${name}\n${message}`];
		return failed.map(
			({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n')}`,
		);
	});
	return {
		passed: found.numPassedTests,
		failed: found.numFailedTests + found.numRuntimeErrorTestSuites,
		skipped: found.numPendingTests,
		failures: failures.map((words) => words.slice(0, MOST_CHARACTERS)),
	};
}

/** A figure that is short of its bar counts as failed. */
function sumBench(file) {
	const figures = readJson(file);
	if (!figures) return { passed: 0, failed: 1, failures: ['it ended before it had a result'] };
	const short = figures.filter(({ ok }) => !ok);
	return {
		passed: figures.length - short.length,
		failed: short.length,
		failures: short.map(({ name, value, bar }) => `${name}: ${value}, the bar is ${bar}`),
	};
}

/** The kinds of suites: what each is told to write its result to, and how that is read. */
export const KINDS = {
	jest: { args: (file) => ['--json', `--outputFile=${file}`], sum: sumJest },
	bench: { args: (file) => [`--output=${file}`], sum: sumBench },
	/** Passes or fails as a whole. */
	whole: {
		args: () => [],
		sum: (_file, code) =>
			code === 0
				? { passed: 1, failed: 0, failures: [] }
				: { passed: 0, failed: 1, failures: [`it ended with ${code}`] },
	},
};
