import type { Run } from '../run';
import { brief, byStatus, fact, notTried } from './fact';

interface Identity {
	id: number;
	primary: boolean;
}

async function primaryOf(run: Run, userId: number): Promise<Identity> {
	const { json } = await run.get(`users/${userId}/identities`);
	const primary = (json.identities as Identity[] | undefined)?.find((identity) => identity.primary);
	if (!primary) throw notTried('a new user has no primary identity here');
	return primary;
}

async function finds(run: Run, email: string, id: number): Promise<true | undefined> {
	const { json } = await run.get('users/search', { query: `email:${email}` });
	const users = (json.users ?? []) as Array<{ id: number }>;
	return users.some((user) => user.id === id) ? true : undefined;
}

export const identityFacts = [
	fact({
		id: '2.3',
		switch: 'goodbyeCode',
		question: 'DELETE of a primary identity',
		makes: '1 user',
		async try(run) {
			const { id } = await run.newUser();
			const primary = await primaryOf(run, id);
			const answer = await run.delete(`users/${id}/identities/${primary.id}`);
			return byStatus(answer, { 400: 400, 403: 403, 422: 422 });
		},
	}),
	fact({
		id: '2.3',
		switch: 'primaryAddress',
		question: 'PUT of another address into the primary identity',
		makes: '1 user',
		async try(run) {
			const { id } = await run.newUser();
			const primary = await primaryOf(run, id);
			const value = run.marks.next().email;
			const path = `users/${id}/identities/${primary.id}`;
			const answer = await run.put(path, { identity: { value } });
			if (answer.status !== 200) return byStatus(answer, { 422: 'fixed' });
			const { email } = (await run.get(`users/${id}`)).json.user as { email: string };
			const isNew = email === value;
			const saw = `200, the user's email is ${isNew ? 'the new one' : 'as it was'}`;
			return isNew ? { value: 'changeable', saw } : { unlike: saw };
		},
	}),
	fact({
		id: '2.3',
		switch: 'identityUpdate',
		question: 'PUT of another address into a second identity',
		makes: '1 user',
		async try(run) {
			const second = run.marks.next().email;
			const identity = { type: 'email', value: second, verified: true, skip_verify_email: true };
			const { id } = await run.newUser({ identities: [identity] });
			const { json } = await run.get(`users/${id}/identities`);
			const all = (json.identities ?? []) as Identity[];
			const other = all.find(({ primary }) => !primary);
			if (!other) throw notTried('identities do not come along with a new user here');
			const path = `users/${id}/identities/${other.id}`;
			const value = run.marks.next().email;
			const answer = await run.put(path, { identity: { value } });
			if (answer.status !== 200) return { unlike: brief(answer) };
			const now = (await run.get(path)).json.identity as { value: string };
			const isNew = now.value === value;
			const saw = `200, the address is ${isNew ? 'the new one' : 'as it was'}`;
			return { value: isNew ? 'effective' : 'without-effect', saw };
		},
	}),
	fact({
		id: '2.3',
		switch: 'phoneOfDeletedIdentity',
		question: 'GET of a user whose only phone identity was deleted',
		makes: '1 user',
		async try(run) {
			// Of the range that is kept for fiction: nobody has it.
			const phone = '+12025550143';
			const { id } = await run.newUser({ phone });
			const { json } = await run.get(`users/${id}/identities`);
			const all = (json.identities ?? []) as Array<Identity & { type: string }>;
			const line = all.find(({ type }) => type === 'phone_number');
			if (!line) throw notTried('the number of a new user is no identity here');
			const answer = await run.delete(`users/${id}/identities/${line.id}`);
			if (answer.status !== 204) return { unlike: brief(answer) };
			const user = (await run.get(`users/${id}`)).json.user as { phone: string | null };
			const saw = `its phone is ${user.phone === null ? 'null' : 'still there'}`;
			return { value: user.phone ? 'stays' : 'goes', saw };
		},
	}),
	fact({
		id: '2.3',
		switch: 'searchFindsSecondaryEmail',
		question:
			'GET /users/search?query=email:… for a secondary address, once the primary one is found',
		makes: '1 user',
		async try(run) {
			const second = run.marks.next().email;
			const identity = { type: 'email', value: second, verified: true, skip_verify_email: true };
			const { id, email } = await run.newUser({ identities: [identity] });
			const within = { seconds: 900, every: 15 };
			const indexed = await run.until(async () => await finds(run, email!, id), within);
			if (!indexed) return { unlike: 'the primary address was not found within 15 minutes' };
			const found = await run.until(async () => await finds(run, second, id), {
				seconds: 60,
				every: 15,
			});
			const saw = `the primary one after ${indexed.seconds} s, the secondary one ${found ? 'too' : 'not'}`;
			return { value: found !== undefined, saw };
		},
	}),
];

export const mergeFacts = [
	fact({
		id: '2.3',
		switch: 'mergeRefusal',
		question: 'merging a user with himself',
		makes: '1 user',
		async try(run) {
			const { id } = await run.newUser({ external_id: undefined });
			const answer = await run.put(`users/${id}/merge`, { user: { id } });
			return byStatus(answer, { 403: 403, 422: 422 });
		},
	}),
	fact({
		id: '2.3',
		switch: 'mergedUser',
		question: 'GET /deleted_users/{id} 1 to 2 minutes after a merge, for the one who was merged',
		makes: '2 users',
		async try(run) {
			const loser = await run.newUser({ external_id: undefined });
			const winner = await run.newUser({ external_id: undefined });
			const merge = await run.put(`users/${loser.id}/merge`, { user: { id: winner.id } });
			if (merge.status !== 200) return { unlike: `the merge: ${brief(merge)}` };
			await run.sleep(60);
			const path = `deleted_users/${loser.id}`;
			let last = await run.get(path);
			if (last.status === 404) {
				await run.sleep(60);
				last = await run.get(path);
			}
			return byStatus(last, { 200: 'deleted', 404: 'purged' });
		},
	}),
	fact({
		id: '2.3',
		switch: 'mergeWithExternalIds',
		question: 'merging two users with external IDs',
		makes: '2 users',
		async try(run) {
			const [loser, winner] = [await run.newUser(), await run.newUser()];
			const answer = await run.put(`users/${loser.id}/merge`, { user: { id: winner.id } });
			return byStatus(answer, { 200: 'allowed', 403: 'refused', 422: 'refused' });
		},
	}),
	fact({
		id: '2.3',
		switch: 'mergeWithoutAddress',
		question: 'merging two unverified users without an email',
		makes: '2 users',
		async try(run) {
			const bare = { email: undefined, external_id: undefined, verified: undefined };
			const [loser, winner] = [await run.newUser(bare), await run.newUser(bare)];
			const answer = await run.put(`users/${loser.id}/merge`, { user: { id: winner.id } });
			return byStatus(answer, { 200: 'allowed', 403: 'refused', 422: 'refused' });
		},
	}),
];
