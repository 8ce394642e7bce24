import { addCustomer } from '../simulator';
import { stateOf, tellLeaverStory } from '../stories/leaver';
import { clearStages, setStage } from './engine';
import { by, offboardForm } from './forms';

afterEach(clearStages);

describe('as a tool of an AI agent', () => {
	it('writes nothing without the author’s consent, and says so', async () => {
		const { sim, run } = setStage();
		const story = tellLeaverStory(sim);
		const before = stateOf(sim);
		const { items } = await run({ asTool: true, parameters: offboardForm(story) });
		expect(items[0]).toMatchObject({
			outcome: 'skipped',
			reason: 'needs-consent',
			would_be: 'purged',
			message: expect.stringContaining('AI agents only get a dry run'),
			advice: expect.stringContaining("'Allow AI Agents to Change Users'"),
		});
		expect(sim.log.writes()).toEqual([]);
		expect(stateOf(sim)).toEqual(before);
	});

	it.each([
		['user', 'suspend'],
		['user', 'unsuspend'],
		['user', 'delete'],
		['user', 'upgrade'],
		['user', 'update'],
	])('%s: %s is a dry run too', async (resource, operation) => {
		const { sim, run } = setStage({ plan: { customRoles: false } });
		const ann = addCustomer(sim, { suspended: operation === 'unsuspend' });
		const { items } = await run({
			asTool: true,
			parameters: { resource, operation, user: by.id(ann), updateFields: { name: 'Other' } },
		});
		expect(items[0]).toMatchObject({ outcome: 'skipped', reason: 'needs-consent' });
		expect(sim.log.writes()).toEqual([]);
	});

	it('does what it is told once the author has allowed it', async () => {
		const { sim, run } = setStage();
		const story = tellLeaverStory(sim);
		const { items } = await run({
			asTool: true,
			parameters: offboardForm(story, { options: { allowAiAgents: true } }),
		});
		expect(items[0]).toMatchObject({ outcome: 'purged' });
	});

	it('reads freely', async () => {
		const { sim, run } = setStage();
		const ann = addCustomer(sim);
		const { items } = await run({
			asTool: true,
			parameters: { resource: 'user', operation: 'get', user: by.id(ann) },
		});
		expect(items[0]).toMatchObject({ id: ann.id });
	});
});
