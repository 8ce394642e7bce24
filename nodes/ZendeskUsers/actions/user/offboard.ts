import { LEVELS, type Level } from '../../../../zendesk/offboarding/levels';
import { offboard, type OffboardRow } from '../../../../zendesk/offboarding/offboard';
import { Roles } from '../../../../zendesk/roles/accountRoles';
import { readUser, userField } from '../../../shared/fields';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import { PROTECTED_USERS, readOption } from '../../../shared/options';
import { handOverFields, readHandOver, SUCCESSOR } from '../handOver';
import { guardsOf } from './common';
import { readParameter } from '../../../shared/parameters';

const LEAVER = {
	displayName: 'Leaver',
	name: 'leaver',
	description: 'The agent or admin who leaves',
	list: 'searchStaff',
} as const;

export const offboardUser = defineOperation({
	value: 'offboard',
	name: 'Offboard',
	action: 'Offboard user',
	description:
		"Hand over all tickets of an agent, cut access, free the seat and, depending on the level, delete the user, which can't be undone",
	writes: true,
	dryRunInForm: true,
	properties: [
		userField(LEAVER),
		{
			displayName: 'Level',
			name: 'level',
			type: 'options',
			options: Object.entries(LEVELS).map(([value, { name, description }]) => ({
				name,
				value,
				description,
			})),
			default: 'downgradeAndSuspend',
			description: "How far the off-boarding goes. Both levels that delete can't be undone.",
		},
		...handOverFields,
	],
	options: [
		PROTECTED_USERS,
		{
			displayName: 'Check Ownership',
			name: 'checkOwnership',
			type: 'boolean',
			default: false,
			description:
				'Whether to list in the report which views, macros, triggers, automations and OAuth clients belong to or name the leaver. They are read once for all rows and never changed.',
		},
		{
			displayName: 'Comment',
			name: 'comment',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Handed over because Ann has left',
			description: 'An internal note to add to each ticket that moves',
		},
		{
			displayName: 'Cut Access',
			name: 'cutAccess',
			type: 'options',
			options: [
				{
					name: 'First',
					value: 'first',
					description: 'Nothing new can reach the leaver while the tickets move',
				},
				{
					name: 'After Transfer',
					value: 'afterTransfer',
					description: 'The leaver can keep working until the tickets have moved',
				},
			],
			default: 'first',
			description: 'When the leaver is suspended, signed out and loses all OAuth tokens',
		},
		{
			displayName: 'Tag',
			name: 'tag',
			type: 'string',
			default: 'agent_offboarded',
			description: 'A tag to add to each ticket that moves. Leave it empty for none.',
		},
	],
	usesJobs: true,
	async execute(run) {
		const { client, jobs, isDryRun, rows, progress } = run;
		return await forAllRows<OffboardRow>(
			rows,
			(row) => {
				const leaver = readUser(this, LEAVER, row);
				if (isRefusal(leaver)) return leaver;
				const handOver = readHandOver(this, row);
				if (isRefusal(handOver)) return handOver;
				const level = readParameter(this, 'level', row) as Level;
				if (!(level in LEVELS)) {
					return {
						reason: 'invalid',
						message: `'Level': there is no level '${level}'`,
						advice: `Use one of: ${Object.keys(LEVELS).join(', ')}`,
					};
				}
				return { leaver, level, handOver };
			},
			async (leavers) =>
				await offboard(
					{
						client,
						jobs,
						guards: guardsOf(this, run),
						roles: new Roles(client),
						options: {
							cutAccess: readOption(this, 'cutAccess', 'first'),
							dryRun: isDryRun,
							checkOwnership: readOption(this, 'checkOwnership', false),
							tag: readOption(this, 'tag', 'agent_offboarded'),
							comment: readOption(this, 'comment', ''),
						},
						parameters: { leaver: LEAVER.displayName, successor: SUCCESSOR.displayName },
						onStage: (leaverId, stage) => progress(`user ${leaverId}: ${stage}`),
					},
					leavers,
				),
		);
	},
});
