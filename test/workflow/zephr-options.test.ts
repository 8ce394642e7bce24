import type { Workflow as Template } from '../../playground/rest';
import { addAdmin, addCustomer, addTicket, type User } from '../simulator';
import {
	assignmentsOf,
	type Settings,
	setWorld,
	type World,
	type WorldOptions,
} from './zephr-world';

/** Every option of the page on Zephr's own Zendesk extension, each with a test on Zendesk's final state. */

type Way = 'events' | 'export';

interface Act {
	world: World;
	/** Does something in Zephr and lets the template do its part. */
	then(change: (zephr: World['zephr']) => unknown): Promise<void>;
	/** Zendesk's user of this email. */
	find(email: string): User | undefined;
}

interface Option {
	/** In the page's words. */
	option: string;
	test: string;
	settings?: Settings;
	world?: WorldOptions;
	check: (act: Act) => Promise<void>;
	/** Takes the option out of the template. */
	without: (template: Template) => void;
	ways?: Way[];
}

const ANN = {
	email_address: 'ann@example.com',
	attributes: { 'first-name': 'Ann', 'last-name': 'Miller', given: 'Anna', family: 'Muller' },
};
const BOB = { email_address: 'bob@example.com', attributes: { 'first-name': 'Bob' } };

const noSetting = (name: string) => (template: Template) => {
	const all = assignmentsOf(template);
	all.splice(
		all.findIndex((each) => each.name === name),
		1,
	);
};

const parametersOf = ({ nodes }: Template, name = 'Sync to Zendesk') =>
	nodes.find((node) => node.name === name)!.parameters;

const noRow = (field: string) => (template: Template) => {
	assignmentsOf(template, 'Row').find(({ name }) => name === field)!.value = '';
};

const OPTIONS: Option[] = [
	{
		option: 'created in Zephr, a corresponding Zendesk End User will be created',
		test: 'a new user is an end user in Zendesk',
		async check({ then, find }) {
			await then((zephr) => zephr.createUser(ANN));
			expect(find('ann@example.com')).toMatchObject({ name: 'Ann Miller', role: 'end-user' });
		},
		without: noRow('external_id'),
	},
	{
		option: 'updated in Zephr, the corresponding Zendesk End User will be updated',
		test: 'name and email follow',
		async check({ then, find }) {
			let id = '';
			await then((zephr) => (id = zephr.createUser(ANN).user_id));
			await then((zephr) => {
				zephr.updateUser(id, { 'last-name': 'Smith' });
				zephr.changeEmail(id, 'smith@example.com');
			});
			expect(find('ann@example.com')).toBeUndefined();
			expect(find('smith@example.com')).toMatchObject({ name: 'Ann Smith' });
		},
		without: (template) => (parametersOf(template).conflict = 'blanks'),
	},
	{
		option: 'deleted from Zephr, the corresponding Zendesk End User will be deleted',
		test: 'the user is gone, everybody else is there',
		async check({ then, find }) {
			let id = '';
			await then((zephr) => {
				id = zephr.createUser(ANN).user_id;
				zephr.createUser(BOB);
			});
			await then((zephr) => zephr.deleteUser(id));
			expect(find('ann@example.com')).toBeUndefined();
			expect(find('bob@example.com')).toBeDefined();
		},
		settings: { maxRemovalsPercent: 50 },
		without: (template) => (parametersOf(template).removal = 'report'),
	},
	{
		option: 'End User',
		test: 'staff with an ID of Zephr stay as they are',
		async check({ world: { sim, zephr }, then }) {
			const { user_id: id } = zephr.createUser(ANN);
			const admin = addAdmin(sim, {
				name: 'Ada',
				email: 'ada@example.com',
				external_id: `zephr-${id}`,
			});
			await then(() => zephr.updateUser(id, { 'first-name': 'Hacker' }));
			expect(sim.store.users.get(admin.id)).toMatchObject({
				name: 'Ada',
				email: 'ada@example.com',
			});
		},
		without: (template) => delete (parametersOf(template).scope as { role?: string }).role,
	},
	{
		option: 'Zendesk Tenant, Email Address, API Token',
		test: 'the account is that of the credential',
		async check({ world: { sim }, then }) {
			await then((zephr) => zephr.createUser(ANN));
			expect(sim.log.writes()).toHaveLength(1);
		},
		without: ({ nodes }) => {
			for (const node of nodes) delete node.credentials?.zendeskUsersOAuth2Api;
		},
	},
	{
		option: 'First Name Attribute',
		test: 'the slug of the setting is the first name',
		settings: { firstNameAttribute: 'given' },
		async check({ then, find }) {
			await then((zephr) => zephr.createUser(ANN));
			expect(find('ann@example.com')).toMatchObject({ name: 'Anna Miller' });
		},
		without: noSetting('firstNameAttribute'),
	},
	{
		option: 'Last Name Attribute',
		test: 'the slug of the setting is the last name',
		settings: { lastNameAttribute: 'family' },
		async check({ then, find }) {
			await then((zephr) => zephr.createUser(ANN));
			expect(find('ann@example.com')).toMatchObject({ name: 'Ann Muller' });
		},
		without: noSetting('lastNameAttribute'),
	},
	{
		option: 'Auto Verify User Email Addresses',
		test: 'who is not verified in Zephr counts as verified',
		settings: { autoVerifyEmails: true },
		async check({ then, find }) {
			await then((zephr) => zephr.createUser(ANN));
			expect(find('ann@example.com')).toMatchObject({ verified: true });
		},
		without: noSetting('autoVerifyEmails'),
	},
	{
		option: 'Auto Verify User Email Addresses: off',
		test: 'who is verified in Zephr is so in Zendesk, and nobody else',
		async check({ then, find }) {
			let id = '';
			await then((zephr) => {
				id = zephr.createUser(ANN).user_id;
				zephr.createUser(BOB);
			});
			expect(find('ann@example.com')).toMatchObject({ verified: false });
			await then((zephr) => zephr.verifyEmail(id));
			expect(find('ann@example.com')).toMatchObject({ verified: true });
			expect(find('bob@example.com')).toMatchObject({ verified: false });
		},
		without: noRow('verified'),
	},
	{
		option: 'Only Sync Customers to Zendesk: who receives a product grant, or has one',
		test: 'only who has a product is created and updated; when it ends the user stays',
		settings: { onlyCustomers: true },
		async check({ then, find }) {
			let [ann, bob, grant] = ['', '', ''];
			await then((zephr) => {
				ann = zephr.createUser(ANN).user_id;
				bob = zephr.createUser(BOB).user_id;
				zephr.addGrant({ user_id: bob }, { product_id: null });
			});
			expect([find('ann@example.com'), find('bob@example.com')]).toEqual([undefined, undefined]);
			await then((zephr) => (grant = zephr.addGrant({ user_id: ann }).grant_id));
			expect(find('ann@example.com')).toMatchObject({ name: 'Ann Miller' });
			expect(find('bob@example.com')).toBeUndefined();
			await then((zephr) => zephr.updateUser(ann, { 'first-name': 'Anne' }));
			expect(find('ann@example.com')).toMatchObject({ name: 'Anne Miller' });
			await then((zephr) => zephr.endGrant(grant));
			await then((zephr) => zephr.updateUser(ann, { 'first-name': 'Nobody' }));
			expect(find('ann@example.com')).toMatchObject({ name: 'Anne Miller' });
		},
		without: noSetting('onlyCustomers'),
	},
	{
		option: 'Only Sync Customers to Zendesk: a grant',
		test: 'the grant alone brings the user',
		settings: { onlyCustomers: true },
		ways: ['events'],
		async check({ then, find }) {
			let id = '';
			await then((zephr) => (id = zephr.createUser(ANN).user_id));
			await then((zephr) => zephr.addGrant({ user_id: id }));
			expect(find('ann@example.com')).toBeDefined();
		},
		without: ({ connections }) => delete connections.Grant,
	},
	{
		option: 'the default is that all users are synced',
		test: 'who has no product is synced too, of every site',
		world: { sites: ['daily', 'weekly'] },
		async check({ then, find }) {
			await then((zephr) => {
				zephr.createUser(ANN);
				zephr.createUser({ ...BOB, site: 'weekly' });
			});
			expect(find('ann@example.com')).toBeDefined();
			expect(find('bob@example.com')).toBeDefined();
		},
		without: (template) => {
			assignmentsOf(template).find(({ name }) => name === 'onlyCustomers')!.value = true;
		},
	},
	{
		option: 'which of your Sites the extension should be active on',
		test: 'only users of the sites in the setting',
		settings: { sites: 'weekly, Monthly' },
		world: { sites: ['daily', 'weekly', 'monthly'] },
		async check({ then, find }) {
			await then((zephr) => {
				zephr.createUser(ANN);
				zephr.createUser({ ...BOB, site: 'weekly' });
				zephr.createUser({ email_address: 'eve@example.com', site: 'monthly' });
			});
			expect(find('ann@example.com')).toBeUndefined();
			expect(find('bob@example.com')).toBeDefined();
			expect(find('eve@example.com')).toBeDefined();
		},
		without: noSetting('sites'),
	},
	{
		option: 'created and then modified or deleted in very quick succession',
		test: 'both are done, though Zendesk does not let a new user be changed for a minute',
		world: { zendesk: { switches: { createThenUpdateFailsSeconds: 60 } } },
		settings: { maxRemovalsPercent: 50 },
		ways: ['events'],
		async check({ world: { sim, zephr }, then, find }) {
			let [ann, bob] = ['', ''];
			await then(async () => {
				ann = zephr.createUser(ANN).user_id;
				bob = zephr.createUser(BOB).user_id;
				await sim.clock.sleep(20_000);
				zephr.updateUser(ann, { 'first-name': 'Anne' });
				zephr.deleteUser(bob);
			});
			expect(find('ann@example.com')).toMatchObject({ name: 'Anne Miller' });
			expect(find('bob@example.com')).toBeUndefined();
		},
		without: (template) => {
			// Without the events that follow, only the creation would be known.
			template.connections['User deleted'] = {};
		},
	},
	{
		option: '(ours) When Tickets Are Open: suspend',
		test: 'a customer with an open ticket is suspended, and deleted at night once it is closed',
		settings: { maxRemovalsPercent: 100 },
		async check({ world, then, find }) {
			const { sim } = world;
			let id = '';
			await then((zephr) => {
				id = zephr.createUser(ANN).user_id;
				zephr.createUser(BOB);
			});
			const ticket = addTicket(sim, { requester: find('ann@example.com') });
			await then((zephr) => zephr.deleteUser(id));
			expect(find('ann@example.com')).toMatchObject({ suspended: true });
			sim.store.tickets.update(ticket, { status: 'closed', closed_at: sim.clock.now() });
			await world.reconcile();
			expect(find('ann@example.com')).toBeUndefined();
		},
		without: (template) => {
			assignmentsOf(template).find(({ name }) => name === 'whenTicketsAreOpen')!.value = 'report';
		},
	},
	{
		option: '(ours) When Tickets Are Open: report',
		test: 'a customer with an open ticket stays, and somebody is told',
		settings: { maxRemovalsPercent: 100, whenTicketsAreOpen: 'report' },
		async check({ then, find, world: { sim } }) {
			let id = '';
			await then((zephr) => {
				id = zephr.createUser(ANN).user_id;
				zephr.createUser(BOB);
			});
			addTicket(sim, { requester: find('ann@example.com') });
			await then((zephr) => zephr.deleteUser(id));
			expect(find('ann@example.com')).toMatchObject({ suspended: false });
		},
		without: noSetting('whenTicketsAreOpen'),
	},
	{
		option: '(ours) customers who are in Zendesk already',
		test: 'a customer without an external ID becomes the verified user of Zephr, and keeps the tags',
		settings: { tag: 'zephr_reader' },
		async check({ world: { sim }, then, find }) {
			const before = addCustomer(sim, { email: 'ann@example.com', tags: ['vip'] });
			let id = '';
			await then((zephr) => ({ user_id: id } = zephr.createUser(ANN)));
			// Anybody can register with a customer's address.
			expect(find('ann@example.com')).toMatchObject({ id: before.id, external_id: null });
			expect(find('ann@example.com')).toMatchObject({ name: before.name, tags: ['vip'] });
			await then((zephr) => zephr.verifyEmail(id));
			expect(find('ann@example.com')).toMatchObject({
				id: before.id,
				name: 'Ann Miller',
				external_id: `zephr-${id}`,
			});
			expect(find('ann@example.com')!.tags.sort()).toEqual([
				'adopted_by_email',
				'vip',
				'zephr_reader',
			]);
		},
		without: (template) => (parametersOf(template).matchBy = 'externalId'),
	},
	{
		option: '(ours) tag',
		test: 'new users get the tag',
		settings: { tag: 'zephr_reader' },
		async check({ then, find }) {
			await then((zephr) => zephr.createUser(ANN));
			expect(find('ann@example.com')).toMatchObject({ tags: ['zephr_reader'] });
		},
		without: noSetting('tag'),
	},
];

async function play(option: Option, way: Way, mutate?: (template: Template) => void) {
	const world = await setWorld({
		...option.world,
		settings: option.settings,
		mutate: (template) => {
			mutate?.(template);
		},
	});
	try {
		if (way === 'events') world.connect();
		await option.check({
			world,
			then: async (change) => {
				await change(world.zephr);
				if (way === 'events') await world.settle();
				else await world.reconcile();
			},
			find: (email) =>
				world.sim.store.users.all().find((user) => user.active && user.email === email),
		});
		expect(world.outsiders).toEqual([]);
	} finally {
		world.stop();
	}
}

const CASES = OPTIONS.flatMap((option) =>
	(option.ways ?? (['events', 'export'] as const)).map((way) => ({ ...option, way })),
);

describe.each(['events', 'export'] as const)('by %s', (way) => {
	it.each(CASES.filter((each) => each.way === way))('$option: $test', async (option) => {
		await expect(play(option, way)).resolves.toBeUndefined();
	});
});

it('each of these tests fails when its option is taken out', async () => {
	const table: string[] = [];
	for (const option of CASES) {
		const outcome = await play(option, option.way, option.without).then(
			() => 'PASSES',
			() => 'fails',
		);
		table.push(`${outcome} without it · ${option.way} · ${option.option} · ${option.test}`);
	}
	console.log(table.join('\n'));
	expect(table.filter((line) => line.startsWith('PASSES'))).toEqual([]);
});
