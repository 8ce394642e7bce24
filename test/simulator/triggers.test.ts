import { addAgent, addTicket, addTrigger, type Condition } from './index';
import { leaverDesk, smallAccount } from './testing';

const when = (...all: Condition[]) => ({ all, any: [] });

const ON_CHANGE: Condition = { field: 'update_type', operator: 'is', value: 'Change' };

const auditOf = (body: { audit: { events: Array<Record<string, unknown>> } }) => body.audit.events;

describe('D1: triggers run after each write of a ticket', () => {
	test('one puts the leaver back as assignee, in the same audit', async () => {
		const { sim, api, leaver, lowest, tickets } = leaverDesk();
		const [ticket] = tickets;
		const { id } = addTrigger(sim, {
			title: 'Back to the expert',
			conditions: when({ field: 'assignee_id', operator: 'changed', value: '' }),
			actions: [{ field: 'assignee_id', value: String(leaver.id) }],
		});
		const { body } = await api.put(`tickets/${ticket.id}`, { ticket: { assignee_id: lowest.id } });
		expect([body.ticket.assignee_id, ticket.assignee_id]).toEqual([leaver.id, leaver.id]);
		expect(auditOf(body)).toMatchObject([
			{ field_name: 'assignee_id', value: lowest.id },
			{
				field_name: 'assignee_id',
				value: leaver.id,
				via: { channel: 'rule', source: { rel: 'trigger', from: { id } } },
			},
		]);
	});

	test('so does one in a job, and at a follower', async () => {
		const { sim, api, leaver, lowest } = leaverDesk();
		const ticket = addTicket(sim, { assignee: leaver, followers: [leaver] });
		addTrigger(sim, {
			conditions: when(ON_CHANGE),
			actions: [{ field: 'follower', value: String(leaver.id) }],
		});
		await api.put('tickets/update_many', {
			tickets: [
				{
					id: ticket.id,
					assignee_id: lowest.id,
					followers: [{ user_id: leaver.id, action: 'delete' }],
				},
			],
		});
		await sim.settle();
		expect([ticket.assignee_id, ticket.follower_ids]).toEqual([lowest.id, [leaver.id]]);
	});

	test('one that changes the ticket makes the others look again, and none runs twice', async () => {
		const { sim, api } = smallAccount();
		const ticket = addTicket(sim, { status: 'open', assignee: addAgent(sim), tags: ['a'] });
		const includes = (value: string) =>
			when({ field: 'current_tags', operator: 'includes', value });
		const swap = (from: string, to: string) => ({
			conditions: includes(from),
			actions: [
				{ field: 'remove_tags', value: from },
				{ field: 'current_tags', value: to },
			],
		});
		addTrigger(sim, swap('c', 'a'));
		addTrigger(sim, swap('b', 'c'));
		addTrigger(sim, swap('a', 'b'));
		addTrigger(sim, { ...swap('a', 'never'), active: false });
		await api.put(`tickets/${ticket.id}`, { ticket: { priority: 'high' } });
		// a → b → c → a, and then all three are through.
		expect(ticket.tags).toEqual(['a']);
		expect(sim.store.audits.by('ticket', ticket.id).size).toBe(1);
	});

	test.each<[string, Condition, boolean]>([
		['is', { field: 'status', operator: 'is', value: 'pending' }, true],
		['is_not', { field: 'status', operator: 'is_not', value: 'pending' }, false],
		['less_than', { field: 'status', operator: 'less_than', value: 'solved' }, true],
		['greater_than', { field: 'priority', operator: 'greater_than', value: 'normal' }, true],
		['changed to', { field: 'status', operator: 'value', value: 'pending' }, true],
		['changed from', { field: 'status', operator: 'value_previous', value: 'open' }, true],
		['not changed', { field: 'group_id', operator: 'not_changed', value: '' }, true],
		['a new ticket', { field: 'update_type', operator: 'is', value: 'Create' }, false],
		['a private comment', { field: 'comment_is_public', operator: 'is', value: 'false' }, true],
		['an agent', { field: 'role', operator: 'is', value: 'agent' }, true],
		['any of two tags', { field: 'current_tags', operator: 'includes', value: 'x vip' }, true],
		['without a tag', { field: 'current_tags', operator: 'not_includes', value: 'vip' }, false],
		['a field that is not there', { field: 'nonsense', operator: 'is', value: '' }, false],
	])('condition: %s', async (_name, condition, isMet) => {
		const { sim, api } = smallAccount();
		const assignee = addAgent(sim);
		const ticket = addTicket(sim, { assignee, priority: 'high', tags: ['vip'] });
		addTrigger(sim, {
			conditions: when(condition),
			actions: [{ field: 'current_tags', value: 'fired' }],
		});
		await api.put(`tickets/${ticket.id}`, {
			ticket: { status: 'pending', comment: { body: 'Waiting', public: false } },
		});
		expect(ticket.tags.includes('fired')).toBe(isMet);
	});

	test('one of "any" is enough, and a new ticket meets them too', async () => {
		const { sim, api } = smallAccount();
		const [a, b] = ['urgent', 'high'].map((value) => ({
			field: 'priority',
			operator: 'is',
			value,
		}));
		addTrigger(sim, {
			conditions: { all: [], any: [a, b] },
			actions: [{ field: 'set_tags', value: 'vip fast' }],
		});
		const create = async (priority: string) =>
			(await api.post('tickets', { ticket: { priority, comment: { body: 'Help' } } })).body.ticket
				.tags;
		expect([await create('high'), await create('low')]).toEqual([['vip', 'fast'], []]);
	});

	test.each([
		['refused', false],
		['assigned', true],
	])('a suspended agent is %s where the switch says so', async (_name, triggersAssignSuspended) => {
		const { sim, api, leaver, lowest, tickets } = leaverDesk({
			switches: { triggersAssignSuspended },
		});
		sim.store.users.update(leaver, { suspended: true });
		addTrigger(sim, {
			conditions: when(ON_CHANGE),
			actions: [{ field: 'assignee_id', value: String(leaver.id) }],
		});
		await api.put(`tickets/${tickets[0].id}`, { ticket: { assignee_id: lowest.id } });
		expect(tickets[0].assignee_id).toBe(triggersAssignSuspended ? leaver.id : lowest.id);
	});

	test('an action that names an end user, or nobody any more, does nothing', async () => {
		const { sim, api, lowest, tickets } = leaverDesk();
		const [ticket] = tickets;
		for (const value of ['requester_id', '1']) {
			addTrigger(sim, { conditions: when(ON_CHANGE), actions: [{ field: 'assignee_id', value }] });
		}
		await api.put(`tickets/${ticket.id}`, { ticket: { assignee_id: lowest.id } });
		expect(ticket.assignee_id).toBe(lowest.id);
	});
});
