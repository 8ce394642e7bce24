import type { Answer } from './account';
import { brief, notTried } from './facts/fact';
import type { Run } from './run';

type Row = Record<string, unknown>;
type JobTimes = Pick<Timing, 'working' | 'completed' | 'succeeded'>;

/** How long one job took, in seconds from the answer that queued it. */
export interface Timing {
	job: 'create_many' | 'update_many' | 'destroy_many';
	rows: number;
	/** Until it was seen working; `undefined` = it went from queued to completed between two looks. */
	working?: number;
	/** Until it was completed. */
	completed: number;
	/** Rows that the results call a success. */
	succeeded: number;
}

export const SIZES = [1, 10, 100];

const LONGEST = { seconds: 1_800 };

interface Job {
	id: string;
	status: string;
	results: unknown;
}

/** A row that was not refused: jobs that create report in a form of their own. */
const isSuccess = (row: { success?: boolean; error?: unknown }) =>
	row.success ?? row.error === undefined;

async function waitForJob(run: Run, id: string, look: (job: Job) => void = () => {}) {
	const ended = await run.until(async () => {
		const { json } = await run.get(`job_statuses/${id}`);
		const job = json.job_status as Job | undefined;
		if (job) look(job);
		return job && !['queued', 'working'].includes(job.status) ? job : undefined;
	}, LONGEST);
	run.account.jobs.delete(id);
	return ended;
}

/** Waits for the jobs of this run that nobody waits for any more: they may still make users. */
export async function waitForJobs(run: Run): Promise<void> {
	for (const id of run.account.jobs) await waitForJob(run, id);
}

/**
 * Waits for a job that an answer has queued.
 *
 * @throws {Untried} when there is none, or it did not complete
 */
export async function finishJob(run: Run, answer: Answer): Promise<JobTimes & { results: Row[] }> {
	const queued = answer.json.job_status as Job | undefined;
	if (answer.status !== 200 || !queued) throw notTried(`no job was queued: ${brief(answer)}`);
	const start = run.account.clock.now();
	const passed = () => Math.round((run.account.clock.now() - start) / 100) / 10;
	let working: number | undefined;
	const ended = await waitForJob(run, queued.id, ({ status }) => {
		if (status === 'working') working ??= passed();
	});
	// A job of which every row was refused is `failed`, and says of each row why.
	const isEnded = ended?.found.status === 'completed' || Array.isArray(ended?.found.results);
	if (!ended || !isEnded) {
		throw notTried(`the job is ${ended?.found.status ?? 'still working after half an hour'}`);
	}
	const results = Array.isArray(ended.found.results) ? (ended.found.results as Row[]) : [];
	const succeeded = results.filter(isSuccess).length;
	return { working, completed: passed(), succeeded, results };
}

async function timeOne(run: Run, answer: Answer): Promise<JobTimes> {
	const { working, completed, succeeded } = await finishJob(run, answer);
	return { working, completed, succeeded };
}

/** A job that the account does not do. */
export interface NoJob extends Pick<Timing, 'job' | 'rows'> {
	refused: string;
}

type Say = (timing: Timing | NoJob) => void;

/** Makes so many users, by a job where the account may. */
async function create(run: Run, rows: number, say: Say): Promise<number[]> {
	const marks = Array.from({ length: rows }, () => run.marks.next());
	const users = marks.map((mark) => run.record(mark));
	const answer = await run.post('users/create_many', { users });
	if (answer.status !== 200) {
		say({ job: 'create_many', rows, refused: brief(answer) });
		const ids: number[] = [];
		for (let row = 0; row < rows; row++) ids.push((await run.newUser()).id);
		return ids;
	}
	say({ job: 'create_many', rows, ...(await timeOne(run, answer)) });
	const external_ids = marks.map(({ mark }) => mark).join(',');
	const made = (await run.get('users/show_many', { external_ids })).json.users as Array<{
		id: number;
	}>;
	return made.filter((user) => run.account.guard.adopt('user', user)).map(({ id }) => id);
}

/** Runs the jobs for users in each size, and tells each timing as it is known. */
export async function timeJobs(run: Run, say: Say): Promise<void> {
	for (const rows of SIZES) {
		const query = { ids: (await create(run, rows, say)).join(',') };
		const update = await run.put('users/update_many', { user: { alias: 'timed' } }, query);
		say({ job: 'update_many', rows, ...(await timeOne(run, update)) });
		const removal = await run.delete('users/destroy_many', query);
		say({ job: 'destroy_many', rows, ...(await timeOne(run, removal)) });
	}
}
