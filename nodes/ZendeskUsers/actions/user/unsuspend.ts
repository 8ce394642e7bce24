import { wantUnsuspended } from '../../../../zendesk/users/status';
import { defineOperation } from '../../../shared/operation';
import { changeAll, userProperty } from './common';

export const unsuspendUser = defineOperation({
	value: 'unsuspend',
	name: 'Unsuspend',
	action: 'Unsuspend user',
	description: 'Let a suspended user sign in again',
	writes: true,
	properties: [userProperty],
	usesJobs: true,
	async execute(run) {
		return await changeAll(run, () => wantUnsuspended);
	},
});
