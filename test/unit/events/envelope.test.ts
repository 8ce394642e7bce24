import fc from 'fast-check';
import { readEvent } from '../../../zendesk/events/envelope';
import { receive } from '../../../zendesk/events/receive';
import { Seen } from '../../../zendesk/events/seen';
import { EVENT_KINDS } from '../../../zendesk/events/types';
import { idOf } from '../../../zendesk/events/values';
import { NOW, signed } from './signed';

const EVENT = {
	type: 'zen:event-type:user.role_changed',
	account_id: 12514403,
	id: '2b24ef10-19d4-4740-93cf-8f98ec4776c0',
	time: '2099-07-04T05:33:18Z',
	zendesk_event_version: '2022-11-06',
	subject: 'zen:user:6596848315901',
	detail: { id: '6596848315901', email: 'ann@example.com' },
	event: { current: 'agent', previous: 'end-user' },
};

const read = (change: object = {}) => readEvent(JSON.stringify({ ...EVENT, ...change }));

describe('an event', () => {
	it('is opened', () => {
		expect(read()).toEqual({
			id: EVENT.id,
			type: 'user.role_changed',
			time: EVENT.time,
			accountId: 12514403,
			userId: 6596848315901,
			detail: EVENT.detail,
			event: EVENT.event,
		});
	});

	it.each<[string, object, unknown]>([
		['by its subject', { detail: {} }, 6596848315901],
		['by its detail', { subject: undefined }, 6596848315901],
		['by its subject before all', { detail: { id: '7' } }, 6596848315901],
		['not at all', { subject: 'zen:user:0', detail: { id: '0' } }, null],
		['not at all: it is about a ticket', { subject: 'zen:ticket:5', detail: {} }, null],
		[
			'with all its digits',
			{ subject: 'zen:user:90071992547409931', detail: {} },
			'90071992547409931',
		],
	])('names its user %s', (_how, change, userId) => {
		expect(read(change)?.userId).toBe(userId);
	});

	it('may lack what it says of the change', () => {
		expect(read({ event: undefined, detail: null })).toMatchObject({ event: {}, detail: {} });
	});

	it.each<[string, object]>([
		['an id', { id: undefined }],
		['an id that is text', { id: 5 }],
		['a type', { type: undefined }],
		['a type of events', { type: 'user.role_changed' }],
		['a type of that form', { type: 'zen:event-type:user' }],
	])('is none without %s', (_what, change) => {
		expect(read(change)).toBeUndefined();
	});

	it.each(['', 'null', '[]', '"text"', '5', '{', '<html>', '\ufeff{}'])('is not %j', (text) => {
		expect(readEvent(text)).toBeUndefined();
	});
});

describe('whatever Zendesk signs', () => {
	it('is answered, and nothing is thrown', () => {
		const secret = 'secret';
		const to = { secret, wants: () => true, seen: new Seen(), nowMs: NOW };
		const anyEvent = fc.record(
			{
				type: fc.constantFrom(
					...EVENT_KINDS.flatMap(({ types }) => types.map((type) => `zen:event-type:${type}`)),
				),
				id: fc.uuid(),
				time: fc.jsonValue(),
				account_id: fc.jsonValue(),
				subject: fc.oneof(fc.constant('zen:user:5'), fc.jsonValue()),
				detail: fc.jsonValue(),
				event: fc.oneof(
					fc.jsonValue(),
					fc.dictionary(
						fc.constantFrom('current', 'previous', 'identity', 'group', 'user', 'added', 'removed'),
						fc.jsonValue(),
					),
				),
			},
			{ requiredKeys: ['type', 'id'] },
		);
		let items = 0;
		fc.assert(
			fc.property(fc.oneof(anyEvent, fc.jsonValue()), (body) => {
				const received = receive(signed(secret, JSON.stringify(body)), to);
				if ('item' in received) {
					items += 1;
					expect(received.item).toMatchObject({ user_id: received.userId });
					expect(received.item.event).toEqual(expect.any(String));
				} else expect([200, 400]).toContain(received.status);
			}),
			{ numRuns: 2_000 },
		);
		expect(items).toBeGreaterThan(200);
	});
});

describe('an id', () => {
	it.each([
		['5', 5],
		[5, 5],
		['0', null],
		['', null],
		[null, null],
		[undefined, null],
		['9007199254740991', 9007199254740991],
		['9007199254740993', '9007199254740993'],
		['01HXYZ', '01HXYZ'],
	])('%p is %p', (value, id) => {
		expect(idOf(value)).toBe(id);
	});
});
