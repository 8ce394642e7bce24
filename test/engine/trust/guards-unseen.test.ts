import type { IDataObject } from 'n8n-workflow';
import {
	addCustomer,
	addIdentityTo,
	identitiesIn,
	type Simulator,
	type User,
} from '../../simulator';
import { clearStages } from '../engine';
import { by } from '../forms';
import { stateOfUser } from './changing';
import { setUp as setUpStage, upsert } from './keys-helpers';

/** Case 15: one answer that leaves a protected person out, or their addresses, takes no protection away. */

afterEach(clearStages);

const SECOND = 'ann.second@x.example';

function setUp() {
	clearStages();
	const stage = setUpStage();
	const ann = addCustomer(stage.sim, { name: 'Ann', email: 'ann@x.example', external_id: 'X1' });
	addIdentityTo(stage.sim, ann, { type: 'email', value: SECOND });
	addIdentityTo(stage.sim, ann, { type: 'google', value: 'ann@gmail.example' });
	return { ...stage, ann };
}

type Lists = { users?: User[]; identities?: Array<{ user_id: number; value: string }> };
type LeaveOut = (lists: Lists) => Lists;

const withoutUser =
	({ id }: User): LeaveOut =>
	(lists) => ({ ...lists, users: lists.users?.filter((user) => user.id !== id) });
const withoutAddresses =
	({ id }: User): LeaveOut =>
	(lists) => ({ ...lists, identities: lists.identities?.filter((one) => one.user_id !== id) });

function garble(sim: Simulator, leaveOut: LeaveOut, when: object): void {
	const to = (text: string) => JSON.stringify(leaveOut(JSON.parse(text) as Lists));
	sim.faults.add({ when, then: { kind: 'garble', to } });
}

const SHOW_MANY = { route: 'GET /api/v2/users/show_many' };
const LIST = { path: /\/identities$/, method: 'GET' };
const EVER = { times: 1000 };

const ROWS: Record<string, [IDataObject, IDataObject?]> = {
	'a second address': [{ email: SECOND, name: 'Changed' }],
	'a Google sign-in': [{ email: 'ann@gmail.example', name: 'Changed' }],
	'the email': [{ email: 'ANN@x.example', name: 'Changed' }],
	'the external ID': [{ externalId: 'x1', name: 'Changed' }],
	'the external ID, Write Unchanged Rows': [
		{ externalId: 'X1', name: 'Changed' },
		{ writeUnchanged: true },
	],
};

const others = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ email: `f${i}@x.example`, name: `F ${i}` }));

describe.each(Object.keys(ROWS))('15: a row with %s', (name) => {
	const [row, options = {}] = ROWS[name];

	it.each([0, 105])(
		'changes no protected person whom one look leaves out (%d beside)',
		async (n) => {
			for (const nth of [1, 2, 3]) {
				for (const leaveOut of [withoutUser, withoutAddresses]) {
					const set = setUp();
					const was = stateOfUser(set.sim, set.ann);
					garble(set.sim, leaveOut(set.ann), { ...SHOW_MANY, nth });
					await upsert(set, [row, ...others(n)], { ...options, protectedUsers: SECOND });
					expect([nth, stateOfUser(set.sim, set.ann)]).toEqual([nth, was]);
				}
			}
		},
	);

	it('changes nobody when the addresses are never seen, and says why', async () => {
		const set = setUp();
		const was = stateOfUser(set.sim, set.ann);
		for (const when of [SHOW_MANY, LIST]) {
			garble(set.sim, withoutAddresses(set.ann), { ...when, ...EVER });
		}
		const protectedUsers = String(set.ann.id);
		const items = await upsert(set, [row, ...others(2)], { ...options, protectedUsers });
		expect(stateOfUser(set.sim, set.ann)).toEqual(was);
		expect(set.sim.log.writes()).toEqual([]);
		for (const { outcome, message } of items) {
			expect([outcome, message]).toEqual([
				'failed',
				expect.stringMatching(/addresses of Ann .*'Protected Users'/),
			]);
		}
	});
});

it('15: changes nobody when a protected person is not seen any more', async () => {
	const set = setUp();
	garble(set.sim, withoutUser(set.ann), { ...SHOW_MANY, ...EVER, nth: 2 });
	set.sim.faults.add({
		when: { path: new RegExp(`/users/${set.ann.id}$`), ...EVER },
		then: { kind: 'respond', status: 404, body: { error: 'RecordNotFound' } },
	});
	const protectedUsers = `${set.ann.id}`;
	const [item] = await upsert(set, [{ externalId: 'X1', name: 'Changed' }], { protectedUsers });
	expect(item.message).toContain('Protected Users');
	expect(identitiesIn(set.sim, set.ann)).toHaveLength(3);
	expect(set.sim.log.writes()).toEqual([]);
});

it('15: somebody who was deleted permanently hides nobody', async () => {
	const set = setUp();
	const gone = addCustomer(set.sim);
	const operation = { operation: 'delete', resource: 'user' };
	await set.run({ parameters: { ...operation, user: by.id(gone) } });
	const forGood = { operation: 'deletePermanently', resource: 'deletedUser' };
	await set.run({ parameters: { ...forGood, deletedUser: by.id(gone) } });
	const protectedUsers = `${gone.id}, ${SECOND}`;
	const items = await upsert(set, [{ externalId: 'X1', name: 'Z' }, ...others(1)], {
		protectedUsers,
	});
	expect(items.map(({ reason, outcome }) => reason ?? outcome)).toEqual(['protected', 'created']);
});

it('15: sixty protected people cost two requests, not one each', async () => {
	const set = setUp();
	const people = Array.from({ length: 60 }, () => addCustomer(set.sim));
	const gets = async (protectedUsers: string) => {
		const mark = set.sim.log.mark();
		await upsert(set, [{ externalId: 'X9', name: 'New' }], { protectedUsers, dryRun: true });
		return set.sim.log.since(mark).length;
	};
	await gets('');
	const usual = await gets('');
	// Three for the entries, which are numbers; one for the users, one for their addresses.
	expect(await gets(people.map(({ id }) => id).join(' '))).toBe(usual + 5);
});
