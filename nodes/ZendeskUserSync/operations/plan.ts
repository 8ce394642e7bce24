import { isRefusal } from '../../shared/operation';
import { describePlan, makePlan, planOptions, planProperties } from './making';
import type { SyncOperation } from './operation';
import { itemsOf, otherOutputs } from './outputs';

export const plan: SyncOperation = {
	value: 'plan',
	name: 'Plan Changes',
	action: 'Plan user sync',
	description:
		'Compare the items with Zendesk users and list what would change, without changing anything',
	writes: false,
	properties: planProperties,
	options: planOptions,
	outputs: ['Changes', 'Unchanged', 'Blocked', 'Leavers'],
	async execute(run) {
		const made = await makePlan(this, run);
		if (isRefusal(made)) return made;
		return {
			results: [],
			changes: itemsOf(made.plan.changes),
			others: otherOutputs(made.plan),
			summary: describePlan(made.plan),
		};
	},
};
