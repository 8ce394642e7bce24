import type { Run } from '../run';
import { brief, fact, notTried, type Outcome } from './fact';

interface Freshness {
	seconds: number;
	/** How the write was refused that came too early. */
	early?: { status: number; saw: string };
}

/** The first write to a user who was made a moment ago, and the seconds until one succeeds. */
async function measure(run: Run): Promise<Freshness> {
	const { id } = await run.newUser();
	const first = await run.put(`users/${id}`, { user: { alias: 'early' } });
	if (first.status === 200) return { seconds: 0 };
	// Updates of one user are few a minute, deletions are not: so it is asked to the second.
	const done = await run.until(
		async () => ((await run.delete(`users/${id}`)).status === 200 ? true : undefined),
		{ seconds: 300 },
	);
	if (!done) throw notTried(`no write to a new user succeeded within 300 s: ${brief(first)}`);
	run.settleSeconds = done.seconds;
	return { seconds: done.seconds, early: { status: first.status, saw: brief(first) } };
}

const measured = async (run: Run) => await run.once('freshness', async () => await measure(run));

export const freshnessFacts = [
	fact({
		id: '13.13',
		switch: 'createThenUpdateFailsSeconds',
		question: 'seconds from POST /users until a write to that user succeeds',
		makes: '1 user',
		async try(run) {
			const { seconds, early } = await measured(run);
			return { value: seconds, saw: early ? `${early.saw}, for ${seconds} s` : 'at once' };
		},
	}),
	fact({
		id: '13.13',
		switch: 'createThenUpdateStatus',
		question: 'PUT /users/{id} right after POST /users',
		makes: 'nothing more',
		async try(run): Promise<Outcome<404 | 409>> {
			const { early } = await measured(run);
			if (!early) throw notTried('writes to a new user succeed at once here');
			const { status, saw } = early;
			return status === 404 || status === 409 ? { value: status, saw } : { unlike: saw };
		},
	}),
];
