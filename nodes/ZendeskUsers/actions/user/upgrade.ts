import { Roles } from '../../../../zendesk/roles/accountRoles';
import { wantUpgraded } from '../../../../zendesk/users/upgrade';
import { withGuards } from '../../../shared/guards';
import { defineOperation, isRefusal } from '../../../shared/operation';
import { PROTECTED_USERS } from '../../../shared/options';
import { changeAll, userProperty } from './common';
import { readTarget, type TargetForm, targetFields } from './target';

const ROLE: TargetForm = {
	displayName: 'Role',
	name: 'role',
	options: [
		{ name: 'Admin', value: 'admin' },
		{ name: 'Agent', value: 'agent', description: 'On plans with custom roles, one of those' },
		{ name: 'Custom Role', value: 'custom', description: 'One of the roles of the account' },
		{
			name: 'Light Agent',
			value: 'lightAgent',
			description: 'Sees tickets and adds internal notes; takes no paid seat',
		},
	],
	default: 'agent',
	description: 'What the user becomes',
	withCustomRole: ['agent', 'custom'],
};

export const upgradeUser = defineOperation({
	value: 'upgrade',
	name: 'Upgrade',
	action: 'Upgrade user',
	description:
		'Make an end user an agent or admin, or give an agent more rights; needs a free seat',
	writes: true,
	properties: [userProperty, ...targetFields(ROLE)],
	options: [PROTECTED_USERS],
	usesJobs: true,
	async execute(run) {
		const roles = new Roles(run.client);
		return await withGuards(run, async (guards, guarded) =>
			changeAll(guards, guarded, (form) => {
				const target = readTarget(form, ROLE);
				return isRefusal(target) ? target : wantUpgraded(roles, target);
			}),
		);
	},
});
