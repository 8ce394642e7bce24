import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { authenticationField, credentials } from '../shared/connection';
import { properties } from './actions/resources';
import { router } from './actions/router';
import { listSearch } from './methods/listSearch';
import { loadOptions } from './methods/loadOptions';

export class ZendeskUsers implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zendesk Users',
		name: 'zendeskUsers',
		icon: {
			light: 'file:../../icons/zendeskUsers.svg',
			dark: 'file:../../icons/zendeskUsers.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			"Manage Zendesk users: off-board agents, hand over their tickets, suspend, downgrade, merge, delete and erase users. An AI agent only gets a dry run unless the option 'Allow AI Agents to Change Users' is on.",
		defaults: { name: 'Zendesk Users' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: [authenticationField, ...properties],
	};

	methods = { listSearch, loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router(this);
	}
}
