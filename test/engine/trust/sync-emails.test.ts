import { clearStages, setStage } from '../engine';
import { knownPeople, people, person, plan, reasons, sync, userOf } from '../sync/helpers';

/** Keys as lists have them: what is one certain address is read, and what is none is nobody's. */

afterEach(clearStages);

const REMOVE = { removal: 'delete', maxRemovals: 50 };
const BY_EMAIL = { ...REMOVE, scope: { tag: 'hr' }, matchBy: 'email', externalId: '' };

const team = () => {
	const stage = setStage({ searchLagSeconds: 0 });
	const users = knownPeople(stage.sim, 5);
	for (const user of users) stage.sim.store.users.update(user, { tags: ['hr'] });
	const alive = () => users.map((user) => userOf(stage.sim, user).active);
	const count = () => stage.sim.store.users.all().length;
	return { stage, users, alive, count };
};

const ALL = [true, true, true, true, true];

describe('A4: an email of the source', () => {
	it.each([
		['with a name', (email: string) => `Person 1 <${email}>`],
		['with mailto:', (email: string) => `mailto:${email}`],
		['in quotes', (email: string) => `"${email}"`],
		['with a comma after it', (email: string) => `${email},`],
		['with a zero-width blank', (email: string) => `${email}\u200b`],
		[
			'with a soft hyphen and a no-break blank',
			(email: string) => `\u00a0per\u00adson1${email.slice(7)}`,
		],
	])('%s is that address', async (_, spell) => {
		const { stage, alive, count } = team();
		const before = count();
		const rows = people(5).map(({ email, name }, i) => ({
			email: i === 1 ? spell(email) : email,
			name,
		}));
		for (const matchBy of ['email', 'both']) {
			const { unchanged } = await sync(stage, rows, { ...BY_EMAIL, matchBy });
			expect(unchanged).toHaveLength(5);
		}
		expect([alive(), count()]).toEqual([ALL, before]);
	});

	it.each([
		'n/a',
		'-',
		'person1@example.com; other@example.com',
		'person1@example.com.',
		'person1 @example.com',
		'other@example.com <person1@example.com>',
		'person1@example',
		'Person 1',
		'undefined',
	])('%j is none: the row is invalid, and nobody counts as missing', async (email) => {
		const { stage, alive, count } = team();
		const before = count();
		const rows = people(5).map((row, i) => ({
			email: i === 1 ? email : row.email,
			name: row.name,
		}));
		for (const removal of ['suspend', 'delete']) {
			const { blocked } = await sync(stage, rows, { ...BY_EMAIL, removal });
			expect(reasons(blocked)).toEqual(['invalid', 'limit']);
			expect(blocked[0]).toMatchObject({ message: expect.stringMatching(/'Email'/) });
			expect(blocked[1]).toMatchObject({ message: expect.stringMatching(/not clear.*1/) });
		}
		expect([alive(), count()]).toEqual([ALL, before]);
		expect(stage.sim.store.users.all().filter(({ suspended }) => suspended)).toEqual([]);
	});
});

describe('A6: an external ID of the source', () => {
	it.each([
		['marks that nobody sees', 'HR-1\u200b'],
		['a soft hyphen', 'HR\u00ad-1'],
		['nothing as a word', 'undefined'],
		['nothing as a number', 'NaN'],
	])('with %s is nobody’s, and nobody counts as missing', async (_, externalId) => {
		const { stage, alive, count } = team();
		const before = count();
		const rows = people(5).map((row, i) => (i === 1 ? { ...row, externalId, email: '' } : row));
		const { blocked } = await sync(stage, rows, REMOVE);
		expect(reasons(blocked)).toEqual(['invalid', 'limit']);
		expect([alive(), count()]).toEqual([ALL, before]);
	});
});

describe('a source that names nobody', () => {
	it.each([
		['an item without fields', [{}], {}],
		['one with fields made of nothing', [{ zephr_id: '', user: {}, gone: false }], {}],
		['blank texts', [{ externalId: '', email: ' ', name: '' }], {}],
		['two items of blanks', [{ externalId: '' }, { name: ' ' }], {}],
		['fixed values in the form', [{ a: 1 }], { fields: { role: 'end-user', tags: 'x' } }],
	])('is empty, and says so: %s', async (_, rows, more) => {
		const { stage, alive } = team();
		const { blocked } = await sync(stage, rows, { ...REMOVE, maxRemovals: 100, ...more });
		const about = blocked.filter(({ id }) => id !== null);
		expect(about).toHaveLength(5);
		for (const { message } of about)
			expect(message).toBe('The source is empty, so nobody counts as missing');
		expect(alive()).toEqual(ALL);
	});

	it('is not empty where a row names somebody whose key can’t be read', async () => {
		const { stage } = team();
		for (const row of [{ name: 'Ann' }, { email: 'n/a' }]) {
			const { blocked } = await plan(stage, [row], REMOVE);
			expect(blocked[1]).toMatchObject({ message: expect.stringMatching(/not clear/) });
		}
	});
});

describe('F-rows that say the same', () => {
	const same = { externalId: 'HR-1', email: 'person1@example.com', name: 'New Name' };

	it.each([
		['in each field', same],
		['but for the case of the keys', { ...same, externalId: 'hr-1', email: 'Person1@Example.com' }],
		['but for blanks around', { ...same, name: ' New Name ' }],
	])('%s are one person, and nothing is unclear', async (_, other) => {
		const { stage, users, alive } = team();
		const rows = [person(0), same, other, other, person(2), person(3)];
		const { changes, blocked } = await sync(stage, rows, REMOVE);
		expect(userOf(stage.sim, users[1]).name).toBe('New Name');
		expect(alive()).toEqual([true, true, true, true, false]);
		expect(changes).toHaveLength(2);
		expect(reasons(blocked)).toEqual(['same-row', 'same-row']);
		expect(blocked[0]).toMatchObject({ message: expect.stringMatching(/item 1\b/) });
	});

	it('are one new person', async () => {
		const { stage, count } = team();
		const before = count();
		await sync(stage, [...people(5), person(9), person(9)], REMOVE);
		expect(count()).toBe(before + 1);
	});

	it.each([
		['the name', { ...same, name: 'Other' }],
		['a key', { ...same, externalId: '' }],
		['that they have left', { ...same, left: true }],
	])('but for %s are both refused, and nobody is missing', async (_, other) => {
		const { stage, users, alive } = team();
		const form = { ...REMOVE, hasLeft: '={{ $json.left }}' };
		const { blocked } = await sync(stage, [same, other, person(2), person(3)], form);
		expect(reasons(blocked).slice(0, 2)).toEqual(['same-row', 'same-row']);
		expect(userOf(stage.sim, users[1]).name).toBe('Person 1');
		expect(alive()).toEqual(ALL);
	});
});

it('A4: who is known by the external ID keeps it where the row’s email is none', async () => {
	const { stage, alive } = team();
	const rows = people(5).map((row, i) => (i === 1 ? { ...row, email: 'tbd' } : row));
	const { blocked } = await sync(stage, rows, REMOVE);
	expect(reasons(blocked)).toEqual(['invalid', 'limit']);
	expect(alive()).toEqual(ALL);
});
