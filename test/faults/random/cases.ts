import fc from 'fast-check';
import type { Stage } from '../../engine/engine';
import type { Scenario } from '../types';
import { type Account, accounts, fill } from './people';
import { removals } from './removals';
import { type Settings, settings } from './settings';
import { type Storm, storms } from './storms';
import { sync } from './sync';
import { tickets } from './tickets';
import { users } from './users';
import { type Deed, deeds, watch, watches } from './watches';
import { begin, type Begun, type Order, type Work } from './work';

const POLL = 'Zendesk Activity Trigger: poll';

export const WORKS: Work[] = [...users, ...removals, ...tickets, ...sync];

/** What can be put to the test, by its name in the matrix. */
export const NAMES = [...WORKS.map(({ name }) => name), POLL];

/** One random run as plain data: it can be printed, and played again. */
export interface Case {
	work: string;
	account: Account;
	order: Order | { watched: object; deeds: Deed[] };
	settings: Settings;
	storm: Storm;
}

function ordersOf({ keys = ['id', 'email', 'externalId'], ...work }: Work): fc.Arbitrary<Order> {
	const row = fc.array(work.rows, { minLength: 1, maxLength: work.most ?? 8 });
	// The same row twice, or more often.
	const rows = fc
		.tuple(row, fc.constantFrom(0, 0, 0, 1, 2))
		.map(([all, again]) => [...all, ...all.slice(0, again)]);
	const choices = work.choices ?? fc.constant({});
	const isFair = work.isFair ?? (() => true);
	return fc.record({ key: fc.constantFrom(...keys), rows: rows.filter(isFair), choices });
}

export function casesOf(name: string): fc.Arbitrary<Case> {
	const work = WORKS.find((each) => each.name === name);
	const order: fc.Arbitrary<Case['order']> = work
		? ordersOf(work)
		: fc.record({ watched: watches, deeds });
	return fc.record({ work: fc.constant(name), account: accounts, order, settings, storm: storms });
}

async function beginOf(stage: Stage, { work: name, account, order }: Case): Promise<Begun> {
	const cast = await fill(stage.sim, account);
	if ('watched' in order) {
		const act = await watch(stage, cast, order.watched, order.deeds);
		return { act, named: new Set(), guarded: [stage.sim.credentials.adminId] };
	}
	const work = WORKS.find((each) => each.name === name)!;
	return await begin(stage, work, order, cast);
}

/** A case as a row of the matrix is; `begun` is what is known of the account that was arranged last. */
export function trialOf(given: Case): { scenario: Scenario; begun: () => Begun } {
	let begun: Begun;
	return {
		begun: () => begun,
		scenario: {
			name: given.work,
			options: given.settings,
			async arrange(stage) {
				begun = await beginOf(stage, given);
				return begun.act;
			},
		},
	};
}
