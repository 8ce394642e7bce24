import type { Client } from '../http/client';
import { collect } from '../http/pages';

/** @see https://developer.zendesk.com/api-reference/ticketing/account-configuration/brands/ */

export interface Brand {
	id: number;
	name: string;
}

interface BrandMembership {
	user_id: number;
	brand_id: number;
}

/** Those that the credential's user belongs to; admins see all. */
export async function listBrands(client: Client): Promise<Brand[]> {
	return await collect<Brand>(client, '/api/v2/brands', 'brands');
}

/**
 * The brands whose tickets an agent sees. For admins only.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/account-configuration/brand_agents/
 */
export async function listBrandMemberships(
	client: Client,
	userId: number,
): Promise<BrandMembership[]> {
	return await collect<BrandMembership>(
		client,
		`/api/v2/users/${userId}/brand_agents`,
		'brand_agents',
	);
}
