import { addCustomer } from '../../simulator';
import type { Fault } from '../types';
import { attack, eventOf, listen } from './receiving';

const MINUTE = 60_000;

const ATTACKS = ['six minutes later', 'six minutes ahead', 'an old one with a new time'];

/** Ten minutes late, and by a clock that is an hour wrong in either direction. */
const TOO_FAR = [10 * MINUTE, 60 * MINUTE, -60 * MINUTE];

/** What was signed long ago, or by a clock far from ours, is refused; five minutes either way are fine. */
export const webhookReplayed: Fault = {
	id: 'F23',
	async hit(subject) {
		const refused = await attack(subject, ATTACKS);
		const { play, n8n, sign } = await listen(subject);
		const event = () => eventOf(addCustomer(play.sim));
		for (const lateMs of TOO_FAR) {
			expect(await n8n.receive(sign(event(), lateMs))).toEqual({ status: 401 });
		}
		for (const lateMs of [5 * MINUTE, -5 * MINUTE]) {
			expect((await n8n.receive(sign(event(), lateMs))).item).toBeDefined();
		}
		// As it was, byte by byte, ten minutes later.
		const sent = sign(event());
		expect((await n8n.receive(sent)).item).toBeDefined();
		await play.sim.clock.sleep(10 * MINUTE);
		expect(await n8n.receive(sent)).toEqual({ status: 401 });
		return `${refused + TOO_FAR.length + 1} deliveries refused with 401, 0 accepted; within five minutes they are`;
	},
};
