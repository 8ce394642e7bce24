import type { INodeProperties } from 'n8n-workflow';

/**
 * Binds a credential to hosts wherever n8n lets people choose an address, as in the HTTP Request node. n8n would
 * otherwise offer "All" here, and send the secret wherever a workflow says.
 *
 * @param domains as n8n reads them, e.g. `*.zendesk.com`; may be an expression
 */
export function boundTo(domains: string): INodeProperties[] {
	return [
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'domains',
		},
		{
			displayName: 'Allowed Domains',
			name: 'allowedDomains',
			type: 'hidden',
			default: domains,
		},
	];
}
