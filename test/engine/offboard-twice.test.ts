import { addAgent, addTicket, type SimulatorOptions } from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage } from './engine';
import { by, offboardForm } from './forms';

/** Case 16: two runs off-board one person to two levels at once; who says that it is done, is right. */

afterEach(clearStages);

function setUp(options: SimulatorOptions = {}) {
	clearStages();
	const stage = setStage({ searchLagSeconds: 0, ...options });
	const story = tellLeaverStory(stage.sim);
	const offboard = async (level: string, more: object = {}) => {
		const leaver = by.id(story.leaver);
		const form = { level, leaver, options: { failedRows: 'items', ...more } };
		return (await stage.run({ parameters: offboardForm(story, form) })).items[0];
	};
	const leaverNow = () => stage.sim.store.users.get(story.leaver.id)!;
	return { ...stage, story, offboard, leaverNow };
}

type Set = ReturnType<typeof setUp>;

const LEVELS = [
	'suspend',
	'downgradeToLightAgent',
	'downgradeToEndUser',
	'downgradeAndSuspend',
	'delete',
];
const PAIRS = LEVELS.flatMap((one) =>
	LEVELS.filter((other) => other !== one).map((other) => [one, other] as const),
);
const SUSPENDS = ['suspend', 'downgradeAndSuspend'];
const MAKES_END_USER = ['downgradeToEndUser', 'downgradeAndSuspend', 'delete'];

/** Levels that a run says are reached hold in the end, also beside another run's. */
function expectHeld(set: Set, said: Array<[string, { outcome?: unknown }]>, where: unknown): void {
	const reached = said
		.filter(([, { outcome }]) => !['failed', 'unknown', 'skipped'].includes(String(outcome)))
		.map(([level]) => level);
	const { role, suspended, active } = set.leaverNow();
	const wrong = [
		active && reached.some((level) => SUSPENDS.includes(level)) && !suspended,
		reached.some((level) => MAKES_END_USER.includes(level)) && role !== 'end-user',
		active && reached.includes('delete'),
	];
	expect([where, reached, wrong]).toEqual([where, reached, [false, false, false]]);
	expect(set.sim.store.handovers).toEqual([]);
}

describe.each(PAIRS)('16: %s and %s', (one, other) => {
	it('side by side', async () => {
		for (const ticks of [0, 100]) {
			const set = setUp({ latencyMs: 50 });
			const first = set.offboard(one);
			for (let i = 0; i < ticks; i++) await Promise.resolve();
			const [a, b] = await Promise.all([first, set.offboard(other)]);
			expectHeld(
				set,
				[
					[one, a],
					[other, b],
				],
				ticks,
			);
		}
	});
});

/** Every request but the writes of the leaver, which follow upon a look: Zendesk knows no write under a condition. */
const BETWEEN = /show_many|sessions|oauth\/tokens|tickets/;

describe.each([
	['downgradeToEndUser', 'suspend'],
	['downgradeToEndUser', 'downgradeAndSuspend'],
	['downgradeToLightAgent', 'downgradeToEndUser'],
	['downgradeToLightAgent', 'downgradeAndSuspend'],
	['suspend', 'downgradeToEndUser'],
])('16: in the middle of %s a whole run of %s', (one, other) => {
	it('wherever it falls', async () => {
		for (let nth = 1; nth <= 40; nth += 2) {
			const set = setUp();
			let isInside = false;
			let inner: { outcome?: unknown } | undefined;
			set.sim.faults.add({
				when: { if: () => !isInside, path: BETWEEN, nth },
				then: {
					kind: 'before',
					do: async () => {
						isInside = true;
						inner = await set.offboard(other);
					},
				},
			});
			const outer = await set.offboard(one);
			if (inner === undefined) {
				// The run was over before.
				expect(nth).toBeGreaterThan(10);
				return;
			}
			expectHeld(
				set,
				[
					[one, outer],
					[other, inner],
				],
				nth,
			);
		}
	});
});

const MARKED = { route: 'PUT /api/v2/users/:id' };

describe('16: a suspension is lifted only while it is this run’s', () => {
	it.each<[string, (notes: string) => string | null]>([
		['wiped', () => null],
		['rewritten for another level', (notes) => notes.replace(/level \w+/, 'level delete')],
		['marked as finished', (notes) => notes.replace('] started', '] finished')],
	])('notes that somebody has %s', async (_, edit) => {
		const set = setUp();
		set.sim.faults.add({
			when: { ...MARKED, nth: 2 },
			then: {
				kind: 'after',
				do: ({ store }) => {
					const user = set.leaverNow();
					store.users.update(user, { notes: edit(user.notes ?? '') });
				},
			},
		});
		const item = await set.offboard('downgradeToEndUser');
		set.sim.faults.verifyAllFired();
		expect(item).toMatchObject({ outcome: 'failed', reason: 'conflict' });
		expect(item.message).toMatch(/Ann Leaver \(ID \d+\)/);
		expect(set.leaverNow()).toMatchObject({ suspended: true, role: 'end-user' });
	});

	it.each(['downgradeToEndUser', 'downgradeToLightAgent', 'delete'])(
		'%s takes no role from somebody who was unsuspended and may have got a ticket',
		async (level) => {
			const set = setUp();
			set.sim.faults.add({
				when: { route: 'PUT /api/v2/tickets/update_many' },
				then: {
					kind: 'after',
					do: (sim) => {
						sim.store.users.update(set.leaverNow(), { suspended: false });
					},
				},
			});
			const item = await set.offboard(level);
			expect(item).toMatchObject({ outcome: 'failed', reason: 'conflict' });
			expect(set.leaverNow()).toMatchObject({ role: 'agent', active: true });
			// Again, and it goes on.
			const again = await set.offboard(level);
			expect(again.outcome).toBe(level === 'delete' ? 'deleted' : 'downgraded');
			expect(set.sim.store.handovers).toEqual([]);
		},
	);
});

it('16: forty leavers are looked at together before they are suspended', async () => {
	const set = setUp();
	const leavers = Array.from({ length: 40 }, () => addAgent(set.sim));
	addTicket(set.sim, { assignee: leavers[0] });
	const form = {
		level: 'suspend',
		leaver: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		options: { failedRows: 'items', maxStaffPercent: 100 },
	};
	const { items } = await set.run({
		items: leavers.map(({ id }) => ({ id })),
		parameters: offboardForm(set.story, form),
	});
	expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['suspended']));
	// They are found one by one; then there is one look for all before, and one after.
	expect(set.sim.log.count({ route: 'GET /api/v2/users/show_many' })).toBe(40 + 2);
});
