import { isZone } from '../../../../zendesk/activity/days';
import { showMe } from '../../../../zendesk/api/users';
import type { Client } from '../../../../zendesk/http/client';

/** The time zone of the credential's user, because accounts have none; else that of the workflow. */
export async function zoneOf(client: Client, fallback: string): Promise<string> {
	const { iana_time_zone: zone } = await showMe(client);
	return typeof zone === 'string' && isZone(zone) ? zone : fallback;
}
