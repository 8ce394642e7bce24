import type { ZendeskError } from '../http/errors';
import { type Refusal, refusalOf } from '../verdict';

const PUBLIC_ADDRESS =
	"Set n8n's environment variable N8N_WEBHOOK_URL (WEBHOOK_URL in older versions) to the https address under which the internet reaches it, e.g. https://n8n.example.com/, and restart n8n";

/** Not by a parser: what n8n was told to call itself may be no address at all. */
function originOf(endpoint: string): string {
	return endpoint.split('/').slice(0, 3).join('/');
}

type Explain = (error: ZendeskError, endpoint: string) => Partial<Refusal>;

const EXPLAINED: Partial<Record<ZendeskError['kind'], Explain>> = {
	scope: ({ message }) => ({
		message: `The credential may not manage webhooks: ${message}`,
		advice:
			"A webhook needs the scope 'read write' (or 'webhooks:read webhooks:write'), so a 'Read Only' credential can't register one. Set the credential's 'Access' to 'Read and Write' and sign in again",
	}),
	forbidden: ({ message }) => ({
		message: `The credential's user may not manage webhooks: ${message}`,
		advice:
			"Sign in as an admin, or give the user's custom role the permission to manage webhooks in Zendesk's Admin Center",
	}),
	invalid: ({ message }, endpoint) =>
		endpoint.startsWith('https:')
			? {
					message: `Zendesk refused the webhook: ${message}`,
					advice: `When it is about an event, take that out of 'Trigger On'. When it is about the address ${originOf(endpoint)}: ${PUBLIC_ADDRESS}`,
				}
			: {
					message: `Zendesk only sends events to https addresses, and this n8n calls itself ${originOf(endpoint)}`,
					advice: PUBLIC_ADDRESS,
				},
};

/** Why a webhook could not be registered. */
export function explainRegistering(error: ZendeskError, endpoint: string): Refusal {
	return { ...refusalOf(error), ...EXPLAINED[error.kind]?.(error, endpoint) };
}

/** Why a webhook could not be removed. */
export function explainRemoving(error: ZendeskError, endpoint: string): Refusal {
	const { reason, message } = explainRegistering(error, endpoint);
	return {
		reason,
		message: `The webhook of this trigger may still be in Zendesk: ${message}`,
		advice:
			"Unpublish the workflow and publish it again, which finds it, or delete it in Zendesk's Admin Center › Apps and integrations › Webhooks",
	};
}
