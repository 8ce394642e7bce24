import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';
import { boundTo } from './boundTo';
import { ACCOUNT_PATTERN } from '../zendesk/http/account';

/**
 * An n8n expression, without its braces, for the host of an account. n8n evaluates the addresses of a credential itself,
 * so the rule of {@link ACCOUNT_PATTERN} has to be inside the expression.
 *
 * Whatever is no Zendesk account gives a host under `.invalid`, which by RFC 2606 never exists: nothing can be sent there,
 * and the host's name tells the reader of the error what is wrong.
 *
 * @param account how the expression reaches the field, e.g. `$self["subdomain"]`
 */
function accountHostExpression(account: string): string {
	const pattern = `new RegExp(${JSON.stringify(ACCOUNT_PATTERN)}, "i")`;
	const host = `${account}.replace(${pattern}, "$1").toLowerCase() + ".zendesk.com"`;
	return `${pattern}.test(${account}) ? ${host} : "account-is-not-a-zendesk-account.invalid"`;
}

/**
 * An n8n expression for an address of the account.
 *
 * @param account how the expression reaches the field, e.g. `$self["subdomain"]`
 * @param path absolute path on the account's host, or '' for the host alone
 */
export function accountUrlExpression(account: string, path: string): string {
	return `={{ "https://" + (${accountHostExpression(account)}) + "${path}" }}`;
}

export const ICON = {
	light: 'file:../icons/zendeskUsers.svg',
	dark: 'file:../icons/zendeskUsers.dark.svg',
} as const;

/** The field that says which Zendesk account is meant, the same in every credential. */
export const ACCOUNT_FIELD: INodeProperties = {
	displayName: 'Account',
	name: 'subdomain',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. acme or https://acme.zendesk.com',
	description:
		"Your Zendesk account: the part before '.zendesk.com', or any address of it pasted from the browser",
};

/** Wherever n8n lets people choose an address, the credential goes to its own account only. */
export const ACCOUNT_ONLY = boundTo(`={{ ${accountHostExpression('$self["subdomain"]')} }}`);

const NOT_SIGNED_IN =
	'Zendesk answered, but to nobody in particular: the account is right, the sign-in is not. Check it, or sign in again.';

/**
 * Asks Zendesk who is signed in. Zendesk answers 200 with an anonymous end user to wrong or missing credentials too, so a
 * good status alone proves nothing.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/users/users/#show-self
 */
export const WHO_AM_I: ICredentialTestRequest = {
	request: {
		baseURL: accountUrlExpression('$credentials.subdomain', ''),
		url: '/api/v2/users/me',
		disableFollowRedirect: true,
	},
	rules: [
		{
			type: 'responseSuccessBody',
			properties: { key: 'user.id', value: null, message: NOT_SIGNED_IN },
		},
		{
			type: 'responseSuccessBody',
			properties: {
				key: 'user.role',
				value: 'end-user',
				message:
					'Zendesk knows this user as an end user. Sign in as an agent or, better, an admin.',
			},
		},
		{
			type: 'responseCode',
			properties: {
				value: 401,
				message: 'Zendesk did not accept the sign-in: the token is wrong, expired or revoked.',
			},
		},
		{
			type: 'responseCode',
			properties: {
				value: 403,
				message: 'Zendesk does not let this user or this scope use the API.',
			},
		},
		{
			type: 'responseCode',
			properties: {
				value: 404,
				message: "There is no Zendesk account at this address. Check 'Account'.",
			},
		},
		// n8n reads both kinds of rules from one list; its types know lists of one kind only.
	] as ICredentialTestRequest['rules'],
};
