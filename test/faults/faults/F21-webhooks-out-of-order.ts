import { addCustomer, clientOf } from '../../simulator';
import type { Fault } from '../types';
import { eventOf, listen } from './receiving';

const EVENTS = ['user.name_changed', 'user.role_changed', 'user.deleted'];

function ordersOf<T>(list: T[]): T[][] {
	if (list.length === 0) return [[]];
	return list.flatMap((first, i) =>
		ordersOf(list.filter((_, j) => j !== i)).map((others) => [first, ...others]),
	);
}

/**
 * Events come in any order. None is lost, each says when it happened and how the user is now: who goes by that ends the
 * same whatever came last.
 */
export const webhooksOutOfOrder: Fault = {
	id: 'F21',
	async hit(subject) {
		const orders = ordersOf([...EVENTS.keys()]);
		for (const order of orders) {
			const { play, n8n, sign } = await listen(subject);
			const user = addCustomer(play.sim, { name: 'Zoë' });
			const events = EVENTS.map((type, i) => eventOf(user, type, `2026-11-20T08:0${i}:00Z`));
			await clientOf(play.sim).delete(`users/${user.id}`);
			const items = [];
			for (const i of order) items.push((await n8n.receive(sign(events[i]))).item);
			expect(items.map((item) => item?.time)).toEqual(order.map((i) => `2026-11-20T08:0${i}:00Z`));
			for (const item of items) {
				expect(item).toMatchObject({ user_id: user.id, full_user: { id: user.id, active: false } });
			}
		}
		return `${orders.length} orders, each event once, with its time and with the user as he is now`;
	},
};
