import { addAgent, addTicket } from '../../simulator';
import { clearStages, setStage } from '../engine';
import { by } from '../forms';

afterEach(clearStages);

describe('C6: a filter that is there and names no group moves no ticket', () => {
	it.each([
		['an empty list', []],
		['an expression that gives an empty list', '={{ [] }}'],
		['an expression that gives nothing', '={{ $json.none }}'],
		['a list of nothing', '={{ [null] }}'],
	])('%s', async (_, groups) => {
		const stage = setStage();
		const [from, to] = [addAgent(stage.sim), addAgent(stage.sim)];
		const ticket = addTicket(stage.sim, { assignee: from });
		const parameters = {
			resource: 'ticket',
			operation: 'transfer',
			fromUser: by.id(from),
			successor: by.id(to),
			options: { groups },
		};
		const { items } = await stage.run({ onError: 'continueRegularOutput', parameters });
		expect(items).toMatchObject([{ outcome: 'failed', reason: 'invalid' }]);
		expect(stage.sim.store.tickets.get(ticket.id)!.assignee_id).toBe(from.id);
	});
});
