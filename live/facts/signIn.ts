import { byStatus, fact } from './fact';

export const signInFacts = [
	fact({
		id: '1.3',
		switch: 'oauthTokenStatus',
		question: 'POST /oauth/tokens with client credentials',
		makes: 'an access token',
		async try({ account }) {
			const status = account.tokenStatus;
			return byStatus({ status, json: {}, text: '' }, { 200: 200, 201: 201 });
		},
	}),
	fact({
		id: '1.5',
		switch: 'wrongBasicOnMe',
		question: 'GET /users/me with an API token that does not exist',
		makes: 'nothing',
		async try({ account, marks }) {
			const basic = Buffer.from(`${marks.next().email}/token:none`).toString('base64');
			const answer = await account.getAs(`Basic ${basic}`, '/api/v2/users/me');
			if (answer.status !== 200) return byStatus(answer, { 401: '401' });
			const { id } = answer.json.user as { id: number | null };
			return id === null
				? { value: 'anonymous', saw: '200, user.id null' }
				: { unlike: '200 with a user' };
		},
	}),
	fact({
		id: '13.12',
		switch: 'oauthCallMovesLastLogin',
		question: 'last_login_at of the caller, before and a minute after calls by OAuth',
		makes: 'nothing',
		async try(run) {
			const { last_login_at: before } = await run.me();
			await run.sleep(61);
			const { last_login_at: after } = await run.me();
			return { value: before !== after, saw: `${before}, then ${after}` };
		},
	}),
];
