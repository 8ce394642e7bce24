import { createSimulator } from './simulator';

describe('the seeded company', () => {
	const sim = createSimulator();
	const { store } = sim;

	test('has the sizes that were asked for', () => {
		expect(store.staff()).toHaveLength(40);
		expect(store.users.by('role', 'end-user').size).toBe(2000);
		expect(store.tickets.size).toBe(6000);
		expect(store.organizations.size).toBe(30);
		expect(store.groups.size).toBe(5);
		const small = createSimulator({
			company: { staff: 10, customers: 5, tickets: 7, organizations: 2, groups: 3 },
		});
		expect(small.store.users.size).toBe(15);
		expect(small.store.tickets.size).toBe(7);
	});

	test('is the same every time', () => {
		const again = createSimulator();
		expect(again.store.users.all()).toEqual(store.users.all());
		expect(again.store.tickets.all()).toEqual(store.tickets.all());
		expect(again.credentials.apiToken).toEqual(sim.credentials.apiToken);
		const other = createSimulator({ company: { seed: 1 } });
		expect(other.store.users.all()).not.toEqual(store.users.all());
	});

	test('has every role and seat, a suspended agent, and an admin who is not the owner', () => {
		const types = new Set(store.staff().map(({ role_type }) => role_type));
		expect([...types].sort()).toEqual([0, 1, 3, 4]);
		expect(Math.min(...Object.values(store.seats()))).toBeGreaterThan(0);
		expect(store.staff().some(({ suspended }) => suspended)).toBe(true);
		expect(store.users.by('role', 'admin').size).toBe(3);
		expect(sim.credentials.adminId).not.toBe(store.ownerId);
		expect(store.handovers).toEqual([]);
		expect(store.mails).toEqual([]);
	});

	test('keeps the rules of Zendesk: assignees are in the group of their ticket', () => {
		for (const { assignee_id, group_id, status } of store.tickets.all()) {
			if (assignee_id === null) continue;
			expect(group_id !== null && store.isMember(assignee_id, group_id)).toBe(true);
			expect(status).not.toBe('new');
		}
	});

	test('uses example addresses only, each once', () => {
		const addresses = store.identities.all().map(({ value }) => value);
		expect(new Set(addresses).size).toBe(addresses.length);
		for (const address of addresses) expect(address).toMatch(/@(example\.com|acme\.example)$/);
	});

	test('knows tickets of every status, closed ones on both sides of the archive', () => {
		const statuses = new Set(store.tickets.all().map(({ status }) => status));
		expect(statuses.size).toBe(6);
		const border = sim.clock.now() - 120 * 24 * 3600 * 1000;
		const closed = store.tickets.all().filter(({ closed_at }) => closed_at !== null);
		const archived = closed.filter(({ closed_at }) => (closed_at ?? 0) <= border);
		expect(archived.length).toBeGreaterThan(100);
		expect(closed.length - archived.length).toBeGreaterThan(100);
	});

	test('an empty account has an owner, roles and the default group', () => {
		const empty = createSimulator({ company: null });
		expect(empty.store.users.size).toBe(1);
		expect(empty.store.ownerId).toBe(empty.credentials.adminId);
		expect(empty.store.customRoles.size).toBe(6);
		expect(empty.store.groups.all().map((group) => group.default)).toEqual([true]);
	});

	test('without custom roles staff have no role types', () => {
		const team = createSimulator({
			company: { customers: 0, tickets: 0 },
			plan: { customRoles: false },
		});
		const types = new Set(team.store.staff().map(({ role_type }) => role_type));
		expect([...types]).toEqual([null, 1]);
	});
});
