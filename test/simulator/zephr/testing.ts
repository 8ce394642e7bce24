import { zephrClient } from './client';
import type { Deliver } from './deliveries';
import type { TriggerName } from './triggers';
import { createZephr, type ZephrOptions } from './zephr';

/** A tenant, a signed client, and a webhook to somebody who takes every event and keeps it. */
export function smallTenant(options: ZephrOptions = {}, triggers: TriggerName[] = []) {
	const taken: Array<{ url: string; headers: Record<string, string>; body: Payload }> = [];
	const deliver: Deliver = async (url, { headers, body }) => {
		taken.push({ url, headers, body: JSON.parse(body) as Payload });
		return { status: 200 };
	};
	const zephr = createZephr({ deliver, ...options });
	const target = 'https://n8n.example/webhook/zephr';
	if (triggers.length > 0) zephr.addWebhook({ label: 'n8n', triggers, target });
	return { zephr, api: zephrClient(zephr), taken };
}

export interface Payload {
	type: string;
	time: number;
	tenantId: string;
	subTenantId: string;
	webhook: string;
	details: Record<string, unknown>;
}
