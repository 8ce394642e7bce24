import { clearStages } from '../engine/engine';
import { losses } from './play';
import type { Case } from './random/cases';
import type { Kind, Person } from './random/people';
import type { Order } from './random/work';
import { withstand } from './random/withstand';
import { report } from './report';

/** What random runs have found, made small: each was a mistake of the pack. */

const outcomes: string[] = [];

afterAll(() => {
	clearStages();
	report(outcomes, losses);
});

const person = (kind: Kind): Person => ({
	kind,
	name: 'Ann Miller',
	hasEmail: true,
	externalId: 'plain',
	suspended: false,
	groups: [],
	addresses: 0,
	sessions: 0,
	tokens: 0,
});

interface Found extends Order {
	kinds: Kind[];
	storm?: Case['storm']['troubles'];
	settings?: Case['settings'];
}

async function expectSolved(work: string, what: string, found: Found): Promise<void> {
	const { kinds, storm = [], settings = {}, ...order } = found;
	await withstand({
		work,
		account: { groups: 1, people: kinds.map(person), tickets: [] },
		order,
		settings,
		storm: { troubles: storm, isHasty: false },
	});
	outcomes.push(`${work} · found by chance: ${what}`);
}

const fields = { name: '', email: null, externalId: null, notes: '' };
const first = { person: 0 };
const second = { person: 1 };

it('User: Update: of two rows about one user that contradict each other neither is written', async () => {
	// The first row was written in the first run, the last one in the second, and so on for ever.
	await expectSolved(
		'User: Update',
		'two rows about one user, the last one wants them as they are',
		{
			kinds: ['customer'],
			key: 'id',
			rows: [
				{ ...fields, who: first, phone: '+49 123' },
				{ ...fields, who: first, phone: '' },
			],
			choices: {},
		},
	);
});

it('Deleted User: Delete Permanently: two rows about one user are both told that it is done', async () => {
	// The second one did not find anybody.
	await expectSolved('Deleted User: Delete Permanently', 'two rows about one user', {
		kinds: ['deleted', 'deleted', 'customer'],
		key: 'id',
		rows: [{ who: first }, { who: second }, { who: second }],
		choices: {},
		storm: [{ kind: 'refused', at: 0.3, status: 504, times: 2 }],
	});
});

const third = { person: 2 };

it.each([
	[
		'into two',
		[
			{ who: first, other: second },
			{ who: first, other: third },
		],
	],
	[
		'into one who disappears',
		[
			{ who: first, other: second },
			{ who: second, other: third },
		],
	],
])(
	'User: Merge: somebody merged %s by email is not merged on by the next run',
	async (how, rows) => {
		// The address of who has disappeared names the one who is left, whom the second run merged away.
		await expectSolved('User: Merge', `merged ${how}`, {
			kinds: ['customer', 'customer', 'customer'],
			key: 'email',
			rows,
			choices: { protected: null },
		});
	},
);
