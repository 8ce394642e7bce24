import { showMe } from '../api/users';
import { isZone } from '../dates';
import type { Client } from '../http/client';

/** The time zone of the credential's user, because accounts have none; `fallback` where that is not known. */
export async function zoneOf(client: Client, fallback: string): Promise<string> {
	const { iana_time_zone: zone } = await showMe(client);
	return typeof zone === 'string' && isZone(zone) ? zone : fallback;
}
