import { addAgent, addCustomer, addGroup, type Simulator, type User } from '../../simulator';
import { clearStages, setStage, type Stage } from '../engine';
import { apply, IN_SCOPE, outcomes, person, plan, requestsOf } from './helpers';
import { partFrom } from '../../part';

afterEach(clearStages);

/** What Apply may cost, however many users there are; every request counts, the token's too. */
const PLAN = 110;
const APPLY = 10;
const EACH_EMAIL = 3;
const EACH_KIND = 2;
/** A number that was changed by a job is looked at afterwards: Zendesk may have added it beside the former one. */
const PHONES = 1;
/** A job that is ordered after the others waits in the queue for a time of its own: a second look. */
const LATER_JOB = 1;

/** Fifty removals within a limit of 10 % need five hundred users of the scope to be counted, a hundred a page, staff among them. */
const COUNTED = 6;
/** Whoever is removed as missing is asked for the addresses once more, a hundred a request. */
const ADDRESSES = 1;

const USERS = 10_000;
const FORM = { ...IN_SCOPE, removal: 'delete', fields: { phone: '={{ $json.phone }}' } };

interface Kinds {
	created: number;
	renamed: number;
	phoned: number;
	emails?: number;
	removed?: number;
	moved?: number;
}

/** So many desired rows against so many users, with just these differences. */
function arrange(sim: Simulator, kinds: Kinds) {
	const { created, renamed, phoned, emails = 0, removed = 0, moved = 0 } = kinds;
	const [from, to] = [addGroup(sim), addGroup(sim)];
	const rows: Array<ReturnType<typeof person> & { phone: string; groups?: number[] }> = [];
	const add = (i: number, fields: Partial<User> = {}) => {
		const { externalId: external_id, email, name } = person(i);
		return addCustomer(sim, { external_id, email, name, phone: '+1', ...fields });
	};
	for (let i = 0; i < USERS - created - moved; i++) {
		rows.push({ ...person(i), phone: '+1' });
		if (i < renamed) add(i, { name: 'Old Name' });
		else if (i < renamed + phoned) add(i, { phone: '+0' });
		else if (i < renamed + phoned + emails) add(i, { email: `old.${i}@example.com` });
		else add(i);
	}
	for (let i = 0; i < moved; i++) {
		const row = person(50_000 + i);
		const { externalId: external_id, email, name } = row;
		addAgent(sim, { external_id, email, name, phone: '+1', groups: [from] });
		rows.push({ ...row, phone: '+1', groups: [to.id] });
	}
	for (let i = 0; i < created; i++) rows.push({ ...person(100_000 + i), phone: '+1' });
	for (let i = 0; i < removed; i++) add(200_000 + i);
	while (sim.store.users.size < USERS)
		addCustomer(sim, { external_id: `SHOP-${sim.store.users.size}` });
	expect([rows.length, sim.store.users.size]).toEqual([USERS, USERS]);
	return rows;
}

async function expectWithin(stage: Stage, kinds: Kinds, form: object, cost: number) {
	const { sim } = stage;
	sim.log.keepBodies = false;
	const rows = arrange(sim, kinds);
	const differences = Object.values(kinds).reduce((sum, count) => sum + count, 0);
	const [{ changes, blocked, leavers, unchanged }, planning] = await requestsOf(sim, () =>
		plan(stage, rows, form),
	);
	expect([changes.length, blocked, leavers]).toEqual([differences, [], []]);
	expect(changes.length + unchanged.length - (kinds.removed ?? 0)).toBe(rows.length);
	expect(planning).toBeLessThanOrEqual(PLAN);
	const mark = sim.log.mark();
	const [{ items }, applying] = await requestsOf(sim, () => apply(stage, changes, form));
	const counts = new Map<unknown, number>();
	for (const outcome of outcomes(items)) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	expect(Object.fromEntries(counts)).toEqual({
		...(kinds.created > 0 ? { created: kinds.created } : {}),
		updated: differences - kinds.created - (kinds.removed ?? 0),
		...(kinds.removed ? { deleted: kinds.removed } : {}),
	});
	const asked = sim.log.since(mark).map(({ method, path }) => `${method} ${path}`);
	expect(applying > cost ? asked : []).toEqual([]);
	const next = await plan(stage, rows, form);
	expect([next.changes, next.blocked, next.leavers]).toEqual([[], [], []]);
}

describe('ten thousand rows against ten thousand users', () => {
	const GROUPS = { ...FORM, fields: { ...FORM.fields, groups: '={{ $json.groups }}' } };

	const ALL: Array<[string, Kinds, object, number]> = [
		['300 differences', { created: 50, renamed: 150, phoned: 100 }, FORM, APPLY + PHONES],
		['100 new, 200 changed', { created: 100, renamed: 150, phoned: 50 }, FORM, APPLY],
		[
			'300 differences, five of them emails',
			{ created: 100, renamed: 150, phoned: 45, emails: 5 },
			FORM,
			APPLY + 5 * EACH_EMAIL,
		],
		[
			'300 differences, fifty of them deletions',
			{ created: 60, renamed: 140, phoned: 50, removed: 50 },
			FORM,
			APPLY + EACH_KIND + COUNTED + ADDRESSES,
		],
		[
			'300 differences, fifty of them groups',
			{ created: 60, renamed: 140, phoned: 50, moved: 50 },
			GROUPS,
			APPLY + EACH_KIND + PHONES + LATER_JOB,
		],
		[
			'300 differences of every kind',
			{ created: 50, renamed: 100, phoned: 95, emails: 5, removed: 25, moved: 25 },
			GROUPS,
			APPLY + 5 * EACH_EMAIL + 2 * EACH_KIND + COUNTED + ADDRESSES,
		],
	];

	it.each(partFrom(ALL, 2))('%s', async (_what, kinds, form, cost) => {
		await expectWithin(setStage(), kinds, form, cost);
	});
});
