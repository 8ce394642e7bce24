import fc from 'fast-check';
import type { Fault, PlannedFault, Simulator } from '../../simulator';
import { isJobOrder } from '../faults/jobs';
import type { Play, Undisturbed } from '../types';

/** Something that goes wrong; `at` says when, as a part of the requests that the work takes undisturbed. */
export type Trouble = { at: number } & (
	| { kind: 'told to wait'; seconds: number }
	| { kind: 'refused'; status: number; times: number }
	| { kind: 'cut before'; times: number }
	| { kind: 'cut after' }
	| { kind: 'stalled' }
	| { kind: 'half' }
	| { kind: 'answered otherwise'; status: number }
	| { kind: 'job fails'; item: number }
	| { kind: 'job rows fail'; items: number[] }
	| { kind: 'job stands still'; item: number; seconds: number }
	| { kind: 'slots taken'; seconds: number }
	| { kind: 'killed'; moment: 'before' | 'after' }
);

/** One to four of them. */
export interface Storm {
	troubles: Trouble[];
	/** The next run begins at once, while Zendesk may still be at work for the one before. */
	isHasty: boolean;
}

const STATUSES = [500, 502, 503, 504];

// Some later than the first run lasts: they hit the next one.
const at = fc.integer({ min: 0, max: 120 }).map((percent) => percent / 100);

const kind = <Name extends Trouble['kind']>(
	name: Name,
	more: Record<string, fc.Arbitrary<unknown>> = {},
) => fc.record({ kind: fc.constant(name), at, ...more }) as unknown as fc.Arbitrary<Trouble>;

const seconds = fc.integer({ min: 1, max: 90 });
const item = fc.nat({ max: 4 });
const times = fc.integer({ min: 1, max: 3 });
const status = fc.constantFrom(...STATUSES);

const troubles = fc.oneof(
	kind('told to wait', { seconds }),
	kind('refused', { status, times }),
	kind('cut before', { times }),
	kind('cut after'),
	kind('cut after'),
	kind('stalled'),
	kind('half'),
	kind('answered otherwise', { status }),
	kind('job fails', { item }),
	kind('job rows fail', { items: fc.array(item, { minLength: 1, maxLength: 3 }) }),
	kind('job stands still', { item, seconds: fc.integer({ min: 1, max: 1_200 }) }),
	kind('slots taken', { seconds }),
	kind('killed', { moment: fc.constantFrom('before', 'after') }),
	kind('killed', { moment: fc.constantFrom('before', 'after') }),
);

export const storms: fc.Arbitrary<Storm> = fc.record({
	troubles: fc.array(troubles, { minLength: 1, maxLength: 4 }),
	isHasty: fc.boolean(),
});

const ALL_SLOTS = 30;

function takeSlots({ jobs, clock }: Simulator, seconds: number): void {
	jobs.slotsTaken = ALL_SLOTS;
	void clock.sleep(seconds * 1000).then(() => (jobs.slotsTaken = 0));
}

const unavailable = (status: number): Fault => ({
	kind: 'respond',
	status,
	body: { error: 'Unavailable' },
});

const half = (text: string) => text.slice(0, Math.ceil(text.length / 2));

function faultOf(trouble: Exclude<Trouble, { kind: 'killed' }>): Fault {
	switch (trouble.kind) {
		case 'told to wait':
			return {
				kind: 'respond',
				status: 429,
				headers: { 'Retry-After': String(trouble.seconds) },
				body: { error: 'TooManyRequests' },
			};
		case 'refused':
			return unavailable(trouble.status);
		case 'cut before':
			return { kind: 'cut-before' };
		case 'cut after':
			return { kind: 'cut-after' };
		case 'stalled':
			return { kind: 'stall-after' };
		case 'half':
			return { kind: 'garble', to: half };
		case 'answered otherwise':
			return { ...unavailable(trouble.status), kind: 'respond-after' } as Fault;
		case 'job fails':
			return { kind: 'job', failAt: trouble.item };
		case 'job rows fail':
			return { kind: 'job', failItems: trouble.items };
		case 'job stands still':
			return { kind: 'job', stallAt: trouble.item, stallSeconds: trouble.seconds };
		case 'slots taken':
			return { kind: 'before', do: (sim) => takeSlots(sim, trouble.seconds) };
	}
}

const isAboutJobs = ({ kind }: Trouble) => kind.startsWith('job ');

/** Plans a storm's troubles in an account. @returns how many there are */
export function brew({ sim }: Play, { troubles }: Storm, undisturbed: Undisturbed): number {
	const { requests, routes } = undisturbed;
	const jobs = routes.filter(isJobOrder);
	let planned = 0;
	for (const trouble of troubles) {
		const { at } = trouble;
		if (isAboutJobs(trouble) && jobs.length === 0) continue;
		if (trouble.kind === 'killed') {
			// The first request gets the token.
			sim.faults.killAt(1 + Math.floor(at * (requests + 1)), trouble.moment);
		} else {
			const when: PlannedFault['when'] = isAboutJobs(trouble)
				? { route: jobs[Math.floor(at * 100) % jobs.length] }
				: { path: /^\/api\//, nth: 1 + Math.floor(at * requests) };
			const times = 'times' in trouble ? trouble.times : 1;
			sim.faults.add({ when: { ...when, times }, then: faultOf(trouble) });
		}
		planned++;
	}
	return planned;
}
