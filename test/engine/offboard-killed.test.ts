import { addAgent, addCustomer, type Simulator, type SimulatorOptions } from '../simulator';
import { type LeaverStory, stateOf, tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage, type Stage } from './engine';
import { by, offboardForm } from './forms';
import { partFrom } from '../part';

afterEach(clearStages);

const OPTIONS = { options: { comment: 'Handed over to Bob' } };

/** Ways to name the leaver, as they stand in the form before anything has happened to him. */
const PICKS = {
	email: () => by.email({ email: 'ann.leaver@acme.example' }),
	'external id': () => by.externalId({ external_id: 'EMP-77' }),
	id: ({ leaver }: LeaverStory) => by.id(leaver),
};

function setUp(options: SimulatorOptions = {}): Stage & { story: LeaverStory } {
	const stage = setStage({ searchLagSeconds: 0, ...options });
	return { ...stage, story: tellLeaverStory(stage.sim) };
}

/** Runs the off-boarding and kills it at its n-th request: what was on the way is lost, what is queued goes on. */
async function runKilled(
	{ sim, run, story }: ReturnType<typeof setUp>,
	n: number,
	moment: 'before' | 'after',
	pick: keyof typeof PICKS,
): Promise<boolean> {
	sim.faults.killAt(n, moment);
	let stop = () => {};
	const meet = sim.faults.meet.bind(sim.faults);
	sim.faults.meet = (arrival) => {
		const encounter = meet(arrival);
		// The process is gone with this request: no retries, no waiting, no time passes.
		if (encounter.name?.startsWith('kill-')) stop();
		return encounter;
	};
	await run({
		parameters: offboardForm(story, { leaver: PICKS[pick](story), ...OPTIONS }),
		stop: (press) => (stop = press),
	});
	sim.faults.meet = meet;
	const killed = sim.faults.dead;
	sim.faults.revive();
	return killed;
}

async function runToTheEnd({ run, story }: ReturnType<typeof setUp>, pick: keyof typeof PICKS) {
	return await run({
		parameters: offboardForm(story, {
			leaver: PICKS[pick](story),
			options: { ...OPTIONS.options, failedRows: 'items' },
		}),
	});
}

/** What an undisturbed run leaves behind. */
async function undisturbed(options: SimulatorOptions = {}) {
	const stage = setUp(options);
	await runToTheEnd(stage, 'id');
	const requests = stage.sim.log.entries.length;
	await stage.sim.settle();
	const state = stateOf(stage.sim);
	clearStages();
	return { state, requests };
}

function comments(sim: Simulator, { tickets }: LeaverStory): number[] {
	return Object.values(tickets)
		.flat()
		.map(
			({ id }) =>
				sim.store.comments
					.sortedBy('ticket', id)
					.filter(({ body }) => body === 'Handed over to Bob').length,
		);
}

describe.each(partFrom(Object.keys(PICKS) as Array<keyof typeof PICKS>, 1))(
	'killed at any request and run again, the leaver picked by %s',
	(pick) => {
		it.each(['before', 'after'] as const)('cut %s it took effect', async (moment) => {
			const { state, requests } = await undisturbed();
			expect(requests).toBeGreaterThan(20);
			let kills = 0;
			for (let n = 1; n <= requests; n++) {
				const stage = setUp();
				if (!(await runKilled(stage, n, moment, pick))) break;
				kills += 1;
				await runToTheEnd(stage, pick);
				await stage.sim.settle();
				// The number of the request is part of the comparison, so that a failure names it.
				expect({ n, ...stateOf(stage.sim) }).toEqual({ n, ...state });
				expect({ n, comments: comments(stage.sim, stage.story) }).toEqual({
					n,
					comments: new Array(51).fill(1),
				});
				clearStages();
			}
			// Picked by email, one more call looks for the leaver, so that there may be one request more.
			expect(kills).toBeGreaterThanOrEqual(requests - 1);
		});
	},
);

describe('somebody else has taken the freed email and external id meanwhile', () => {
	const newcomer = {
		name: 'Ann Newcomer',
		email: 'ann.leaver@acme.example',
		external_id: 'EMP-77',
	};

	const takers = [
		['a customer', addCustomer, 'email'],
		['a customer', addCustomer, 'external id'],
		['an agent', addAgent, 'email'],
		['an agent', addAgent, 'external id'],
	] as const;

	it.each(takers)('%s, and the leaver is picked by %s', async (_who, add, pick) => {
		const { requests } = await undisturbed();
		let taken = 0;
		for (let n = 1; n <= requests; n++) {
			const stage = setUp();
			const { sim, story } = stage;
			await runKilled(stage, n, 'after', pick);
			const gone = sim.store.users.get(story.leaver.id)!;
			if (!gone.active) {
				taken += 1;
				const other = add(sim, newcomer);
				const before = structuredClone(sim.store.users.get(other.id));
				await runToTheEnd(stage, pick);
				await sim.settle();
				expect({ n, user: sim.store.users.get(other.id) }).toEqual({ n, user: before });
				// Two people can be meant by now, so the ID decides.
				await runToTheEnd(stage, 'id');
				await sim.settle();
				expect({ n, user: sim.store.users.get(other.id) }).toEqual({ n, user: before });
				expect({ n, purged: sim.store.users.get(story.leaver.id)!.purged_at !== null }).toEqual({
					n,
					purged: true,
				});
			}
			clearStages();
		}
		expect(taken).toBeGreaterThan(0);
	});

	it.each(takers)(
		'%s, the leaver is picked by %s, and nothing is left of the mark in his notes: nobody is guessed',
		async (_who, add, pick) => {
			const options = { switches: { deletedUserKeepsNotes: false } };
			const { requests } = await undisturbed(options);
			let taken = 0;
			for (let n = 1; n <= requests; n++) {
				const stage = setUp(options);
				const { sim, story } = stage;
				await runKilled(stage, n, 'after', pick);
				const gone = sim.store.users.get(story.leaver.id)!;
				if (!gone.active && gone.purged_at === null) {
					taken += 1;
					const other = add(sim, newcomer);
					const before = structuredClone(sim.store.users.get(other.id));
					const { items } = await runToTheEnd(stage, pick);
					await sim.settle();
					expect(items[0]).toMatchObject({
						outcome: 'failed',
						reason: add === addAgent ? 'ambiguous' : 'not-staff',
						advice: expect.stringContaining('ID'),
					});
					expect({ n, user: sim.store.users.get(other.id) }).toEqual({ n, user: before });
				}
				clearStages();
			}
			expect(taken).toBeGreaterThan(0);
		},
	);
});

describe('what nobody could confirm about Zendesk does not matter', () => {
	it.each<[string, SimulatorOptions]>([
		['a deleted user can’t be shown by his id', { switches: { showDeletedUser: 'not-found' } }],
		['the list of deleted users keeps emails', { switches: { deletedUsersListKeepsEmail: true } }],
		['a deleted user appears after half a minute', { switches: { purgeReadySeconds: 30 } }],
		['a purged user can still be shown', { switches: { showPurgedUser: 'record' } }],
		['hand-over happens in the background', { switches: { backgroundSeconds: 10 } }],
		['a full last page says that it is the last', { switches: { fullLastPage: 'end' } }],
		['assigned tickets come by offset', { switches: { assignedTicketPages: 'offset' } }],
		['lists other than tickets can be sorted', { switches: { cursorSortSupported: true } }],
		['API calls by OAuth move the last login', { switches: { oauthCallMovesLastLogin: true } }],
		['a plan without custom roles', { plan: { customRoles: false } }],
		['no high volume, 200 requests a minute', { plan: { rpm: 200 } }],
	])('%s', async (_name, options) => {
		const { state } = await undisturbed(options);
		for (const n of [9, 14, 17, 19, 23, 25]) {
			const stage = setUp(options);
			await runKilled(stage, n, 'after', 'id');
			await runToTheEnd(stage, 'id');
			await stage.sim.settle();
			expect({ n, ...stateOf(stage.sim) }).toEqual({ n, ...state });
			expect(stage.sim.store.users.get(stage.story.leaver.id)!.purged_at).not.toBeNull();
			clearStages();
		}
	});
});
