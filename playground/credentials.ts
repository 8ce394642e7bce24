import type { Playground } from './playground';
import type { Rest } from './rest';

/** A credential in n8n, as nodes refer to it. */
export interface Credential {
	type: string;
	id: string;
	name: string;
}

export async function createCredential(
	rest: Rest,
	name: string,
	type: string,
	data: Record<string, unknown>,
): Promise<Credential> {
	return { type, ...(await rest.createCredential(name, type, data)) };
}

/** The sign-in to a simulated account by client credentials. */
export async function createZendeskCredential(
	{ rest, sim }: Pick<Playground, 'rest' | 'sim'>,
	access: 'readOnly' | 'readWrite',
): Promise<Credential> {
	const { id: clientId, secret: clientSecret } = sim.credentials.oauthClient;
	const name = access === 'readOnly' ? 'Zendesk, read only' : 'Zendesk';
	return await createCredential(rest, name, 'zendeskUsersOAuth2Api', {
		subdomain: sim.host.replace('.zendesk.com', ''),
		grantType: 'clientCredentials',
		access,
		clientId,
		clientSecret,
	});
}

export async function createBasicAuth(
	{ rest }: Pick<Playground, 'rest'>,
	name: string,
	{ user, password }: { user: string; password: string },
): Promise<Credential> {
	return await createCredential(rest, name, 'httpBasicAuth', { user, password });
}

/** The playground's own mailbox. */
export async function createMailCredential({
	rest,
	mailbox,
}: Pick<Playground, 'rest' | 'mailbox'>): Promise<Credential> {
	return await createCredential(rest, 'Mail', 'smtp', mailbox.smtp);
}
