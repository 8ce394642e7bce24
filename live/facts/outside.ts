import { finishJob } from '../jobs';
import { brief, fact, noPlan, notTried } from './fact';

export const outsideFacts = [
	fact({
		id: '13.5',
		switch: 'bulkImport403Body',
		question: 'POST /users/create_many while bulk user import is off',
		makes: '1 user where bulk user import is on',
		async try(run) {
			const users = [run.record(run.marks.next())];
			const answer = await run.post('users/create_many', { users });
			if (answer.status === 200) {
				await finishJob(run, answer);
				throw notTried('bulk user import is on in this account');
			}
			if (answer.status !== 403) return { unlike: brief(answer) };
			const { error } = answer.json;
			if (typeof error === 'string') return { value: 'string', saw: brief(answer) };
			return error ? { value: 'object', saw: brief(answer) } : { unlike: brief(answer) };
		},
	}),
	fact({
		id: '7.1',
		switch: 'allowHttpWebhooks',
		question: 'POST /webhooks, inactive, with an endpoint that is not https',
		makes: '1 inactive webhook where it is taken',
		async try(run) {
			const webhook = {
				name: run.marks.next().name,
				status: 'inactive',
				endpoint: 'http://example.com/n8n-live-test',
				http_method: 'POST',
				request_format: 'json',
				subscriptions: ['conditional_ticket_events'],
			};
			const answer = await run.post('webhooks', { webhook });
			if (answer.status === 201) return { value: true, saw: brief(answer) };
			if (answer.status === 403) throw noPlan(`no webhooks: ${brief(answer)}`);
			const isRefused = answer.status === 400 || answer.status === 422;
			return isRefused ? { value: false, saw: brief(answer) } : { unlike: brief(answer) };
		},
	}),
];
