import { wantSuspended } from '../../../../zendesk/users/status';
import { withGuards } from '../../../shared/guards';
import { defineOperation } from '../../../shared/operation';
import { MAX_CHANGES, MAX_STAFF, PROTECTED_USERS } from '../../../shared/options';
import { changeAll, userProperty } from './common';

export const suspendUser = defineOperation({
	value: 'suspend',
	name: 'Suspend',
	action: 'Suspend user',
	description: 'Block a user from signing in and filing tickets; an agent keeps the paid seat',
	writes: true,
	properties: [userProperty],
	options: [MAX_CHANGES, MAX_STAFF, PROTECTED_USERS],
	usesJobs: true,
	async execute(run) {
		return await withGuards(
			run,
			async (guards, guarded) => await changeAll(guards, guarded, () => wantSuspended),
		);
	},
});
