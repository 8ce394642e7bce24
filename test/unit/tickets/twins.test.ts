import type { NewTicketRow } from '../../../zendesk/tickets/create';
import { twinsOf } from '../../../zendesk/tickets/twins';

const row = (item: number, subject: string, marks: Partial<NewTicketRow> = {}): NewTicketRow => ({
	item,
	fields: { subject },
	...marks,
});

describe('rows that are the same ticket', () => {
	it.each<[string, NewTicketRow[], Array<[number, string]>]>([
		['rows without marks never are', [row(0, 'A'), row(1, 'A')], []],
		['the same key', [row(0, 'A', { key: 'k' }), row(1, 'A', { key: 'k' })], [[1, 'skipped']]],
		[
			'the same key with other content',
			[row(0, 'A', { key: 'k' }), row(1, 'B', { key: 'k' })],
			[[1, 'failed']],
		],
		[
			'the same key with another assignee',
			[
				row(0, 'A', { key: 'k', assignee: { by: 'id', value: 1 } }),
				row(1, 'A', { key: 'k', assignee: { by: 'id', value: 2 } }),
			],
			[[1, 'failed']],
		],
		[
			'the same external ID, whatever is in it',
			[row(0, 'A', { externalId: 'X' }), row(1, 'B', { externalId: 'X' })],
			[[1, 'skipped']],
		],
		[
			'a key that is spelled like an external ID',
			[row(0, 'A', { key: 'X' }), row(1, 'A', { externalId: 'X' })],
			[],
		],
		[
			'all after the first',
			[
				row(4, 'A', { key: 'k' }),
				row(5, 'B'),
				row(6, 'A', { key: 'k' }),
				row(7, 'A', { key: 'k' }),
			],
			[
				[2, 'skipped'],
				[3, 'skipped'],
			],
		],
	])('%s', (_name, rows, verdicts) => {
		const twins = twinsOf(rows, 'Idempotency Key');
		expect([...twins].map(([i, { outcome }]) => [i, outcome])).toEqual(verdicts);
	});

	it('names the row that files it', () => {
		const twins = twinsOf([row(4, 'A', { key: 'k' }), row(6, 'A', { key: 'k' })], 'Key');
		expect(twins.get(1)!.message).toBe('Item 4 files the same ticket');
	});
});
