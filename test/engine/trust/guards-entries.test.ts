import { addCustomer, addDeletedCustomer, addIdentityTo, type User } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { by } from '../forms';

/** Case 17: what an entry of Protected Users says, it says to the end; what says nothing stops the run by its name. */

afterEach(clearStages);

function setUp() {
	const stage = setStage({ searchLagSeconds: 0 });
	const ann = addCustomer(stage.sim, { name: 'Ada Lovelace', email: 'ada@x.example' });
	const bob = addCustomer(stage.sim, { name: 'Bob', email: 'bob@x.example' });
	return { ...stage, ann, bob };
}

type Set = ReturnType<typeof setUp>;

async function deleteBoth({ run, ann, bob }: Set, protectedUsers: unknown) {
	const { items } = await run({
		items: [{ id: ann.id }, { id: bob.id }],
		parameters: {
			resource: 'user',
			operation: 'delete',
			user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			options: { failedRows: 'items', protectedUsers },
		},
	});
	return items.map(({ reason, outcome, message }) => ({ end: reason ?? outcome, message }));
}

/** A list that comes out of an expression. */
const list = (...entries: unknown[]) => `={{ ${JSON.stringify(entries)} }}`;

describe('17: an entry that says nothing', () => {
	it.each([
		['commas and semicolons', ', ;'],
		['a comma', ','],
		['lines with a comma', '\n,\n'],
		['an empty list as text', '[]'],
		['an empty list as text, with blanks', ' [ ] '],
		['a list of separators', list(' , ')],
		['a list in JSON with separators', '[";"]'],
		['a quoted name without an address', '"Lovelace, Ada"'],
		['brackets with nothing in them', '<>'],
	])('%s stops the run by the name of the field', async (_, entry) => {
		const set = setUp();
		for (const { end, message } of await deleteBoth(set, entry)) {
			expect(end).not.toBe('deleted');
			expect(message).toContain("'Protected Users'");
		}
		expect(set.sim.log.writes()).toEqual([]);
	});

	it.each([
		['an empty text', ''],
		['blanks', ' \n '],
		['an empty list of an expression', list()],
	])('%s is for nobody', async (_, entry) => {
		const ends = await deleteBoth(setUp(), entry);
		expect(ends.map(({ end }) => end)).toEqual(['deleted', 'deleted']);
	});
});

describe('17: a comma inside an entry of a list', () => {
	it.each([
		['a name', 'Lovelace, Ada <ada@x.example>'],
		['a quoted name', '"Lovelace, Ada" <ada@x.example>'],
		['a name and a title', 'Lovelace, Ada; Countess 2 <ADA@x.example> '],
		['an external ID', 'A1,B1'],
		['an external ID with blanks', 'Unit 7, desk 4'],
	])('of %s splits nothing', async (_, entry) => {
		for (const said of [list(entry), JSON.stringify([entry])]) {
			clearStages();
			const set = setUp();
			if (!entry.includes('<')) set.sim.store.users.update(set.ann, { external_id: entry });
			// Who would be meant by the parts.
			addCustomer(set.sim, { external_id: 'A1' });
			addCustomer(set.sim, { external_id: 'B1' });
			const ends = await deleteBoth(set, said);
			expect(ends.map(({ end }) => end)).toEqual(['protected', 'deleted']);
		}
	});

	it.each([
		['two addresses', 'bob@x.example, ada@x.example'],
		['an address and a name with one', 'ada@x.example, Bob <bob@x.example>'],
		['two names with addresses', 'Lovelace, Ada <ada@x.example>, "Ray, Bob" <bob@x.example>'],
	])('%s in one entry both protect, or nobody is deleted', async (_, entry) => {
		const set = setUp();
		await deleteBoth(set, list(entry));
		const isThere = ({ id }: User) => set.sim.store.users.get(id)!.active;
		expect([set.ann, set.bob].map(isThere)).toEqual([true, true]);
	});
});

describe('17: what stands beside an address in brackets', () => {
	it.each(['bob@x.example Ada <ada@x.example>', '<ada@x.example> bob@x.example'])(
		'%s protects both',
		async (entry) => {
			for (const said of [entry, list(entry)]) {
				clearStages();
				const ends = await deleteBoth(setUp(), said);
				expect(ends.map(({ end }) => end)).toEqual(['protected', 'protected']);
			}
		},
	);
});

describe("17: a number that is one person's ID and another one's external ID", () => {
	/** One look at many leaves somebody out. */
	function hideOnce({ sim }: Set, { id }: User, nth: number): void {
		const to = (text: string) => {
			const json = JSON.parse(text) as { users: User[] };
			return JSON.stringify({ ...json, users: json.users.filter((user) => user.id !== id) });
		};
		const when = { route: 'GET /api/v2/users/show_many', nth };
		sim.faults.add({ when, then: { kind: 'garble', to } });
	}

	it.each(['ann', 'bob'] as const)('protects both when one look leaves %s out', async (who) => {
		for (const nth of [1, 2, 3, 4]) {
			clearStages();
			const set = setUp();
			set.sim.store.users.update(set.bob, { external_id: String(set.ann.id) });
			hideOnce(set, set[who], nth);
			await deleteBoth(set, String(set.ann.id));
			expect([nth, set.sim.log.writes()]).toEqual([nth, []]);
		}
	});

	it('protects both beside other entries', async () => {
		const set = setUp();
		const eve = addCustomer(set.sim, { email: 'eve@x.example' });
		addIdentityTo(set.sim, eve, { type: 'email', value: 'eve.two@x.example' });
		set.sim.store.users.update(set.bob, { external_id: String(set.ann.id) });
		hideOnce(set, set.ann, 1);
		const ends = await deleteBoth(set, `eve.two@x.example, ${set.ann.id}, ${eve.id}`);
		expect(ends.map(({ end }) => end)).toEqual(['protected', 'protected']);
	});
});

describe('17: somebody who came back has a former account', () => {
	async function erase(protect: (now: User) => string, sharedBy: 'email' | 'second address') {
		const stage = setStage({ searchLagSeconds: 0, switches: { deletedUsersListKeepsEmail: true } });
		const former = addDeletedCustomer(stage.sim, { name: 'Ada', email: 'ada@x.example' });
		const email = sharedBy === 'email' ? 'ADA@x.example' : 'ada.new@x.example';
		const now = addCustomer(stage.sim, { name: 'Ada', email, external_id: 'EMP-1' });
		if (sharedBy !== 'email') {
			addIdentityTo(stage.sim, now, { type: 'email', value: 'ada@x.example' });
		}
		const { items } = await stage.run({
			parameters: {
				resource: 'deletedUser',
				operation: 'deletePermanently',
				deletedUser: by.id(former),
				options: { failedRows: 'items', protectedUsers: protect(now) },
			},
		});
		const isErased = stage.sim.store.users.get(former.id)!.purged_at !== null;
		return { end: items[0].reason ?? items[0].outcome, isErased };
	}

	it.each<[string, (now: User) => string]>([
		['the address', () => 'ada@x.example'],
		['the external ID', () => 'emp-1'],
		['the ID', ({ id }) => String(id)],
	])('an entry by %s protects the account that had the address', async (_, protect) => {
		for (const sharedBy of ['email', 'second address'] as const) {
			clearStages();
			expect(await erase(protect, sharedBy)).toEqual({ end: 'protected', isErased: false });
		}
	});

	it('others are erased, and without entries it costs nothing', async () => {
		expect(await erase(() => '', 'email')).toEqual({ end: 'purged', isErased: true });
	});
});
