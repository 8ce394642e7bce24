import fc from 'fast-check';
import { addCustomer, addTicket, type Simulator, type User } from '../simulator';
import type { DeliveryKnobs, Zephr, ZephrSwitches, ZephrUser } from '../simulator/zephr';
import type { Workflow as Template } from '../../playground/rest';
import { type Settings, setWorld } from './zephr-world';

/** Random lives of Zephr's users, and what Zendesk has to look like in the end. */

export const USERS = 50;
/** So many of the users are in the story; the others must stay as they are. */
const CAST = 5;
export const SITES = ['daily', 'weekly'];

const DEEDS = [
	'email',
	'verify',
	'grant',
	'bare grant',
	'end grant',
	'delete',
	// Deletes the account, and comes back with the same address.
	'return',
] as const;

export type Step =
	| { do: 'create'; site: string; first: unknown; last: unknown; reuse: boolean }
	| { do: 'update'; who: number; attributes: Record<string, unknown> }
	| { do: (typeof DEEDS)[number]; who: number };

export interface Story {
	settings: {
		autoVerifyEmails: boolean;
		onlyCustomers: boolean;
		sites: string;
		whenTicketsAreOpen: 'suspend' | 'report';
	};
	/** Which of the cast have open tickets in Zendesk, and which a product in Zephr. */
	tickets: boolean[];
	grants: boolean[];
	/** Each with the milliseconds until the next. */
	steps: Array<{ step: Step; pause: number }>;
	delivery: Pick<DeliveryKnobs, 'duplicate' | 'delayMs' | 'reorder' | 'parallel'>;
	zephr: Partial<ZephrSwitches>;
	/** Requests and answers are under way for up to so long. */
	slowMs: number;
	/** Before which step the nightly template starts, if it does. */
	night: number | null;
	/** So long Zendesk does not let a new user be changed. */
	freshSeconds: number;
	seed: number;
}

const name = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom('Ann', 'Bob', 'Chloé', 'Dörte', 'Eve Marie', ' Finn ') },
	{ weight: 1, arbitrary: fc.constantFrom<unknown>('', null, undefined) },
);
/** Mostly the same one, so that much happens to somebody at once. */
const who = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(1) },
	{ weight: 2, arbitrary: fc.nat(CAST + 2) },
);
const attributes = fc.record(
	{ 'first-name': name, 'last-name': name, newsletter: fc.boolean() },
	{ requiredKeys: [] },
);

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('create' as const),
			site: fc.constantFrom(...SITES),
			first: name,
			last: name,
			reuse: fc.boolean(),
		}),
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('update' as const), who, attributes }) },
	{
		weight: 8,
		arbitrary: fc.record({
			do: fc.constantFrom(...DEEDS, 'email' as const),
			who,
		}),
	},
);

const flags = fc.array(fc.boolean(), { minLength: CAST, maxLength: CAST });

const calm = (mostSteps: number, slowest: number): fc.Arbitrary<Story> =>
	fc.record({
		settings: fc.record({
			autoVerifyEmails: fc.boolean(),
			onlyCustomers: fc.boolean(),
			sites: fc.constantFrom('', '', 'daily', 'Daily, weekly'),
			whenTicketsAreOpen: fc.constantFrom('suspend', 'suspend', 'report'),
		}),
		tickets: flags,
		grants: flags,
		steps: fc.array(
			fc.record({
				step,
				pause: fc.oneof(
					fc.constant(0),
					fc.integer({ min: 1, max: slowest / 50 }),
					fc.integer({ min: 1, max: slowest / 10 }),
				),
			}),
			{ minLength: 1, maxLength: mostSteps },
		),
		delivery: fc.record({
			duplicate: fc.constantFrom(0, 0.5, 1),
			delayMs: fc.constantFrom<[number, number]>([0, 0], [0, 1_000], [0, slowest]),
			reorder: fc.boolean(),
			parallel: fc.boolean(),
		}),
		zephr: fc.record({
			eventTypes: fc.constantFrom('capitals', 'dotted'),
			eventDetails: fc.constantFrom('user', 'id', 'camel-id', 'nested'),
			subTenant: fc.constantFrom('tenant|site', 'site'),
			emailChangeFires: fc.constantFrom('update-email', 'update-email-and-update'),
			grantFires: fc.constantFrom('grant', 'grant-started', 'both'),
			userShowsRegistration: fc.boolean(),
			booleansAsText: fc.boolean(),
		}),
		slowMs: fc.constantFrom(0, 3_000, 10_000),
		night: fc.option(fc.nat(mostSteps), { freq: 2 }),
		freshSeconds: fc.constantFrom(0, 0, 60),
		seed: fc.nat(1_000_000),
	});

/** Everything happens to one user, faster than requests travel: most executions know something old. */
const hurried = (calm: Story): Story => ({
	...calm,
	slowMs: 10_000,
	freshSeconds: 0,
	delivery: { ...calm.delivery, delayMs: [0, 1_000], parallel: true },
	steps: calm.steps.map(({ step, pause }) => ({
		step: 'who' in step ? { ...step, who: 1 } : step,
		pause: pause % 8_000,
	})),
});

export const story = (mostSteps = 12, slowest = 300_000): fc.Arbitrary<Story> =>
	fc
		.tuple(calm(mostSteps, slowest), fc.boolean())
		.map(([story, isHurried]) => (isHurried && slowest > 10_000 ? hurried(story) : story));

/** What came to pass in a story: of those who are gone Zephr tells nothing any more. */
export interface Past {
	deleted: ZephrUser[];
	/** IDs of users who had a product at some time. */
	onceCustomers: Set<string>;
	/** IDs of users who never changed the email and were never verified. */
	untouchedEmails: Set<string>;
	/** IDs of users whose Zendesk users have open tickets. */
	withTickets: Set<string>;
	/** Zendesk's other users, and Zephr's users who are not in the story, as they were. */
	bystanders: User[];
}

const PREFIX = 'zephr-';
const TAG = 'delete_when_tickets_closed';

const fullName = ({ attributes: all, email_address: email }: ZephrUser) =>
	['first-name', 'last-name']
		.map((slug) => String(all[slug] ?? '').trim())
		.filter(Boolean)
		.join(' ') || email;

const siteIsOn = (user: ZephrUser, sites: string) =>
	sites === '' ||
	sites
		.toLowerCase()
		.split(/[\s,]+/)
		.includes(user.site);

/** Brings both sides to where nothing is left to do: all users in Zephr, and in Zendesk those who belong there. */
export function setScene(sim: Simulator, zephr: Zephr, { settings, ...story }: Story): Past {
	const past: Past = {
		deleted: [],
		onceCustomers: new Set(),
		untouchedEmails: new Set(),
		withTickets: new Set(),
		bystanders: [],
	};
	for (let i = 0; i < USERS; i++) {
		const user = zephr.createUser({
			email_address: `reader${i}@example.com`,
			site: SITES[i % 3 === 2 ? 1 : 0],
			attributes: { 'first-name': 'Rita', 'last-name': `Reader ${i}` },
		});
		past.untouchedEmails.add(user.user_id);
		if (i >= CAST || story.grants[i]) {
			zephr.addGrant({ user_id: user.user_id });
			past.onceCustomers.add(user.user_id);
		}
		if (!isWanted(zephr, user, settings)) continue;
		const inZendesk = addCustomer(sim, {
			name: fullName(user),
			email: user.email_address,
			external_id: PREFIX + user.user_id,
		});
		if (!settings.autoVerifyEmails) unverify(sim, inZendesk);
		if (i < CAST && story.tickets[i]) {
			addTicket(sim, { requester: inZendesk });
			past.withTickets.add(user.user_id);
		}
		if (i >= CAST) past.bystanders.push(inZendesk);
	}
	for (let i = 0; i < 3; i++) past.bystanders.push(addCustomer(sim));
	past.bystanders = past.bystanders.map((user) => ({ ...sim.store.users.get(user.id)! }));
	return past;
}

function unverify({ store }: Simulator, user: User): void {
	store.users.update(user, { verified: false });
	for (const identity of store.identities.sortedBy('user', user.id)) {
		store.identities.update(identity, { verified: false, verified_at: null });
	}
}

function isWanted(zephr: Zephr, user: ZephrUser, settings: Settings): boolean {
	const isCustomer = zephr.isCustomer(user.user_id, { accounts: false, products: true });
	return siteIsOn(user, String(settings.sites)) && (!settings.onlyCustomers || isCustomer);
}

/** Does in Zephr what the story tells. */
export async function play(
	zephr: Zephr,
	{ steps }: Story,
	past: Past,
	sleep: (ms: number) => Promise<void>,
	before: (step: number) => unknown = () => {},
): Promise<void> {
	const cast = zephr.users.slice(0, CAST).map(({ user_id: id }) => id);
	let serial = 0;
	for (const [i, { step, pause }] of steps.entries()) {
		before(i);
		take(step);
		if (pause > 0) await sleep(pause);
	}

	function take(step: Step): void {
		if (step.do === 'create') return create(step);
		const id = cast[step.who % cast.length];
		if (!zephr.tenant.users.has(id)) return;
		const holder = { user_id: id };
		switch (step.do) {
			case 'update':
				zephr.updateUser(id, step.attributes);
				break;
			case 'email':
				zephr.changeEmail(id, `new${++serial}@example.com`);
				past.untouchedEmails.delete(id);
				break;
			case 'verify':
				zephr.verifyEmail(id);
				past.untouchedEmails.delete(id);
				break;
			case 'grant':
				zephr.addGrant(holder);
				past.onceCustomers.add(id);
				break;
			case 'bare grant':
				zephr.addGrant(holder, { product_id: null });
				break;
			case 'end grant':
				for (const { grant_id } of zephr.tenant.grantsOf(holder)) zephr.endGrant(grant_id);
				break;
			case 'return':
			case 'delete':
				past.deleted.push({ ...zephr.tenant.users.get(id)! });
				zephr.deleteUser(id);
				if (step.do === 'return') {
					create({ do: 'create', site: SITES[0], first: 'Back', last: 'Again', reuse: true });
				}
		}
	}

	/** Perhaps somebody who was there before, and comes back with the same address. */
	function create({ site, first, last, reuse }: Step & { do: 'create' }): void {
		const free = past.deleted
			.filter(({ user_id: id }) => !past.withTickets.has(id))
			.map(({ email_address: email }) => email)
			.filter((email) => zephr.users.every((user) => user.email_address !== email));
		const email = (reuse && free.at(-1)) || `created${++serial}@example.com`;
		const attributes = { 'first-name': first, 'last-name': last };
		const user = zephr.createUser({ email_address: email, site, attributes });
		past.untouchedEmails.add(user.user_id);
		cast.unshift(user.user_id);
	}
}

interface Face {
	name: string;
	email: string | null;
	role: string;
	verified: boolean;
	suspended: boolean;
}

const faceOf = ({ name, email, role, verified, suspended }: User): Face => ({
	name,
	email: email?.toLowerCase() ?? null,
	role,
	verified,
	suspended,
});

/**
 * What is wrong with Zendesk in the end, by all that Zephr says; nothing when all is well. Some things Zephr leaves open:
 * who was a customer for a while may have been seen as one or not, and an address that was verified once stays so.
 */
export function findFaults(
	sim: Simulator,
	zephr: Zephr,
	settings: Story['settings'],
	past: Past,
): string[] {
	const faults: string[] = [];
	const theirs = new Map<string, User[]>();
	for (const user of sim.store.users.all()) {
		if (!user.active || !user.external_id?.startsWith(PREFIX)) continue;
		const id = user.external_id.slice(PREFIX.length);
		theirs.set(id, [...(theirs.get(id) ?? []), user]);
	}
	const note = (who: ZephrUser, fault: string) =>
		faults.push(`${who.user_id} (${who.email_address}): ${fault}`);

	for (const user of zephr.users) {
		const [found, ...others] = theirs.get(user.user_id) ?? [];
		theirs.delete(user.user_id);
		if (others.length > 0) note(user, `is there ${others.length + 1} times`);
		if (!isWanted(zephr, user, settings)) {
			const mayBe =
				settings.onlyCustomers &&
				siteIsOn(user, settings.sites) &&
				past.onceCustomers.has(user.user_id);
			if (found && !mayBe) note(user, 'is there, but does not belong there');
			continue;
		}
		if (!found) {
			note(user, 'is missing');
			continue;
		}
		const face = faceOf(found);
		const isVerified = settings.autoVerifyEmails || user.email_verified;
		const expected: Face = {
			name: fullName(user),
			email: user.email_address.toLowerCase(),
			role: 'end-user',
			verified: isVerified || (face.verified && !past.untouchedEmails.has(user.user_id)),
			suspended: false,
		};
		for (const key of Object.keys(expected) as Array<keyof Face>) {
			if (face[key] !== expected[key]) note(user, `${key} is ${face[key]}, not ${expected[key]}`);
		}
	}
	for (const user of past.deleted) {
		const [found] = theirs.get(user.user_id) ?? [];
		theirs.delete(user.user_id);
		if (!past.withTickets.has(user.user_id)) {
			if (found) note(user, 'was deleted, but is there');
			continue;
		}
		const isKept = found && sim.store.tickets.all().some((t) => t.requester_id === found.id);
		const isSuspended = settings.whenTicketsAreOpen === 'suspend';
		if (!isKept) note(user, 'has open tickets, but is gone');
		else if (found.suspended !== isSuspended) note(user, `suspended is ${found.suspended}`);
		else if (found.tags.includes(TAG) !== isSuspended) note(user, `tags are ${found.tags.join()}`);
	}
	for (const [id] of theirs) faults.push(`${id} is nobody's, but is there`);
	for (const before of past.bystanders) {
		const now = sim.store.users.get(before.id)!;
		if (JSON.stringify(now) !== JSON.stringify(before)) {
			faults.push(`${before.name}, who is not concerned, was changed`);
		}
	}
	return faults;
}

/** What 'report' tells, and nothing else may fail. */
const OPEN_TICKETS = /is the requester of .* that are not closed/;

/** Between the batches of requests n8n waits in real time. */
function withoutBatches({ nodes }: Template): void {
	for (const { parameters } of nodes) {
		delete (parameters.options as { batching?: object } | undefined)?.batching;
	}
}

/** Plays a story with the template in between; `mutate` takes something out of it. */
export async function tell(
	story: Story,
	mutate?: (template: Template) => void,
): Promise<{ faults: string[]; events: number; executions: number; nights: number }> {
	const { settings, delivery, zephr: switches, slowMs, freshSeconds, night, seed } = story;
	const world = await setWorld({
		settings: { ...settings, maxRemovalsPercent: 100 },
		sites: SITES,
		delivery,
		zephr: switches,
		slowMs,
		zendesk: { switches: { createThenUpdateFailsSeconds: freshSeconds } },
		seed,
		mutate,
	});
	try {
		const { sim, zephr, sync } = world;
		const past = setScene(sim, zephr, story);
		world.connect();
		const nightly = (template: Template) => {
			withoutBatches(template);
			mutate?.(template);
		};
		const nights: Array<ReturnType<typeof world.reconcile>> = [];
		await play(
			zephr,
			story,
			past,
			async (ms) => await sim.clock.sleep(ms),
			(step) => step === night && nights.push(world.reconcile(nightly)),
		);
		await Promise.all(nights);
		await world.settle();
		const isReport = settings.whenTicketsAreOpen === 'report';
		const failures = sync.failures.filter((each) => !(isReport && OPEN_TICKETS.test(each)));
		return {
			faults: [...findFaults(sim, zephr, settings, past), ...failures, ...world.outsiders],
			events: zephr.deliveries.sent.length,
			executions: sync.runs.get('Settings') ?? 0,
			nights: nights.length,
		};
	} finally {
		world.stop();
	}
}
