import { DAY, toSecond } from './core/time';
import { addIdentity, promote } from './domain/identities';
import type { Simulator } from './simulator';
import type { Identity, User } from './store/records';

/** Gives somebody another identity, e.g. a Google sign-in, as if it had long been there; `primary` takes that place. */
export function addIdentityTo(
	sim: Simulator,
	user: User,
	{ type, value, ...fields }: Pick<Identity, 'type' | 'value'> & Partial<Omit<Identity, 'id'>>,
): Identity {
	const act = { world: sim.world, now: toSecond(sim.clock.now() - DAY), actor: null };
	const { primary, ...others } = fields;
	const identity = addIdentity(act, user, { type, value, verified: true, quiet: true });
	if (primary) promote(act, user, identity);
	sim.store.identities.update(identity, others);
	sim.search.users.forget(user.id);
	return identity;
}

/** A person's identities as `type:value`, the primary ones with a star, in the order of their ids. */
export function identitiesIn(sim: Simulator, user: Pick<User, 'id'>): string[] {
	return sim.store.identities
		.sortedBy('user', user.id)
		.map(({ type, value, primary }) => `${type}:${value}${primary ? '*' : ''}`);
}
