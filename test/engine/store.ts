import { ExecutionLifecycleHooks } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	ICredentialsHelper,
	type ICredentialType,
	type IHttpRequestOptions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { ZendeskUsersApi } from '../../credentials/ZendeskUsersApi.credentials';
import { ZendeskUsersOAuth2Api } from '../../credentials/ZendeskUsersOAuth2Api.credentials';

/** The pack's own types of Zendesk's credentials; tests may add others. */
export const credentialTypes: Record<string, ICredentialType> = {
	zendeskUsersOAuth2Api: new ZendeskUsersOAuth2Api(),
	zendeskUsersApi: new ZendeskUsersApi(),
};

/** What a person typed into a credential, and where n8n keeps its tokens. */
export type CredentialData = ICredentialDataDecryptedObject;

/** n8n's credential store of one test: resolves the credentials' own expressions and saves renewed tokens. */
export class CredentialStore extends ICredentialsHelper {
	/**
	 * @param types by their names
	 * @param dataOf what was typed into the credential of a type
	 */
	constructor(
		private readonly types: Record<string, ICredentialType>,
		private readonly dataOf: (type: string) => CredentialData,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return this.types[name]?.extends ?? [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.types[type];
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		// The generic scheme of the token credential: basic auth with two expressions.
		return {
			...options,
			auth: { username: `${credentials.email}/token`, password: String(credentials.apiToken) },
		};
	}

	async preAuthentication() {
		return undefined;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('not used by the engine');
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const { properties } = this.types[type];
		const typed = Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
		const filled: Record<string, unknown> = { ...typed, ...this.dataOf(type) };
		for (const [name, value] of Object.entries(filled)) {
			const expression = /^=\{\{(.*)\}\}$/s.exec(String(value));
			if (expression) filled[name] = new Function('$self', `return (${expression[1]})`)(filled);
		}
		return filled as ICredentialDataDecryptedObject;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(
		_nodeCredentials: unknown,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.dataOf(type).oauthTokenData = data.oauthTokenData;
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(): never[] {
		return [];
	}
}

export const URL_OF_N8N = 'http://localhost:5678/';

/** What n8n hands to an execution, as far as nodes here ask for it. */
export function additionalData(
	credentialsHelper: ICredentialsHelper,
	mode: 'manual' | 'trigger',
): IWorkflowExecuteAdditionalData {
	return {
		hooks: new ExecutionLifecycleHooks(mode, 'execution', {} as never),
		credentialsHelper,
		executionId: 'execution',
		restApiUrl: URL_OF_N8N,
		instanceBaseUrl: URL_OF_N8N,
		formWaitingBaseUrl: URL_OF_N8N,
		webhookBaseUrl: URL_OF_N8N,
		webhookWaitingBaseUrl: URL_OF_N8N,
		webhookTestBaseUrl: URL_OF_N8N,
		variables: {},
		setExecutionStatus() {},
		currentNodeExecutionIndex: 0,
	} as unknown as IWorkflowExecuteAdditionalData;
}
