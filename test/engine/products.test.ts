import type { IDataObject } from 'n8n-workflow';
import {
	addAdmin,
	addAgent,
	addArticle,
	addCustomer,
	addLightAgent,
	addTicket,
	clientAs,
	clientOf,
	giveProductRole,
	signIn,
	type User,
} from '../simulator';
import { clearStages, setStage, type Stage } from './engine';
import { by } from './forms';

/**
 * What the pages of Torii and Lumos on Zendesk promise, and the final state by which it is shown here. Every row is also
 * run with the behaviour taken out: then its own check must fail. Lumos' access reviews are a template: see
 * test/e2e/seat-audit.test.ts.
 */

afterEach(clearStages);

const DAY = 86_400_000;

interface Promised {
	product: 'Torii' | 'Lumos';
	says: string;
	/** Prepares the account, acts and checks what is left. @param isOut the behaviour is taken out */
	show: (stage: Stage, isOut: boolean) => Promise<void>;
}

/** Runs an operation that changes something, or only looks. */
async function change(stage: Stage, isOut: boolean, parameters: object): Promise<void> {
	const form = { ...parameters, options: { ...(isOut ? { dryRun: true } : {}) } };
	const { error } = await stage.run({ parameters: form });
	expect(error).toBeUndefined();
}

async function seatOf(stage: Stage, user: User, parameters: object = {}): Promise<IDataObject> {
	const { items } = await stage.run({
		parameters: { resource: 'seat', operation: 'getAll', output: 'raw', ...parameters },
	});
	const seat = items.find(({ id }) => id === user.id);
	if (!seat) throw new Error(`${user.name} is not on the list`);
	return seat;
}

/** The day of somebody in the activity, whatever it holds. */
async function todayOf(stage: Stage, user: User): Promise<IDataObject | undefined> {
	await stage.sim.clock.sleep(10 * 60_000);
	const { items } = await stage.run({ parameters: { resource: 'activity', operation: 'getAll' } });
	return items.find(({ user_id: id }) => id === user.id);
}

const user = (operation: string, subject: User, more: object = {}) => ({
	resource: 'user',
	operation,
	user: by.id(subject),
	...more,
});

const PROMISED: Promised[] = [
	{
		product: 'Torii',
		says: 'List of users and their roles',
		async show(stage, isOut) {
			const [agent, admin] = [addAgent(stage.sim), addAdmin(stage.sim)];
			if (isOut) stage.sim.store.users.update(agent, { role: 'end-user' });
			const roles = [await seatOf(stage, agent), await seatOf(stage, admin)];
			expect(roles.map(({ role }) => role)).toEqual(['agent', 'admin']);
		},
	},
	{
		product: 'Torii',
		says: 'Last logged-in time',
		async show(stage, isOut) {
			const agent = addAgent(stage.sim);
			if (!isOut) signIn(stage.sim, agent, stage.sim.clock.now() - 3 * DAY);
			const { last_login_at: at } = await seatOf(stage, agent);
			expect(Date.parse(String(at))).toBe(stage.sim.clock.now() - 3 * DAY);
		},
	},
	{
		product: 'Torii',
		says: 'License type',
		async show(stage, isOut) {
			const light = isOut ? addAgent(stage.sim) : addLightAgent(stage.sim);
			expect((await seatOf(stage, light)).seat).toBe('light');
			expect((await seatOf(stage, addAgent(stage.sim))).seat).toBe('paid');
		},
	},
	{
		product: 'Torii',
		says: 'Usage: logged into Zendesk',
		async show(stage, isOut) {
			const agent = addAgent(stage.sim);
			if (!isOut) signIn(stage.sim, agent);
			expect(await todayOf(stage, agent)).toMatchObject({ active: true, sign_ins: 1 });
		},
	},
	{
		product: 'Torii',
		says: 'Usage: edited, created, or deleted one or more tickets',
		async show(stage, isOut) {
			const { sim } = stage;
			const agent = addAdmin(sim);
			const api = clientAs(sim, agent.id);
			if (!isOut) {
				const { id } = (
					await api.post('tickets', { ticket: { subject: 'A', comment: { body: 'B' } } })
				).body.ticket;
				await api.put(`tickets/${id}`, { ticket: { priority: 'high' } });
				await api.delete(`tickets/${id}`);
			}
			expect(await todayOf(stage, agent)).toMatchObject({
				tickets_created: 1,
				tickets_edited: 1,
				tickets_deleted: 1,
			});
		},
	},
	{
		product: 'Torii',
		says: 'Usage: created one or more Help center articles',
		async show(stage, isOut) {
			const agent = addAgent(stage.sim);
			if (!isOut) addArticle(stage.sim, { author: agent });
			expect(await todayOf(stage, agent)).toMatchObject({ active: true, articles_created: 1 });
		},
	},
	{
		product: 'Torii',
		says: 'Usage from the last 90 days',
		async show(stage, isOut) {
			const agent = addAgent(stage.sim);
			signIn(stage.sim, agent, stage.sim.clock.now() - 89 * DAY);
			const { items } = await stage.run({
				parameters: {
					resource: 'activity',
					operation: 'getAll',
					timeZone: 'UTC',
					...(isOut ? { lastDays: 30 } : {}),
				},
			});
			expect(items.map(({ user_id: id }) => id)).toContain(agent.id);
		},
	},
	{
		product: 'Torii',
		says: 'Create Zendesk user',
		async show(stage, isOut) {
			const form = { resource: 'user', operation: 'create', name: 'Ann', email: 'ann@example.com' };
			await change(stage, isOut, form);
			expect(stage.sim.store.userByEmail('ann@example.com')).toMatchObject({ name: 'Ann' });
		},
	},
	{
		product: 'Torii',
		says: 'Delete Zendesk user',
		async show(stage, isOut) {
			const customer = addCustomer(stage.sim);
			await change(stage, isOut, user('delete', customer));
			expect(customer).toMatchObject({ active: false, purged_at: null });
		},
	},
	{
		product: 'Torii',
		says: 'Permanently delete Zendesk user',
		async show(stage, isOut) {
			const customer = addCustomer(stage.sim);
			await clientOf(stage.sim).delete(`users/${customer.id}`);
			await change(stage, isOut, {
				resource: 'deletedUser',
				operation: 'deletePermanently',
				deletedUser: { __rl: true, mode: 'id', value: String(customer.id) },
			});
			expect(customer.purged_at).not.toBeNull();
		},
	},
	{
		product: 'Torii',
		says: 'Downgrade Zendesk agent/admin user to end user',
		async show(stage, isOut) {
			const staff = [addAgent(stage.sim), addAdmin(stage.sim)];
			for (const each of staff) await change(stage, isOut, user('downgrade', each));
			expect(staff.map(({ role }) => role)).toEqual(['end-user', 'end-user']);
		},
	},
	{
		product: 'Torii',
		says: 'Upgrade Zendesk end user to agent/admin user',
		async show(stage, isOut) {
			const [one, other] = [addCustomer(stage.sim), addCustomer(stage.sim)];
			await change(stage, isOut, user('upgrade', one, { role: 'admin' }));
			const { name } = stage.sim.store.customRoles.all().find(({ role_type: type }) => type === 0)!;
			await change(stage, isOut, user('upgrade', other, { role: 'agent', customRole: name }));
			expect([one.role, other.role]).toEqual(['admin', 'agent']);
		},
	},
	{
		product: 'Torii',
		says: 'Reassign tickets to another Zendesk user',
		async show(stage, isOut) {
			const [from, to] = [addAgent(stage.sim), addAgent(stage.sim)];
			const ticket = addTicket(stage.sim, { assignee: from, status: 'open' });
			await change(stage, isOut, {
				resource: 'ticket',
				operation: 'transfer',
				fromUser: by.id(from),
				successor: by.id(to),
			});
			expect(ticket.assignee_id).toBe(to.id);
		},
	},
	{
		product: 'Lumos',
		says: 'Status: suspended, or else active; one who is deleted is told as well',
		async show(stage, isOut) {
			const { sim } = stage;
			const [agent, suspended, leaver] = [addAgent(sim), addAgent(sim), addAgent(sim)];
			sim.store.users.update(suspended, { suspended: true });
			const before = (await stage.run({ parameters: { resource: 'seat', operation: 'getAll' } }))
				.items;
			await clientOf(sim).delete(`users/${leaver.id}`);
			const options = isOut ? {} : { previousSeats: JSON.stringify(before) };
			const status = async (each: User) => (await seatOf(stage, each, { options })).status;
			expect(await status(agent)).toBe('active');
			expect(await status(suspended)).toBe('suspended');
			expect(await status(leaver)).toBe('deleted');
		},
	},
	{
		product: 'Lumos',
		says: 'No end-user accounts, just admins and agents',
		async show(stage, isOut) {
			const someone = addAgent(stage.sim);
			if (!isOut)
				await clientOf(stage.sim).put(`users/${someone.id}`, { user: { role: 'end-user' } });
			await expect(seatOf(stage, someone)).rejects.toThrow('is not on the list');
		},
	},
	{
		product: 'Lumos',
		says: 'Log to ITSM',
		async show(stage, isOut) {
			const form = {
				resource: 'ticket',
				operation: 'create',
				subject: 'Seat freed',
				description: 'Agent 7 was downgraded',
				internalNote: true,
			};
			await change(stage, isOut, form);
			const filed = stage.sim.store.tickets.all().filter(({ subject }) => subject === 'Seat freed');
			expect(filed).toHaveLength(1);
		},
	},
	{
		product: 'Lumos',
		says: 'Product Role: Guide - Admin, Explore - Studio, Support - Agent',
		async show(stage, isOut) {
			const agent = addAgent(stage.sim);
			giveProductRole(stage.sim, agent, 'guide', 'admin');
			giveProductRole(stage.sim, agent, 'explore', 'studio');
			const options = { productRoles: isOut ? 'none' : 'all' };
			const { product_roles: roles } = await seatOf(stage, agent, { options });
			expect(roles).toEqual([
				expect.stringMatching(/^Support - /),
				'Guide - Admin',
				'Explore - Studio',
			]);
		},
	},
	{
		product: 'Lumos',
		says: 'License: Paid Seat, Light Agent Seat, or Free Seat',
		async show(stage, isOut) {
			const { sim } = stage;
			const contributor = addAgent(sim);
			sim.store.users.update(contributor, { role_type: isOut ? 0 : 3 });
			const staff = [addAgent(sim), addLightAgent(sim), contributor];
			const seats: unknown[] = [];
			for (const each of staff) seats.push((await seatOf(stage, each)).seat);
			expect(seats).toEqual(['paid', 'light', 'free']);
		},
	},
	{
		product: 'Lumos',
		says: 'Last login: the last sign-in or request with an API token',
		async show(stage, isOut) {
			const agent = addAgent(stage.sim);
			const at = stage.sim.clock.now() - DAY;
			if (!isOut) stage.sim.store.users.update(agent, { last_login_at: at });
			expect(Date.parse(String((await seatOf(stage, agent)).last_login_at))).toBe(at);
		},
	},
	{
		product: 'Lumos',
		says: 'Downgrade a user: an end user, and the license is reclaimed',
		async show(stage, isOut) {
			const agent = addAgent(stage.sim);
			const before = stage.sim.store.seats().paid;
			await change(stage, isOut, user('downgrade', agent));
			expect(agent.role).toBe('end-user');
			expect(stage.sim.store.seats().paid).toBe(before - 1);
		},
	},
	{
		product: 'Lumos',
		says: 'Suspend a user: no sign-in, and the license is not reclaimed',
		async show(stage, isOut) {
			const agent = addAgent(stage.sim);
			const before = stage.sim.store.seats().paid;
			await change(stage, isOut, user('suspend', agent));
			expect(agent.suspended).toBe(true);
			expect(stage.sim.store.seats().paid).toBe(before);
			expect((await seatOf(stage, agent)).reclaim).toContain('suspended_but_paid');
		},
	},
	{
		product: 'Lumos',
		says: 'Deprovision a user: the soft, then the hard deletion, and the license is reclaimed',
		async show(stage, isOut) {
			const [agent, successor] = [addAgent(stage.sim), addAgent(stage.sim)];
			const before = stage.sim.store.seats().paid;
			const { error } = await stage.run({
				parameters: {
					resource: 'user',
					operation: 'offboard',
					leaver: by.id(agent),
					level: 'deletePermanently',
					successor: by.id(successor),
					dryRun: isOut,
				},
			});
			expect(error).toBeUndefined();
			expect(agent.purged_at).not.toBeNull();
			expect(stage.sim.store.seats().paid).toBe(before - 1);
		},
	},
	{
		product: 'Lumos',
		says: 'Transfer data: the requested tickets go to another user',
		async show(stage, isOut) {
			const [from, to] = [addAgent(stage.sim), addAgent(stage.sim)];
			const ticket = addTicket(stage.sim, { requester: from, status: 'open' });
			await change(stage, isOut, {
				resource: 'ticket',
				operation: 'transfer',
				fromUser: by.id(from),
				successor: by.id(to),
			});
			expect(ticket.requester_id).toBe(to.id);
		},
	},
];

describe.each(PROMISED)('$product: $says', ({ show }) => {
	it('is so', async () => {
		await expect(show(setStage(), false)).resolves.toBeUndefined();
	});

	it('would not be so without it', async () => {
		const failure = await show(setStage(), true).catch((error: Error) => error);
		const message = String(failure?.message);
		// It is the check that fails, not the run.
		expect(message).toMatch(/expect\(|is not on the list/);
		expect(message).not.toContain('toBeUndefined');
	});
});
