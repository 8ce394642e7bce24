import { wantSuspended } from '../../../../zendesk/users/status';
import { defineOperation } from '../../../shared/operation';
import { PROTECTED_USERS } from '../../../shared/options';
import { changeAll, guardsOf, userProperty } from './common';

export const suspendUser = defineOperation({
	value: 'suspend',
	name: 'Suspend',
	action: 'Suspend user',
	description: 'Block a user from signing in and filing tickets; an agent keeps the paid seat',
	writes: true,
	properties: [userProperty],
	options: [PROTECTED_USERS],
	usesJobs: true,
	async execute(run) {
		const guards = guardsOf(this, run);
		return await changeAll(this, run, () => wantSuspended(guards));
	},
});
