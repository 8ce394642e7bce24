import type { INodeProperties } from 'n8n-workflow';
import { EVENT_KINDS } from '../../zendesk/events/types';

export const TRIGGER_ON = { displayName: 'Trigger On', name: 'triggerOn' } as const;

export const properties: INodeProperties[] = [
	{
		...TRIGGER_ON,
		type: 'multiOptions',
		options: EVENT_KINDS.map(({ name, value, description }) => ({ name, value, description })),
		default: [],
		required: true,
		description: 'What has to happen to a user in Zendesk for the workflow to start',
	},
	{
		displayName:
			"Events may come late, in any order and more than once, so read the user before you act on one. Repeats are dropped, except after a restart of n8n and between several processes of it. Events from while n8n was not reachable are lost: a Zendesk Activity Trigger on the same branch finds those users. After a change of n8n's address, or of the webhook in Zendesk, unpublish and publish once.",
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
		options: [
			{
				displayName: 'Include Full User',
				name: 'includeFullUser',
				type: 'boolean',
				default: false,
				description:
					"Whether to read the whole user from Zendesk as he is now. When that takes more than a few seconds or he is gone, 'full_user' is null and the item says why.",
			},
		],
	},
];
