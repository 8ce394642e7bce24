import fc from 'fast-check';
import {
	addAdmin,
	addAgent,
	addCustomer,
	addDeletedCustomer,
	addGroup,
	addLightAgent,
	addSession,
	addTicket,
	addToken,
	clientOf,
	type Group,
	type Simulator,
	type Ticket,
	type User,
} from '../../simulator';

/** An account as plain data: a case that failed can be printed, and played again. */
export interface Account {
	groups: number;
	people: Person[];
	tickets: Concern[];
}

export type Kind = 'customer' | 'agent' | 'light' | 'admin' | 'deleted';

export interface Person {
	kind: Kind;
	name: string;
	hasEmail: boolean;
	externalId: 'none' | 'plain' | 'Mixed' | 'long';
	suspended: boolean;
	/** Numbers of groups; staff without any are in the account's default one. */
	groups: number[];
	/** Further addresses. */
	addresses: number;
	sessions: number;
	tokens: number;
}

/** A ticket, with the numbers of its people; where nobody of the kind is there, it has none. */
export interface Concern {
	requester: number;
	assignee: number | null;
	group: number | null;
	status: Ticket['status'];
	followers: number[];
	ccs: number[];
}

const NAMES = [
	'Ann Miller',
	'Ann Miller',
	'ann miller',
	"Zoë O'Neil 🧑‍🚀",
	'שרה לוי',
	'<b>Bob</b> & "Co"',
	'{{ $json.name }}',
	`Long ${'x'.repeat(200)}`,
];

export const names = fc.oneof(
	fc.constantFrom(...NAMES),
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) => `N ${text.trim()}`),
);

const number = fc.nat({ max: 40 });

const people: fc.Arbitrary<Person> = fc.record({
	kind: fc.constantFrom<Kind>(
		...(['customer', 'customer', 'customer', 'customer', 'agent', 'agent', 'agent'] as const),
		...(['light', 'admin', 'deleted'] as const),
	),
	name: names,
	hasEmail: fc.nat({ max: 9 }).map((n) => n < 9),
	externalId: fc.constantFrom('plain', 'Mixed', 'long', 'none'),
	suspended: fc.nat({ max: 4 }).map((n) => n === 4),
	groups: fc.array(number, { maxLength: 2 }),
	addresses: fc.constantFrom(0, 0, 0, 1, 2),
	sessions: fc.nat({ max: 2 }),
	tokens: fc.nat({ max: 1 }),
});

const tickets: fc.Arbitrary<Concern> = fc.record({
	requester: number,
	assignee: fc.option(number, { freq: 5 }),
	group: fc.option(number, { freq: 2 }),
	status: fc.constantFrom('open', 'new', 'pending', 'hold', 'solved', 'closed'),
	followers: fc.array(number, { maxLength: 2 }),
	ccs: fc.array(number, { maxLength: 2 }),
});

/** Ten to thirty people of all roles, with what they have to do with each other. */
export const accounts: fc.Arbitrary<Account> = fc.record({
	groups: fc.integer({ min: 1, max: 3 }),
	people: fc.array(people, { minLength: 10, maxLength: 30 }),
	tickets: fc.array(tickets, { maxLength: 25 }),
});

/** Who stands for the numbers of a case. */
export interface Cast {
	sim: Simulator;
	groups: Group[];
	/** The last one is the credential's own user. */
	people: User[];
}

/** Of a list that is never too short; `undefined` where it is empty. */
export const pick = <T>(list: T[], at: number): T | undefined => list[at % list.length];

const externalIdOf = ({ externalId }: Person, i: number): string | null =>
	({
		none: null,
		plain: `hr-${i}`,
		Mixed: `HR-Ann ${i}`,
		long: `90071992547409930${i}`,
	})[externalId];

const ADD: Record<Kind, (sim: Simulator, fields: Parameters<typeof addAgent>[1]) => User> = {
	customer: addCustomer,
	deleted: addDeletedCustomer,
	agent: addAgent,
	light: addLightAgent,
	admin: addAdmin,
};

/** Nobody is so new that Zendesk doesn't know him yet. */
const LONG_AGO_MS = 100 * 24 * 3_600_000;

async function addPerson(sim: Simulator, groups: Group[], person: Person, i: number) {
	const { kind, name, hasEmail, suspended, addresses, sessions, tokens } = person;
	const isStaff = kind !== 'customer' && kind !== 'deleted';
	const own = [...new Set(person.groups.map((at) => pick(groups, at)!))];
	const user = ADD[kind](sim, {
		name,
		// Staff sign in by their address.
		email: hasEmail || kind !== 'customer' ? `person${i}@example.com` : null,
		external_id: externalIdOf(person, i),
		suspended,
		created_at: sim.clock.now() - LONG_AGO_MS,
		...(isStaff && own.length > 0 ? { groups: own } : {}),
	});
	if (kind === 'deleted') return user;
	for (let n = 0; n < addresses; n++) {
		await clientOf(sim).post(`users/${user.id}/identities`, {
			identity: { type: 'email', value: `person${i}.${n}@example.org`, verified: true },
		});
	}
	for (let n = 0; n < sessions; n++) addSession(sim, user);
	for (let n = 0; n < tokens; n++) addToken(sim, user);
	return user;
}

/** Puts the account's people and tickets into an empty one, with the same ids each time. */
export async function fill(sim: Simulator, account: Account): Promise<Cast> {
	const groups = Array.from({ length: account.groups }, (_, i) =>
		addGroup(sim, { name: `Group ${i}` }),
	);
	const people: User[] = [];
	for (const [i, person] of account.people.entries()) {
		people.push(await addPerson(sim, groups, person, i));
	}
	const active = people.filter((user) => user.active);
	const agents = active.filter(({ role, role_type: type }) => role !== 'end-user' && type !== 1);
	for (const { requester, assignee, group, status, followers, ccs } of account.tickets) {
		const from = pick(active, requester);
		if (!from) continue;
		const who = assignee === null ? undefined : pick(agents, assignee);
		const staffOf = (numbers: number[]) => numbers.flatMap((at) => pick(agents, at) ?? []);
		const memberships = sim.store.groupMemberships.all().filter((one) => one.user_id === who?.id);
		const membership = group === null ? undefined : pick(memberships, group);
		addTicket(sim, {
			requester: from,
			assignee: who,
			group: membership && sim.store.groups.get(membership.group_id),
			status: who ? (status === 'new' ? 'open' : status) : 'new',
			followers: [...new Set(staffOf(followers))],
			ccs: [...new Set(ccs.flatMap((at) => pick(active, at) ?? []))],
		});
	}
	sim.search.refresh();
	return { sim, groups, people: [...people, sim.store.users.get(sim.credentials.adminId)!] };
}
