import type { INodeProperties } from 'n8n-workflow';
import { EVENT_KINDS } from '../../zendesk/events/types';
import type { Field } from '../shared/form';

export const TRIGGER_ON: Field = { displayName: 'Trigger On', name: 'triggerOn' };

export const INCLUDE_FULL_USER: INodeProperties = {
	displayName: 'Include Full User',
	name: 'includeFullUser',
	type: 'boolean',
	default: false,
	description:
		"Whether to add the user's current record as 'full_user'. It is null when reading takes more than a few seconds or the user is gone; the item then says why.",
};

export const properties: INodeProperties[] = [
	{
		...TRIGGER_ON,
		type: 'multiOptions',
		options: EVENT_KINDS.map(({ name, value, description }) => ({ name, value, description })),
		default: [],
		required: true,
		description: 'Which user events in Zendesk start the workflow',
	},
	{
		displayName:
			"Events can arrive late, in any order and more than once, so read the user before you act on one. Repeats are dropped, except after a restart of n8n and across several n8n processes. Events sent while n8n can't be reached are lost: a Zendesk Activity Trigger on the same branch finds those users. When n8n's address or the webhook in Zendesk changes, unpublish and publish once.",
		name: 'guaranteeNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [INCLUDE_FULL_USER],
	},
];
