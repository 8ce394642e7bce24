import { readKinds, kindOf, subscriptionsFor } from '../../../zendesk/events/kinds';
import { readEvent } from '../../../zendesk/events/envelope';
import { itemOf } from '../../../zendesk/events/item';
import { EVENT_KINDS } from '../../../zendesk/events/types';

const USER = { id: '0', current: '5', previous: '' };

/** Each event of zendesk-api §7.3: what Zendesk sends, and what an item tells of it besides the user. */
const EVENTS: Array<[type: string, event: object, item: object]> = [
	[
		'alias_changed',
		{ current: 'Annie', previous: '' },
		{ event: 'aliasChanged', previous: null, current: 'Annie' },
	],
	['created', {}, { event: 'created' }],
	[
		'custom_field_changed',
		{ current: 'DE', previous: '', custom_field: { id: '77', title: 'Country', type: 'dropdown' } },
		{
			event: 'customFieldChanged',
			custom_field: { id: 77, title: 'Country', type: 'dropdown' },
			previous: null,
			current: 'DE',
		},
	],
	[
		'custom_role_changed',
		{ current: '360', previous: '0' },
		{ event: 'customRoleChanged', previous: null, current: 360 },
	],
	['default_group_changed', USER, { event: 'defaultGroupChanged', previous: null, current: 5 }],
	['deleted', {}, { event: 'deleted' }],
	[
		'details_changed',
		{ current: 'x', previous: 'y' },
		{ event: 'detailsChanged', previous: 'y', current: 'x' },
	],
	[
		'external_id_changed',
		{ current: '', previous: 'E7' },
		{ event: 'externalIdChanged', previous: 'E7', current: null },
	],
	[
		'group_membership_created',
		{ group: { id: '9' } },
		{ event: 'groupMembershipChanged', change: 'added', group_id: 9 },
	],
	[
		'group_membership_deleted',
		{ group: { id: '9' } },
		{ event: 'groupMembershipChanged', change: 'removed', group_id: 9 },
	],
	[
		'identity_created',
		{ identity: { id: '4', primary: false, type: 'email', value: 'a@b.example' } },
		{
			event: 'identityChanged',
			change: 'added',
			identity: { id: 4, primary: false, type: 'email', value: 'a@b.example' },
		},
	],
	[
		'identity_changed',
		{ current: { id: '4', primary: true }, previous: { id: '4', primary: false } },
		{
			event: 'identityChanged',
			change: 'changed',
			identity: { id: 4, primary: true },
			previous: { id: 4, primary: false },
			current: { id: 4, primary: true },
		},
	],
	[
		'identity_deleted',
		{ identity: { id: '4', primary: false, type: 'phone_number', value: '+1' } },
		{
			event: 'identityChanged',
			change: 'removed',
			identity: { id: 4, primary: false, type: 'phone_number', value: '+1' },
		},
	],
	[
		'last_login_changed',
		{ current: '2026-11-20T09:00:00Z', previous: '' },
		{ event: 'signedIn', previous: null, current: '2026-11-20T09:00:00Z' },
	],
	['merged', { user: { id: '12' } }, { event: 'merged', merged_user_id: 12 }],
	[
		'name_changed',
		{ current: 'Ann', previous: 'An' },
		{ event: 'nameChanged', previous: 'An', current: 'Ann' },
	],
	[
		'notes_changed',
		{ current: 'x', previous: 'y' },
		{ event: 'notesChanged', previous: 'y', current: 'x' },
	],
	[
		'only_private_comments_changed',
		{ current: true, previous: false },
		{ event: 'onlyPrivateCommentsChanged', previous: false, current: true },
	],
	[
		'organization_membership_created',
		{ organization: { id: '10002' } },
		{ event: 'organizationMembershipChanged', change: 'added', organization_id: 10002 },
	],
	[
		'organization_membership_deleted',
		{ organization: { id: '10002' } },
		{ event: 'organizationMembershipChanged', change: 'removed', organization_id: 10002 },
	],
	['password_changed', {}, { event: 'passwordChanged' }],
	['photo_changed', {}, { event: 'photoChanged' }],
	[
		'role_changed',
		{ current: 'admin', previous: 'agent' },
		{ event: 'roleChanged', previous: 'agent', current: 'admin' },
	],
	[
		'suspended_changed',
		{ current: true, previous: false },
		{ event: 'suspended', previous: false, current: true },
	],
	[
		'suspended_changed',
		{ current: false, previous: true },
		{ event: 'unsuspended', previous: true, current: false },
	],
	[
		'suspended_changed',
		{ current: 'false', previous: 'true' },
		{ event: 'unsuspended', previous: true, current: false },
	],
	[
		'tags_changed',
		{ added: { tags: ['vip'] }, removed: { tags: [] } },
		{ event: 'tagsChanged', added_tags: ['vip'], removed_tags: [] },
	],
	['tags_changed', {}, { event: 'tagsChanged', added_tags: [], removed_tags: [] }],
	[
		'time_zone_changed',
		{ current: 'Berlin', previous: 'Eastern Time (US & Canada)' },
		{ event: 'timeZoneChanged', previous: 'Eastern Time (US & Canada)', current: 'Berlin' },
	],
];

const envelope = (type: string, event: object, more: object = {}) =>
	JSON.stringify({
		type: `zen:event-type:${type}`,
		account_id: 1,
		id: 'e1',
		time: '2026-11-20T09:00:00Z',
		subject: 'zen:user:5',
		detail: { id: '5' },
		event,
		...more,
	});

const itemFrom = (text: string) => {
	const event = readEvent(text)!;
	return itemOf(kindOf(event.type, event.event)!, event);
};

describe('the table of events', () => {
	it('lists them by their names, each once', () => {
		const names = EVENT_KINDS.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(EVENT_KINDS.map(({ value }) => value)).size).toBe(names.length);
	});

	it('has all that Zendesk sends, but a soft delete once only', () => {
		const types = new Set(EVENT_KINDS.flatMap((kind) => kind.types));
		expect([...types].sort()).toEqual([...new Set(EVENTS.map(([type]) => `user.${type}`))].sort());
		expect(types).not.toContain('user.active_changed');
	});

	it.each(EVENTS)('%s %j', (type, event, item) => {
		const { user, ...rest } = itemFrom(envelope(`user.${type}`, event));
		expect(rest).toEqual({
			event_id: 'e1',
			event_type: `zen:event-type:user.${type}`,
			time: '2026-11-20T09:00:00Z',
			account_id: 1,
			user_id: 5,
			...item,
		});
		expect(Object.keys(user as object)).toHaveLength(8);
	});

	it.each(EVENTS)('%s %j with a slash is the same', (type, event) => {
		const slash = { type: `zen:event-type/user.${type}` };
		expect(itemFrom(envelope(`user.${type}`, event, slash))).toEqual(
			itemFrom(envelope(`user.${type}`, event)),
		);
	});

	it.each(EVENTS)('%s %j means one thing only', (type, event) => {
		const meant = EVENT_KINDS.filter(
			({ types, isMeant = () => true }) =>
				types.includes(`user.${type}`) && isMeant(event as never),
		);
		expect(meant).toHaveLength(1);
	});

	it('takes no side when an event does not say whether somebody is suspended', () => {
		expect(kindOf('user.suspended_changed', {})).toBeUndefined();
	});
});

describe("what 'Trigger On' says", () => {
	it('becomes subscriptions, each once', () => {
		const kinds = readKinds(['unsuspended', 'suspended', 'deleted'], 'Trigger On');
		expect(subscriptionsFor(kinds as never)).toEqual([
			'zen:event-type:user.deleted',
			'zen:event-type:user.suspended_changed',
		]);
	});

	it('may be a single one, from an expression', () => {
		expect(readKinds('deleted', 'Trigger On')).toEqual([
			expect.objectContaining({ value: 'deleted' }),
		]);
	});

	it.each([
		[[], 'names no event'],
		[['deleted', 'active_changed'], "does not know the event 'active_changed'"],
		[undefined, "does not know the event 'undefined'"],
		[[''], "does not know the event ''"],
	])('%j is refused', (values, words) => {
		expect(readKinds(values, 'Trigger On')).toMatchObject({
			reason: 'invalid',
			message: expect.stringContaining(words),
			advice: expect.any(String),
		});
	});
});
