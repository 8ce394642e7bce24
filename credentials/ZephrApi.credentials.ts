import { randomUUID } from 'node:crypto';
import {
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IHttpRequestOptions,
	type INodeProperties,
	UserError,
} from 'n8n-workflow';
import { boundTo } from './boundTo';
import { type RequestOptions, signRequest } from '../zephr/request';
import { TENANT_PATTERN } from '../zephr/tenant';

/**
 * An n8n expression that gives the host of a tenant's API. Whatever names no tenant gives a host under `.invalid`, which
 * by RFC 2606 never exists.
 *
 * @param tenant how the expression reaches the field, e.g. `$self["tenantId"]`
 */
function apiHostExpression(tenant: string): string {
	const pattern = `new RegExp(${JSON.stringify(TENANT_PATTERN)}, "i")`;
	const host = `${tenant}.replace(${pattern}, "$1$2").toLowerCase() + ".api.zephr.com"`;
	return `${pattern}.test(${tenant}) ? ${host} : "tenant-id-is-not-a-zephr-tenant.invalid"`;
}

export class ZephrApi implements ICredentialType {
	name = 'zephrApi';

	displayName = 'Zephr API';

	icon = { light: 'file:../icons/zephr.svg', dark: 'file:../icons/zephr.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-zendesk-users/n8n-nodes-zendesk-users#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Tenant ID',
			name: 'tenantId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. news or https://news.api.zephr.com',
			description:
				"The ID from the blue box in the top right of Zephr's console, or the address of a site such as 'news-paper.cdn.zephr.com'",
		},
		{
			displayName: 'Access Key',
			name: 'accessKey',
			type: 'string',
			default: '',
			required: true,
			description: "From Zephr's Admin User Settings › Key Pairs. Calls act as that admin user.",
		},
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The secret half of the key pair, which Zephr shows only once, when the pair is made',
		},
		...boundTo(`={{ ${apiHostExpression('$self["tenantId"]')} }}`),
	];

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const signed = signRequest(
			{
				tenant: credentials.tenantId,
				accessKey: String(credentials.accessKey).trim(),
				secretKey: String(credentials.secretKey).trim(),
			},
			requestOptions as unknown as RequestOptions,
			{ timestamp: Date.now(), nonce: randomUUID() },
		);
		if ('refused' in signed) throw new UserError(signed.refused);
		return signed.options as unknown as IHttpRequestOptions;
	}

	/**
	 * Reads the first user of the export, as the templates do.
	 *
	 * @see https://developer.zuora.com/zephr-api-reference/zephr-admin-api/operation/exportUsers
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ "https://" + (${apiHostExpression('$credentials.tenantId')}) }}`,
			url: '/v3/user-export?attributes=true&rpp=1&page=1',
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Zephr did not accept the signature: the access key or the secret key is wrong, or the clock of this n8n is.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'The admin user of this key pair may not read users in Zephr.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: "There is no Zephr tenant at this address. Check 'Tenant ID'.",
				},
			},
		],
	};
}
