import { readChange } from '../../../zendesk/sync/readChange';
import { isRefusal } from '../../shared/operation';
import { PROTECTED_USERS } from '../../shared/options';
import { boundProperties, MANAGED_FIELDS, readBounds } from '../rules';
import { applyOptions, applyWithin } from './applying';
import type { SyncOperation } from './operation';

export const apply: SyncOperation = {
	value: 'apply',
	name: 'Apply Plan',
	action: 'Apply sync plan',
	description:
		"Make the changes of a plan, as they come from the output 'Changes' and were perhaps approved. Deletions can't be undone.",
	writes: true,
	properties: boundProperties,
	options: [MANAGED_FIELDS, PROTECTED_USERS, ...applyOptions],
	outputs: ['Done'],
	async execute(run) {
		const bounds = await readBounds(run);
		if (isRefusal(bounds)) return bounds;
		const items = this.getInputData();
		const changes = run.rows.map((row) => readChange(items[row].json, bounds.managed));
		const verdicts = await applyWithin(run, bounds, changes);
		if (isRefusal(verdicts)) return verdicts;
		return {
			results: run.rows.map((row, i) => ({ row, verdict: verdicts[i] })),
			others: [],
			summary: `${changes.length} changes`,
		};
	},
};
