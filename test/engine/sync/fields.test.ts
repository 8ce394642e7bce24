import { addAgent, addGroup, addLightAgent, addOrganization, ROLE_TYPE } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { apply, edit, ids, known, outcomes, person, plan, userOf } from './helpers';

afterEach(clearStages);

const form = (fields: object, more: object = {}) => ({ fields, ...more });

describe('Fields', () => {
	it('every mapped field is compared, planned, written, and equal afterwards', async () => {
		const stage = setStage();
		const { sim } = stage;
		sim.store.userFields.set('plan', 'text').set('since', 'date').set('vip', 'checkbox');
		const home = addOrganization(sim);
		const user = known(sim, 1, {
			phone: '+1555000',
			tags: ['old'],
			user_fields: { plan: 'silver', since: null, vip: false },
		});
		for (const identity of sim.store.identities.sortedBy('user', user.id)) {
			sim.store.identities.update(identity, { verified: false });
		}
		edit(sim, user, { verified: false });
		const fields = {
			alias: 'Annie',
			details: 'Desk 4',
			notes: 'Likes tea',
			locale: 'en-US',
			organizationId: '={{ $json.home }}',
			phone: '={{ $json.phone }}',
			tags: '={{ $json.tags }}',
			verified: true,
			suspended: false,
			role: 'end-user',
			userFields: '={{ JSON.stringify($json.extra) }}',
		};
		const rows = [person(1), person(2)].map((row) => ({
			...row,
			home: home.id,
			phone: 15551234567,
			tags: 'VIP, New Hire',
			extra: { plan: 'gold', since: '2026-01-31', vip: true },
		}));
		const first = await plan(stage, rows, form(fields));
		const diff = first.changes[0].diff as Array<{ field: string; from: unknown; to: unknown }>;
		expect(diff.map(({ field }) => field).sort()).toEqual([
			'alias',
			'details',
			'notes',
			'organization_id',
			'phone',
			'tags',
			'user_fields.plan',
			'user_fields.since',
			'user_fields.vip',
			'verified',
		]);
		expect(diff).toContainEqual({ field: 'user_fields.plan', from: 'silver', to: 'gold' });
		expect(first.changes[0]).toMatchObject({
			id: user.id,
			before: { phone: '+1555000', tags: ['old'], user_fields: { plan: 'silver' } },
		});
		const { items } = await apply(stage, first.changes);
		expect(outcomes(items)).toEqual(['updated', 'created']);
		for (const item of items) {
			expect(userOf(sim, { id: Number(item.id) })).toMatchObject({
				alias: 'Annie',
				details: 'Desk 4',
				notes: 'Likes tea',
				organization_id: home.id,
				phone: '15551234567',
				tags: ['vip', 'new_hire'],
				verified: true,
				user_fields: { plan: 'gold', vip: true },
			});
		}
		const second = await plan(stage, rows, form(fields));
		expect([second.changes, second.unchanged.length]).toEqual([[], 2]);
	});

	it('user fields one by one: those that are not named stay', async () => {
		const stage = setStage();
		const { sim } = stage;
		sim.store.userFields.set('plan', 'text').set('seat', 'text');
		const user = known(sim, 1, { user_fields: { plan: 'silver', seat: '4a' } });
		const { changes } = await plan(stage, [person(1)], form({ userFields: '{"plan":"gold"}' }));
		expect(changes).toMatchObject([{ diff: [{ field: 'user_fields.plan' }] }]);
		await apply(stage, changes);
		expect(userOf(sim, user).user_fields).toEqual({ plan: 'gold', seat: '4a' });
	});

	it('a role with a custom role makes an agent', async () => {
		const stage = setStage();
		const staff = stage.sim.store.customRoles.all().find(({ name }) => name === 'Staff')!;
		const user = known(stage.sim, 1);
		const fields = { role: 'agent', customRole: String(staff.id) };
		const { changes } = await plan(stage, [person(1)], form(fields));
		await apply(stage, changes);
		expect(userOf(stage.sim, user)).toMatchObject({ role: 'agent', custom_role_id: staff.id });
		expect((await plan(stage, [person(1)], form(fields))).changes).toEqual([]);
	});

	it.each(['suspends', 'unsuspends'])('Suspended %s a customer', async (what) => {
		const stage = setStage();
		const suspended = what === 'suspends';
		const user = known(stage.sim, 1, { suspended: !suspended });
		const { changes } = await plan(stage, [person(1)], {
			...form({ suspended }),
			maxRemovals: 100,
		});
		expect(changes).toMatchObject([
			{ id: user.id, diff: [{ field: 'suspended', from: !suspended, to: suspended }] },
		]);
		await apply(stage, changes, { maxRemovals: 100 });
		expect(userOf(stage.sim, user).suspended).toBe(suspended);
	});

	it('flags that are text, as from a CSV, are flags', async () => {
		const stage = setStage();
		known(stage.sim, 1, { verified: true });
		const fields = { verified: '={{ $json.verified }}', suspended: '={{ $json.suspended }}' };
		const rows = [{ ...person(1), verified: 'TRUE', suspended: 'false' }];
		const { changes, unchanged, blocked } = await plan(stage, rows, form(fields));
		expect([changes, blocked, unchanged.length]).toEqual([[], [], 1]);
	});

	it('groups named twice, or as text, are as good as once', async () => {
		const stage = setStage();
		const group = addGroup(stage.sim);
		const agent = addAgent(stage.sim, { ...sameAs(1), groups: [group] });
		const fields = { groups: [String(group.id), group.id] };
		const { unchanged } = await plan(stage, [person(1)], form(fields));
		expect(ids(unchanged)).toEqual([agent.id]);
	});
});

const sameAs = (i: number) => {
	const { externalId, ...rest } = person(i);
	return { external_id: externalId, ...rest };
};

describe('When Values Differ', () => {
	const full = { phone: '+1', notes: null, tags: [], user_fields: { plan: 'silver', seat: null } };
	const fields = {
		phone: '+2',
		notes: 'Noted',
		tags: 'vip',
		userFields: '{"plan":"gold","seat":"4a"}',
	};

	it.each([
		['source', ['phone', 'notes', 'tags', 'user_fields.plan', 'user_fields.seat', 'name']],
		['blanks', ['notes', 'tags', 'user_fields.seat']],
	])('%s writes %j', async (conflict, expected) => {
		const stage = setStage();
		stage.sim.store.userFields.set('plan', 'text').set('seat', 'text');
		const user = known(stage.sim, 1, { ...full, name: 'Own Name' });
		const { changes } = await plan(stage, [person(1)], form(fields, { conflict }));
		const diff = changes[0].diff as Array<{ field: string }>;
		expect(diff.map(({ field }) => field).sort()).toEqual([...expected].sort());
		await apply(stage, changes);
		const isSource = conflict === 'source';
		expect(userOf(stage.sim, user)).toMatchObject({
			phone: isSource ? '+2' : '+1',
			name: isSource ? 'Person 1' : 'Own Name',
			notes: 'Noted',
			tags: ['vip'],
			user_fields: { plan: isSource ? 'gold' : 'silver', seat: '4a' },
		});
		const second = await plan(stage, [person(1)], form(fields, { conflict }));
		expect(second.changes).toEqual([]);
	});

	it('blanks leave the groups of somebody who has some', async () => {
		const stage = setStage();
		const [one, other] = [addGroup(stage.sim), addGroup(stage.sim)];
		addAgent(stage.sim, { ...sameAs(1), groups: [one] });
		const more = form({ groups: [String(other.id)] }, { conflict: 'blanks' });
		expect((await plan(stage, [person(1)], more)).changes).toEqual([]);
	});
});

describe('Blank Values', () => {
	const fields = {
		phone: '={{ $json.phone }}',
		notes: '={{ $json.notes }}',
		tags: '={{ $json.tags }}',
		organizationId: '={{ $json.home }}',
		userFields: '={{ JSON.stringify({ plan: $json.plan }) }}',
	};
	const blank = { ...person(1), phone: '', notes: ' ', tags: '', home: '', plan: '' };

	it.each(['keep', 'clear'])('%s', async (blankValues) => {
		const stage = setStage();
		stage.sim.store.userFields.set('plan', 'text');
		const { id } = addOrganization(stage.sim);
		const full = { phone: '+1', notes: 'x', tags: ['vip'], user_fields: { plan: 'gold' } };
		const user = known(stage.sim, 1, { ...full, organization_id: id });
		const more = form(fields, { options: { blankValues } });
		const { changes } = await plan(stage, [blank], more);
		await apply(stage, changes);
		const now = userOf(stage.sim, user);
		const values = [now.phone, now.notes, now.tags, now.organization_id, now.user_fields.plan];
		const kept = ['+1', 'x', ['vip'], id, 'gold'];
		const isKept = blankValues === 'keep';
		expect(values.map((value) => value || null)).toEqual(
			isKept ? kept : [null, null, [], null, null],
		);
		expect((await plan(stage, [blank], more)).changes).toEqual([]);
	});

	it('keep leaves the groups of somebody whose row has none', async () => {
		const stage = setStage();
		const group = addGroup(stage.sim);
		addAgent(stage.sim, { ...sameAs(1), groups: [group] });
		const more = form({ groups: '={{ $json.groups }}' });
		const { changes, unchanged } = await plan(stage, [{ ...person(1), groups: '' }], more);
		expect([changes, unchanged.length]).toEqual([[], 1]);
	});
});

describe('Fields to Manage', () => {
	const fields = { phone: '+2', notes: 'Noted' };
	const more = (managedFields: string[]) => form(fields, { options: { managedFields } });

	it('only these are compared, planned and written', async () => {
		const stage = setStage();
		const user = known(stage.sim, 1, { name: 'Own Name', phone: '+1', notes: 'Own' });
		const { changes } = await plan(stage, [person(1)], more(['phone']));
		expect(changes).toMatchObject([{ before: { phone: '+1' }, after: { phone: '+2' } }]);
		expect(changes[0].diff).toHaveLength(1);
		await apply(stage, changes, { options: { managedFields: ['phone'] } });
		expect(userOf(stage.sim, user)).toMatchObject({ name: 'Own Name', phone: '+2', notes: 'Own' });
		expect((await plan(stage, [person(1)], more(['phone']))).changes).toEqual([]);
	});

	it.each([{ scope: {} }, { scope: { externalIdPrefix: 'HR-' } }])(
		'somebody new still gets name and keys, and is found by the next run (%j)',
		async (scope) => {
			const stage = setStage();
			const managed = { options: { managedFields: ['phone'] }, ...scope };
			const first = await plan(stage, [person(1)], form(fields, managed));
			expect(first.blocked).toEqual([]);
			const { items } = await apply(stage, first.changes, managed);
			expect(outcomes(items)).toEqual(['created']);
			expect(userOf(stage.sim, { id: Number(items[0].id) })).toMatchObject({
				name: 'Person 1',
				email: 'person1@example.com',
				external_id: 'HR-1',
				phone: '+2',
			});
			expect((await plan(stage, [person(1)], form(fields, managed))).changes).toEqual([]);
		},
	);

	it('nobody new is ever created without a key to find him by', async () => {
		const stage = setStage();
		const managed = { options: { managedFields: ['name', 'phone'] }, scope: {} };
		for (let run = 0; run < 2; run++) {
			const { changes } = await plan(stage, [person(1)], form(fields, managed));
			await apply(stage, changes, managed);
		}
		const same = stage.sim.store.users.all().filter(({ name }) => name === 'Person 1');
		expect(same.length).toBeLessThanOrEqual(1);
	});
});

describe('the seats of staff', () => {
	it('a custom role that takes the paid seat makes a leaver, no change', async () => {
		const stage = setStage();
		const light = stage.sim.store.customRoles
			.all()
			.find(({ role_type }) => role_type === ROLE_TYPE.lightAgent)!;
		const agent = addAgent(stage.sim, sameAs(1));
		const fields = { customRole: String(light.id) };
		const { changes, leavers } = await plan(stage, [person(1)], form(fields));
		expect([changes, ids(leavers)]).toEqual([[], [agent.id]]);
	});

	it.each([
		['agent', 'role', { role: 'end-user' }],
		['agent', 'suspension', { suspended: true }],
		['light agent', 'role', { role: 'end-user' }],
	])('an %s who would lose the seat by a %s is a leaver, no change', async (kind, _by, fields) => {
		const stage = setStage();
		const add = kind === 'agent' ? addAgent : addLightAgent;
		const agent = add(stage.sim, sameAs(1));
		const { changes, leavers } = await plan(stage, [person(1)], form(fields));
		expect(changes).toEqual([]);
		expect(leavers).toMatchObject([{ id: agent.id, role: 'agent' }]);
	});
});
