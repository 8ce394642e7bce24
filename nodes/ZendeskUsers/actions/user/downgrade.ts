import { wantDowngraded } from '../../../../zendesk/users/downgrade';
import { Roles } from '../../../../zendesk/roles/accountRoles';
import { withGuards } from '../../../shared/guards';
import { defineOperation, isRefusal, withSettings } from '../../../shared/operation';
import { MAX_CHANGES, MAX_STAFF, optionSetting, PROTECTED_USERS } from '../../../shared/options';
import type { Choice } from '../../../shared/values';
import { changeAll, userProperty } from './common';
import { readTarget, type TargetForm, targetFields } from './target';

const TO: TargetForm = {
	displayName: 'Downgrade To',
	name: 'downgradeTo',
	options: [
		{
			name: 'Contributor',
			value: 'contributor',
			description: 'Adds internal notes on shared tickets; takes no paid seat',
		},
		{ name: 'Custom Role', value: 'custom', description: 'One of the roles of the account' },
		{
			name: 'End User',
			value: 'endUser',
			description: 'Submits tickets and sees their own; takes no seat',
		},
		{
			name: 'Light Agent',
			value: 'lightAgent',
			description: 'Sees tickets and adds internal notes; takes no paid seat',
		},
	],
	default: 'endUser',
	description: 'What the user becomes; end users stay as they are',
	withCustomRole: ['custom'],
};

const WHEN_ASSIGNED: Choice<'refuse' | 'handOver'> = {
	displayName: 'When Tickets Are Assigned',
	name: 'whenAssigned',
	type: 'options',
	options: [
		{
			name: 'Refuse',
			value: 'refuse',
			description: 'Change nothing until the tickets have been handed over',
		},
		{
			name: 'Let Zendesk Hand Them Over',
			value: 'handOver',
			description:
				'To the acting admin or the agent with the lowest ID in each group. For a new light agent or contributor, the tickets go back to their group.',
		},
	],
	default: 'refuse',
	description: 'What to do with a user who still has tickets that are not closed',
};

export const downgradeUser = defineOperation({
	value: 'downgrade',
	name: 'Downgrade',
	action: 'Downgrade user',
	description:
		'Turn an agent or admin into an end user, light agent or contributor, which frees the paid seat',
	writes: true,
	properties: [userProperty, ...targetFields(TO)],
	options: [MAX_CHANGES, MAX_STAFF, PROTECTED_USERS, WHEN_ASSIGNED],
	usesJobs: true,
	async execute(run) {
		const table = {
			whenAssigned: optionSetting(WHEN_ASSIGNED, (options) => options.choice(WHEN_ASSIGNED)),
		};
		return await withSettings(run, table, async ({ whenAssigned }, settled) =>
			withGuards(settled, async (guards, guarded) => {
				const { client } = guarded;
				const handOverIsFine = whenAssigned === 'handOver';
				const context = { client, roles: new Roles(client), handOverIsFine };
				return await changeAll(guards, guarded, (form) => {
					const target = readTarget(form, TO);
					return isRefusal(target) ? target : wantDowngraded(context, target);
				});
			}),
		);
	},
});
