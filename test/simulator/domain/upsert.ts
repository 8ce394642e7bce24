import { invalidField } from '../http/errors';
import { toId, type Input } from '../http/query';
import type { User } from '../store/records';
import type { Act } from '../world';
import { brandOf, createUser, updateUser } from './users';

export interface Upserted {
	user: User;
	created: boolean;
}

/**
 * Whom create_or_update means: by id, external id (case-blind) or email, primary or secondary
 * (zendesk-api §2.3).
 */
export function matchUser(act: Act, input: Input): User | undefined {
	const { store, switches } = act.world;
	const byId = store.users.get(toId(input.id));
	if (byId?.active) return byId;
	const externalId = input.external_id;
	const hasExternalId = externalId !== undefined && externalId !== null && externalId !== '';
	const brandId = brandOf(act, input);
	const byExternalId = hasExternalId
		? store.userByExternalId(String(externalId), brandId)
		: undefined;
	const byEmail =
		typeof input.email === 'string' ? store.userByEmail(input.email, brandId) : undefined;
	if (byExternalId && byEmail && byExternalId.id !== byEmail.id) {
		if (switches.upsertTwoMatches === 'external-id-wins') return byExternalId;
		if (switches.upsertTwoMatches === 'email-wins') return byEmail;
		const description = `Email: ${input.email} is already being used by another user`;
		throw invalidField('email', description, 'DuplicateValue');
	}
	return byExternalId ?? byEmail;
}

/** POST /users/create_or_update: an external id that matches takes over its new case (§2.3). */
export function upsertUser(act: Act, input: Input): Upserted {
	const existing = matchUser(act, input);
	if (!existing) return { user: createUser(act, input), created: true };
	return { user: updateUser(act, existing, input), created: false };
}
