import type { ZendeskUser } from '../../../zendesk/api/records';
import { tellApart } from '../../../zendesk/users/newUsers';

const users = (...all: object[]) =>
	all.map((user, i) => ({ id: i + 1, email: null, ...user }) as unknown as ZendeskUser);
const idsOf = (rows: object[], all: ZendeskUser[]) =>
	tellApart(rows as Array<Record<string, unknown>>, all).map((user) => user?.id);

describe('N6: new users without email and external ID', () => {
	it('are told apart by their names', () => {
		expect(idsOf([{ name: 'A' }, { name: 'B' }], users({ name: 'B' }, { name: 'A' }))).toEqual([
			2, 1,
		]);
	});

	it('by what else the rows say: who says less gets who is left over', () => {
		const all = users({ name: 'A', notes: 'x' }, { name: 'A', notes: null });
		expect(idsOf([{ name: 'A' }, { name: 'A', notes: 'x' }], all)).toEqual([2, 1]);
	});

	it('are shared by rows that say the same', () => {
		const all = users({ name: 'A' }, { name: 'B' }, { name: 'A' });
		const ids = idsOf([{ name: 'A' }, { name: 'A' }, { name: 'B' }], all);
		expect([...ids].sort()).toEqual([1, 2, 3]);
		expect(ids[2]).toBe(2);
	});

	it('are nobody’s where two rows could have either', () => {
		const all = users({ name: 'A', notes: 'x', phone: '1' }, { name: 'A', notes: 'x', phone: '1' });
		expect(
			idsOf(
				[
					{ name: 'A', notes: 'x' },
					{ name: 'A', phone: '1' },
				],
				all,
			),
		).toEqual([undefined, undefined]);
	});

	it('are nobody’s where one is missing and another row fits', () => {
		const rows = [{ name: 'A' }, { name: 'A', notes: 'x' }];
		expect(idsOf(rows, users({ name: 'A', notes: 'x' }))).toEqual([undefined, undefined]);
		expect(idsOf([{ name: 'A' }, { name: 'B' }], users({ name: 'B' }))).toEqual([undefined, 1]);
	});

	it('of whom Zendesk has changed one: the last row gets the last user', () => {
		expect(idsOf([{ name: 'A' }, { name: ' B ' }], users({ name: 'B' }, { name: 'A' }))).toEqual([
			2, 1,
		]);
	});
});
