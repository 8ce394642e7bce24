import { Roles, type StaffRole, wantUpgraded } from '../../../../zendesk/users/status';
import { defineOperation } from '../../../shared/operation';
import { customRoleField, readCustomRole, ROLE_OPTIONS } from '../../../shared/userFields';
import { changeAll, userProperty } from './common';
import { readParameter } from '../../../shared/parameters';

export const upgradeUser = defineOperation({
	value: 'upgrade',
	name: 'Upgrade',
	action: 'Upgrade user',
	description: 'Make an end user an agent or admin; needs a free seat',
	writes: true,
	properties: [
		userProperty,
		{
			displayName: 'Role',
			name: 'role',
			type: 'options',
			options: ROLE_OPTIONS.filter(({ value }) => value !== 'end-user'),
			default: 'agent',
			description: 'What the user becomes',
		},
		{ ...customRoleField, displayOptions: { show: { role: ['agent'] } } },
	],
	usesJobs: true,
	async execute(run) {
		const roles = new Roles(run.client);
		return await changeAll(this, run, (row) => {
			const role = readParameter(this, 'role', row) as StaffRole['role'];
			const customRole = readCustomRole(
				role === 'agent' ? readParameter(this, 'customRole', row, '') : '',
			);
			return typeof customRole === 'object'
				? customRole
				: wantUpgraded(roles, { role, customRoleId: customRole });
		});
	},
});
