import { wantDowngraded } from '../../../../zendesk/users/status';
import { defineOperation } from '../../../shared/operation';
import { PROTECTED_USERS, readOption } from '../../../shared/options';
import { changeAll, guardsOf, userProperty } from './common';

export const downgradeUser = defineOperation({
	value: 'downgrade',
	name: 'Downgrade',
	action: 'Downgrade user',
	description: 'Make an agent or admin an end user, which frees the paid seat',
	writes: true,
	properties: [userProperty],
	options: [
		PROTECTED_USERS,
		{
			displayName: 'When Tickets Are Assigned',
			name: 'whenAssigned',
			type: 'options',
			options: [
				{
					name: 'Refuse',
					value: 'refuse',
					description: 'Leave the user alone until the tickets are handed over',
				},
				{
					name: 'Let Zendesk Hand Them Over',
					value: 'handOver',
					description: 'To the acting admin, or to the agent with the lowest ID in each group',
				},
			],
			default: 'refuse',
			description: 'What to do with a user who still has tickets that are not closed',
		},
	],
	usesJobs: true,
	async execute(run) {
		const guards = guardsOf(this, run);
		const handOverIsFine = readOption<string>(this, 'whenAssigned', 'refuse') === 'handOver';
		return await changeAll(this, run, () => wantDowngraded(run.client, guards, handOverIsFine));
	},
});
