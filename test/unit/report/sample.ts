import type { UsageDay, UsagePageInput, UsagePerson } from '../../../zendesk/activity/page';

/** Somebody who has used Zendesk; the test says what is special about this one. */
export function person(special: Partial<UsagePerson> = {}): UsagePerson {
	return {
		user_id: 1,
		name: 'Ann Miller',
		email: 'ann@acme.example',
		role: 'agent',
		seat: 'paid',
		suspended: false,
		groups: ['Support'],
		created_at: '2024-01-10T08:00:00Z',
		last_login_at: '2026-11-18T07:30:00Z',
		last_active: '2026-11-18',
		...special,
	};
}

export function day(special: Partial<UsageDay> = {}): UsageDay {
	return {
		date: '2026-11-18',
		user_id: 1,
		sign_ins: 1,
		tickets_created: 0,
		tickets_edited: 0,
		tickets_deleted: 0,
		articles_created: 0,
		...special,
	};
}

/** Ten days, the 10th to the 19th of November 2026 (Tuesday to Thursday). */
export function input(special: Partial<UsagePageInput> = {}): UsagePageInput {
	return {
		account: 'acme.zendesk.com',
		generatedAt: Date.parse('2026-11-20T07:05:00Z'),
		zone: 'Europe/Berlin',
		from: '2026-11-10',
		to: '2026-11-19',
		inactiveAfterDays: 5,
		people: [person()],
		days: [day()],
		missing: [],
		...special,
	};
}

const FIRST = [
	'Ann',
	'Björn',
	'Chloë',
	'Dwayne',
	'Elif',
	'Fatima',
	'Gustav',
	'Hana',
	'Ivo',
	'Joséphine',
];
const LAST = ['Miller', 'Okonkwo', 'van der Berg', 'Schulz', 'García Márquez', 'Nowak', 'O’Neill'];
const GROUPS = ['Support', 'Billing', 'Tier 2', 'Back office & returns', 'Night shift'];
const ROLES: Array<Partial<UsagePerson>> = [
	{ role: 'agent', seat: 'paid' },
	{ role: 'agent', seat: 'paid' },
	{ role: 'agent', role_name: 'Team lead', seat: 'paid' },
	{ role: 'agent', role_name: 'Light agent', seat: 'light' },
	{ role: 'agent', role_name: 'Contributor', seat: 'free' },
	{ role: 'admin', seat: 'paid' },
];

/** The same numbers each time: a page that is looked at must not change by itself. */
function dice(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
		return state / 4_294_967_296;
	};
}

function dateBefore(to: string, days: number): string {
	return new Date(Date.parse(to) - days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * A support team over a window: most work on weekdays, some have stopped, some never began, a few are suspended.
 *
 * @param window in days, to 19 November 2026
 */
export function team(size: number, window: number): UsagePageInput {
	const roll = dice(7);
	const to = '2026-11-19';
	const people: UsagePerson[] = [];
	const days: UsageDay[] = [];
	for (let index = 0; index < size; index++) {
		const id = 9_000_000_000 + index;
		const stopped = [0, 0, 0, 0, 0, 0, 40, 0, 0, 1000, 0, 0, 130, 3][index % 14];
		const diligence = 0.25 + roll() * 0.7;
		let lastActive: string | null =
			stopped > window && stopped < 1000 ? dateBefore(to, stopped) : null;
		for (let ago = window - 1; ago >= stopped; ago--) {
			const date = dateBefore(to, ago);
			const weekend = [0, 6].includes(new Date(date).getUTCDay());
			if (roll() > (weekend ? diligence / 6 : diligence)) continue;
			days.push({
				date,
				user_id: id,
				sign_ins: 1 + Math.floor(roll() * 3),
				tickets_created: Math.floor(roll() * 4),
				tickets_edited: Math.floor(roll() * 40),
				tickets_deleted: roll() > 0.95 ? 1 : 0,
				articles_created: roll() > 0.97 ? 1 : 0,
			});
			lastActive = date;
		}
		const name = `${FIRST[index % FIRST.length]} ${LAST[Math.floor(index / 3) % LAST.length]}`;
		people.push(
			person({
				user_id: id,
				name,
				email: `${name
					.normalize('NFD')
					.replace(/\p{M}/gu, '')
					.replace(/[^A-Za-z]+/g, '.')
					.toLowerCase()}${index}@acme.example`,
				...ROLES[index % ROLES.length],
				suspended: index % 11 === 6,
				groups: GROUPS.filter((_, at) => (index + at) % 4 === 0),
				created_at:
					stopped === 1000 && index % 2 === 0 ? '2026-11-12T09:00:00Z' : '2024-03-04T09:00:00Z',
				last_login_at: lastActive && `${lastActive}T07:12:00Z`,
				last_active: lastActive,
			}),
		);
	}
	return input({
		from: dateBefore(to, window - 1),
		to,
		inactiveAfterDays: 30,
		people,
		days,
		missing: [
			'Sign-ins: the audit log can’t be read (it takes an admin’s credential and an Enterprise plan), so only everybody’s last sign-in counts',
			'Deleted tickets: Zendesk’s own list goes back 30 days only, so before 21 Oct 2026 some may be missing',
		],
	});
}
