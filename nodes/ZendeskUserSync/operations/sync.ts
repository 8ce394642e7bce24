import { isRefusal } from '../../shared/operation';
import { applyOptions, applyWithin } from './applying';
import { describePlan, makePlan, planOptions, planProperties } from './making';
import type { SyncOperation } from './operation';
import { otherOutputs } from './outputs';

export const sync: SyncOperation = {
	value: 'sync',
	name: 'Sync Users',
	action: 'Sync users',
	description:
		"Compare the items with Zendesk users and make all changes at once. Deletions can't be undone.",
	writes: true,
	properties: planProperties,
	options: [...planOptions, ...applyOptions],
	outputs: ['Done', 'Unchanged', 'Blocked', 'Leavers'],
	async execute(run) {
		const made = await makePlan(this, run);
		if (isRefusal(made)) return made;
		const { plan, bounds } = made;
		const verdicts = await applyWithin(run, bounds, plan.changes);
		if (isRefusal(verdicts)) return verdicts;
		return {
			results: plan.changes.map(({ item }, i) => ({ row: item, verdict: verdicts[i] })),
			others: otherOutputs(plan),
			summary: describePlan(plan),
		};
	},
};
