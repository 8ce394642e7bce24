import { RELATIONS } from '../../../zendesk/api/tickets';
import { changeFor, type Successor, type Successors } from '../../../zendesk/tickets/handOver';
import { ticket, user } from '../records';

const LEAVER = 1;
const bob: Successor = {
	user: user({ id: 2, name: 'Bob', role: 'agent' }),
	groupIds: new Set([7]),
	defaultGroupId: 7,
};
const cara: Successor = {
	user: user({ id: 3, name: 'Cara', role: 'agent' }),
	groupIds: new Set([8]),
	defaultGroupId: 8,
};

const toBob: Successors = { person: bob, byGroup: new Map(), queue: false };

function change(special: Parameters<typeof ticket>[0], successors = toBob, relations = RELATIONS) {
	return changeFor(ticket(special), LEAVER, successors, relations);
}

describe('what is written to a ticket', () => {
	it.each([
		[
			'assigned, in a group of the successor',
			{ assignee_id: LEAVER, group_id: 7 },
			{ assignee_id: 2, group_id: 7 },
		],
		[
			'assigned, in a group the successor is not in',
			{ assignee_id: LEAVER, group_id: 9 },
			{ assignee_id: 2, group_id: 7 },
		],
		['requested', { requester_id: LEAVER }, { requester_id: 2 }],
		[
			'followed',
			{ follower_ids: [LEAVER, 9] },
			{
				followers: [
					{ user_id: LEAVER, action: 'delete' },
					{ user_id: 2, action: 'put' },
				],
			},
		],
		[
			'followed by the successor already',
			{ follower_ids: [LEAVER, 2] },
			{ followers: [{ user_id: LEAVER, action: 'delete' }] },
		],
		[
			'CCed',
			{ email_cc_ids: [LEAVER] },
			{
				email_ccs: [
					{ user_id: LEAVER, action: 'delete' },
					{ user_id: 2, action: 'put' },
				],
			},
		],
		[
			'CCed together with the successor',
			{ email_cc_ids: [2, LEAVER] },
			{ email_ccs: [{ user_id: LEAVER, action: 'delete' }] },
		],
		[
			'a collaborator on an account without CCs and followers',
			{ collaborator_ids: [LEAVER, 9] },
			{ collaborator_ids: [9, 2] },
		],
		[
			'everything at once',
			{
				assignee_id: LEAVER,
				requester_id: LEAVER,
				follower_ids: [LEAVER],
				email_cc_ids: [LEAVER],
				collaborator_ids: [LEAVER],
			},
			{
				assignee_id: 2,
				group_id: 7,
				requester_id: 2,
				email_ccs: [
					{ user_id: LEAVER, action: 'delete' },
					{ user_id: 2, action: 'put' },
				],
				followers: [
					{ user_id: LEAVER, action: 'delete' },
					{ user_id: 2, action: 'put' },
				],
			},
		],
	])('%s', (_, special, fields) => {
		expect(change(special)).toMatchObject({ fields });
		expect(Object.keys((change(special) as { fields: object }).fields).sort()).toEqual(
			Object.keys(fields).sort(),
		);
	});

	it('is nothing when the leaver has no part in it, or it is closed', () => {
		expect(change({ assignee_id: 9 })).toBeUndefined();
		expect(change({ assignee_id: LEAVER, status: 'closed' })).toBeUndefined();
	});

	it('is only what was asked for', () => {
		expect(change({ assignee_id: LEAVER, requester_id: LEAVER }, toBob, ['requested'])).toEqual({
			fields: { requester_id: 2 },
			relations: ['requested'],
		});
	});
});

describe('one successor a group', () => {
	const byGroup: Successors = { person: bob, byGroup: new Map([[8, cara]]), queue: false };

	it('goes by the ticket’s group, and to the one for the rest otherwise', () => {
		expect(change({ assignee_id: LEAVER, group_id: 8 }, byGroup)).toMatchObject({
			fields: { assignee_id: 3, group_id: 8 },
		});
		expect(change({ assignee_id: LEAVER, group_id: 7 }, byGroup)).toMatchObject({
			fields: { assignee_id: 2, group_id: 7 },
		});
		expect(change({ requester_id: LEAVER, group_id: 8 }, byGroup)).toMatchObject({
			fields: { requester_id: 3 },
		});
	});

	it('is stuck where nobody is named', () => {
		const onlyCara = { ...byGroup, person: undefined };
		expect(change({ assignee_id: LEAVER, group_id: 7 }, onlyCara)).toHaveProperty('stuck');
	});
});

describe('the group’s queue', () => {
	const queue: Successors = { person: undefined, byGroup: new Map(), queue: true };

	it('leaves tickets in their group without an assignee', () => {
		expect(change({ assignee_id: LEAVER, group_id: 9 }, queue)).toMatchObject({
			fields: { assignee_id: null, group_id: 9 },
		});
	});

	it('needs a person for solved and for requested tickets', () => {
		expect(change({ assignee_id: LEAVER, status: 'solved' }, queue)).toMatchObject({
			stuck: expect.stringContaining('solved'),
		});
		expect(change({ requester_id: LEAVER }, queue)).toMatchObject({
			stuck: expect.stringContaining('requester'),
		});
		expect(
			change({ assignee_id: LEAVER, status: 'solved' }, { ...queue, person: bob }),
		).toMatchObject({ fields: { assignee_id: 2 } });
	});

	it('simply ends following and CCs when nobody takes them over', () => {
		expect(change({ follower_ids: [LEAVER] }, queue)).toMatchObject({
			fields: { followers: [{ user_id: LEAVER, action: 'delete' }] },
		});
	});
});

it('is stuck when the successor is in no group', () => {
	const nowhere: Successors = { ...toBob, person: { user: bob.user, groupIds: new Set() } };
	expect(change({ assignee_id: LEAVER }, nowhere)).toEqual({ stuck: 'Bob is in no group' });
});
