import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { ACCOUNT_FIELD, ACCOUNT_ONLY, ICON, WHO_AM_I } from './accountField';

export class ZendeskUsersApi implements ICredentialType {
	name = 'zendeskUsersApi';

	displayName = 'Zendesk Users API';

	icon = ICON;

	documentationUrl =
		'https://github.com/n8n-nodes-zendesk-users/n8n-nodes-zendesk-users#credentials';

	properties: INodeProperties[] = [
		{
			displayName:
				'Zendesk retires API tokens: no new ones can be created since 27 October 2026, and all of them stop working on 30 April 2027. Use the OAuth2 credential where you can.',
			name: 'retirementNotice',
			type: 'notice',
			default: '',
		},
		ACCOUNT_FIELD,
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			required: true,
			description: 'The email of the admin that n8n acts as',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				"From Zendesk's Admin Center › Apps and integrations › APIs › API tokens. Zendesk deactivates tokens that are not used for 30 days.",
		},
		...ACCOUNT_ONLY,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: {
				username: '={{$credentials.email}}/token',
				password: '={{$credentials.apiToken}}',
			},
		},
	};

	test: ICredentialTestRequest = WHO_AM_I;
}
