import type { Random } from '../core/random';

const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id as the webhooks service makes them, e.g. `01J4Z5KQ8V3N6M2R7T9WXYBCDE`. */
export function ulid(random: Random): string {
	return `01${Array.from({ length: 24 }, () => BASE32[random.between(0, 31)]).join('')}`;
}
