import { DAY, toSecond } from '../core/time';
import type { Random } from '../core/random';
import type { User } from '../store/records';
import type { World } from '../world';
import type { Period } from './activity-times';

/** Who did how much in the seeded past. */
export interface Cast {
	/** They do most of the work. */
	busy: User[];
	regular: User[];
	/** They did something only until some day; the suspended are among them. */
	former: User[];
	/** They did nothing in the period; every other one has never signed in at all. */
	idle: User[];
}

const TURNS: Array<keyof Cast> = ['busy', 'regular', 'regular', 'former', 'idle'];

/** How often somebody's turn comes. */
const WEIGHTS: Record<keyof Cast, number> = { busy: 12, regular: 2, former: 2, idle: 0 };

export function castOf(users: readonly User[]): Cast {
	const cast: Cast = { busy: [], regular: [], former: [], idle: [] };
	let turn = 0;
	for (const user of users) {
		const part = user.suspended ? 'former' : TURNS[turn++ % TURNS.length];
		cast[part].push(user);
	}
	return cast;
}

/** Sign-ins before the period, so that nobody works in it who never signed in. */
export function seedEarlierSignIns(world: World, random: Random, cast: Cast, from: number): void {
	for (const [part, users] of Object.entries(cast)) {
		for (const [index, user] of users.entries()) {
			const wasHere = part !== 'idle' || index % 2 === 1;
			const last_login_at = wasHere ? toSecond(from - (1 + random.next() * 30) * DAY) : null;
			world.store.users.update(user, { last_login_at });
		}
	}
}

/** Says whose turn it is at some time; `undefined` = nobody of those who come into question is here any more. */
export function turnsOf(
	random: Random,
	cast: Cast,
	{ from, until }: Period,
): (at: number) => User | undefined {
	const pool = Object.entries(WEIGHTS).flatMap(([part, weight]) =>
		cast[part as keyof Cast].flatMap((user) => Array.from({ length: weight }, () => user)),
	);
	const ends = new Map(
		cast.former.map(({ id }) => [id, from + (0.1 + random.next() * 0.7) * (until - from)]),
	);
	return (at) => {
		for (let attempt = 0; attempt < 20 && pool.length > 0; attempt++) {
			const user = random.pick(pool);
			if (at <= (ends.get(user.id) ?? until)) return user;
		}
		return undefined;
	};
}
