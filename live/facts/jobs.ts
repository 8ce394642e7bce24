import { finishJob } from '../jobs';
import { brief, fact, notTried } from './fact';

const HEADER = 'zendesk-ratelimit-inflight-jobs';
/** So many in one order come as they were sent by chance once in three million times. */
const USERS = 10;

export const jobFacts = [
	fact({
		id: '3',
		switch: 'inflightJobsHeader',
		question: `PUT /users/update_many for an external ID that nobody has: ${HEADER}`,
		makes: 'nothing',
		async try(run) {
			const query = { external_ids: run.marks.next().mark };
			const answer = await run.put('users/update_many', { user: { alias: 'none' } }, query);
			if (answer.status !== 200) return { unlike: brief(answer) };
			const told = answer.limits?.[HEADER];
			return told === undefined
				? { value: 'absent', saw: 'no such header' }
				: { value: 'present', saw: told };
		},
	}),
	fact({
		id: '3',
		switch: 'createManyResults',
		question: `the results of POST /users/create_many for ${USERS} users with external IDs`,
		makes: `${USERS} users`,
		async try(run) {
			const users = Array.from({ length: USERS }, () => run.record(run.marks.next()));
			const answer = await run.post('users/create_many', { users });
			if (answer.status === 403) throw notTried('bulk user import is off in this account');
			const { results } = await finishJob(run, answer);
			const told = results.map(({ external_id: id }) => id);
			if (told.includes(undefined)) return { unlike: 'results without external IDs' };
			const isAsSent = users.every(({ external_id: id }, i) => told[i] === id);
			const saw = `${results.length} results, ${isAsSent ? 'in' : 'not in'} the order of the request`;
			return { value: isAsSent ? 'as-sent' : 'any-order', saw };
		},
	}),
];
