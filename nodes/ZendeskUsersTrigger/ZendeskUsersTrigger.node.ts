import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { authenticationField, credentials } from '../shared/connection';
import { properties } from './properties';
import { receiveWebhook } from './receiving';
import { isRegistered, registerWebhook, unregisterWebhook } from './registering';

export class ZendeskUsersTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zendesk Users Trigger',
		name: 'zendeskUsersTrigger',
		icon: {
			light: 'file:../../icons/zendeskUsersTrigger.svg',
			dark: 'file:../../icons/zendeskUsersTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["triggerOn"].join(", ")}}',
		description:
			'Starts the workflow when Zendesk users are created, changed, suspended, merged, deleted and more, by signed webhook',
		eventTriggerDescription:
			'Waiting for a user event from Zendesk. Repeats of an event are dropped, except after a restart of n8n and across several n8n processes.',
		activationMessage:
			"Zendesk now sends user events to this workflow. Its webhook is listed in Zendesk's Admin Center › Apps and integrations › Webhooks; n8n removes it when you unpublish. When n8n's address or the signing secret changes, unpublish and publish once.",
		defaults: { name: 'Zendesk Users Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
			},
		],
		properties: [authenticationField, ...properties],
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await registerWebhook(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await unregisterWebhook(this);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveWebhook(this);
	}
}
