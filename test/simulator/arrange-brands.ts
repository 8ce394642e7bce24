import { DAY, toSecond } from './core/time';
import { setBrands } from './domain/brands';
import type { Simulator } from './simulator';
import type { Brand } from './store/brand-records';
import type { User } from './store/records';

/** Another brand of the account; staff belong to it until they are taken out. */
export function addBrand(sim: Simulator, fields: Partial<Omit<Brand, 'id'>> = {}): Brand {
	const { brands, ids } = sim.store;
	const at = toSecond(sim.clock.now() - DAY);
	const serial = brands.size + 1;
	return brands.insert({
		name: `Brand ${serial}`,
		subdomain: `brand-${serial}`,
		default: false,
		active: true,
		is_deleted: false,
		created_at: at,
		updated_at: at,
		...fields,
		id: ids.next('brand'),
	});
}

/** Department spaces: puts somebody of the staff in these brands only. */
export function restrictToBrands(sim: Simulator, user: User, ...brands: Brand[]): void {
	setBrands(
		sim.world,
		user.id,
		brands.map(({ id }) => id),
	);
}
