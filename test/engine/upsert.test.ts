import type { IDataObject } from 'n8n-workflow';
import { addCustomer, addOrganization, type Simulator, type User } from '../simulator';
import { clearStages, setStage, type Stage } from './engine';

afterEach(clearStages);

const JOB = 'POST /api/v2/users/create_or_update_many';
const SINGLE = 'POST /api/v2/users/create_or_update';
const CREATE = 'POST /api/v2/users';

/** More than a double can tell apart from its neighbours. */
const BIG_ID = '9007199254740993';

const form = (more: object = {}) => ({
	resource: 'user',
	operation: 'upsert',
	externalId: '={{ $json.externalId }}',
	email: '={{ $json.email }}',
	name: '={{ $json.name }}',
	...more,
});

async function upsert(stage: Pick<Stage, 'run'>, items: IDataObject[], more: object = {}) {
	return await stage.run({ items, onError: 'continueRegularOutput', parameters: form(more) });
}

const person = (i: number) => ({
	externalId: `EMP-${i}`,
	email: `person${i}@example.com`,
	name: `Person ${i}`,
});

const people = (count: number) => Array.from({ length: count }, (_, i) => person(i));

/** The person of a row as Zendesk already has him. */
function known(sim: Simulator, i: number, fields: Partial<User> = {}): User {
	const { externalId, ...rest } = person(i);
	return addCustomer(sim, { external_id: externalId, ...rest, ...fields });
}

const outcomes = (items: IDataObject[]) => items.map(({ outcome }) => outcome);
const routes = (sim: Simulator) => sim.log.writes().map(({ route }) => route);
const lookUps = (sim: Simulator) =>
	sim.log.filter({ method: 'GET', path: /^\/api\/v2\/users\/(show_many|search)/ });

describe('one row', () => {
	it.each<[string, Partial<ReturnType<typeof person>>, string]>([
		// Zendesk refuses to create somebody with an email that is taken, and would write to whoever has it otherwise.
		['external ID and email', person(1), CREATE],
		['external ID', { externalId: 'EMP-1', name: 'Person 1' }, SINGLE],
		['email', { email: 'person1@example.com', name: 'Person 1' }, SINGLE],
	])('a new user by %s goes by a single call', async (_keys, row, route) => {
		const { sim, run } = setStage();
		const { items } = await upsert({ run }, [row]);
		expect(routes(sim)).toEqual([route]);
		expect(lookUps(sim)).toHaveLength(1);
		expect(items[0]).toMatchObject({ outcome: 'created', name: 'Person 1' });
		expect(sim.store.users.get(Number(items[0].id))).toMatchObject({
			name: 'Person 1',
			email: row.email ?? null,
			external_id: row.externalId ?? null,
		});
	});

	it.each([
		['external ID', { externalId: 'EMP-1', name: 'New Name' }],
		['email', { email: 'person1@example.com', name: 'New Name' }],
		['both', { ...person(1), name: 'New Name' }],
	])('a changed user by %s goes by a single call', async (_keys, row) => {
		const { sim, run } = setStage();
		const { id } = known(sim, 1);
		const { items } = await upsert({ run }, [row]);
		expect(items[0]).toMatchObject({ outcome: 'updated', id, name: 'New Name' });
		expect(sim.store.users.get(id)!.name).toBe('New Name');
		expect(sim.log.writes()).toHaveLength(1);
		expect(sim.log.polls()).toEqual([]);
	});

	it.each(['EMP-1', 'a,b', 'Größe/7?&#', '900719925474099312345'])(
		'an equal user by the external ID %s is not written',
		async (externalId) => {
			const { sim, run } = setStage();
			const { id } = known(sim, 1, { external_id: externalId });
			const { items } = await upsert({ run }, [{ ...person(1), externalId }]);
			expect(items[0]).toMatchObject({ outcome: 'unchanged', id, external_id: externalId });
			expect(sim.log.writes()).toEqual([]);
		},
	);

	it('gives the external ID to a user who is found by his email', async () => {
		const { sim, run } = setStage();
		const { id } = known(sim, 1, { external_id: null });
		const { items } = await upsert({ run }, [person(1)]);
		expect(items[0]).toMatchObject({ outcome: 'updated', id, external_id: 'EMP-1' });
		expect(sim.store.userByExternalId('EMP-1')!.id).toBe(id);
	});

	it('with neither key is refused, and the others are done', async () => {
		const { sim, run } = setStage();
		const { items, paired } = await upsert({ run }, [
			person(0),
			{ name: 'Nobody', externalId: ' ' },
			person(2),
		]);
		expect(outcomes(items)).toEqual(['created', 'failed', 'created']);
		expect(items[1]).toMatchObject({
			reason: 'invalid',
			message: expect.stringMatching(/'External ID' and 'Email'.*empty/),
		});
		expect(paired).toEqual([0, 1, 2]);
		expect(sim.store.users.all().some(({ name }) => name === 'Nobody')).toBe(false);
	});
});

describe('many rows', () => {
	it('none at all: nothing is asked and nothing comes out', async () => {
		const { sim, run } = setStage();
		const { items, error } = await upsert({ run }, []);
		expect([items, error]).toEqual([[], undefined]);
		expect(sim.log.entries).toEqual([]);
	});

	it.each([
		['external ID', 'externalId'],
		['email', 'email'],
	])('101 new ones by %s take two jobs', async (_words, key) => {
		const { sim, run } = setStage();
		const rows = people(101).map((row) => ({ name: row.name, [key]: row[key as 'email'] }));
		const { items, paired } = await upsert({ run }, rows);
		expect(routes(sim)).toEqual([JOB, JOB]);
		expect(new Set(outcomes(items))).toEqual(new Set(['created']));
		expect(items.map(({ id }) => sim.store.users.get(Number(id))?.name)).toEqual(
			rows.map(({ name }) => name),
		);
		expect(paired).toEqual(rows.map((_, i) => i));
	});

	it('more than a hundred by email alone go straight to the job, without a search', async () => {
		const { sim, run } = setStage();
		const ann = known(sim, 0, { name: 'Old Name' });
		const { items } = await upsert(
			{ run },
			people(101).map(({ email, name }) => ({ email, name })),
		);
		expect(lookUps(sim)).toEqual([]);
		expect(routes(sim)).toEqual([JOB, JOB]);
		expect(outcomes(items)).toEqual(['sent', ...new Array(100).fill('created')]);
		expect(items[0]).toMatchObject({ id: ann.id, name: 'Person 0' });
	});

	it('new, changed and equal ones are each answered on their own row', async () => {
		const { sim, run } = setStage();
		const rows = people(30);
		rows.forEach((_, i) => {
			if (i % 3 === 1) known(sim, i, { name: 'Old Name' });
			if (i % 3 === 2) known(sim, i);
		});
		const { items, paired } = await upsert({ run }, rows);
		const word = ['created', 'updated', 'unchanged'];
		expect(items).toMatchObject(
			rows.map(({ externalId, email, name }, i) => ({
				outcome: word[i % 3],
				id: sim.store.userByExternalId(externalId)!.id,
				external_id: externalId,
				email,
				name,
			})),
		);
		expect(paired).toEqual(rows.map((_, i) => i));
		expect(sim.store.users.all().filter(({ name }) => name === 'Old Name')).toEqual([]);
	});

	it('a row that Zendesk refuses has its own verdict', async () => {
		const { sim, run } = setStage();
		const rows: IDataObject[] = people(5);
		rows[2] = { externalId: 'EMP-2' };
		const { items } = await upsert({ run }, rows);
		expect(outcomes(items)).toEqual(['created', 'created', 'failed', 'created', 'created']);
		expect(items[2].message).toMatch(/EMP-2 .*Name: is too short/);
		expect(sim.store.userByExternalId('EMP-2')).toBeUndefined();
	});
});

describe('a second run with the same rows', () => {
	it.each<[string, object]>([
		['keys and name', {}],
		['tags in another spelling', { tags: 'VIP, Big Customer, vip' }],
		['emptied texts', { notes: '', phone: '', details: '', alias: '' }],
		['no organization', { organizationId: '' }],
		['a role', { role: 'end-user' }],
		['a verified email', { verified: true, skipVerifyEmail: true }],
		['a phone number that is a number', { phone: '={{ 15551234567 }}' }],
		['user fields', { userFields: '{"plan": "gold", "since": "2026-01-31", "vip": false}' }],
	])('writes nothing: %s', async (_what, additionalFields) => {
		const { sim, run } = setStage();
		sim.store.userFields.set('plan', 'text').set('since', 'date').set('vip', 'checkbox');
		known(sim, 0);
		known(sim, 1, { name: 'Old Name', email: 'old@example.com' });
		const first = await upsert({ run }, people(4), { additionalFields });
		const mark = sim.log.mark();
		const second = await upsert({ run }, people(4), { additionalFields });
		expect(second.items.map(({ id }) => id)).toEqual(first.items.map(({ id }) => id));
		expect(new Set(outcomes(second.items))).toEqual(new Set(['unchanged']));
		expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	});

	it('takes one look-up for a hundred rows', async () => {
		const { sim, run } = setStage();
		people(150).forEach((_, i) => known(sim, i));
		await upsert({ run }, people(150));
		expect(lookUps(sim)).toHaveLength(2);
		expect(sim.log.writes()).toEqual([]);
	});

	it('Write Unchanged Rows writes them all without a look-up', async () => {
		const { sim, run } = setStage();
		const users = people(3).map((_, i) => known(sim, i));
		const rows = people(3).map(({ externalId, name }) => ({ externalId, name }));
		const { items } = await upsert({ run }, rows, { options: { writeUnchanged: true } });
		expect(lookUps(sim)).toEqual([]);
		expect(routes(sim)).toEqual([JOB]);
		expect(sim.log.writes()[0].body).toMatchObject({
			users: people(3).map(({ externalId }) => ({ external_id: externalId })),
		});
		expect(items).toMatchObject(users.map(({ id }) => ({ outcome: 'sent', id })));
	});

	it('Write Unchanged Rows looks whose external IDs they are where rows have an email, too', async () => {
		const { sim, run } = setStage();
		const users = people(3).map((_, i) => known(sim, i));
		const { items } = await upsert({ run }, people(3), { options: { writeUnchanged: true } });
		expect(lookUps(sim)).toHaveLength(1);
		expect(routes(sim)).toEqual(['PUT /api/v2/users/update_many']);
		expect(items).toMatchObject(users.map(({ id }) => ({ outcome: 'sent', id })));
	});
});

describe('external IDs that differ only in case', () => {
	it('are equal: nothing is written', async () => {
		const { sim, run } = setStage();
		const { id } = known(sim, 1);
		for (const externalId of ['emp-1', 'Emp-1', 'EMP-1']) {
			const { items } = await upsert({ run }, [{ ...person(1), externalId }]);
			expect(items[0]).toMatchObject({ outcome: 'unchanged', id, external_id: 'EMP-1' });
		}
		expect(sim.log.writes()).toEqual([]);
	});

	it.each([1, 3])('keep their case when other fields are written (%d rows)', async (count) => {
		const { sim, run } = setStage();
		const users = people(count).map((_, i) => known(sim, i));
		const rows = people(count).map((row) => ({
			externalId: row.externalId.toLowerCase(),
			email: row.email.toUpperCase(),
			name: `New ${row.name}`,
		}));
		const { items } = await upsert({ run }, rows);
		expect(items).toMatchObject(rows.map(({ name }) => ({ outcome: 'updated', name })));
		expect(users.map(({ external_id: key, email }) => ({ key, email }))).toEqual(
			people(count).map(({ externalId, email }) => ({ key: externalId, email })),
		);
	});

	it('are one user within one input', async () => {
		const { sim, run } = setStage();
		const { items } = await upsert({ run }, [
			{ externalId: 'EMP-1', name: 'First' },
			{ externalId: 'emp-1', name: 'First' },
		]);
		expect(new Set(items.map(({ id }) => id)).size).toBe(1);
		expect(sim.store.usersByExternalId('EMP-1')).toMatchObject([{ name: 'First' }]);
	});
});

describe('the same user twice in one input', () => {
	const both = { externalId: 'EMP-1', email: 'person1@example.com' };
	const byKey = { externalId: 'EMP-1' };
	const byMail = { email: 'PERSON1@example.com' };

	it.each<[string, object[]]>([
		['by the same keys', [both, both]],
		['by both keys, then by one each', [both, byKey, byMail]],
		['by one key each, joined by the last row', [byKey, byMail, both]],
	])('%s: one user, one write, all rows answered', async (_how, keys) => {
		const { sim, run } = setStage();
		const count = sim.store.users.size;
		const { items } = await upsert(
			{ run },
			keys.map((row) => ({ ...row, name: 'Name' })),
		);
		const name = 'Name';
		expect(sim.store.users.size).toBe(count + 1);
		const { id } = sim.store.userByExternalId('EMP-1')!;
		expect(sim.store.userByEmail(both.email)).toMatchObject({ id, name });
		expect(items).toMatchObject(keys.map(() => ({ outcome: 'created', id, name })));
		expect(sim.log.writes()).toHaveLength(1);
	});

	it('by external ID in one row and email in another, which only Zendesk knows to be one', async () => {
		const { sim, run } = setStage();
		const { id } = known(sim, 1);
		const { items } = await upsert({ run }, [
			{ externalId: 'EMP-1', name: 'Other' },
			{ email: 'person1@example.com', name: 'Other' },
		]);
		expect(items).toMatchObject([
			{ outcome: 'updated', id },
			{ outcome: 'updated', id },
		]);
		expect(sim.store.users.get(id)!.name).toBe('Other');
		expect(sim.log.writes()).toHaveLength(1);
	});

	it('rows that contradict each other are ambiguous, and the message names the right item', async () => {
		const { sim, run } = setStage();
		// The bad row before them shows whether items are counted, or good rows only.
		const rows = [{ name: 'Nobody' }, person(1), { ...person(1), externalId: 'EMP-2' }];
		const { items } = await upsert({ run }, rows);
		expect(items.slice(1)).toMatchObject(
			['Item 2 ', 'Item 1 '].map((other) => ({
				outcome: 'failed',
				reason: 'ambiguous',
				message: expect.stringContaining(other),
			})),
		);
		expect(sim.log.writes()).toEqual([]);
	});
});

describe('values that are hard to keep', () => {
	it('names with emoji and from right to left come back as they were', async () => {
		const { sim, run } = setStage();
		const names = ['👩🏽‍🚒 Zoë Müller', 'محمد الأحمد', 'שָׁלוֹם כהן', '王小明 𠮷野', 'Ảnh "D’Arc" <x>'];
		const rows = names.map((name, i) => ({ ...person(i), name }));
		const first = await upsert({ run }, rows);
		expect(first.items.map(({ name }) => name)).toEqual(names);
		expect(rows.map(({ externalId }) => sim.store.userByExternalId(externalId)!.name)).toEqual(
			names,
		);
		const second = await upsert({ run }, rows);
		expect(new Set(outcomes(second.items))).toEqual(new Set(['unchanged']));
	});

	const LONG = 'x'.repeat(10_000);
	const withLongName = people(5).map((row, i) => (i === 2 ? { ...row, name: LONG } : row));

	it('a name of 10,000 characters that Zendesk takes is kept whole', async () => {
		const { sim, run } = setStage();
		const { items } = await upsert({ run }, withLongName);
		expect(new Set(outcomes(items))).toEqual(new Set(['created']));
		expect(sim.store.userByExternalId('EMP-2')!.name).toBe(LONG);
	});

	it.each([
		[413, 'Payload Too Large'],
		[422, { error: 'RecordInvalid', description: 'Name: is too long' }],
	])(
		'a name of 10,000 characters that Zendesk refuses with %d fails alone',
		async (status, body) => {
			const { sim, run } = setStage();
			sim.faults.add({
				when: {
					path: /create_many|users$/,
					body: (order) => JSON.stringify(order).includes(LONG),
					times: Infinity,
				},
				then: { kind: 'respond', status, body },
			});
			const { items } = await upsert({ run }, withLongName);
			sim.faults.verifyAllFired();
			expect(outcomes(items)).toEqual(['created', 'created', 'failed', 'created', 'created']);
			expect(String(items[2].message).length).toBeLessThan(1_000);
		},
	);

	it('an external ID beyond 2^53 loses no digit', async () => {
		const { sim, run } = setStage();
		const rows = [BIG_ID, '9007199254740992', '123456789012345678901234567890'].map(
			(externalId, i) => ({ ...person(i), externalId }),
		);
		const { items } = await upsert({ run }, rows);
		expect(items).toMatchObject(
			rows.map(({ externalId }) => ({ outcome: 'created', external_id: externalId })),
		);
		expect(rows.map((row) => sim.store.userByExternalId(row.externalId)?.name)).toEqual(
			rows.map(({ name }) => name),
		);
	});

	it('an external ID that has lost digits as a number is refused', async () => {
		const { sim, run } = setStage();
		const { items } = await upsert({ run }, [{ ...person(0), externalId: Number(BIG_ID) }]);
		expect(items[0]).toMatchObject({
			outcome: 'failed',
			reason: 'invalid',
			message: expect.stringMatching(/'External ID': .* as text/),
		});
		expect(sim.log.writes()).toEqual([]);
	});

	it('an organization ID comes through as a number, given as text', async () => {
		const { sim, run } = setStage();
		const { id } = addOrganization(sim);
		const { items } = await upsert({ run }, [person(0)], {
			additionalFields: { organizationId: String(id) },
		});
		expect(items[0]).toMatchObject({ outcome: 'created', organization_id: id });
	});

	it.each<[string, object, string]>([
		['Organization ID', form({ additionalFields: { organizationId: BIG_ID } }), 'upsert'],
		['Custom Role Name or ID', { ...form({ role: 'agent', customRole: BIG_ID }) }, 'create'],
	])('%s beyond 2^53 is refused, and says why', async (label, parameters, operation) => {
		const { sim, run } = setStage();
		const { items } = await run({
			items: [person(0)],
			onError: 'continueRegularOutput',
			parameters: { ...parameters, operation },
		});
		expect(items[0]).toMatchObject({
			outcome: 'failed',
			message: expect.stringMatching(new RegExp(`'${label}': '${BIG_ID}'`)),
		});
		// It is a number all right, only too long for one of Zendesk's.
		expect(items[0].message).toMatch(/digits|too (long|large|big)/);
		expect(sim.log.writes()).toEqual([]);
	});
});

describe('a changed email', () => {
	it.each([1, 3])('becomes the primary and only one (%d rows)', async (count) => {
		const { sim, run } = setStage();
		const users = people(count).map((_, i) => known(sim, i, { email: `old${i}@example.com` }));
		const { items } = await upsert({ run }, people(count));
		expect(items).toMatchObject(
			people(count).map(({ email }, i) => ({ outcome: 'updated', id: users[i].id, email })),
		);
		for (const [i, { id }] of users.entries()) {
			expect(sim.store.identities.sortedBy('user', id).map(({ value }) => value)).toEqual([
				person(i).email,
			]);
		}
	});

	it.each([1, 3])('does so with Write Unchanged Rows, too (%d rows)', async (count) => {
		const { sim, run } = setStage();
		const users = people(count).map((_, i) => known(sim, i, { email: `old${i}@example.com` }));
		const { items } = await upsert({ run }, people(count), { options: { writeUnchanged: true } });
		expect(items).toMatchObject(people(count).map(({ email }) => ({ outcome: 'updated', email })));
		expect(users.map(({ email }) => email)).toEqual(people(count).map(({ email }) => email));
	});

	/** Ann's external ID in a row with Bob's email. */
	async function mixUp(
		upsertTwoMatches: '422' | 'external-id-wins' | 'email-wins',
		writeUnchanged: boolean,
		count: number,
	) {
		const { sim, run } = setStage({ switches: { upsertTwoMatches } });
		const ann = known(sim, 0);
		const bob = known(sim, 99);
		const before = JSON.stringify([ann, bob]);
		const rows = people(count);
		rows[0].email = bob.email!;
		const { items } = await upsert({ run }, rows, { options: { writeUnchanged } });
		const addresses = sim.store.identities.sortedBy('user', ann.id);
		return { items, rows, addresses, before, after: JSON.stringify([ann, bob]) };
	}

	const mixUps = [
		['422', false, 1],
		['422', false, 3],
		['422', true, 1],
		['422', true, 3],
		['external-id-wins', true, 1],
		['external-id-wins', true, 3],
		['email-wins', true, 1],
		['email-wins', true, 3],
	] as const;

	it.each(mixUps)(
		'that is somebody else’s changes neither of the two (%s, write unchanged: %s, %d rows)',
		async (...mixUpOf) => {
			const { items, rows, addresses, before, after } = await mixUp(...mixUpOf);
			expect(items).toMatchObject(
				rows.map((_, i) => ({ outcome: i === 0 ? 'failed' : 'created' })),
			);
			expect(after).toBe(before);
			expect(addresses).toHaveLength(1);
		},
	);

	it.each(mixUps)(
		'that is somebody else’s is called ambiguous (%s, write unchanged: %s, %d rows)',
		async (...mixUpOf) => {
			const { items } = await mixUp(...mixUpOf);
			expect(items[0]).toMatchObject({
				reason: 'ambiguous',
				message: expect.stringContaining('EMP-0'),
			});
		},
	);
});

describe('Dry Run', () => {
	it('writes nothing and says what would be', async () => {
		const { sim, run } = setStage();
		const changed = known(sim, 1, { name: 'Old Name' });
		const equal = known(sim, 2);
		const byMail = known(sim, 3, { name: 'Old Name' });
		const rows = [person(0), person(1), person(2), { email: byMail.email, name: 'New Name' }];
		const { items } = await upsert({ run }, rows, { options: { dryRun: true } });
		expect(items).toMatchObject([
			{ outcome: 'skipped', reason: 'dry-run', would_be: 'created', name: 'Person 0' },
			{ outcome: 'skipped', would_be: 'updated', id: changed.id, would_change: ['name'] },
			{ outcome: 'unchanged', id: equal.id },
			{ outcome: 'skipped', would_be: 'updated', id: byMail.id, would_change: ['name'] },
		]);
		expect(sim.log.writes()).toEqual([]);
	});

	it('knows a user with a new external ID by his email', async () => {
		const { sim, run } = setStage();
		const { id } = known(sim, 1, { external_id: null });
		const { items } = await upsert({ run }, [person(1)], { options: { dryRun: true } });
		expect(items[0]).toMatchObject({ would_be: 'updated', id });
	});
});

describe('while bulk user import is off', () => {
	const OFF = { plan: { bulkImport: false } };

	it.each(['object', 'string'] as const)(
		'one 403 (%s), one hint, then one call a second',
		async (bulkImport403Body) => {
			const { sim, run } = setStage({ ...OFF, switches: { bulkImport403Body } });
			const rows = people(120).map(({ externalId, name }) => ({ externalId, name }));
			const { items, hints, paired } = await upsert({ run }, rows);
			expect(outcomes(items)).toEqual(rows.map(() => 'created'));
			expect(items.map(({ id }) => id)).toEqual(
				rows.map(({ externalId }) => sim.store.userByExternalId(externalId)!.id),
			);
			expect(paired).toEqual(rows.map((_, i) => i));
			expect(sim.log.filter({ status: 403 }).map(({ route }) => route)).toEqual([JOB]);
			expect(hints.filter((hint) => /bulk user import is off/i.test(hint))).toHaveLength(1);
			const times = sim.log.filter({ route: SINGLE }).map(({ at }) => at);
			expect(times).toHaveLength(rows.length);
			expect(Math.min(...times.slice(1).map((at, i) => at - times[i]))).toBeGreaterThanOrEqual(
				1_000,
			);
			expect(sim.log.count({ status: 429 })).toBe(0);
		},
	);

	it('goes faster while the header allows it', async () => {
		const { sim, run } = setStage({ ...OFF, latencyMs: 200 });
		sim.limits.overrides['create-update-user'] = 10;
		await upsert(
			{ run },
			people(20).map(({ externalId, name }) => ({ externalId, name })),
		);
		const times = sim.log.filter({ route: SINGLE }).map(({ at }) => at);
		expect(times).toHaveLength(20);
		expect(times.at(-1)! - times[0]).toBeLessThan(5_000);
		expect(sim.log.count({ status: 429 })).toBe(0);
	});

	it.each([
		['created', person(0)],
		['updated', { email: person(50).email, name: 'New Name' }],
		['failed', { ...person(1), name: '' }],
	])('the item of a row that is %s has the keys of a bulk run', async (outcome, row) => {
		const keys = [];
		for (const options of [{}, OFF]) {
			const stage = setStage(options);
			known(stage.sim, 50);
			const { items } = await upsert(stage, [row, person(2)]);
			expect(items[0].outcome).toBe(outcome);
			keys.push(
				Object.keys(items[0])
					.filter((key) => key !== 'zendesk_request_id')
					.sort(),
			);
			clearStages();
		}
		expect(keys[1]).toEqual(keys[0]);
	});

	it('is not blamed for a credential that may not write', async () => {
		const stage = setStage();
		const { items, hints } = await stage.run({
			items: people(3),
			onError: 'continueRegularOutput',
			credential: {
				...stage.credential,
				grantType: 'authorizationCode',
				oauthTokenData: {
					access_token: stage.sim.credentials.bearer(undefined, ['read']),
					token_type: 'bearer',
				},
			},
			parameters: form(),
		});
		expect(items).toMatchObject(
			people(3).map(() => ({
				outcome: 'failed',
				reason: 'forbidden',
				advice: expect.stringContaining("'Read and Write'"),
			})),
		);
		expect(hints.join()).not.toMatch(/bulk/i);
		expect(stage.sim.log.count({ status: 403 })).toBe(1);
	});
});
