import type { IDataObject } from 'n8n-workflow';
import { addAgent, addCustomer, addDeletedCustomer, addTicket } from '../../simulator';
import { stateOf, tellLeaverStory } from '../../stories/leaver';
import { clearStages, setStage, type Stage } from '../engine';
import { by, offboardForm } from '../forms';
import { IN_SCOPE, known, mapped, people, sync, TYPE } from '../sync/helpers';

/** Values by expression: what the form says is read as it says, or refused on its row by the field's name. */

afterEach(clearStages);

const AS_ITEMS = { onError: 'continueRegularOutput' } as const;
const VALUES = ['true', 'yes', 'YES', 'on', 1, '1'];
const JUNK = ['perhaps', null, '', 2, 'constructor'];
const user = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

/** Every row suspends a customer of its own, with what its item says. */
async function suspendRows({ sim, run }: Stage, said: IDataObject[], options: object) {
	const all = said.map(() => addCustomer(sim));
	const { items } = await run({
		...AS_ITEMS,
		items: said.map((more, i) => ({ id: all[i].id, ...more })),
		parameters: { resource: 'user', operation: 'suspend', user, options },
	});
	const suspended = all.map(({ id }) => sim.store.users.get(id)!.suspended);
	return { items, suspended };
}

const ticket = (more: object) => ({
	resource: 'ticket',
	operation: 'create',
	subject: 'A',
	description: 'B',
	...more,
});

const transfer = ({ leaver, successor }: ReturnType<typeof tellLeaverStory>, more: object) => ({
	resource: 'ticket',
	operation: 'transfer',
	fromUser: by.id(leaver),
	successor: by.id(successor),
	...more,
});

describe('C1: Dry Run', () => {
	it.each(VALUES)('%j by expression and as literal text writes nothing', async (dry) => {
		for (const options of [{ dryRun: '={{ $json.dry }}' }, { dryRun: dry }]) {
			const { items, suspended } = await suspendRows(setStage(), [{ dry }], options);
			expect(suspended).toEqual([false]);
			expect(items[0]).toMatchObject({ outcome: 'skipped', reason: 'dry-run' });
			clearStages();
		}
	});

	it.each(JUNK)('%j is refused on its row, by name; the other row goes on', async (dry) => {
		const stage = setStage();
		const options = { dryRun: '={{ $json.dry }}' };
		const { items, suspended } = await suspendRows(stage, [{ dry }, { dry: 'no' }], options);
		expect(suspended).toEqual([false, true]);
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'invalid' });
		expect(items[0].message).toContain("'Dry Run'");
		expect(items[1]).toMatchObject({ outcome: 'suspended' });
	});

	it('of two rows that differ none is written, and the field is named', async () => {
		const said = [{ dry: true }, { dry: false }];
		const { items, suspended } = await suspendRows(setStage(), said, {
			dryRun: '={{ $json.dry }}',
		});
		expect(suspended).toEqual([false, false]);
		for (const { message } of items) expect(message).toMatch(/'Dry Run' holds for the whole run/);
	});

	it.each([...VALUES, ...JUNK])('%j in Sync and in the form of Offboard', async (dryRun) => {
		const stage = setStage();
		known(stage.sim, 0, { name: 'Former' });
		const story = tellLeaverStory(stage.sim);
		const before = [stateOf(stage.sim), stage.sim.store.users.all()];
		await sync(stage, people(2), { options: { dryRun } });
		await sync(stage, people(2), { options: { dryRun: `={{ ${JSON.stringify(dryRun)} }}` } });
		await stage.run({ ...AS_ITEMS, parameters: offboardForm(story, { dryRun }) });
		expect([stateOf(stage.sim), stage.sim.store.users.all()]).toEqual(before);
	});
});

it.each(['false', 'no', 0, ...JUNK])(
	'C2: Allow AI Agents %j is no consent',
	async (allowAiAgents) => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim);
		const parameters = {
			resource: 'user',
			operation: 'suspend',
			user: by.id(ann),
			options: { allowAiAgents },
		};
		await run({ ...AS_ITEMS, asTool: true, parameters });
		expect(sim.store.users.get(ann.id)!.suspended).toBe(false);
		expect(sim.log.writes()).toEqual([]);
	},
);

describe('C3: Internal Note', () => {
	const filed = ({ sim }: Stage) =>
		sim.store.tickets.all().flatMap(({ id }) => sim.store.comments.sortedBy('ticket', id));

	it.each(VALUES)('%j is internal', async (internalNote) => {
		const stage = setStage();
		await stage.run({ parameters: ticket({ internalNote }) });
		expect(filed(stage)).toMatchObject([{ public: false }]);
	});

	it.each(JUNK)('%j files no ticket, by name', async (internalNote) => {
		const stage = setStage();
		const { items } = await stage.run({
			...AS_ITEMS,
			parameters: ticket({ internalNote: `={{ ${JSON.stringify(internalNote)} }}` }),
		});
		expect(items[0].message).toContain("'Internal Note'");
		expect(filed(stage)).toEqual([]);
	});
});

describe('C4', () => {
	it.each([
		['yes', 1],
		['true', 1],
		['false', 0],
		['perhaps', undefined],
		[null, undefined],
	])('Keep Former Email %j', async (keepOldEmail, kept) => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim, { email: 'old@x.example' });
		const { items } = await run({
			...AS_ITEMS,
			parameters: {
				resource: 'user',
				operation: 'update',
				user: by.id(ann),
				updateFields: { email: 'new@x.example' },
				options: { keepOldEmail },
			},
		});
		const addresses = [...sim.store.identities.by('user', ann.id)].map(({ value }) => value);
		const others = addresses.filter((value) => value === 'old@x.example').length;
		if (kept === undefined) {
			expect(items[0].message).toContain("'Keep Former Email'");
			expect(addresses).toEqual(['old@x.example']);
		} else expect([others, addresses.includes('new@x.example')]).toEqual([kept, true]);
	});

	it.each(['true', 'yes', 1, 'perhaps', null])('Skip Verification %j', async (skipVerifyEmail) => {
		for (const operation of ['create', 'upsert']) {
			const { sim, run } = setStage();
			const sent: string[] = [];
			const { fetch } = sim;
			jest.spyOn(sim, 'fetch').mockImplementation(async (request, ...more) => {
				sent.push(await request.clone().text());
				return await fetch.call(sim, request, ...more);
			});
			const { items } = await run({
				...AS_ITEMS,
				parameters: {
					resource: 'user',
					operation,
					name: 'Ann',
					email: 'ann@x.example',
					additionalFields: { skipVerifyEmail },
				},
			});
			const made = sim.store.users.all().filter(({ name }) => name === 'Ann');
			if (skipVerifyEmail === 'perhaps' || skipVerifyEmail === null) {
				expect(items[0].message).toContain("'Skip Verification Email'");
				expect(made).toEqual([]);
			} else {
				expect(made).toHaveLength(1);
				expect(sent.join()).toContain('"skip_verify_email":true');
			}
			clearStages();
		}
	});
});

it.each(['constructor', 'toString', '__proto__', '', null, {}, ['delete']])(
	'C5: Level %j off-boards nobody and is named',
	async (level) => {
		const { sim, run } = setStage();
		const story = tellLeaverStory(sim);
		const before = stateOf(sim);
		const { items } = await run({
			...AS_ITEMS,
			items: [{ level }],
			parameters: offboardForm(story, { level: '={{ $json.level }}' }),
		});
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'invalid' });
		expect(items[0].message).toContain("'Level'");
		expect(stateOf(sim)).toEqual(before);
	},
);

describe('C6', () => {
	const group = (name: unknown, successor: unknown) => ({ group: name, successor });

	it.each<[string, Record<string, unknown>, string]>([
		['an empty Hand Tickets To', { handOverTo: '={{ "" }}' }, 'Hand Tickets To'],
		['an unknown Hand Tickets To', { handOverTo: '={{ "heir" }}' }, 'Hand Tickets To'],
		['an empty Cut Access', { options: { cutAccess: '={{ "" }}' } }, 'Cut Access'],
		['an unknown Cut Access', { options: { cutAccess: 'later' } }, 'Cut Access'],
		...[
			[group('Support', 'bob@acme.example')],
			[group('1e3', 'bob@acme.example')],
			[group('0x10', 'bob@acme.example')],
			[group('', 'bob@acme.example')],
			[group('5', null)],
			[group('5', 'bob@acme.example'), group(5, 'ann@acme.example')],
		].map((groups): [string, Record<string, unknown>, string] => [
			`groups ${JSON.stringify(groups)}`,
			{ handOverTo: 'perGroup', successorsByGroup: { groups } },
			'Successors by Group',
		]),
	])('%s moves nothing and is named', async (_, more, field) => {
		const { sim, run } = setStage();
		const story = tellLeaverStory(sim);
		const before = stateOf(sim);
		const { items } = await run({ ...AS_ITEMS, parameters: offboardForm(story, more) });
		expect(items[0].message).toContain(`'${field}'`);
		expect(stateOf(sim)).toEqual(before);
	});

	it.each<[string, object]>([
		['a group by name', { groups: ['Support'] }],
		['a group that is 1e3', { groups: '={{ "1e3" }}' }],
		['groups that give nothing', { groups: '={{ $json.none }}' }],
		['an unknown status', { statuses: ['opened'] }],
		['statuses that give nothing', { statuses: '={{ $json.none }}' }],
	])('Transfer: %s moves nothing and is named', async (_, options) => {
		const { sim, run } = setStage();
		const story = tellLeaverStory(sim);
		const before = stateOf(sim);
		const { items } = await run({ ...AS_ITEMS, parameters: transfer(story, { options }) });
		expect(items[0].message).toMatch(/'(Group Names or IDs|Status)'/);
		expect(stateOf(sim)).toEqual(before);
	});

	it('words that plainly say it are read as they say: "Queue", "First", "OPEN"', async () => {
		const { sim, run } = setStage();
		const story = tellLeaverStory(sim);
		const { items } = await run({
			items: [{ to: 'Queue', status: 'OPEN' }],
			parameters: transfer(story, {
				handOverTo: '={{ "The Group\'s " + $json.to }}',
				options: { statuses: '={{ $json.status }}' },
				relations: ['assigned'],
			}),
		});
		expect(items[0]).toMatchObject({ outcome: 'transferred' });
		const now = story.tickets.assigned.map(({ id }) => sim.store.tickets.get(id)!);
		for (const { status, assignee_id: assignee } of now) {
			expect(assignee).toBe(status === 'open' ? null : story.leaver.id);
		}
	});
});

it('C7: an empty Comment and Tag leave no trace on the tickets', async () => {
	for (const nothing of ['={{ null }}', '={{ undefined }}', '={{ $json.none }}', '={{ "" }}']) {
		const { sim, run } = setStage();
		const story = tellLeaverStory(sim);
		const comments = sim.store.comments.all().length;
		const options = { comment: nothing, tag: nothing };
		const { items } = await run({ parameters: transfer(story, { options }) });
		expect(items[0]).toMatchObject({ outcome: 'transferred' });
		expect(sim.store.comments.all()).toHaveLength(comments);
		expect(sim.store.tickets.all().flatMap(({ tags }) => tags)).toEqual([]);
		clearStages();
	}
});

it('C7: what an expression made of nothing is no comment and no tag', async () => {
	for (const options of [{ comment: '={{ String($json.none) }}' }, { tag: 'undefined' }]) {
		clearStages();
		const { sim, run } = setStage();
		const story = tellLeaverStory(sim);
		const before = stateOf(sim);
		const { items } = await run({ ...AS_ITEMS, parameters: transfer(story, { options }) });
		expect(items[0].message).toMatch(/'(Comment|Tag)': '\w+' is what an expression makes of/);
		expect(stateOf(sim)).toEqual(before);
	}
});

it('C7: each leaver’s tickets get the note and the tag of the own row', async () => {
	const { sim, run } = setStage();
	const successor = addAgent(sim);
	const tickets = ['a', 'b'].map(() => addTicket(sim, { assignee: addAgent(sim) }));
	await run({
		items: tickets.map(({ assignee_id: id }, i) => ({ id, note: `For row ${i}`, tag: `t${i}` })),
		parameters: {
			resource: 'user',
			operation: 'offboard',
			leaver: { ...user },
			level: 'suspend',
			successor: by.id(successor),
			options: { comment: '={{ $json.note }}', tag: '={{ $json.tag }}' },
		},
	});
	for (const [i, { id }] of tickets.entries()) {
		expect(sim.store.tickets.get(id)!.tags).toEqual([`t${i}`]);
		expect(sim.store.comments.sortedBy('ticket', id).at(-1)!.body).toBe(`For row ${i}`);
	}
});

describe('C8: Protected Users', () => {
	it.each(['number', 'list', 'text', 'address'])('as %s protects', async (kind) => {
		const { sim, run } = setStage();
		const [ann, bob] = [addCustomer(sim), addCustomer(sim)];
		const values: Record<string, unknown> = {
			number: ann.id,
			list: [ann.id, ann.email],
			text: String(ann.id),
			address: `https://${sim.host}/agent/users/${ann.id}`,
		};
		const { items } = await run({
			...AS_ITEMS,
			items: [ann, bob].map(({ id }) => ({ id, safe: values[kind] }) as IDataObject),
			parameters: {
				resource: 'user',
				operation: 'delete',
				user,
				options: { protectedUsers: '={{ $json.safe }}' },
			},
		});
		expect(items).toMatchObject([{ reason: 'protected' }, { outcome: 'deleted' }]);
		expect(sim.store.users.get(ann.id)!.active).toBe(true);
	});

	it.each(['={{ null }}', '={{ $json.none }}', '={{ [null] }}', '={{ ({}) }}', '={{ true }}'])(
		'%s protects nobody, so nobody is deleted',
		async (protectedUsers) => {
			const { sim, run } = setStage();
			const ann = addCustomer(sim);
			const { items } = await run({
				...AS_ITEMS,
				parameters: {
					resource: 'user',
					operation: 'delete',
					user: by.id(ann),
					options: { protectedUsers },
				},
			});
			expect(items[0].message).toContain("'Protected Users'");
			expect(sim.store.users.get(ann.id)!.active).toBe(true);
		},
	);
});

describe('C11: Sync rows whose expressions give nothing', () => {
	it.each([
		['all of them', { externalId: '={{ $json.wrong }}', email: '={{ $json.none }}', name: '' }],
		['one that has a name', { externalId: '={{ $json.none }}', email: '' }],
	])('%s are blocked and named', async (_, more) => {
		const stage = setStage();
		known(stage.sim, 9);
		const { blocked, result } = await sync(stage, people(2), {
			...more,
			removal: 'delete',
			maxRemovals: 100,
		});
		const unread = blocked.filter(({ reason }) => reason === 'invalid');
		expect(unread).toHaveLength(2);
		for (const { message } of unread)
			expect(message).toContain("'External ID' and 'Email' are empty");
		// Who is in Zendesk only does not count as missing then.
		expect(result.hints.join()).toContain('3 blocked');
		expect(stage.sim.log.writes()).toEqual([]);
	});

	it('the one empty item of an empty source is still none', async () => {
		const { blocked, result } = await sync(setStage(), [{}]);
		expect([blocked, result.error]).toEqual([[], undefined]);
	});
});

describe('B8: an entry of the scope that gives nothing', () => {
	it.each(['externalIdPrefix', 'organizationId', 'role', 'tag'])('%s', async (entry) => {
		for (const value of ['', '={{ $json.none }}', '={{ null }}', '={{ " " }}']) {
			clearStages();
			const stage = setStage();
			const stranger = addCustomer(stage.sim, { tags: ['from_hr'] });
			const { items, error } = await stage.run({
				...AS_ITEMS,
				type: TYPE,
				items: people(1),
				parameters: {
					operation: 'sync',
					...mapped(),
					scope: { ...IN_SCOPE.scope, tag: 'from_hr', [entry]: value },
					removal: 'delete',
					maxRemovals: 100,
				},
			});
			expect([error, items[0].message]).toEqual([undefined, expect.stringContaining("'Scope'")]);
			expect(stage.sim.store.users.get(stranger.id)!.active).toBe(true);
			expect(stage.sim.log.writes()).toEqual([]);
		}
	});
});

it.each([
	['activity', [{}], 'no item is a day or a summary'],
	['activity', [{}, {}], 'no item is a day or a summary'],
	['seat', [{}], 'no item is a seat'],
])('D15: a report of %s without a list is refused: no input', async (resource, items, words) => {
	const { run } = setStage();
	const result = await run({ items, parameters: { resource, operation: 'createReport' } });
	expect(result.error?.message).toContain('There is no input');
	expect(result.error?.message).toContain(words);
	expect(result.items).toEqual([]);
});

describe('A8: an address of another account', () => {
	it.each(['user', 'deletedUser'])('%s: nobody here is deleted', async (resource) => {
		const { sim, run } = setStage();
		const ann = resource === 'user' ? addCustomer(sim) : addDeletedCustomer(sim);
		const isThere = () => JSON.stringify(sim.store.users.get(ann.id));
		const before = isThere();
		const operation = resource === 'user' ? 'delete' : 'deletePermanently';
		for (const mode of ['id', 'list', 'email']) {
			const value = `https://other.zendesk.com/agent/users/${ann.id}`;
			const { items } = await run({
				...AS_ITEMS,
				parameters: { resource, operation, [resource]: { __rl: true, mode, value } },
			});
			expect(items[0]).toMatchObject({ outcome: 'failed' });
			expect(items[0].message).toContain('another account');
		}
		expect(isThere()).toBe(before);
		const value = `https://${sim.host.toUpperCase()}/agent/users/${ann.id}`;
		const own = { __rl: true, mode: 'id', value };
		const { items } = await run({ parameters: { resource, operation, [resource]: own } });
		expect(items[0]).toMatchObject({ outcome: resource === 'user' ? 'deleted' : 'purged' });
	});

	it('a successor of another account takes nothing', async () => {
		const { sim, run } = setStage();
		const story = tellLeaverStory(sim);
		const before = stateOf(sim);
		const value = `https://other.zendesk.com/agent/users/${story.successor.id}`;
		const { items } = await run({
			...AS_ITEMS,
			parameters: transfer(story, { successor: { __rl: true, mode: 'id', value } }),
		});
		expect(items[0].message).toMatch(/'Successor': .* another account/);
		expect(stateOf(sim)).toEqual(before);
	});
});

describe('B1: Create or Update', () => {
	it('has no default that takes rights: an agent stays an agent where no role is chosen', async () => {
		for (const role of ['', '={{ $json.none }}', undefined]) {
			clearStages();
			const { sim, run } = setStage();
			const ann = addAgent(sim, { external_id: 'EMP-1' });
			await run({
				parameters: {
					resource: 'user',
					operation: 'upsert',
					externalId: 'EMP-1',
					additionalFields: { alias: 'A', ...(role === undefined ? {} : { role }) },
				},
			});
			expect(sim.store.users.get(ann.id)).toMatchObject({ role: 'agent', alias: 'A' });
		}
	});
});
