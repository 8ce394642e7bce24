import { addAgent, addBrand, addTicket, restrictToBrands } from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage } from './engine';
import { by } from './forms';

afterEach(clearStages);

describe("B11: a successor outside the ticket's brand", () => {
	it('where Zendesk refuses it, no ticket is lost and the verdict says what is left', async () => {
		const { sim, run } = setStage({ switches: { assigneeOutsideBrand: 'refused' } });
		const [brand, other] = [addBrand(sim), addBrand(sim)];
		const [leaver, successor] = [addAgent(sim), addAgent(sim)];
		restrictToBrands(sim, successor, other);
		const [inside, outside] = [other, brand].map(({ id }) =>
			addTicket(sim, { assignee: leaver, brand_id: id }),
		);
		const { items } = await run({
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'ticket',
				operation: 'transfer',
				fromUser: by.id(leaver),
				successor: by.id(successor),
			},
		});
		expect(items[0]).toMatchObject({ outcome: 'failed', message: expect.any(String) });
		expect(JSON.stringify(items[0])).toContain(String(outside.id));
		expect([inside.assignee_id, outside.assignee_id]).toEqual([successor.id, leaver.id]);
	});

	it('an off-boarding is refused before anything is written', async () => {
		const { sim, run } = setStage({ switches: { assigneeOutsideBrand: 'refused' } });
		const { leaver, successor, tickets } = tellLeaverStory(sim);
		const [brand, other] = [addBrand(sim), addBrand(sim)];
		restrictToBrands(sim, successor, other);
		const left = sim.store.tickets.get(tickets.assigned[0].id)!;
		sim.store.tickets.update(left, { brand_id: brand.id });
		const { items } = await run({
			onError: 'continueRegularOutput',
			parameters: {
				resource: 'user',
				operation: 'offboard',
				leaver: by.id(leaver),
				level: 'downgradeToEndUser',
				successor: by.id(successor),
			},
		});
		expect(items[0]).toMatchObject({ outcome: 'failed', reason: 'successor' });
		expect(left.assignee_id).toBe(leaver.id);
		expect(sim.store.users.get(leaver.id)!.role).toBe('agent');
		expect(sim.store.handovers).toEqual([]);
	});
});
