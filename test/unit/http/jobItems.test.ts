import { explainItem, readJobItems } from '../../../zendesk/http/jobItems';

const read = (item: object) => readJobItems([item])[0];

describe('what a result says', () => {
	it.each<[string, unknown]>([
		['a text', 'Name: is too short'],
		['a list of texts', ['Name: is too short']],
		['a list of records', [{ description: 'Name: is too short', error: 'BlankValue' }]],
		['records by field', { name: [{ description: 'Name: is too short' }] }],
		['a record', { title: 'Invalid attribute', message: 'Name: is too short' }],
	])('N4: details as %s', (_form, details) => {
		const item = read({ index: 3, error: 'UserUpdateFailed', details });
		expect(item).toMatchObject({ index: 3, success: false, error: 'UserUpdateFailed' });
		expect(explainItem(item)).toBe('Name: is too short');
	});

	it.each<[string, unknown]>([
		['a text', 'Name is bad'],
		['a list of texts', ['Name is bad']],
		['a list of records', [{ code: 'InvalidValue', title: 'Name is bad' }]],
	])('N4: errors as %s', (_form, errors) => {
		const item = read({ id: 7, errors });
		expect(item.success).toBe(false);
		expect(explainItem(item)).toBe('Name is bad');
	});

	it('several reasons, each once', () => {
		const details = { email: [{ description: 'a' }, { description: 'b' }], base: ['a'] };
		expect(explainItem(read({ error: 'X', details }))).toBe('a; b');
	});

	it('nothing but a failure', () => {
		expect(explainItem(read({ status: 'Failed' }))).toBe('Zendesk gave no reason');
		expect(explainItem(read({ success: false, error: '', details: [] }))).toBe(
			'Zendesk gave no reason',
		);
	});

	it('N4: keeps the codes that stand beside the words', () => {
		const details = { role: [{ description: 'Full', error: 'MaxAgentExceeded' }] };
		const item = read({ index: 0, error: 'UserCreateError', details });
		expect(item).toMatchObject({ error: 'UserCreateError', codes: ['MaxAgentExceeded'] });
		expect(explainItem(item)).toBe('Full');
	});

	it('one record alone', () => {
		expect(readJobItems({ success: true })).toMatchObject([{ success: true }]);
		expect(readJobItems(null)).toEqual([]);
	});

	it('empty errors are none', () => {
		expect(read({ id: 1, status: 'Created', errors: [], error: null })).toMatchObject({
			success: true,
		});
	});
});
