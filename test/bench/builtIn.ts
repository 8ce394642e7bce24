import { join } from 'node:path';
import type { ICredentialType, IDataObject, INodeType } from 'n8n-workflow';
import { installN8n } from '../../playground/install';
import { addNode, type CredentialData, type NodeRun } from '../engine/engine';
import type { Simulator } from '../simulator';

/** n8n's built-in Zendesk node as the pinned n8n ships it, to be measured beside ours. */

const TYPE = 'n8n-nodes-base.zendesk';
const CREDENTIAL = 'zendeskOAuth2Api';

/** Loads the node out of the pinned n8n, which is installed when it is missing. */
export async function loadBuiltInNode(say: (line: string) => void): Promise<void> {
	const { n8n } = await installN8n(say);
	const nodes = join(n8n, '..', '..', '..', 'n8n-nodes-base', 'dist');
	const { Zendesk } = (await import(join(nodes, 'nodes', 'Zendesk', 'Zendesk.node.js'))) as {
		Zendesk: new () => INodeType;
	};
	const { ZendeskOAuth2Api } = (await import(
		join(nodes, 'credentials', 'ZendeskOAuth2Api.credentials.js')
	)) as { ZendeskOAuth2Api: new () => ICredentialType };
	addNode(TYPE, new Zendesk(), new ZendeskOAuth2Api());
}

/** Signs in with a token that is there already. */
export function signedIn(sim: Simulator): CredentialData {
	return {
		subdomain: sim.host.split('.')[0],
		grantType: 'authorizationCode',
		oauthTokenData: { access_token: sim.credentials.bearer(), token_type: 'bearer' },
	};
}

/** A run of the built-in node. */
export function builtIn(
	credential: CredentialData,
	parameters: object,
	items?: IDataObject[],
): NodeRun & { credential: CredentialData } {
	return {
		type: TYPE,
		credentialType: CREDENTIAL,
		credential,
		parameters: { authentication: 'oAuth2', ...parameters },
		items,
	};
}
