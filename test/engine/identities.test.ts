import type { IDataObject } from 'n8n-workflow';
import {
	addAgent,
	addCustomer,
	addIdentityTo,
	identitiesIn,
	type Simulator,
	type User,
} from '../simulator';
import { clearStages, setStage, type Stage } from './engine';
import { by } from './forms';
import { apply, known, person, plan, sync } from './sync/helpers';

afterEach(clearStages);

const OLD = 'old@example.com';
const NEW = 'new@example.com';
const LINE = '+15550100';
const SECOND = '+15550200';
const REMOVE = 'DELETE /api/v2/users/:id/identities/:identityId';
const REPLACE = 'PUT /api/v2/users/:id/identities/:identityId';

type Fields = Record<string, unknown>;

/** Updates one user by a call of its own. */
async function update({ run }: Stage, ann: User, updateFields: Fields, options: object = {}) {
	const parameters = {
		resource: 'user',
		operation: 'update',
		user: by.id(ann),
		updateFields,
		options,
	};
	return (await run({ parameters, onError: 'continueRegularOutput' })).items[0];
}

/** Updates many users, all with these fields, by a job. */
async function updateMany({ run }: Stage, users: User[], updateFields: Fields) {
	const user = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	const { items } = await run({
		items: users.map(({ id }, i) => ({ id, i })),
		onError: 'continueRegularOutput',
		parameters: { resource: 'user', operation: 'update', user, updateFields },
	});
	return items;
}

async function upsert({ run }: Stage, items: IDataObject[], more: object = {}) {
	const keys = {
		externalId: '={{ $json.externalId }}',
		email: '={{ $json.email }}',
		name: '={{ $json.name }}',
	};
	const parameters = { resource: 'user', operation: 'upsert', ...keys, ...more };
	return (await run({ items, parameters, onError: 'continueRegularOutput' })).items;
}

/** Somebody whose primary address is a Google sign-in (recorded). */
function addGoogle(sim: Simulator, fields: Partial<User> = {}, value = OLD): User {
	const ann = addCustomer(sim, { name: 'Ann', ...fields, email: null });
	addIdentityTo(sim, ann, { type: 'google', value });
	return ann;
}

async function requestsOf<T>({ sim }: Stage, work: () => Promise<T>): Promise<[T, string[]]> {
	const mark = sim.log.mark();
	const result = await work();
	return [result, sim.log.since(mark).map(({ method, route }) => `${method} ${String(route)}`)];
}

describe('another run changes the email, too, and is faster', () => {
	const LOOK = 'GET /api/v2/users/:id/identities';

	/** What the other run has done by then: the new address is the primary one, the former one still there. */
	function beOvertaken({ sim }: Stage, ann: User): void {
		const hasNew = identitiesIn(sim, ann).some((one) => one.startsWith(`email:${NEW}`));
		if (!hasNew) addIdentityTo(sim, ann, { type: 'email', value: NEW });
		for (const one of sim.store.identities.sortedBy('user', ann.id)) {
			sim.store.identities.update(one, { primary: one.value === NEW });
		}
		sim.store.users.update(sim.store.users.get(ann.id)!, { email: NEW });
	}

	it.each([
		['before this one reads the addresses, of which the new one is none', LOOK, false],
		['before this one reads the addresses', LOOK, true],
		['before this one takes the new address out, to rename the former one', REMOVE, true],
		['before this one renames the former address', REPLACE, false],
	])('%s', async (_, route, isThere) => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: OLD });
		if (isThere) addIdentityTo(stage.sim, ann, { type: 'email', value: NEW });
		stage.sim.faults.add({
			when: { route },
			then: { kind: 'before', do: () => beOvertaken(stage, ann) },
		});
		expect(await update(stage, ann, { email: NEW })).toMatchObject({ outcome: 'updated' });
		stage.sim.faults.verifyAllFired();
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${NEW}*`]);
	});

	it('and done with it: nothing but the former address is written', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: OLD });
		stage.sim.faults.add({
			when: { route: LOOK },
			then: { kind: 'before', do: () => beOvertaken(stage, ann) },
		});
		await update(stage, ann, { email: NEW });
		expect(stage.sim.log.writes().map(({ route }) => route)).toEqual([REMOVE]);
	});

	it('but a refusal of any other reason stands', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: OLD });
		addIdentityTo(stage.sim, ann, { type: 'email', value: NEW });
		stage.sim.faults.add({
			when: { route: REMOVE, times: Infinity },
			then: { kind: 'respond', status: 403, body: { error: 'Forbidden' } },
		});
		expect(await update(stage, ann, { email: NEW })).toMatchObject({ outcome: 'failed' });
		expect(identitiesIn(stage.sim, ann)).toContain(`email:${OLD}*`);
	});
});

describe('N2 and D14: the former address is a Google sign-in', () => {
	it('D14: goes with the address', async () => {
		const stage = setStage();
		const ann = addGoogle(stage.sim);
		expect(await update(stage, ann, { email: NEW })).toMatchObject({ outcome: 'updated' });
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${NEW}*`]);
		expect(await update(stage, ann, { email: NEW })).toMatchObject({ outcome: 'unchanged' });
	});

	it('N2: goes, too, beside an email of the same value, and a number stays', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: OLD, phone: LINE });
		addIdentityTo(stage.sim, ann, { type: 'google', value: OLD });
		expect(await update(stage, ann, { email: NEW })).toMatchObject({ outcome: 'updated' });
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${NEW}*`, `phone_number:${LINE}*`]);
	});

	it('N2: the new address is a Google sign-in already: that becomes the primary one', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: OLD });
		addIdentityTo(stage.sim, ann, { type: 'google', value: NEW });
		expect(await update(stage, ann, { email: NEW })).toMatchObject({ outcome: 'updated' });
		expect(identitiesIn(stage.sim, ann)).toEqual([`google:${NEW}*`]);
	});

	it('N2: stays with Keep Former Email, and is said', async () => {
		const stage = setStage();
		const ann = addGoogle(stage.sim);
		expect(await update(stage, ann, { email: NEW }, { keepOldEmail: true })).toMatchObject({
			outcome: 'updated',
			message: expect.stringContaining(`${OLD} (a Google sign-in) stays`),
		});
		expect(identitiesIn(stage.sim, ann)).toEqual([`google:${OLD}`, `email:${NEW}*`]);
	});

	it('N2: one that can’t be removed is a failure that names it', async () => {
		const stage = setStage();
		const ann = addGoogle(stage.sim);
		const refusal = { error: 'Forbidden', description: 'Not this one' };
		stage.sim.faults.add({
			when: { route: REMOVE, times: Infinity },
			then: { kind: 'respond', status: 403, body: refusal },
		});
		expect(await update(stage, ann, { email: NEW, name: 'Anna' })).toMatchObject({
			outcome: 'failed',
			message: expect.stringMatching(
				/in part \(name, email .*old@example.com \(a Google sign-in\)/,
			),
			email: NEW,
			name: 'Anna',
		});
		expect(identitiesIn(stage.sim, ann)).toEqual([`google:${OLD}`, `email:${NEW}*`]);
	});

	it('N2: the same by Create or Update and by a sync', async () => {
		const stage = setStage();
		const ann = addGoogle(stage.sim, { external_id: 'HR-1' });
		const bob = addGoogle(stage.sim, { external_id: 'HR-2' }, 'bob.old@example.com');
		await upsert(stage, [{ externalId: 'HR-1', email: NEW, name: 'Ann' }]);
		const { changes } = await plan(stage, [person(2)]);
		const { items } = await apply(stage, changes);
		expect(items[0]).toMatchObject({ outcome: 'updated' });
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${NEW}*`]);
		expect(identitiesIn(stage.sim, bob)).toEqual([`email:${person(2).email}*`]);
	});

	it('N2: a second address of Google finds its user, and nobody else', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: OLD });
		addIdentityTo(stage.sim, ann, { type: 'google', value: 'ann@gmail.example' });
		const user = by.email({ email: 'Ann@gmail.example' });
		const { items } = await stage.run({ parameters: { resource: 'user', operation: 'get', user } });
		expect(items[0]).toMatchObject({ id: ann.id });
	});

	it.each<[string, number, (stage: Stage) => User, object]>([
		['an email', 2, ({ sim }) => addCustomer(sim, { email: OLD }), {}],
		[
			'an email that is kept',
			2,
			({ sim }) => addCustomer(sim, { email: OLD }),
			{ keepOldEmail: true },
		],
		['a Google sign-in', 4, ({ sim }) => addGoogle(sim), {}],
	])('changing %s takes %d requests', async (_what, count, arrange, options) => {
		const stage = setStage();
		const ann = arrange(stage);
		const [, all] = await requestsOf(stage, () => update(stage, ann, { email: NEW }, options));
		expect(all.filter((route) => route.includes('/identities'))).toHaveLength(count);
	});
});

describe('N3: an update of an identity that is answered 200 without effect', () => {
	const switches = { identityUpdate: 'without-effect' } as const;

	it('N3: an email goes the other way', async () => {
		const stage = setStage({ switches });
		const ann = addCustomer(stage.sim, { email: OLD });
		expect(await update(stage, ann, { email: NEW })).toMatchObject({ outcome: 'updated' });
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${NEW}*`]);
	});

	it('N3: an email that was a second one goes the other way', async () => {
		const stage = setStage({ switches });
		const ann = addCustomer(stage.sim, { email: OLD });
		addIdentityTo(stage.sim, ann, { type: 'email', value: NEW });
		expect(await update(stage, ann, { email: NEW })).toMatchObject({ outcome: 'updated' });
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${NEW}*`]);
	});

	it('N3: a number goes the other way', async () => {
		const stage = setStage({ switches });
		const ann = addCustomer(stage.sim, { email: OLD, phone: LINE });
		expect(await update(stage, ann, { phone: SECOND })).toMatchObject({ outcome: 'updated' });
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${OLD}*`, `phone_number:${SECOND}*`]);
		expect(ann.phone).toBe(SECOND);
	});

	it('N3: where that is without effect as well, the row fails and the address is as it was', async () => {
		const stage = setStage({ switches });
		const ann = addCustomer(stage.sim, { email: OLD });
		stage.sim.faults.add({
			when: { route: `${REPLACE}/make_primary`, times: Infinity },
			then: {
				kind: 'respond',
				status: 200,
				body: { identities: [{ id: 1, type: 'email', value: OLD, primary: true }] },
			},
		});
		expect(await update(stage, ann, { email: NEW })).toMatchObject({
			outcome: 'failed',
			message: expect.stringContaining(`${NEW} the primary one without effect`),
		});
		expect(ann.email).toBe(OLD);
	});
});

describe('D7: another number', () => {
	it.each(['goes', 'stays'] as const)(
		'D7: takes the place of the former one (the number of a deleted identity %s)',
		async (phoneOfDeletedIdentity) => {
			for (const identityUpdate of ['effective', 'without-effect'] as const) {
				const stage = setStage({ switches: { phoneOfDeletedIdentity, identityUpdate } });
				const ann = addCustomer(stage.sim, { email: OLD, phone: LINE });
				expect(await update(stage, ann, { phone: SECOND })).toMatchObject({ outcome: 'updated' });
				expect(await update(stage, ann, { phone: SECOND })).toMatchObject({ outcome: 'unchanged' });
				expect(identitiesIn(stage.sim, ann)).toEqual([`email:${OLD}*`, `phone_number:${SECOND}*`]);
				expect(ann.phone).toBe(SECOND);
				clearStages();
			}
		},
	);

	it('D7: also where an earlier run has added it as a second one', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: OLD, phone: LINE });
		addIdentityTo(stage.sim, ann, { type: 'phone_number', value: SECOND });
		expect(await update(stage, ann, { phone: SECOND })).toMatchObject({ outcome: 'updated' });
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${OLD}*`, `phone_number:${SECOND}*`]);
		expect(ann.phone).toBe(SECOND);
	});

	it('D7: of many, by a job, and by a sync, which then comes to rest', async () => {
		const stage = setStage();
		const all = Array.from({ length: 3 }, (_, i) =>
			addCustomer(stage.sim, { phone: `+155501${i}0` }),
		);
		const items = await updateMany(stage, all, { phone: '=+155502{{ $json.i }}0' });
		expect(items.map(({ outcome }) => outcome)).toEqual(['updated', 'updated', 'updated']);
		expect(all.map(({ phone }) => phone)).toEqual(['+15550200', '+15550210', '+15550220']);
		const users = [known(stage.sim, 1, { phone: '+15550301' }), known(stage.sim, 2)];
		const rows = [1, 2].map((i) => ({ ...person(i), phone: `+1555040${i}` }));
		const more = { fields: { phone: '={{ $json.phone }}' } };
		await sync(stage, rows, more);
		expect((await plan(stage, rows, more)).changes).toEqual([]);
		expect(users.map(({ phone }) => phone)).toEqual(['+15550401', '+15550402']);
		expect(stage.sim.store.identityByPhone('+15550301')).toBeUndefined();
	});

	it.each([
		['by email, alone', [{ email: OLD, name: 'Ann' }]],
		[
			'by email, in a job',
			[
				{ email: OLD, name: 'Ann' },
				{ email: 'bob@example.com', name: 'Bob' },
			],
		],
		['by external ID', [{ externalId: 'C-1', name: 'Ann' }]],
	])('D7: by Create or Update (%s)', async (_how, rows) => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { external_id: 'C-1', email: OLD, phone: LINE });
		const more = { additionalFields: { phone: `={{ $itemIndex === 0 ? '${SECOND}' : '' }}` } };
		const [first] = await upsert(stage, rows, more);
		expect(first).toMatchObject({ outcome: 'updated' });
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${OLD}*`, `phone_number:${SECOND}*`]);
		expect(ann.phone).toBe(SECOND);
	});

	it('D7: somebody else’s direct line is shared, and the former number is gone', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: OLD, phone: LINE });
		addCustomer(stage.sim, { phone: SECOND });
		expect(await update(stage, ann, { phone: SECOND })).toMatchObject({ outcome: 'updated' });
		expect(ann).toMatchObject({ phone: SECOND, shared_phone_number: true });
		expect(identitiesIn(stage.sim, ann)).toEqual([`email:${OLD}*`]);
	});

	it('D7: none at all, and none of the former identity', async () => {
		const stage = setStage({ switches: { phoneOfDeletedIdentity: 'stays' } });
		const ann = addCustomer(stage.sim, { email: OLD, phone: LINE });
		expect(await update(stage, ann, { phone: '' })).toMatchObject({ outcome: 'updated' });
		expect([ann.phone, identitiesIn(stage.sim, ann)]).toEqual([null, [`email:${OLD}*`]]);
	});

	it('D7: one that the account does not take leaves the former one alone', async () => {
		const stage = setStage({ plan: { validatesPhones: true } });
		const ann = addCustomer(stage.sim, { email: OLD, phone: LINE });
		expect(await update(stage, ann, { phone: '12', name: 'Anna' })).toMatchObject({
			outcome: 'failed',
			message: expect.stringMatching(
				/in part \(name is written, phone is not\).*not properly formatted/,
			),
		});
		expect([ann.phone, ann.name]).toEqual([LINE, 'Anna']);
	});

	it.each(['+1 555-0100', '(+1) 555 0100', '15550100', '+1.555.0100'])(
		'D7: %s is no other number than +15550100',
		async (phone) => {
			for (const validatesPhones of [true, false]) {
				const stage = setStage({ plan: { validatesPhones } });
				const ann = addCustomer(stage.sim, { phone: LINE });
				expect(await update(stage, ann, { phone })).toMatchObject({ outcome: 'unchanged' });
				expect(ann.phone).toBe(LINE);
				clearStages();
			}
		},
	);

	it('D7: a former number that can’t be removed is a failure that names it', async () => {
		const stage = setStage({ switches: { identityUpdate: 'without-effect' } });
		const ann = addCustomer(stage.sim, { phone: LINE });
		stage.sim.faults.add({
			when: { route: REMOVE, times: Infinity },
			then: { kind: 'respond', status: 403, body: { error: 'Forbidden', description: 'No' } },
		});
		expect(await update(stage, ann, { phone: SECOND })).toMatchObject({
			outcome: 'failed',
			message: expect.stringContaining(`the former number ${LINE} is still there`),
		});
	});

	it('D7: a run that is killed at any request is finished by the next one', async () => {
		for (const identityUpdate of ['effective', 'without-effect'] as const) {
			for (let n = 1; n <= 9; n++) {
				const stage = setStage({ switches: { identityUpdate } });
				const ann = addCustomer(stage.sim, { phone: LINE });
				stage.sim.faults.killAt(n, 'after');
				await update(stage, ann, { phone: SECOND });
				stage.sim.faults.revive();
				await update(stage, ann, { phone: SECOND });
				expect([n, ann.phone]).toEqual([n, SECOND]);
				clearStages();
			}
		}
	});
});

describe('D7: a restriction of an end user', () => {
	const FIELDS = { ticketRestriction: 'groups', name: 'Anna' };

	it('D7: fails alone and by a job, with the field, and the other half is written', async () => {
		const stage = setStage();
		const all = [addCustomer(stage.sim), addCustomer(stage.sim), addCustomer(stage.sim)];
		const items = [
			await update(stage, all[0], FIELDS),
			...(await updateMany(stage, all.slice(1), FIELDS)),
		];
		for (const item of items) {
			expect(item).toMatchObject({
				outcome: 'failed',
				message: expect.stringMatching(
					/\(name is written, ticket_restriction is not\).*"requested"/,
				),
			});
		}
		for (const user of all) {
			expect(user).toMatchObject({ name: 'Anna', ticket_restriction: 'requested' });
		}
	});

	it('D7: fails by Create or Update as well', async () => {
		const stage = setStage();
		addCustomer(stage.sim, { email: OLD });
		const more = { additionalFields: { ticketRestriction: 'groups' } };
		const [item] = await upsert(stage, [{ email: OLD, name: 'Ann' }], more);
		expect(item).toMatchObject({
			outcome: 'failed',
			message: expect.stringContaining('ticket_restriction is not'),
		});
	});

	it('D7: of an agent is set', async () => {
		const stage = setStage();
		const agent = addAgent(stage.sim);
		expect(await update(stage, agent, FIELDS)).toMatchObject({ outcome: 'updated' });
		expect(agent.ticket_restriction).toBe('groups');
	});
});

describe('D8: a row of which one half is taken', () => {
	const HALF = /in part \(name is written, email is not\): .*already being used/;

	it('D8: one user: the name is written, the email is not, and both are said', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { name: 'Ann', email: OLD });
		addCustomer(stage.sim, { email: NEW });
		expect(await update(stage, ann, { name: 'Anna', email: NEW })).toMatchObject({
			outcome: 'failed',
			message: expect.stringMatching(HALF),
			name: 'Anna',
			email: OLD,
		});
		expect(ann).toMatchObject({ name: 'Anna', email: OLD });
	});

	it('D8: by a job and by a sync; Create or Update writes neither half', async () => {
		const stage = setStage();
		const users = [known(stage.sim, 1), known(stage.sim, 2), known(stage.sim, 3)];
		const row = { externalId: 'HR-3', email: NEW, name: 'Dora' };
		const { changes } = await plan(stage, [row]);
		addCustomer(stage.sim, { email: NEW });
		const [first] = await updateMany(stage, users.slice(0, 2), {
			name: 'Anna',
			email: '={{ $json.i === 0 ? "new@example.com" : "free@example.com" }}',
		});
		expect(first.message).toMatch(HALF);
		const [applied] = (await apply(stage, changes)).items;
		expect(applied).toMatchObject({ outcome: 'failed', message: expect.stringMatching(HALF) });
		expect(users[2]).toMatchObject({ name: 'Dora', email: person(3).email });
		const [upserted] = await upsert(stage, [{ ...row, name: 'Cora' }]);
		// Create or Update writes the email first: one that is somebody else's shows that the row mixes up two people.
		expect(upserted).toMatchObject({ outcome: 'failed', reason: 'ambiguous' });
		expect(upserted.message).toMatch(/Neither was changed/);
		expect(users.map(({ name }) => name)).toEqual(['Anna', 'Anna', 'Dora']);
	});

	it('D8: an email that is written before a number that is refused', async () => {
		const stage = setStage({ plan: { validatesPhones: true } });
		const ann = addCustomer(stage.sim, { email: OLD, phone: LINE });
		expect(await update(stage, ann, { email: NEW, phone: '12' })).toMatchObject({
			outcome: 'failed',
			message: expect.stringContaining('(email is written, phone is not)'),
			email: NEW,
		});
	});

	it('D8: an email alone that is taken was not changed', async () => {
		const stage = setStage();
		const ann = addCustomer(stage.sim, { email: OLD });
		addCustomer(stage.sim, { email: NEW });
		const { message } = await update(stage, ann, { email: NEW });
		expect(message).toMatch(/was not changed: .*already being used/);
	});
});
