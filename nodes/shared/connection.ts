import type {
	ICredentialDataDecryptedObject,
	INodeCredentialDescription,
	INodeProperties,
} from 'n8n-workflow';
import { accountUrl } from '../../zendesk/http/account';
import { Client, type ClientOptions } from '../../zendesk/http/client';
import type { SignIn } from '../../zendesk/http/conceal';
import { isRecord } from '../../zendesk/http/errors';
import { readOnly } from '../../zendesk/http/readOnly';
import type { Refusal } from '../../zendesk/verdict';
import { systemClock } from './clock';
import { limiterFor } from './limiters';
import { readAuthentication } from './parameters';
import { n8nTransport, type ZendeskContext } from './transport';

const CREDENTIALS = [
	{ name: 'zendeskUsersOAuth2Api', authentication: 'oAuth2' },
	{ name: 'zendeskUsersApi', authentication: 'apiToken' },
];

export const credentials: INodeCredentialDescription[] = CREDENTIALS.map(
	({ name, authentication }) => ({
		name,
		required: true,
		displayOptions: { show: { authentication: [authentication] } },
	}),
);

export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'OAuth2 (Recommended)', value: 'oAuth2' },
		{ name: 'API Token (Ends April 2027)', value: 'apiToken' },
	],
	default: 'oAuth2',
};

const NO_ACCOUNT: Refusal = {
	reason: 'sign-in',
	message: "'Account' in the credential is not a Zendesk account",
	advice:
		"Enter the part before '.zendesk.com', e.g. 'acme', or paste any address of it, e.g. 'https://acme.zendesk.com/agent'; a domain of your own can't be used",
};

const NO_WAY_IN: Refusal = {
	reason: 'sign-in',
	message: "'Authentication' is none of the choices",
	advice: 'Choose how the node signs in',
};

/** What *Access* says of a credential that may write; the API token's has no such field. Any other word reads only. */
const WRITING: unknown[] = ['readWrite', undefined];

function unreadable(error: unknown): Refusal {
	return {
		reason: 'sign-in',
		message: `The credential can't be read: ${error instanceof Error ? error.message : String(error)}`,
		advice: "Choose a credential in the node's field 'Credential'",
	};
}

/** What of a credential signs calls, and must not be shown. */
function signInOf({
	clientSecret,
	apiToken,
	email,
	oauthTokenData,
}: ICredentialDataDecryptedObject): SignIn {
	const tokens = isRecord(oauthTokenData)
		? [oauthTokenData.access_token, oauthTokenData.refresh_token]
		: [];
	return {
		secrets: [clientSecret, apiToken, ...tokens].filter((secret) => typeof secret === 'string'),
		email: typeof email === 'string' ? email : undefined,
	};
}

/** A client for the account of the node's credential, or why there is none. */
export async function connect(
	context: ZendeskContext,
	options: Pick<ClientOptions, 'signal' | 'share' | 'onWait'> = {},
): Promise<Client | Refusal> {
	const chosen = readAuthentication(context);
	const kind = CREDENTIALS.find(({ authentication }) => authentication === chosen);
	if (kind === undefined) return NO_WAY_IN;
	const { name } = kind;
	try {
		const { subdomain, access } = await context.getCredentials(name);
		const account = accountUrl(subdomain);
		if (account === undefined) return NO_ACCOUNT;
		const mayWrite = WRITING.includes(access);
		const transport = n8nTransport(context, name, account);
		return new Client({
			transport: mayWrite ? transport : readOnly(transport),
			signIn: async () => signInOf(await context.getCredentials(name)),
			clock: systemClock,
			limiter: limiterFor(account),
			account,
			...options,
		});
	} catch (error) {
		return unreadable(error);
	}
}
