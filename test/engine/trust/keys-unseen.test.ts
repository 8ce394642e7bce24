import {
	addAdmin,
	addAgent,
	addCustomer,
	addOrganization,
	addTicket,
	identitiesIn,
	type Simulator,
	type User,
} from '../../simulator';
import { clearStages } from '../engine';
import { organizationsIn, outcomes, setUp, stateIn, upsert } from './keys-helpers';

/** User: Create or Update. Who wasn't seen is not gone, and nothing is taken from somebody unseen. */

afterEach(clearStages);

const BY = {
	'external ID': { externalId: 'X1' },
	email: { email: 'ann@x.example' },
	both: { externalId: 'X1', email: 'ann@x.example' },
};
const ROUTE = /show_many|search/;

/** The first answer that should show the person doesn't. */
function hideOnce(sim: Simulator, { id }: User, nth = 1) {
	const withoutThem = (text: string) => {
		const answer = JSON.parse(text) as { users?: User[] };
		return JSON.stringify({ ...answer, users: answer.users?.filter((one) => one.id !== id) });
	};
	sim.faults.add({
		when: { path: ROUTE, nth },
		then: { kind: 'garble', to: withoutThem },
	});
}

const others = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ email: `n${i}@x.example`, name: `New ${i}` }));

const CASES = Object.keys(BY).flatMap((keys) =>
	[0, 2, 110].map((beside) => [keys as keyof typeof BY, beside] as const),
);

function addMember(sim: Simulator, fields: Partial<User> = {}) {
	const [first, second] = [addOrganization(sim), addOrganization(sim)];
	const ann = addCustomer(sim, {
		name: 'Ann',
		email: 'ann@x.example',
		external_id: 'X1',
		organization_id: first.id,
		...fields,
	});
	const [membership] = sim.store.organizationMemberships.sortedBy('user', ann.id);
	sim.store.organizationMemberships.insert({
		...membership,
		id: sim.store.ids.next('organizationMembership'),
		organization_id: second.id,
		default: false,
	});
	return { ann, first, second };
}

describe('U1, U2: a look that leaves somebody out', () => {
	it.each(CASES)(
		'an empty Organization ID ends no memberships (by %s, %d rows beside)',
		async (keys, beside) => {
			const stage = setUp();
			const { ann } = addMember(stage.sim);
			const before = organizationsIn(stage.sim, ann);
			hideOnce(stage.sim, ann);
			const rows = [{ ...BY[keys], name: 'Ann' }, ...others(beside)];
			const items = await upsert(stage, rows, {}, { organizationId: '' });
			stage.sim.faults.verifyAllFired();
			expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'invalid' });
			expect(organizationsIn(stage.sim, ann)).toEqual(before);
			expect(new Set(outcomes(items.slice(1)))).toEqual(new Set(beside ? ['created'] : []));
		},
	);

	it.each(CASES)(
		'another organization is added, and ends none (by %s, %d rows beside)',
		async (keys, beside) => {
			const stage = setUp();
			const { ann, first, second } = addMember(stage.sim);
			const third = addOrganization(stage.sim);
			hideOnce(stage.sim, ann);
			const rows = [{ ...BY[keys], name: 'Ann' }, ...others(beside)];
			const items = await upsert(stage, rows, {}, { organizationId: String(third.id) });
			expect(items[0]).toMatchObject({ outcome: 'updated', id: ann.id });
			expect(organizationsIn(stage.sim, ann)).toEqual([
				`${first.id}`,
				`${second.id}`,
				`${third.id}*`,
			]);
		},
	);

	it.each(CASES)(
		'a lower role asks for the tickets (by %s, %d rows beside)',
		async (keys, beside) => {
			const stage = setUp();
			const ann = addAgent(stage.sim, { name: 'Ann', email: 'ann@x.example', external_id: 'X1' });
			addTicket(stage.sim, { assignee: ann });
			hideOnce(stage.sim, ann);
			const rows = [{ ...BY[keys], name: 'Ann' }, ...others(beside)];
			const [item] = await upsert(stage, rows, {}, { role: 'end-user' });
			expect(item).toMatchObject({ outcome: 'failed', reason: 'tickets-left' });
			expect([ann.role, stage.sim.store.handovers]).toEqual(['agent', []]);
		},
	);

	it.each(Object.keys(BY))('the last admin stays one (by %s)', async (keys) => {
		const stage = setUp();
		const [own] = stage.sim.store.users.sortedBy('role', 'admin');
		const ann = addAdmin(stage.sim, { name: 'Ann', email: 'ann@x.example', external_id: 'X1' });
		stage.sim.store.users.update(own, { suspended: true });
		hideOnce(stage.sim, ann);
		await upsert(stage, [{ ...BY[keys as 'both'], name: 'Ann' }], {}, { role: 'agent' });
		expect(ann.role).toBe('admin');
	});

	it.each(Object.keys(BY))(
		'a restriction goes to who is there by a change, never unseen (by %s)',
		async (keys) => {
			const stage = setUp();
			const ann = addAgent(stage.sim, { name: 'Ann', email: 'ann@x.example', external_id: 'X1' });
			hideOnce(stage.sim, ann);
			const fields = { ticketRestriction: 'groups' };
			const [item] = await upsert(stage, [{ ...BY[keys as 'both'], name: 'Ann' }], {}, fields);
			expect(item).toMatchObject({ outcome: 'updated', id: ann.id });
			expect(stage.sim.log.count({ path: /create_or_update/ })).toBe(0);
		},
	);

	it('whom the search does not show for minutes keeps their memberships, and the row says so', async () => {
		const stage = setUp({ searchLagSeconds: 600 });
		const { ann } = addMember(stage.sim);
		await upsert(stage, [{ externalId: 'X1', email: 'new@x.example', name: 'Ann' }]);
		const before = stateIn(stage.sim);
		const rows = [{ email: 'new@x.example', name: 'Ann' }];
		const [item] = await upsert(stage, rows, {}, { organizationId: '' });
		expect(item).toMatchObject({
			outcome: 'failed',
			reason: 'ambiguous',
			message: expect.stringContaining("search doesn't show"),
		});
		expect(stateIn(stage.sim)).toBe(before);
		expect(identitiesIn(stage.sim, ann)).toEqual(['email:new@x.example*']);
	});

	it('costs a new person no request more: a look-up, and an order that Zendesk would refuse', async () => {
		const { sim, run } = setUp();
		await upsert({ run }, [{ externalId: 'X9', name: 'New' }], {}, { role: 'end-user' });
		expect(sim.log.filter({ path: /users/ }).map(({ route }) => route)).toEqual([
			'GET /api/v2/users/show_many',
			'POST /api/v2/users',
		]);
	});
});

describe('15: a protected user whom a look leaves out', () => {
	it.each(Object.keys(BY).flatMap((keys) => [1, 2, 3, 4].map((nth) => [keys, nth] as const)))(
		'is not changed by %s, whichever look it is (%d)',
		async (keys, nth) => {
			for (const options of [{}, { writeUnchanged: true }, { makePrimary: true }]) {
				clearStages();
				const stage = setUp();
				const ann = addCustomer(stage.sim, {
					name: 'Ann',
					email: 'ann@x.example',
					external_id: 'X1',
				});
				const before = stateIn(stage.sim);
				hideOnce(stage.sim, ann, nth);
				await upsert(stage, [{ ...BY[keys as 'both'], name: 'Changed' }], {
					...options,
					protectedUsers: String(ann.id),
				});
				expect(stateIn(stage.sim)).toBe(before);
			}
		},
	);

	it('nor by an external ID or an address that they get in the middle of the run', async () => {
		for (const key of ['externalId', 'email']) {
			clearStages();
			const stage = setUp();
			const ann = addCustomer(stage.sim, { name: 'Ann', email: 'a@x.example', external_id: null });
			stage.sim.faults.add({
				// The protected people's own record, then their addresses, then the rows.
				when: { path: /show_many/, nth: 3 },
				then: {
					kind: 'after',
					do: (sim) => {
						const now = sim.store.users.get(ann.id)!;
						sim.store.users.update(now, { external_id: 'X1' });
					},
				},
			});
			const row =
				key === 'email' ? { externalId: 'X1', email: 'a@x.example' } : { externalId: 'X1' };
			const [item] = await upsert(stage, [{ ...row, name: 'Changed' }], {
				protectedUsers: String(ann.id),
			});
			stage.sim.faults.verifyAllFired();
			expect(item).toMatchObject({ outcome: 'failed', reason: 'protected' });
			expect(ann.name).toBe('Ann');
		}
	});
});
