import { Random } from './simulator/core/random';

/** Whether the suites run at full size, as `npm run nightly` asks for; else each takes a part of what is slow. */
export const IS_FULL = process.env.FULL === '1';

/** What is random this time, and which part is taken. The suites' commands choose a new one and print it. */
export const SEED = Number(process.env.SEED ?? 20_261_120);

/** As many as an environment variable says; else these. */
export function countFrom(variable: string, counts: { full: number; part: number }): number {
	return Number(process.env[variable] ?? (IS_FULL ? counts.full : counts.part));
}

/**
 * All of them at full size; else so many of them, in their order, others with each seed.
 *
 * @param which set it is, where several are drawn from that should not all give what is at the same place
 */
export function partFrom<T>(all: readonly T[], count: number, which = 0): T[] {
	if (IS_FULL) return [...all];
	const random = new Random(SEED + which * 7_919);
	const left = all.map((_, i) => i);
	const taken = Array.from(
		{ length: Math.min(count, all.length) },
		() => left.splice(random.between(0, left.length - 1), 1)[0],
	);
	return taken.sort((a, b) => a - b).map((i) => all[i]);
}
