import type { INodeProperties } from 'n8n-workflow';
import { LEVELS, type Level } from '../../../../zendesk/offboarding/levels';
import { offboard, type OffboardRow } from '../../../../zendesk/offboarding/offboard';
import { Roles } from '../../../../zendesk/roles/accountRoles';
import type { Refusal } from '../../../../zendesk/verdict';
import { userField } from '../../../shared/fields';
import type { Form } from '../../../shared/form';
import { withGuards } from '../../../shared/guards';
import { defineOperation, forAllRows, withSettings } from '../../../shared/operation';
import {
	MAX_CHANGES,
	MAX_STAFF,
	OPTIONS,
	optionSetting,
	PROTECTED_USERS,
} from '../../../shared/options';
import { allOrRefusal, type Choice, type Option, readTag } from '../../../shared/values';
import { handOverFields, readHandOver, SUCCESSOR } from '../handOver';

const LEAVER = {
	displayName: 'Leaver',
	name: 'leaver',
	description: 'The agent or admin who leaves',
	list: 'searchStaff',
} as const;

const LEVEL_OPTIONS = Object.entries(LEVELS).map(([value, { name, description }]) => ({
	name,
	value,
	description,
})) as Array<Option<Level>>;

const LEVEL: Choice<Level> = {
	displayName: 'Level',
	name: 'level',
	type: 'options',
	options: LEVEL_OPTIONS,
	default: 'downgradeAndSuspend',
	description: "How far the off-boarding goes. Both levels that delete can't be undone.",
};

const CHECK_OWNERSHIP: INodeProperties = {
	displayName: 'Check Ownership',
	name: 'checkOwnership',
	type: 'boolean',
	default: false,
	description:
		'Whether to list in the report which views, macros, triggers, automations and OAuth clients belong to or name the leaver. They are read once for all rows and never changed.',
};

const COMMENT: INodeProperties = {
	displayName: 'Comment',
	name: 'comment',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. Handed over because Ann has left',
	description: 'An internal note to add to each ticket that moves',
};

const CUT_ACCESS: Choice<OffboardRow['cutAccess']> = {
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
};

const TAG: INodeProperties = {
	displayName: 'Tag',
	name: 'tag',
	type: 'string',
	default: 'agent_offboarded',
	description: 'A tag to add to each ticket that moves. Leave it empty for none.',
};

const SETTINGS = {
	checkOwnership: optionSetting(CHECK_OWNERSHIP, (options) => options.flag(CHECK_OWNERSHIP, false)),
};

function readRow(form: Form, item: number): OffboardRow | Refusal {
	const options = form.within(OPTIONS);
	return allOrRefusal<OffboardRow>({
		item,
		leaver: form.user(LEAVER),
		level: form.choice(LEVEL),
		handOver: readHandOver(form),
		cutAccess: options.choice(CUT_ACCESS),
		tag: options.words(TAG, readTag),
		comment: options.words(COMMENT),
	});
}

export const offboardUser = defineOperation({
	value: 'offboard',
	name: 'Offboard',
	action: 'Offboard user',
	description:
		"Hand over all tickets of an agent, cut access, free the seat and, depending on the level, delete the user, which can't be undone",
	writes: true,
	dryRunInForm: true,
	properties: [userField(LEAVER), LEVEL, ...handOverFields],
	options: [MAX_CHANGES, MAX_STAFF, PROTECTED_USERS, CHECK_OWNERSHIP, COMMENT, CUT_ACCESS, TAG],
	usesJobs: true,
	async execute(run) {
		return await withSettings(run, SETTINGS, async (options, settled) =>
			withGuards(settled, async (guards, { client, jobs, isDryRun, rows, form, progress }) =>
				forAllRows<OffboardRow>(
					rows,
					(row) => readRow(form(row), row),
					async (leavers) =>
						await offboard(
							{
								client,
								jobs,
								guards,
								roles: new Roles(client),
								options: { ...options, dryRun: isDryRun },
								run: this.getExecutionId(),
								parameters: { leaver: LEAVER.displayName, successor: SUCCESSOR.displayName },
								onStage: (leaverId, stage) => progress(`user ${leaverId}: ${stage}`),
							},
							leavers,
						),
				),
			),
		);
	},
});
