import fc from 'fast-check';
import { type Key, known } from './keys';
import { handOverForm, handOvers } from './removals';
import { agree, picked, some, someone, type Work } from './work';

const RELATIONS = ['assigned', 'ccd', 'followed', 'requested'];

export const tickets: Work[] = [
	{
		name: 'Ticket: Transfer',
		rows: fc.record({ who: known('agent', 'admin', 'light') }),
		most: 4,
		choices: fc.record({
			...handOvers,
			relations: fc.subarray(RELATIONS, { minLength: 1 }),
			statuses: fc.subarray(['open', 'pending', 'hold', 'solved']),
			tag: fc.constantFrom('', 'handed_over'),
			comment: fc.constantFrom('', 'Handed over'),
		}),
		form: (choices, read, cast) => ({
			resource: 'ticket',
			operation: 'transfer',
			fromUser: picked(choices.key as 'id'),
			relations: choices.relations,
			...handOverForm(choices, read, cast),
			options: { statuses: choices.statuses, tag: choices.tag, comment: choices.comment },
		}),
	},
	{
		name: 'Ticket: Create',
		rows: fc.record({
			who: known('customer', 'agent'),
			subject: fc.constantFrom('Laptop', 'Laptop', 'Zoë 🧑‍🚀', '', 'x'.repeat(500)),
			number: fc.nat({ max: 5 }),
		}),
		isFair: (rows) => agree(rows, ['number']),
		most: 5,
		choices: fc.record({
			assignees: some(known('agent')),
			isInternal: fc.boolean(),
			by: fc.constantFrom('externalId', 'idempotencyKey'),
		}),
		form: ({ key, assignees, isInternal, by }, read) => {
			const [assignee] = assignees as Key[];
			const text = '=REQ-{{ $json.number }}';
			return {
				resource: 'ticket',
				operation: 'create',
				subject: '={{ $json.subject }}',
				description: '=About {{ $json.subject }}',
				internalNote: isInternal,
				requester: picked(key as 'id'),
				additionalFields: {
					...(by === 'externalId' ? { externalId: text } : {}),
					...(assignee ? { assignee: someone(assignee, read) } : {}),
				},
				...(by === 'externalId' ? {} : { options: { idempotencyKey: text } }),
			};
		},
	},
];
