import { wantUnsuspended } from '../../../../zendesk/users/status';
import { withGuards } from '../../../shared/guards';
import { defineOperation } from '../../../shared/operation';
import { PROTECTED_USERS } from '../../../shared/options';
import { changeAll, userProperty } from './common';

export const unsuspendUser = defineOperation({
	value: 'unsuspend',
	name: 'Unsuspend',
	action: 'Unsuspend user',
	description: 'Let a suspended user sign in again',
	writes: true,
	properties: [userProperty],
	options: [PROTECTED_USERS],
	usesJobs: true,
	async execute(run) {
		return await withGuards(
			run,
			async (guards, guarded) => await changeAll(guards, guarded, () => wantUnsuspended),
		);
	},
});
