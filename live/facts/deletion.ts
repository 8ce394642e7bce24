import type { Answer } from '../account';
import type { Run } from '../run';
import { brief, byStatus, fact, notTried } from './fact';

/** Zendesk may take its time until a deleted user is among the deleted. */
const READY = { seconds: 600 };

async function amongDeleted(run: Run, id: number): Promise<{ found: Answer; seconds: number }> {
	const shown = await run.until(async () => {
		const answer = await run.get(`deleted_users/${id}`);
		return answer.status === 200 ? answer : undefined;
	}, READY);
	if (!shown) throw notTried(`a deleted user was not among the deleted within ${READY.seconds} s`);
	return shown;
}

export const deletionFacts = [
	fact({
		id: '13.4',
		switch: 'showDeletedUser',
		question: 'GET /users/{id} after the soft delete',
		makes: '1 user',
		async try(run) {
			const { id } = await run.deletedUser();
			const answer = await run.get(`users/${id}`);
			if (answer.status !== 200) return byStatus(answer, { 404: 'not-found' });
			const { active } = answer.json.user as { active: boolean };
			const saw = `200, active ${active}`;
			return active === false ? { value: 'record', saw } : { unlike: saw };
		},
	}),
	fact({
		id: '13.4',
		switch: 'showPurgedUser',
		question: 'GET /users/{id} up to 2 minutes after the permanent deletion',
		makes: '1 user',
		async try(run) {
			const { id } = await run.deletedUser();
			await amongDeleted(run, id);
			const purge = await run.delete(`deleted_users/${id}`);
			if (purge.status !== 200) return { unlike: `the permanent deletion: ${brief(purge)}` };
			let last = purge;
			await run.until(
				async () => {
					last = await run.get(`users/${id}`);
					return last.status === 200 ? undefined : true;
				},
				{ seconds: 120, every: 10 },
			);
			return byStatus(last, { 200: 'record', 404: 'not-found' });
		},
	}),
	fact({
		id: '13.4',
		switch: 'putDeletedUser',
		question: 'PUT /users/{id} after the soft delete',
		makes: '1 user',
		async try(run) {
			const { id } = await run.deletedUser();
			const answer = await run.put(`users/${id}`, { user: { alias: 'late' } });
			return byStatus(answer, { 404: 404, 422: 422 });
		},
	}),
	fact({
		id: '2.6',
		switch: 'deletedUsersListKeepsEmail',
		question: 'the email in GET /deleted_users/{id}',
		makes: '1 user',
		async try(run) {
			const { id } = await run.deletedUser();
			const { found } = await amongDeleted(run, id);
			const { email } = found.json.deleted_user as { email: string | null };
			return { value: email !== null, saw: email === null ? 'null' : 'as it was' };
		},
	}),
	fact({
		id: '2.6',
		switch: 'deletedUserKeepsNotes',
		question: 'notes in GET /users/show_many?include_deleted=true after the soft delete',
		makes: '1 user',
		async try(run) {
			const { id } = await run.deletedUser();
			const answer = await run.get('users/show_many', { ids: id, include_deleted: 'true' });
			const [user] = (answer.json.users ?? []) as Array<{ notes: string | null }>;
			if (!user) return { unlike: `${brief(answer)}, without the user` };
			return { value: Boolean(user.notes), saw: user.notes ? 'as they were' : 'empty' };
		},
	}),
	fact({
		id: '13.13',
		switch: 'purgeReadySeconds',
		question: 'seconds from DELETE /users/{id} until GET /deleted_users/{id} finds him',
		makes: '1 user',
		async try(run) {
			const { id } = await run.deletedUser();
			const { seconds } = await amongDeleted(run, id);
			return { value: seconds, saw: `${seconds} s` };
		},
	}),
];
