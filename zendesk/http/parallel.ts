/**
 * Enough to keep all calls on the way that the limiter lets out, few enough that ten thousand rows don't wait as ten
 * thousand timers.
 */
const AT_ONCE = 32;

/**
 * Does the same work for every entry of a list, some of them at a time, begun in their order.
 *
 * @param onEach told at each entry that is done
 * @returns the results, in the order of the list; rejects with the first error, like `Promise.all`
 */
export async function inParallel<T, Result>(
	list: readonly T[],
	work: (entry: T, index: number) => Promise<Result>,
	onEach?: () => void,
): Promise<Result[]> {
	const results: Result[] = new Array(list.length);
	let next = 0;
	const worker = async () => {
		while (next < list.length) {
			const index = next++;
			results[index] = await work(list[index], index);
			onEach?.();
		}
	};
	await Promise.all(Array.from({ length: Math.min(AT_ONCE, list.length) }, worker));
	return results;
}
