import fc from 'fast-check';
import { addArticle, clientAs, clientOf, signIn, type User } from '../../simulator';
import type { Stage } from '../../engine/engine';
import { watching } from '../scenarios/activityTrigger';
import type { Ran } from '../types';
import { type Cast, pick } from './people';

/** Something that happens between two polls. */
export interface Deed {
	what: (typeof DEEDS)[number];
	who: number;
	/** How long nothing else happens afterwards. */
	seconds: number;
}

const DEEDS = [
	'rename',
	'rename',
	'suspend',
	'delete',
	'purge',
	'create',
	'signIn',
	'signIn',
	'ticket',
	'article',
] as const;

export const deeds: fc.Arbitrary<Deed[]> = fc.array(
	fc.record({
		what: fc.constantFrom(...DEEDS),
		who: fc.nat({ max: 40 }),
		seconds: fc.constantFrom(0, 0, 1, 20, 90, 4_000),
	}),
	{ minLength: 1, maxLength: 12 },
);

export const watches = fc.record({
	triggerOn: fc.constantFrom('userChanged', 'activeToday', 'becameInactive', 'signedIn'),
	alreadyInactive: fc.boolean(),
});

const isStaff = ({ active, role }: User) => active && role !== 'end-user';

async function happen({ sim, people }: Cast, { what, who, seconds }: Deed): Promise<void> {
	const client = clientOf(sim);
	const anybody = pick(
		people.filter(({ active }) => active),
		who,
	);
	const agent = pick(people.filter(isStaff), who);
	const customer = pick(
		people.filter(({ active, role }) => active && role === 'end-user'),
		who,
	);
	const does: Record<Deed['what'], () => unknown> = {
		rename: () => anybody && client.put(`users/${anybody.id}`, { user: { name: `Named ${who}` } }),
		suspend: () => customer && client.put(`users/${customer.id}`, { user: { suspended: true } }),
		delete: () => customer && client.delete(`users/${customer.id}`),
		purge: async () => {
			if (!customer) return;
			await client.delete(`users/${customer.id}`);
			await client.delete(`deleted_users/${customer.id}`);
		},
		create: () => client.post('users', { user: { name: 'New', email: `made${who}@example.com` } }),
		signIn: () => anybody && signIn(sim, anybody),
		ticket: () =>
			agent &&
			clientAs(sim, agent.id).post('tickets', {
				ticket: { subject: 'New', comment: { body: 'Hello' } },
			}),
		article: () => agent && addArticle(sim, { author: agent }),
	};
	await does[what]();
	await sim.clock.sleep(seconds * 1000);
}

/** Publishes a trigger, and lets things happen. @returns a poll, that tells all that was told so far */
export async function watch(
	stage: Stage,
	cast: Cast,
	watched: object,
	all: Deed[],
): Promise<() => Promise<Ran>> {
	return await watching(stage, { inactiveDays: 30, ...watched }, () => ({
		people: cast.people,
		async happens() {
			for (const deed of all) await happen(cast, deed);
		},
	}));
}
