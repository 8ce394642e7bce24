/** What of a staff member tells whether two records are one person. */
export interface Person {
	id: number;
	name: string;
	email: string | null;
	suspended: boolean;
	last_login_at: string | null;
}

/** Somebody who has another record, which is used more. */
export interface Duplicate {
	/** The record to keep. */
	keptId: number;
	/** What the two have in common. */
	by: 'email' | 'name';
}

/** `Müller,  Zoë` and `zoe muller` are one name. A single word is no name of a person: 'Support', 'Admin'. */
export function nameKey(name: string): string | undefined {
	const [last, first, ...more] = name.split(',');
	const inOrder = first !== undefined && more.length === 0 ? `${first} ${last}` : name;
	const words = inOrder
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);
	return words.length > 1 ? words.join(' ') : undefined;
}

/** Mail to `ann.miller+zendesk@acme.com` reaches `annmiller@acme.com` in most companies. */
export function emailKey(email: string | null): string | undefined {
	const [, local, domain] = /^([^@]+)@([^@]+)$/.exec(email?.trim().toLowerCase() ?? '') ?? [];
	const box = local?.replace(/\+.*$/, '').replace(/\./g, '');
	return box ? `${box}@${domain}` : undefined;
}

/** Who is to keep comes first: not suspended, signed in last, the older record. */
function byUse(a: Person, b: Person): number {
	const lastSeen = ({ last_login_at: at }: Person) => (at === null ? 0 : Date.parse(at));
	return Number(a.suspended) - Number(b.suspended) || lastSeen(b) - lastSeen(a) || a.id - b.id;
}

const KEYS: Array<{ by: Duplicate['by']; keyOf: (person: Person) => string | undefined }> = [
	{ by: 'name', keyOf: ({ name }) => nameKey(name) },
	// Says more than a name, which two people may share.
	{ by: 'email', keyOf: ({ email }) => emailKey(email) },
];

/** Those of the staff who are there twice, by id; of each person the record that is used stays out. */
export function findDuplicates(people: readonly Person[]): Map<number, Duplicate> {
	const duplicates = new Map<number, Duplicate>();
	for (const { by, keyOf } of KEYS) {
		const groups = new Map<string, Person[]>();
		for (const person of people) {
			const key = keyOf(person);
			if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), person]);
		}
		for (const group of groups.values()) {
			const [kept, ...others] = group.sort(byUse);
			for (const { id } of others) duplicates.set(id, { keptId: kept.id, by });
		}
	}
	return duplicates;
}
