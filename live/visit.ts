import { Account, type AccountOptions } from './account';
import { type Fact, Untried } from './facts/fact';
import { FACTS } from './facts';
import { Guard } from './guard';
import { type NoJob, timeJobs, type Timing } from './jobs';
import { Marks } from './marks';
import { lineOf, planLine, neverTried, type Result, summaryOf, timingLine } from './report';
import { Run } from './run';
import { findUsers, sweep } from './sweep';
import { Stopped } from './wire';

/** Accounts with more users than this are no sandboxes. */
const SANDBOX_USERS = 200;
/** So many users of ours a run that broke off can have left behind. */
const OUR_USERS = 200;

export interface VisitOptions extends Omit<AccountOptions, 'guard'> {
	/** Sections or switches, and `jobs`; all when it is empty. */
	only?: string[];
	anyAccount?: boolean;
	/** A person stops the run: what it made is removed all the same. */
	signal?: AbortSignal;
	say: (line: string) => void;
}

/** @throws {Error} for something that is not there */
function selected(only: string[]): { facts: Fact[]; withJobs: boolean } {
	if (only.length === 0) return { facts: [...FACTS], withJobs: true };
	const names = (fact: Fact): unknown[] => [fact.id, fact.switch];
	const unknown = only.filter(
		(name) => name !== 'jobs' && !FACTS.some((fact) => names(fact).includes(name)),
	);
	if (unknown.length > 0) throw new Error(`--only: there is no ${unknown.join(', ')}; see --list`);
	const facts = FACTS.filter((fact) => only.some((name) => names(fact).includes(name)));
	return { facts, withJobs: only.includes('jobs') };
}

const JOBS =
	'jobs  create_many, update_many and destroy_many, 1, 10 and 100 rows each (makes 111 users)';

/** What a visit would do, without a request. */
export function planOf(only: string[] = []): string[] {
	const { facts, withJobs } = selected(only);
	return [
		...facts.map(planLine),
		...(withJobs ? [JOBS] : []),
		'',
		'Never tried:',
		...neverTried().map((line) => `  ${line}`),
	];
}

/** @throws {Error} for an account that is no sandbox, or not an admin's */
async function checkAccount(run: Run, anyAccount: boolean): Promise<void> {
	const me = await run.me();
	if (me?.role !== 'admin') throw new Error('The OAuth client must be owned by an admin');
	run.account.guard.callerId = me.id;
	if (anyAccount) return;
	const { json } = await run.get('users/count');
	const { value = NaN } = (json.count ?? {}) as { value?: number };
	// Left-overs do not make an account a bigger one; who has that many more users is not looked through for them.
	const mine = value > SANDBOX_USERS && value <= SANDBOX_USERS + OUR_USERS;
	const users = value - (mine ? (await findUsers(run)).length : 0);
	if (users <= SANDBOX_USERS) return;
	throw new Error(
		`${run.account.origin} has ${users} users, and a sandbox has ${SANDBOX_USERS} at most. Nothing was written. With --any-account it is tried all the same`,
	);
}

async function tryFact(run: Run, fact: Fact): Promise<Result> {
	try {
		return { fact, outcome: await fact.try(run) };
	} catch (error) {
		if (error instanceof Stopped) throw error;
		if (error instanceof Untried) return { fact, outcome: error.outcome };
		const words = error instanceof Error ? error.message : String(error);
		return { fact, outcome: { notTried: `it broke off: ${words}` } };
	}
}

async function measure(
	run: Run,
	say: (timing: Timing | NoJob) => void,
): Promise<string | undefined> {
	try {
		await timeJobs(run, say);
		return undefined;
	} catch (error) {
		if (error instanceof Stopped) throw error;
		return `jobs: it broke off: ${error instanceof Error ? error.message : String(error)}`;
	}
}

/** Removes what is there of this run and of others, whatever happened. @returns whether nothing is left */
async function cleanUp(run: Run, say: (line: string) => void): Promise<boolean> {
	run.account.stopOn(undefined);
	const left = await sweep(run);
	for (const { what, why } of left) say(`could not be removed: ${what}: ${why}`);
	try {
		await run.account.signOut();
	} catch (error) {
		say(`the access token ends by itself within 2 hours: ${(error as Error).message}`);
	}
	return left.length === 0;
}

/**
 * Asks one account everything, tells each answer as it comes, and leaves the account as it was.
 *
 * @returns whether it came to its end and nothing of it is left behind
 * @throws {Error} before anything was written: for an account that is no sandbox, or does not let the client in
 */
export async function visit(options: VisitOptions): Promise<boolean> {
	const { clock, signal, only = [], anyAccount = false } = options;
	const { facts, withJobs } = selected(only);
	const guard = new Guard();
	const account = new Account({ ...options, guard });
	const run = new Run(account, new Marks(clock.now().toString(36)));
	const say = (line: string) => options.say(account.clean(line));
	account.stopOn(signal);
	try {
		await account.signIn();
		await checkAccount(run, anyAccount);
	} catch (error) {
		account.stopOn(undefined);
		await account.signOut().catch(() => undefined);
		throw error;
	}
	let isComplete = false;
	try {
		for (const { what, why } of await sweep(run))
			say(`left over, could not be removed: ${what}: ${why}`);
		const results: Result[] = [];
		const timings: Array<Timing | NoJob> = [];
		for (const fact of facts) {
			const result = await tryFact(run, fact);
			results.push(result);
			say(lineOf(result));
		}
		const broken =
			withJobs &&
			(await measure(run, (timing) => {
				timings.push(timing);
				say(timingLine(timing));
			}));
		if (broken) say(broken);
		for (const line of ['', ...summaryOf(results, timings)]) say(line);
		isComplete = true;
	} catch (error) {
		say(error instanceof Error ? error.message : String(error));
	}
	const isClean = await cleanUp(run, say);
	say(
		`${account.requests} requests; ${isClean ? 'nothing is left behind' : 'something is left behind'}`,
	);
	return isComplete && isClean;
}
