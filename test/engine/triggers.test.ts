import { addAgent, addTrigger } from '../simulator';
import { tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage } from './engine';
import { by } from './forms';

afterEach(clearStages);

describe("D1: the account's triggers run while tickets are transferred", () => {
	it('those that add tags and followers are no reason to write twice', async () => {
		const { sim, run } = setStage();
		const { leaver, successor } = tellLeaverStory(sim);
		const watcher = addAgent(sim);
		addTrigger(sim, {
			conditions: { all: [{ field: 'assignee_id', operator: 'changed', value: '' }], any: [] },
			actions: [
				{ field: 'current_tags', value: 'reassigned' },
				{ field: 'follower', value: String(watcher.id) },
			],
		});
		const parameters = {
			resource: 'ticket',
			operation: 'transfer',
			fromUser: by.id(leaver),
			successor: by.id(successor),
			relations: ['assigned', 'followed'],
		};
		const { items } = await run({ parameters });
		expect(items[0]).toMatchObject({
			outcome: 'transferred',
			tickets: { assigned: { moved: 30 } },
		});
		const open = [...sim.store.tickets.by('assignee', successor.id)].filter(({ tags }) =>
			tags.includes('reassigned'),
		);
		expect(open.length).toBeGreaterThanOrEqual(30);
		expect(open.every(({ follower_ids }) => follower_ids.includes(watcher.id))).toBe(true);
		const mark = sim.log.mark();
		const [again] = (await run({ parameters })).items;
		expect(again).toMatchObject({ outcome: 'unchanged' });
		expect(sim.log.since(mark).filter(({ write }) => write)).toEqual([]);
	});
});
