import { addUp, embedRecords, filterOf, type ReportRecord } from '../../../zendesk/report/records';

function record(special: Partial<ReportRecord>): ReportRecord {
	return { search: '', under: {}, amounts: {}, days: [], ...special };
}

const RECORDS = [
	record({ under: { group: ['Tier 10', 'Billing'] }, amounts: { staff: 1 }, days: [0, 2] }),
	record({ under: { group: ['Tier 2'] }, amounts: { staff: 1, paid: 1 }, days: [2] }),
	record({ under: { group: ['Billing'] }, amounts: { staff: 1, paid: 3 } }),
];

it('adds up amounts and days', () => {
	expect(addUp(RECORDS, 3)).toEqual({ amounts: { staff: 3, paid: 4 }, days: [1, 0, 2] });
	expect(addUp([], 2)).toEqual({ amounts: {}, days: [0, 0] });
});

describe('a filter', () => {
	it('has each option once, in the order of names', () => {
		expect(filterOf(RECORDS, { id: 'group', label: 'Group', all: 'All groups' })).toEqual({
			id: 'group',
			label: 'Group',
			all: 'All groups',
			options: ['Billing', 'Tier 2', 'Tier 10'],
		});
	});

	it('keeps a given order, with what is not in it at the end', () => {
		const order = ['Tier 2', 'Nobody', 'Billing'];
		expect(filterOf(RECORDS, { id: 'group', label: '', all: '', order }).options).toEqual([
			'Tier 2',
			'Billing',
			'Tier 10',
		]);
	});
});

it('embeds for the script what the server adds up', () => {
	const filter = filterOf(RECORDS, { id: 'group', label: '', all: '' });
	expect(embedRecords(RECORDS, [filter], 3)).toEqual({
		figures: ['staff', 'paid'],
		days: 3,
		records: [
			['', [[2, 0]], [1, 0], [0, 2]],
			['', [[1]], [1, 1], [2]],
			['', [[0]], [1, 3], []],
		],
	});
});
