import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { authenticationField, credentials } from '../shared/connection';
import { loadOptions } from '../ZendeskUsers/methods/loadOptions';
import { outputs, properties } from './operations';
import { router } from './router';

export class ZendeskUserSync implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zendesk User Sync',
		name: 'zendeskUserSync',
		icon: {
			light: 'file:../../icons/zendeskUserSync.svg',
			dark: 'file:../../icons/zendeskUserSync.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"]}}',
		description:
			"Make Zendesk users match a list from HR, a directory or another system: plan the changes, have them approved, apply them. It can also delete users, which can't be undone. An AI agent only gets a dry run unless the option 'Allow AI Agents to Change Users' is on.",
		defaults: { name: 'Zendesk User Sync' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs,
		credentials,
		properties: [authenticationField, ...properties],
	};

	methods = { loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router(this);
	}
}
