import { table } from '../../../zendesk/report/table';

const COLUMNS = [
	{ label: 'Name', sort: 'text' as const, sorted: 'ascending' as const },
	{ label: 'Days', sort: 'number' as const, numeric: true },
];

it('names its columns, its rows and itself for readers of a screen', () => {
	const { text } = table({
		id: 't',
		caption: 'People & days',
		columns: COLUMNS,
		rows: [{ record: 4, cells: [{ content: '<Ann>' }, { content: '1,200', value: 1200 }] }],
		foot: ['All', 1200],
	});
	expect(text).toContain('aria-labelledby="t-caption"');
	expect(text).toContain(
		'<caption id="t-caption"><span class="stay">People &amp; days</span></caption>',
	);
	expect(text).toContain('<th scope="col" data-sort="text" aria-sort="ascending">Name</th>');
	expect(text).toContain(
		'<tr data-record="4"><th scope="row">&lt;Ann&gt;</th><td class="number" data-value="1200">1,200</td></tr>',
	);
	expect(text).toContain('<tfoot><tr><th scope="row">All</th><td class="number">1200</td></tr>');
});

it('says that it is empty, and keeps that ready for the filters', () => {
	const shell = { id: 't', caption: '', columns: COLUMNS, empty: 'No one.' };
	expect(table({ ...shell, rows: [] }).text).toContain(
		'<tr data-empty><td class="none" colspan="2">No one.</td></tr>',
	);
	const row = { cells: [{ content: 'Ann' }, { content: 1 }] };
	expect(table({ ...shell, rows: [row] }).text).toContain('<tr data-empty hidden>');
});
