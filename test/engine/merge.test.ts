import {
	addAgent,
	addCustomer,
	addDeletedCustomer,
	addOrganization,
	addTicket,
	clientOf,
	type Simulator,
	type SimulatorOptions,
	type User,
} from '../simulator';
import { clearStages, setStage, type Stage } from './engine';
import { by } from './forms';

afterEach(clearStages);

const merge = (mergedUser: unknown, keptUser: unknown, more: object = {}) => ({
	resource: 'user',
	operation: 'merge',
	mergedUser,
	keptUser,
	...more,
});

/** One person with two accounts: Ann by her old address, and by her new one. */
function setUp(options: SimulatorOptions = {}) {
	const stage = setStage({ searchLagSeconds: 0, ...options });
	const { sim } = stage;
	const [acme, globex] = [
		addOrganization(sim, { name: 'Acme' }),
		addOrganization(sim, { name: 'Globex' }),
	];
	const old = addCustomer(sim, {
		name: 'Ann (old)',
		email: 'ann@old.example',
		external_id: 'OLD-1',
		organization_id: acme.id,
	});
	const ann = addCustomer(sim, {
		name: 'Ann',
		email: 'ann@new.example',
		external_id: 'NEW-1',
		organization_id: globex.id,
	});
	const tickets = [
		addTicket(sim, { requester: old }),
		addTicket(sim, { requester: old, status: 'closed' }),
	];
	return { ...stage, old, ann, tickets };
}

const PUT_MERGE = 'PUT /api/v2/users/:id/merge';

function merged(sim: Simulator) {
	return sim.log.count({ route: PUT_MERGE });
}

/** The same merge, by somebody else. */
async function fetchMerge(sim: Simulator, gone: User, kept: User) {
	await clientOf(sim).put(`users/${gone.id}/merge`, { user: { id: kept.id } });
}

/** What a merge may change, without the times. */
function people(sim: Simulator) {
	const { store } = sim;
	return {
		users: [...store.users.all()].map(({ id, email, active, role, suspended }) => ({
			id,
			email,
			active,
			role,
			suspended,
			addresses: store.identities.sortedBy('user', id).map(({ value }) => value),
		})),
		requesters: [...store.tickets.all()].map(({ requester_id: id }) => id),
	};
}

async function runMerged(
	{ run }: Pick<Stage, 'run'>,
	gone: unknown,
	kept: unknown,
	more: object = {},
) {
	const { items, error } = await run({
		parameters: merge(gone, kept, { options: { failedRows: 'items', ...more } }),
	});
	expect(error).toBeUndefined();
	return items[0];
}

describe('Merge', () => {
	it('makes one of two accounts of the same person', async () => {
		const { sim, run, old, ann, tickets } = setUp();
		const { items, hints } = await run({ parameters: merge(by.id(old), by.id(ann)) });
		expect(items).toEqual([
			{
				outcome: 'merged',
				id: ann.id,
				name: 'Ann',
				email: 'ann@new.example',
				role: 'end-user',
				role_type: null,
				suspended: false,
				external_id: 'NEW-1',
				organization_id: ann.organization_id,
				last_login_at: null,
				created_at: expect.any(String),
				merged_user: {
					id: old.id,
					name: 'Ann (old)',
					email: 'ann@old.example',
					external_id: 'OLD-1',
				},
				moves: {
					identities: [{ type: 'email', value: 'ann@old.example' }],
					requested_tickets: 2,
					organizations: ['Acme'],
				},
			},
		]);
		expect(hints).toEqual([expect.stringMatching(/^1 row: 1 merged · /)]);
		expect(sim.log.writes()).toMatchObject([
			{ route: PUT_MERGE, path: `/api/v2/users/${old.id}/merge`, body: { user: { id: ann.id } } },
		]);
		expect(sim.store.users.get(old.id)!.active).toBe(false);
		for (const { id } of tickets) {
			expect(sim.store.tickets.get(id)!.requester_id).toBe(ann.id);
		}
	});

	it('says which organizations did not come along where a user has only one', async () => {
		const { run, old, ann } = setUp({ plan: { multipleOrganizations: false } });
		const item = await runMerged({ run }, by.id(old), by.id(ann));
		expect(item).toMatchObject({
			outcome: 'merged',
			moves: { organizations: [] },
			organizations_missing: ['Acme'],
		});
	});

	it('only says what it would do in a dry run', async () => {
		const { sim, run, old, ann } = setUp();
		const before = people(sim);
		const item = await runMerged({ run }, by.email(old), by.externalId(ann), { dryRun: true });
		expect(item).toMatchObject({
			outcome: 'skipped',
			reason: 'dry-run',
			would_be: 'merged',
			id: ann.id,
			merged_user: { id: old.id, name: 'Ann (old)' },
			moves: {
				identities: [{ type: 'email', value: 'ann@old.example' }],
				requested_tickets: 2,
				organizations: ['Acme'],
			},
		});
		expect(sim.log.writes()).toEqual([]);
		expect(people(sim)).toEqual(before);
	});

	it('is a dry run for an AI agent without consent', async () => {
		const { sim, run, old, ann } = setUp();
		const parameters = merge(by.id(old), by.id(ann));
		const { items } = await run({ asTool: true, parameters });
		expect(items[0]).toMatchObject({ outcome: 'skipped', reason: 'needs-consent' });
		expect(sim.log.writes()).toEqual([]);
	});

	it('merges many rows, several duplicates of one person too', async () => {
		const { sim, run, old, ann } = setUp();
		const more = Array.from({ length: 30 }, () => addCustomer(sim));
		const others = Array.from({ length: 20 }, () => [addCustomer(sim), addCustomer(sim)]);
		const rows = [...[old, ...more].map((user) => [user, ann]), ...others];
		const { items } = await run({
			items: rows.map(([gone, kept]) => ({ gone: gone.id, kept: kept.id })),
			parameters: merge(
				{ __rl: true, mode: 'id', value: '={{ $json.gone }}' },
				{ __rl: true, mode: 'id', value: '={{ $json.kept }}' },
			),
		});
		expect(items).toHaveLength(51);
		expect(items.every(({ outcome }) => outcome === 'merged')).toBe(true);
		expect(sim.store.identities.sortedBy('user', ann.id)).toHaveLength(32);
	});
});

describe('a repeat', () => {
	it('finds by the email that it is done', async () => {
		const { sim, run, old, ann } = setUp();
		const pick = by.email(old);
		await runMerged({ run }, pick, by.id(ann));
		const again = await runMerged({ run }, pick, by.id(ann));
		expect(again).toMatchObject({
			outcome: 'unchanged',
			message: `Merged already: ann@old.example is another address of Ann (ID ${ann.id})`,
			id: ann.id,
		});
		expect(merged(sim)).toBe(1);
	});

	it('finds it too while the search is behind', async () => {
		const { sim, run, old, ann } = setUp({ searchLagSeconds: 300 });
		const pick = by.email(old);
		await runMerged({ run }, pick, by.id(ann));
		const again = await runMerged({ run }, pick, by.id(ann));
		expect(again.outcome).toBe('unchanged');
		expect(merged(sim)).toBe(1);
	});

	it('finds it by ID where Zendesk still tells the email of the deleted', async () => {
		const { run, old, ann } = setUp({ switches: { deletedUsersListKeepsEmail: true } });
		await runMerged({ run }, by.id(old), by.id(ann));
		const again = await runMerged({ run }, by.id(old), by.id(ann));
		expect(again.outcome).toBe('unchanged');
	});

	it.each<['deleted' | 'purged', string, string]>([
		['deleted', 'deleted', 'Ann (old) (ID '],
		['purged', 'not-found', "'User to Merge': no user has the ID "],
	])('otherwise can’t prove it and says so (%s)', async (mergedUser, reason, words) => {
		const { sim, run, old, ann } = setUp({ switches: { mergedUser } });
		await runMerged({ run }, by.id(old), by.id(ann));
		const again = await runMerged({ run }, by.id(old), by.id(ann));
		expect(again).toMatchObject({
			outcome: 'failed',
			reason,
			message: expect.stringContaining(words),
			advice: expect.stringContaining('by email'),
		});
		expect(merged(sim)).toBe(1);
	});
});

describe('refused before the merge', () => {
	type Setting = ReturnType<typeof setUp>;
	it.each<
		[
			string,
			(setting: Setting) => [unknown, unknown, object?],
			{ reason: string; message: RegExp; advice: RegExp },
		]
	>([
		[
			'the same user by ID',
			({ ann }) => [by.id(ann), by.externalId(ann)],
			{
				reason: 'invalid',
				message: /^'User to Merge' and 'User to Keep' are the same user, Ann \(ID \d+\)$/,
				advice: /Name two users/,
			},
		],
		[
			'the same user by email',
			({ ann }) => [by.email(ann), by.id(ann)],
			{ reason: 'invalid', message: /are the same user/, advice: /earlier run/ },
		],
		[
			'an agent who would disappear',
			({ sim, ann }) => [by.id(addAgent(sim)), by.id(ann)],
			{
				reason: 'staff',
				message: /^'User to Merge': Agent \d+ \(ID \d+\) is an agent/,
				advice: /'User: Downgrade'/,
			},
		],
		[
			'an admin who would be kept',
			({ sim, old }) => [by.id(old), by.id({ id: sim.credentials.adminId })],
			{ reason: 'staff', message: /^'User to Keep': .* is an admin/, advice: /'User: Downgrade'/ },
		],
		[
			'a deleted user to keep',
			({ sim, old }) => [by.id(old), by.id(addDeletedCustomer(sim))],
			{ reason: 'deleted', message: /^'User to Keep': .* is deleted$/, advice: /Check the row/ },
		],
		[
			'a deleted user to merge',
			({ sim, ann }) => [by.id(addDeletedCustomer(sim)), by.id(ann)],
			{ reason: 'deleted', message: /^'User to Merge': .* is deleted$/, advice: /by email/ },
		],
		[
			'nobody to merge',
			({ ann }) => [by.email({ email: 'nobody@x.example' }), by.id(ann)],
			{
				reason: 'not-found',
				message: /^'User to Merge': no user has the email nobody@x.example$/,
				advice: /Check the address/,
			},
		],
		[
			'nobody to keep',
			({ old }) => [by.id(old), by.id({ id: 999 })],
			{ reason: 'not-found', message: /^'User to Keep': no user has the ID 999$/, advice: /Check/ },
		],
		[
			'a suspended user into one who is not',
			({ sim, old, ann }) => {
				sim.store.users.update(old, { suspended: true });
				return [by.id(old), by.id(ann)];
			},
			{
				reason: 'invalid',
				message: /^Ann \(old\) .* is suspended and Ann .* is not/,
				advice: /'User: Unsuspend'/,
			},
		],
		[
			'a user into a suspended one',
			({ sim, old, ann }) => {
				sim.store.users.update(ann, { suspended: true });
				return [by.id(old), by.id(ann)];
			},
			{
				reason: 'invalid',
				message: /^Ann \(ID.* is suspended and Ann \(old\) .* is not/,
				advice: /'User: Suspend'/,
			},
		],
		[
			'a protected user who would disappear',
			({ old, ann }) => [by.id(old), by.id(ann), { protectedUsers: 'ann@old.example; OLD-1' }],
			{ reason: 'protected', message: /^Ann \(old\) .*was not merged$/, advice: /Protected Users/ },
		],
		[
			'a protected user who would be kept',
			({ old, ann }) => [by.id(old), by.id(ann), { protectedUsers: 'ann@new.example' }],
			{ reason: 'protected', message: /^Ann \(ID .*was not merged$/, advice: /Protected Users/ },
		],
		[
			'a user of another account',
			({ sim, old, ann }) => {
				sim.store.users.update(old, { shared: true });
				return [by.id(old), by.id(ann)];
			},
			{ reason: 'forbidden', message: /ticket sharing/, advice: /another user/ },
		],
		[
			'more than 10,000 requested tickets',
			({ sim, old, ann }) => {
				for (let i = 0; i < 10_000; i++) {
					addTicket(sim, { requester: old, status: 'closed' });
				}
				return [by.id(old), by.id(ann)];
			},
			{
				reason: 'limit',
				message: /^Ann \(old\) .* has requested 10002 tickets/,
				advice: /Exchange the two users/,
			},
		],
	])('%s', async (_name, arrange, verdict) => {
		const setting = setUp();
		const { sim } = setting;
		const [gone, kept, options] = arrange(setting);
		const before = people(sim);
		for (const dryRun of [true, false]) {
			expect(await runMerged(setting, gone, kept, { ...options, dryRun })).toMatchObject({
				outcome: 'failed',
				reason: verdict.reason,
				message: expect.stringMatching(verdict.message),
				advice: expect.stringMatching(verdict.advice),
			});
		}
		expect(sim.log.writes()).toEqual([]);
		expect(people(sim)).toEqual(before);
	});

	it('two users with the email', async () => {
		const setting = setUp({ switches: { brandSeparated: true } });
		const { sim, old, ann } = setting;
		addCustomer(sim, { email: old.email, brand_id: 2 });
		expect(await runMerged(setting, by.email(old), by.id(ann))).toMatchObject({
			reason: 'ambiguous',
			advice: 'Pick the user by ID',
		});
		expect(sim.log.writes()).toEqual([]);
	});

	it('merges two who are both suspended', async () => {
		const setting = setUp();
		const { sim, old, ann } = setting;
		for (const user of [old, ann]) sim.store.users.update(user, { suspended: true });
		expect((await runMerged(setting, by.id(old), by.id(ann))).outcome).toBe('merged');
	});

	it('rows that contradict each other', async () => {
		const { sim, run, old, ann } = setUp();
		const [bob, cara] = [addCustomer(sim, { name: 'Bob' }), addCustomer(sim, { name: 'Cara' })];
		const pairs: Array<[User, User]> = [
			[old, ann],
			[old, ann],
			[old, bob],
			[bob, cara],
			[cara, bob],
		];
		const { items } = await run({
			items: pairs.map(([gone, kept]) => ({ gone: gone.id, kept: kept.id })),
			parameters: merge(
				{ __rl: true, mode: 'id', value: '={{ $json.gone }}' },
				{ __rl: true, mode: 'id', value: '={{ $json.kept }}' },
				{ options: { failedRows: 'items' } },
			),
		});
		expect(items).toMatchObject([
			{ outcome: 'merged' },
			{ outcome: 'skipped', reason: 'same-row', message: 'Item 0 merges the same two users' },
			{
				outcome: 'failed',
				reason: 'ambiguous',
				message: `Item 0 merges Ann (old) (ID ${old.id}) into Ann (ID ${ann.id})`,
			},
			{ outcome: 'failed', message: `'User to Keep': Cara (ID ${cara.id}) disappears by item 4` },
			{ outcome: 'failed', message: `'User to Keep': Bob (ID ${bob.id}) disappears by item 3` },
		]);
		expect(merged(sim)).toBe(1);
	});
});

describe('Zendesk’s own refusals', () => {
	it.each([422, 403] as const)('are explained (%d)', async (mergeRefusal) => {
		const setting = setUp({ switches: { mergeRefusal, mergeWithExternalIds: 'refused' } });
		const { sim, old, ann } = setting;
		const item = await runMerged(setting, by.id(old), by.id(ann));
		expect(item).toMatchObject({
			outcome: 'failed',
			reason: 'invalid',
			message: expect.stringMatching(/^Ann \(old\) \(ID \d+\) was not merged: .*external ids/),
			advice: expect.stringContaining('without an external ID'),
			merged_user: { id: old.id },
		});
		expect(sim.store.users.get(old.id)!.active).toBe(true);
	});
});

describe('a merge whose answer is lost', () => {
	it.each(['cut-before', 'cut-after'] as const)('is looked up (%s)', async (kind) => {
		const setting = setUp();
		const { sim, old, ann } = setting;
		sim.faults.add({ when: { route: PUT_MERGE }, then: { kind } });
		const item = await runMerged(setting, by.id(old), by.id(ann));
		sim.faults.verifyAllFired();
		expect(item).toMatchObject({ outcome: 'merged', id: ann.id, email: 'ann@new.example' });
		expect(sim.log.writes({ route: PUT_MERGE })).toHaveLength(1);
		expect(sim.store.users.get(old.id)!.active).toBe(false);
	});

	it('is done when the first order takes effect after the look', async () => {
		const setting = setUp();
		const { sim, old, ann } = setting;
		const late = async () => {
			await fetchMerge(sim, old, ann);
		};
		sim.faults.add(
			{ when: { route: PUT_MERGE }, then: { kind: 'cut-before' } },
			{ when: { route: PUT_MERGE, nth: 2 }, then: { kind: 'before', do: late } },
		);
		const item = await runMerged(setting, by.id(old), by.id(ann));
		sim.faults.verifyAllFired();
		expect(item).toMatchObject({ outcome: 'merged', id: ann.id });
	});

	it('is unknown when the other one was deleted meanwhile', async () => {
		const setting = setUp();
		const { sim, old, ann } = setting;
		sim.faults.add(
			{ when: { route: PUT_MERGE }, then: { kind: 'cut-before' } },
			{
				when: { route: 'GET /api/v2/users/show_many', nth: 2 },
				then: {
					kind: 'before',
					do: ({ store }) => {
						for (const identity of store.identities.sortedBy('user', old.id)) {
							store.identities.remove(identity);
						}
						store.users.update(old, { active: false, email: null });
					},
				},
			},
		);
		const item = await runMerged(setting, by.id(old), by.id(ann));
		sim.faults.verifyAllFired();
		expect(item).toMatchObject({
			outcome: 'unknown',
			message: expect.stringContaining(`Perhaps Ann (old) (ID ${old.id}) was not merged`),
		});
		expect(merged(sim)).toBe(1);
	});

	it('is finished by the run after a killed one', async () => {
		const { sim, run, old, ann } = setUp();
		const pick = by.email(old);
		for (let n = 1; ; n++) {
			sim.faults.killAt(n, 'after');
			await run({ parameters: merge(pick, by.id(ann)) });
			const isKilled = sim.faults.dead;
			sim.faults.revive();
			if (!isKilled) break;
		}
		const item = await runMerged({ run }, pick, by.id(ann));
		expect(item.outcome).toBe('unchanged');
		expect(sim.log.writes({ route: PUT_MERGE })).toHaveLength(1);
		expect(sim.store.users.get(ann.id)!.active).toBe(true);
	});
});
