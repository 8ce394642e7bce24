import type { Client } from '../http/client';
import { collect } from '../http/pages';
import type { OAuthClient, Rule } from './records';

/** The lists of what people set up, by the name of the API. Each gives active and inactive ones. */
export type RuleList = 'views' | 'macros' | 'triggers' | 'automations';

/**
 * All rules of a kind that the credential may see: to an admin all macros, but not the personal views of others.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/business-rules/views/#list-views
 * @see https://developer.zendesk.com/api-reference/ticketing/business-rules/triggers/#list-triggers
 */
export async function listRules(client: Client, list: RuleList): Promise<Rule[]> {
	return await collect<Rule>(client, `/api/v2/${list}`, list);
}

/**
 * The account's OAuth clients. Admins only.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/oauth/oauth_clients/#list-clients
 */
export async function listOAuthClients(client: Client): Promise<OAuthClient[]> {
	return await collect<OAuthClient>(client, '/api/v2/oauth/clients', 'clients');
}
