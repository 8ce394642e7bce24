import type { Answer } from '../account';
import type { Outcome } from './fact';
import { brief, byStatus, detailKeys, fact } from './fact';

const ID_KEYS = ['base', 'name', 'external_id'] as const;

/**
 * Whom a refused upsert had found. It was sent once more without a name: whoever was found is checked as a whole, so the name
 * is complained about as well.
 */
function foundBefore(answer: Answer): Outcome<'422' | 'external-id-wins' | 'email-wins'> {
	const keys = detailKeys(answer);
	const saw = `${answer.status}, details of ${keys.join(', ') || 'nothing'}`;
	const isWhole = keys.includes('name') && keys.length > 1;
	if (answer.status !== 422 || keys.length === 0) return { unlike: brief(answer) };
	if (!isWhole) return keys.includes('name') ? { unlike: saw } : { value: '422', saw };
	return { value: keys.includes('email') ? 'external-id-wins' : 'email-wins', saw };
}

/** Whether a value that nobody has was refused, or the rest written without it. */
function passedOver(answer: Answer, field: string, value: string): Outcome<'422' | 'ignored'> {
	if (answer.status !== 200) return byStatus(answer, { 422: '422' as const });
	const stored = (answer.json.user as Record<string, unknown> | undefined)?.[field];
	const saw = `200, ${field} ${JSON.stringify(stored)}`;
	return stored === value ? { unlike: saw } : { value: 'ignored', saw };
}

export const recordFacts = [
	fact({
		id: '13.7',
		switch: 'upsertTwoMatches',
		question: 'create_or_update with the external ID of one user and the email of another one',
		makes: '2 users',
		async try(run) {
			const [one, other] = [await run.newUser(), await run.newUser()];
			const mixed = { external_id: one.external_id, email: other.email };
			const answer = await run.post('users/create_or_update', {
				user: { ...mixed, name: one.name },
			});
			if (answer.status === 200) {
				const { id } = answer.json.user as { id: number };
				const value = id === one.id ? 'external-id-wins' : 'email-wins';
				return { value, saw: `200, the user with that ${id === one.id ? 'ID' : 'email'}` };
			}
			if (answer.status !== 422) return { unlike: brief(answer) };
			return foundBefore(
				await run.post('users/create_or_update', { user: { ...mixed, name: '' } }),
			);
		},
	}),
	fact({
		id: '13.6',
		switch: 'duplicateExternalIdKey',
		question: 'details of POST /users with an external ID that is taken',
		makes: '1 user',
		async try(run) {
			const { external_id } = await run.newUser();
			const user = run.record(run.marks.next(), { external_id });
			const answer = await run.post('users', { user });
			const [key, ...others] = detailKeys(answer);
			const value = ID_KEYS.find((known) => known === key);
			const isClear = answer.status === 422 && value !== undefined && others.length === 0;
			return isClear ? { value, saw: `422, details.${key}` } : { unlike: brief(answer) };
		},
	}),
	fact({
		id: '2.1',
		switch: 'userTagging',
		question: 'tags of a user who was made with one',
		makes: '1 user',
		async try(run) {
			const { tags } = await run.newUser();
			return { value: tags.length > 0 ? 'on' : 'off', saw: JSON.stringify(tags) };
		},
	}),
	fact({
		id: '2.1',
		switch: 'brandSeparated',
		question: 'separation in a user record',
		makes: '1 user',
		async try(run) {
			const { separation } = await run.newUser();
			return { value: separation !== undefined, saw: JSON.stringify(separation) ?? 'no such key' };
		},
	}),
	fact({
		id: '2.1',
		switch: 'unknownLocale',
		question: 'PUT of a language that no account has',
		makes: '1 user',
		async try(run) {
			const { id } = await run.newUser();
			return passedOver(await run.put(`users/${id}`, { user: { locale: 'tlh' } }), 'locale', 'tlh');
		},
	}),
	fact({
		id: '2.1',
		switch: 'unknownTimeZone',
		question: 'PUT of a time zone that there is none',
		makes: '1 user',
		async try(run) {
			const { id } = await run.newUser();
			const time_zone = 'Mars';
			const answer = await run.put(`users/${id}`, { user: { time_zone } });
			return passedOver(answer, 'time_zone', time_zone);
		},
	}),
	fact({
		id: '2.5',
		switch: 'longTexts',
		question: 'PUT of an alias of 300 characters',
		makes: '1 user',
		async try(run) {
			const { id } = await run.newUser();
			const answer = await run.put(`users/${id}`, { user: { alias: 'x'.repeat(300) } });
			const { alias } = (answer.json.user ?? {}) as { alias?: string };
			if (answer.status !== 200) return byStatus(answer, { 422: '422' as const });
			const saw = `200, ${alias?.length} characters`;
			if (alias?.length === 300) return { value: 'kept', saw };
			return alias?.length === 255 ? { value: 'cut', saw } : { unlike: saw };
		},
	}),
];
