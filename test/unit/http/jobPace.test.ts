import { JobPace, type PacedJob } from '../../../zendesk/http/jobPace';

interface Real {
	queueMs: number;
	workMs: number;
	total?: number;
}

/** Looks at one job after the other, as their pace tells, and says how often and how late each end was seen. */
function follow(pace: JobPace, jobs: Real[], isWaitedFor = true) {
	let now = 0;
	return jobs.map(({ queueMs, workMs, total = 100 }) => {
		const since = now;
		const job: PacedJob = { since, total, progress: 0, progressAt: since };
		for (let looks = 1; ; looks++) {
			now += pace.pauseMs([job], now, isWaitedFor);
			const done = ((now - since - queueMs) / workMs) * total;
			if (done >= total) {
				pace.learn([job], now);
				return { looks, lateMs: Math.round(now - since - queueMs - workMs) };
			}
			pace.see(job, Math.max(0, Math.floor(done)), now, isWaitedFor);
		}
	});
}

describe('when to look at a job', () => {
	it.each([
		[1_000, 10_000],
		[6_000, 10_000],
		[3_000, 5_000],
		[0, 5_000],
		[3_000, 30_000],
	])('queued for %d ms, at work for %d ms: few looks, soon after its end', (queueMs, workMs) => {
		const [first, ...others] = follow(new JobPace(), Array(5).fill({ queueMs, workMs }));
		expect(first.looks).toBeLessThanOrEqual(workMs > 20_000 ? 7 : 5);
		for (const { looks, lateMs } of [first, ...others]) {
			expect(looks).toBeLessThanOrEqual(first.looks);
			expect(lateMs).toBeLessThanOrEqual(1_500);
		}
	});

	it.each([
		[1_000, 10_000],
		[6_000, 10_000],
		[3_000, 6_000],
		[1_000, 5_000],
	])('while nobody waits, queued for %d ms, at work for %d: two looks', (queueMs, workMs) => {
		const [first, ...others] = follow(new JobPace(), Array(5).fill({ queueMs, workMs }), false);
		expect(first.looks).toBeLessThanOrEqual(2);
		for (const { looks, lateMs } of [first, ...others]) {
			expect(looks).toBeLessThanOrEqual(2);
			expect(lateMs).toBeLessThanOrEqual(3_000);
		}
	});

	it('queues of any length: two or three looks a job once the pace is known', () => {
		const queues = [1, 6, 3, 2, 5, 4, 6, 1, 2, 6].map((seconds) => seconds * 1_000);
		const seen = follow(
			new JobPace(),
			queues.map((queueMs) => ({ queueMs, workMs: 10_000 })),
		);
		const later = seen.slice(2);
		const looks = later.reduce((sum, one) => sum + one.looks, 0) / later.length;
		expect(looks).toBeLessThanOrEqual(3);
		expect(Math.max(...later.map(({ lateMs }) => lateMs))).toBeLessThanOrEqual(1_000);
	});

	it('a small job after a big one is not waited for as long', () => {
		const [, small] = follow(new JobPace(), [
			{ queueMs: 2_000, workMs: 10_000 },
			{ queueMs: 2_000, workMs: 1_000, total: 2 },
		]);
		expect(small.lateMs).toBeLessThanOrEqual(3_000);
	});
});
