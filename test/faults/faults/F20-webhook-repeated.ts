import { N8n } from '../../engine/trigger/webhook';
import { addCustomer } from '../../simulator';
import type { Fault } from '../types';
import { eventOf, listen } from './receiving';

const TIMES = 3;

/** The same event comes three times at once, and once more: it starts the workflow once in a process. */
export const webhookRepeated: Fault = {
	id: 'F20',
	async hit(subject) {
		const { play, n8n, sign } = await listen(subject);
		const event = eventOf(addCustomer(play.sim));
		const copies = Array.from({ length: TIMES }, () => sign(event));
		const answers = await Promise.all(copies.map(async (copy) => await n8n.receive(copy)));
		await play.sim.clock.sleep(60_000);
		answers.push(await n8n.receive(sign(event)));
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
		const items = answers.filter(({ item }) => item).length;
		expect(items).toBe(1);
		// What another process, or this one after a restart, remembers: nothing. There it is at least once, and says so.
		const other = new N8n(play, { ...n8n.options, workflowId: 'in another process' });
		other.saved = n8n.saved;
		const again = await other.receive(sign(event));
		expect(again.item).toMatchObject({ event_id: (event as { id: string }).id });
		return `${answers.length} deliveries, ${items} item; a second process starts once more, with the same event_id`;
	},
};
