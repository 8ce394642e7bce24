/** The processor time (ms) that this process has had: what others do on the machine meanwhile is not in it. */
export function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1_000;
}

/** The least processor time (ms) of several tries, because now and then garbage is collected meanwhile. */
export function leastMs(work: () => unknown, tries = 7): number {
	const times = Array.from({ length: tries }, () => {
		const before = cpuMs();
		work();
		return cpuMs() - before;
	});
	return Math.min(...times);
}

// A global of Jest's is slow to look up.
const { imul } = Math;

/** Always the same work, some 5 to 20 ms on a machine of today: five million steps of a simple generator. */
function workALittle(): number {
	let state = 1;
	for (let i = 0; i < 5_000_000; i++) state = (imul(state, 1_664_525) + 1_013_904_223) | 0;
	return state;
}

/** A generous bound, in turns of {@link workALittle} on the same machine; what grows with a square takes thousands. */
const QUICKLY = 400;

/** Whether something was quick for this machine, however fast that is. @param spentMs its processor time */
export function expectQuick(spentMs: number): void {
	expect(spentMs / leastMs(workALittle, 3)).toBeLessThan(QUICKLY);
}
