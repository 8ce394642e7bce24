import { RELATIONS } from '../../../zendesk/api/tickets';
import { scanTickets } from '../../../zendesk/tickets/scan';
import { ok, scripted } from '../http/scripted';
import { ticket } from '../records';

const DATE = 'Fri, 20 Nov 2026 09:00:00 GMT';
const NOW = Date.parse(DATE);

/** One list of tickets by pages; the other lists are empty. */
function lists(pages: Array<Array<ReturnType<typeof ticket>>>) {
	return scripted((request) => {
		if (!request.path.endsWith('/assigned')) return ok({ tickets: [], meta: { has_more: false } });
		const page = Number(request.query!['page[after]'] ?? 0);
		return ok(
			{
				tickets: pages[page],
				meta: { has_more: page + 1 < pages.length, after_cursor: String(page + 1) },
			},
			{ date: DATE },
		);
	});
}

const at = (id: number, time: string) => ticket({ id, updated_at: `2026-11-20T${time}Z` });

describe('reading a user’s tickets', () => {
	it('reads every page of every list, and keeps what can be changed', async () => {
		const { client, log } = lists([
			[ticket({ id: 1 }), ticket({ id: 2, status: 'closed' })],
			[ticket({ id: 3, status: 'solved' })],
		]);
		const scan = await scanTickets(client, 7, { relations: RELATIONS });
		expect([...scan.tickets.keys()]).toEqual([1, 3]);
		expect(scan.counts.assigned).toEqual({ open: 1, closed: 1, solved: 1 });
		expect(scan.at).toBe(NOW);
		expect(log).toHaveLength(5);
	});

	it('looks again by the newest first, and stops at what it has seen', async () => {
		const { client, log } = lists([[at(1, '09:03:00'), at(2, '08:00:00')], [at(3, '07:00:00')]]);
		const scan = await scanTickets(client, 7, { relations: ['assigned'] }, NOW);
		expect([...scan.tickets.keys()]).toEqual([1, 2]);
		expect(log).toHaveLength(1);
		expect(log[0].request.query).toMatchObject({ sort: '-updated_at' });
	});

	it('leaves a margin for clocks that differ', async () => {
		const { client, log } = lists([
			[at(1, '08:59:30')],
			[at(2, '08:59:10')],
			[at(3, '08:58:00')],
			[at(4, '08:57:00')],
		]);
		await scanTickets(client, 7, { relations: ['assigned'] }, NOW);
		expect(log).toHaveLength(3);
	});

	it('reads a list to its end that is not sorted as asked', async () => {
		const { client, log } = lists([[at(1, '07:00:00'), at(2, '07:30:00')], [at(3, '09:03:00')]]);
		const scan = await scanTickets(client, 7, { relations: ['assigned'] }, NOW);
		expect(scan.tickets.has(3)).toBe(true);
		expect(log).toHaveLength(2);
	});
});
