import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { ACCOUNT_FIELD, ACCOUNT_ONLY, accountUrlExpression, ICON, WHO_AM_I } from './accountField';

export class ZendeskUsersOAuth2Api implements ICredentialType {
	name = 'zendeskUsersOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Zendesk Users OAuth2 API';

	icon = ICON;

	documentationUrl =
		'https://github.com/n8n-nodes-zendesk-users/n8n-nodes-zendesk-users#credentials';

	properties: INodeProperties[] = [
		ACCOUNT_FIELD,
		{
			displayName: 'Sign-In',
			name: 'grantType',
			type: 'options',
			options: [
				{
					name: 'Authorization Code',
					value: 'authorizationCode',
					description: 'An admin signs in once in the browser (confidential OAuth client)',
				},
				{
					name: 'Client Credentials',
					value: 'clientCredentials',
					description:
						'Nobody signs in: n8n acts as the admin who owns the OAuth client (confidential OAuth client)',
				},
				{
					name: 'PKCE',
					value: 'pkce',
					description: 'An admin signs in once in the browser (public OAuth client, no secret)',
				},
			],
			default: 'authorizationCode',
			description: 'How n8n gets its token from Zendesk',
		},
		{
			displayName: 'Access',
			name: 'access',
			type: 'options',
			options: [
				{
					name: 'Read and Write',
					value: 'readWrite',
					description: 'The scopes read and write',
				},
				{
					name: 'Read Only',
					value: 'readOnly',
					description:
						'The scope read: enough for reports and dry runs, and nothing can be changed',
				},
			],
			default: 'readWrite',
			description: 'What this credential may do. Sign in again after changing it.',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. n8n_users',
			description:
				"The 'Identifier' of the OAuth client in Zendesk's Admin Center › Apps and integrations › APIs › OAuth clients",
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { hide: { grantType: ['pkce'] } },
			description: "The 'Secret' of the OAuth client, which Zendesk shows in full only once",
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: accountUrlExpression('$self["subdomain"]', '/oauth/authorizations/new'),
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: accountUrlExpression('$self["subdomain"]', '/oauth/tokens'),
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: '={{ $self["access"] === "readOnly" ? "read" : "read write" }}',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		{
			displayName: 'Send Additional Body Properties',
			name: 'sendAdditionalBodyProperties',
			type: 'hidden',
			default: false,
		},
		{
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default: '',
		},
		...ACCOUNT_ONLY,
	];

	test: ICredentialTestRequest = WHO_AM_I;
}
