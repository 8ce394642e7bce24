import fc from 'fast-check';
import { type Cast, type Kind, pick } from './people';

/** How a row names somebody: somebody who is there, somebody new, or whatever a source may hold. */
export type Key =
	| { person: number; of?: Kind[]; as?: 'upper' | 'spaced' }
	| { fresh: number }
	| { text: string };

export type By = 'id' | 'email' | 'externalId';

const NONSENSE = ['', ' ', '0', '-1', 'nobody', 'nobody@example.com', 'a@b@c', '99999999999999999'];

const number = fc.nat({ max: 40 });

const somebody = (of?: Kind[]) =>
	fc.record({
		person: number,
		as: fc.constantFrom(undefined, undefined, 'upper' as const, 'spaced' as const),
		...(of ? { of: fc.constant(of) } : {}),
	}) as fc.Arbitrary<Key>;

const nonsense: fc.Arbitrary<Key> = fc
	.oneof(fc.constantFrom(...NONSENSE), fc.string({ unit: 'grapheme', maxLength: 8 }))
	.map((text) => ({ text }));

const fresh: fc.Arbitrary<Key> = fc.nat({ max: 5 }).map((n) => ({ fresh: n }));

/** Mostly somebody of these kinds; also anybody, nobody, and nonsense. */
export const known = (...of: Kind[]): fc.Arbitrary<Key> =>
	fc.oneof(
		{ weight: 12, arbitrary: somebody(of) },
		{ weight: 3, arbitrary: somebody() },
		{ weight: 1, arbitrary: fresh },
		{ weight: 1, arbitrary: nonsense },
	);

/** A value that nobody has, or that none can be. */
export const unused: fc.Arbitrary<Key> = fc.oneof({ weight: 5, arbitrary: fresh }, nonsense);

/** Somebody who may be there or not. */
export const anybody: fc.Arbitrary<Key> = fc.oneof(
	{ weight: 5, arbitrary: somebody() },
	{ weight: 5, arbitrary: fresh },
	{ weight: 1, arbitrary: nonsense },
);

const kindOf = ({ active, role, role_type: type }: Cast['people'][number]): Kind => {
	if (!active) return 'deleted';
	if (role === 'admin') return 'admin';
	if (role === 'end-user') return 'customer';
	return type === 1 ? 'light' : 'agent';
};

const TWISTS = {
	upper: (text: string) => text.toUpperCase(),
	spaced: (text: string) => ` ${text} `,
};

const FRESH: Record<By, (n: number) => string> = {
	id: (n) => String(990_000_000 + n),
	email: (n) => `fresh${n}@example.com`,
	externalId: (n) => `HR-new ${n}`,
};

/** Reads keys at the beginning, before anything has happened to those who are meant. */
export function reader({ people }: Cast): (key: Key | null, by: By) => string {
	const all = people.map((user) => ({
		kind: kindOf(user),
		id: String(user.id),
		email: user.email ?? '',
		externalId: user.external_id ?? '',
	}));
	return (key, by) => {
		if (key === null) return '';
		if ('text' in key) return key.text;
		if ('fresh' in key) return FRESH[by](key.fresh);
		const { of, as, person } = key;
		const meant = of ? all.filter(({ kind }) => of.includes(kind)) : all;
		const text = pick(meant, person)?.[by] ?? '';
		return as ? TWISTS[as](text) : text;
	};
}
