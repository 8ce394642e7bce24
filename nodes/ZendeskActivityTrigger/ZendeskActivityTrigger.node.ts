import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { authenticationField, credentials } from '../shared/connection';
import { properties } from './form';
import { poll } from './poll';

export class ZendeskActivityTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zendesk Activity Trigger',
		name: 'zendeskActivityTrigger',
		icon: {
			light: 'file:../../icons/zendeskActivityTrigger.svg',
			dark: 'file:../../icons/zendeskActivityTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["triggerOn"]}}',
		description:
			'Starts the workflow when Zendesk users change, sign in, are active or become inactive',
		defaults: { name: 'Zendesk Activity Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: [authenticationField, ...properties],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
