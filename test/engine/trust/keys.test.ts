import {
	addAgent,
	addCustomer,
	addIdentityTo,
	identitiesIn,
	type Simulator,
	type User,
} from '../../simulator';
import { clearStages } from '../engine';
import { ordersOf, outcomes, runThrice, setUp, stateIn, upsert } from './keys-helpers';

/** User: Create or Update. A key finds a person; it never changes who they are. */

afterEach(clearStages);

const addAnn = (sim: Simulator, fields: Partial<User> = {}) =>
	addCustomer(sim, { name: 'Ann', email: 'ann@x.example', external_id: 'X2', ...fields });

const second = (sim: Simulator, user: User, value = 'ann2@x.example', verified = true) =>
	addIdentityTo(sim, user, { type: 'email', value, verified });

const other = (i: number) => ({ externalId: `N${i}`, email: `n${i}@x.example`, name: `New ${i}` });

const WAYS = [1, 3].flatMap((count) =>
	[false, true].flatMap((writeUnchanged) =>
		(['422', 'external-id-wins', 'email-wins'] as const).map(
			(switched) => [count, writeUnchanged, switched] as const,
		),
	),
);

const padded = <Row>(count: number, row: Row) => [row, ...[1, 2].slice(3 - count).map(other)];

describe('kind 1: an external ID that nobody has, with the email of somebody', () => {
	it.each(
		WAYS.flatMap((way) =>
			['ann@x.example', 'ANN2@x.example', 'ann3@x.example'].map(
				(email) => [email, ...way] as const,
			),
		),
	)(
		'is refused, and both are named (%s, %d rows, write unchanged: %s, %s)',
		async (email, count, writeUnchanged, upsertTwoMatches) => {
			const stage = setUp({ switches: { upsertTwoMatches } });
			const ann = addAnn(stage.sim);
			second(stage.sim, ann);
			second(stage.sim, ann, 'ann3@x.example', false);
			const before = JSON.stringify([ann, identitiesIn(stage.sim, ann)]);
			const rows = padded(count, { externalId: 'X9', email, name: 'Zoe' });
			const { dry, first } = await runThrice(stage, rows, { writeUnchanged });
			for (const [item] of [dry, first]) {
				expect(item).toMatchObject({ outcome: 'failed', reason: 'ambiguous' });
				expect(item.message).toContain('X9');
				expect(item.message).toContain(`Ann (ID ${ann.id}), whose external ID is X2`);
			}
			expect(JSON.stringify([ann, identitiesIn(stage.sim, ann)])).toBe(before);
			expect(outcomes(first).slice(1)).toEqual(new Array(count === 1 ? 0 : 2).fill('created'));
		},
	);

	it('costs two look-ups, the refused creation and a search for the owner', async () => {
		const { sim, run } = setUp();
		addAnn(sim);
		await upsert({ run }, [{ externalId: 'X9', email: 'ann@x.example', name: 'Zoe' }]);
		expect(sim.log.filter({ path: /users/ }).map(({ route }) => route)).toEqual([
			'GET /api/v2/users/show_many',
			'POST /api/v2/users',
			// Another run may have made them meanwhile.
			'GET /api/v2/users/show_many',
			'GET /api/v2/users/search',
		]);
	});

	it('a hundred new people cost a look-up and a job, and no search', async () => {
		const { sim, run } = setUp();
		await upsert(
			{ run },
			Array.from({ length: 100 }, (_, i) => other(i)),
		);
		expect(sim.log.writes().map(({ route }) => route)).toEqual(['POST /api/v2/users/create_many']);
		expect(sim.log.count({ path: /users\/show_many/ })).toBe(1);
		expect(sim.log.count({ path: /users\/search/ })).toBe(0);
	});

	it.each([1, 3])('adopts by the primary email who has no external ID (%d rows)', async (count) => {
		const stage = setUp();
		const ann = addAnn(stage.sim, { external_id: null });
		const row = { externalId: 'X9', email: 'ann@x.example', name: 'Ann' };
		const { dry, first, second: again } = await runThrice(stage, padded(count, row));
		expect(dry[0]).toMatchObject({ would_be: 'updated', id: ann.id });
		expect(first[0]).toMatchObject({ outcome: 'updated', id: ann.id, external_id: 'X9' });
		expect(outcomes(again)).toEqual(new Array(count).fill('unchanged'));
		expect(ann.external_id).toBe('X9');
	});

	it('adopts by a verified second email, and the primary one stays', async () => {
		const stage = setUp();
		const ann = addAnn(stage.sim, { external_id: null });
		second(stage.sim, ann);
		const row = { externalId: 'X9', email: 'ann2@x.example', name: 'Ann' };
		const { first, second: again } = await runThrice(stage, [row]);
		expect(first[0]).toMatchObject({ outcome: 'updated', id: ann.id });
		expect(outcomes(again)).toEqual(['unchanged']);
		expect(ann).toMatchObject({ email: 'ann@x.example', external_id: 'X9' });
	});

	it('is refused by an unverified second email, and by one that the search does not show', async () => {
		const stage = setUp();
		const ann = addAnn(stage.sim, { external_id: null });
		second(stage.sim, ann, 'ann2@x.example', false);
		const rows = [{ externalId: 'X9', email: 'ann2@x.example', name: 'Zoe' }];
		const { dry, first } = await runThrice(stage, rows);
		for (const [item] of [dry, first]) {
			expect(item).toMatchObject({
				reason: 'unverified',
				message: expect.stringMatching(/unverified/),
			});
		}
		stage.sim.world.switches.searchFindsSecondaryEmail = false;
		const [hidden] = await upsert(stage, rows);
		expect(hidden).toMatchObject({ reason: 'ambiguous', message: expect.stringMatching(/search/) });
		expect(ann).toMatchObject({ name: 'Ann', external_id: null });
	});
});

describe('kind 2: the external ID of one person with the email of another', () => {
	it.each(
		WAYS.flatMap((way) =>
			(['bob@x.example', 'bob2@x.example'] as const).map((email) => [email, ...way] as const),
		),
	)(
		'changes neither, and names both (%s, %d rows, write unchanged: %s, %s)',
		async (email, count, writeUnchanged, upsertTwoMatches) => {
			const stage = setUp({ switches: { upsertTwoMatches } });
			const ann = addAnn(stage.sim);
			const bob = addAgent(stage.sim, { name: 'Bob', email: 'bob@x.example', external_id: null });
			second(stage.sim, bob, 'bob2@x.example');
			const before = stateIn(stage.sim);
			const row = { externalId: 'X2', email, name: 'Zoe' };
			const { dry, first } = await runThrice(stage, padded(count, row), { writeUnchanged });
			for (const [item] of [dry, first]) {
				expect(item).toMatchObject({ outcome: 'failed', reason: 'ambiguous' });
				expect(item.message).toContain(`Ann (ID ${ann.id})`);
				expect(item.message).toContain(`Bob (ID ${bob.id})`);
			}
			if (count === 1) expect(stateIn(stage.sim)).toBe(before);
			expect([ann.name, bob.name]).toEqual(['Ann', 'Bob']);
		},
	);

	it('two who each want the email of the other are both refused', async () => {
		const stage = setUp();
		addAnn(stage.sim);
		addCustomer(stage.sim, { name: 'Bob', email: 'bob@x.example', external_id: 'X3' });
		const before = stateIn(stage.sim);
		const { dry, first } = await runThrice(stage, [
			{ externalId: 'X2', email: 'bob@x.example', name: 'A' },
			{ externalId: 'X3', email: 'ann@x.example', name: 'B' },
		]);
		expect([...outcomes(dry), ...outcomes(first)]).toEqual(new Array(4).fill('failed'));
		expect(stateIn(stage.sim)).toBe(before);
	});
});

const HIRE = { externalId: 'X9', email: 'ann@x.example', name: 'Hire' };
const MOVED = { externalId: 'X2', email: 'new@x.example', name: 'Ann' };
const NEXT = { externalId: 'X3', email: 'bob.new@x.example', name: 'Bob' };
const TAKES = { externalId: 'X3', email: 'ann@x.example', name: 'Bob' };

describe('kind 3: rows never merge two people, whatever their order', () => {
	it.each(ordersOf([MOVED, HIRE, NEXT]))(
		'an email that is freed goes to a new hire (%#)',
		async (...rows) => {
			const stage = setUp();
			const ann = addAnn(stage.sim);
			const bob = addCustomer(stage.sim, {
				name: 'Bob',
				email: 'bob@x.example',
				external_id: 'X3',
			});
			const { dry, first, second: again } = await runThrice(stage, rows);
			expect(outcomes(dry)).toEqual(rows.map(() => 'skipped'));
			expect(outcomes(first)).toEqual(rows.map((row) => (row === HIRE ? 'created' : 'updated')));
			expect(outcomes(again)).toEqual(rows.map(() => 'unchanged'));
			expect([ann.email, bob.email]).toEqual(['new@x.example', 'bob.new@x.example']);
			expect(stage.sim.store.userByEmail('ann@x.example')).toMatchObject({ name: 'Hire' });
		},
	);

	it.each(ordersOf([TAKES, MOVED]))('or to somebody else who is there (%#)', async (...rows) => {
		const stage = setUp();
		const ann = addAnn(stage.sim);
		const bob = addCustomer(stage.sim, { name: 'Bob', email: 'bob@x.example', external_id: 'X3' });
		const { first } = await runThrice(stage, rows);
		expect(outcomes(first)).toEqual(['updated', 'updated']);
		expect([ann.email, bob.email]).toEqual(['new@x.example', 'ann@x.example']);
	});

	it.each(ordersOf([{ ...MOVED, email: 'ann@x.example' }, HIRE]))(
		'one that its owner keeps does not (%#)',
		async (...rows) => {
			const stage = setUp();
			const ann = addAnn(stage.sim);
			const { dry, first } = await runThrice(stage, rows);
			for (const items of [dry, first]) {
				expect(outcomes(items)).toEqual(rows.map((row) => (row === HIRE ? 'failed' : 'unchanged')));
				expect(items[rows.indexOf(HIRE)].message).toContain(`Ann (ID ${ann.id})`);
			}
		},
	);

	it.each(
		[
			[HIRE, { ...HIRE, externalId: 'X8', name: 'Twin' }],
			[HIRE, { ...HIRE, email: 'twin@x.example' }],
		].flatMap((rows) => ordersOf(rows)),
	)('new people who share one key are both refused (%#)', async (...rows) => {
		const stage = setUp();
		const count = stage.sim.store.users.size;
		const { dry, first } = await runThrice(stage, rows);
		expect([...outcomes(dry), ...outcomes(first)]).toEqual(new Array(4).fill('failed'));
		expect(stage.sim.store.users.size).toBe(count);
	});

	const byFirst = { email: 'ann@x.example', name: 'Anna' };
	const bySecond = { email: 'ann2@x.example', name: 'Anna' };

	it.each(ordersOf([byFirst, bySecond]))(
		'two emails of one person, who agree: one write (%#)',
		async (...rows) => {
			const stage = setUp();
			const ann = addAnn(stage.sim);
			second(stage.sim, ann);
			const { first, second: again } = await runThrice(stage, rows);
			expect(first).toMatchObject(rows.map(() => ({ outcome: 'updated', id: ann.id })));
			expect(outcomes(again)).toEqual(['unchanged', 'unchanged']);
			expect(ann).toMatchObject({ name: 'Anna', email: 'ann@x.example' });
		},
	);

	it.each([
		...ordersOf([byFirst, { ...bySecond, name: 'Else' }]),
		...ordersOf([byFirst, MOVED]),
		...ordersOf([bySecond, MOVED]),
	])('two emails of one person, who contradict each other: neither (%#)', async (...rows) => {
		const stage = setUp();
		const ann = addAnn(stage.sim);
		second(stage.sim, ann);
		const before = stateIn(stage.sim);
		const { dry, first } = await runThrice(stage, rows);
		expect([...outcomes(dry), ...outcomes(first)]).toEqual(new Array(4).fill('failed'));
		expect(first[0].message).toContain(`Ann (ID ${ann.id})`);
		expect(stateIn(stage.sim)).toBe(before);
	});

	it.each(['undefined', 'null', 'NaN'])('A6: "%s" is no external ID', async (externalId) => {
		const stage = setUp();
		const bob = addCustomer(stage.sim, {
			name: 'B',
			email: 'b@x.example',
			external_id: externalId,
		});
		const rows = [
			{ externalId, email: 'a@x.example', name: 'A' },
			{ externalId: '', email: 'b@x.example', name: 'B' },
		];
		const { first } = await runThrice(stage, rows);
		expect(outcomes(first)).toEqual(['failed', 'unchanged']);
		expect(identitiesIn(stage.sim, bob)).toEqual(['email:b@x.example*']);
		expect(stage.sim.store.userByEmail('a@x.example')).toBeUndefined();
	});

	it('A6: nor in the Additional Fields of Create', async () => {
		const { sim, run } = setUp();
		const parameters = {
			resource: 'user',
			operation: 'create',
			name: 'A',
			additionalFields: { externalId: 'undefined' },
		};
		const { items } = await run({ onError: 'continueRegularOutput', parameters });
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'invalid' });
		expect(sim.log.writes()).toEqual([]);
	});
});
