import { createHash } from 'node:crypto';
import type { Webhook } from '../api/records';

/** Whose webhook it is: the trigger of one workflow in one n8n, for production or for a test. */
export interface Owner {
	/** Where n8n listens. */
	endpoint: string;
	/** Stands at the end of the webhook's description. */
	marker: string;
	/** The webhook that n8n remembers as this trigger's. */
	knownId?: string;
}

export interface OwnerKey {
	instanceId: string;
	workflowId: string;
	nodeId: string;
	kind: 'production' | 'test';
}

const MARKER = /\[n8n [0-9a-f]{16}\]\s*$/;

export function markerFor({ instanceId, workflowId, nodeId, kind }: OwnerKey): string {
	const key = JSON.stringify([instanceId, workflowId, nodeId, kind]);
	return `[n8n ${createHash('sha256').update(key).digest('hex').slice(0, 16)}]`;
}

/**
 * Whether a webhook is the owner's. What is remembered counts for less than another one's marker: n8n's memory of a
 * trigger may have been copied with its workflow.
 */
export function isOurs({ endpoint, marker, knownId }: Owner, webhook: Webhook): boolean {
	const [found] = MARKER.exec(webhook.description ?? '') ?? [];
	if (webhook.endpoint === endpoint || found?.trim() === marker) return true;
	return found === undefined && webhook.id === knownId;
}
