import type { INodeProperties } from 'n8n-workflow';
import { applyChanges, type ApplyOptions } from '../../../zendesk/sync/apply';
import { Guards } from '../../../zendesk/changes/guards';
import type { Refusal, Verdict } from '../../../zendesk/verdict';
import { isRefusal, type Run } from '../../shared/operation';
import { optionSetting } from '../../shared/options';
import { ORGANIZATIONS, readReplaceOrganizations } from '../../shared/organizations';
import type { Choice } from '../../shared/values';
import { type Bounds, settleAll } from '../rules';

const WHEN_TICKETS_ARE_OPEN: Choice<ApplyOptions['whenTicketsAreOpen']> = {
	displayName: 'When Tickets Are Open',
	name: 'whenTicketsAreOpen',
	type: 'options',
	options: [
		{
			name: 'Report',
			value: 'report',
			description: 'The row fails and names the tickets',
		},
		{
			name: 'Suspend, Delete Later',
			value: 'suspend',
			description:
				"The end user is suspended and tagged 'delete_when_tickets_closed'; a later run deletes them",
		},
	],
	default: 'suspend',
	description:
		'What to do with an end user who is to be deleted but has tickets that are not closed',
};

const SKIP_VERIFY_EMAIL: INodeProperties = {
	displayName: 'Skip Verification Email',
	name: 'skipVerifyEmail',
	type: 'boolean',
	default: true,
	description: 'Whether to send new users no email that asks to verify the address',
};

/** What Apply and Sync have in common. */
export const applyOptions: INodeProperties[] = [
	ORGANIZATIONS,
	SKIP_VERIFY_EMAIL,
	WHEN_TICKETS_ARE_OPEN,
];

const SETTINGS = {
	replacesOrganizations: optionSetting(ORGANIZATIONS, readReplaceOrganizations),
	skipVerifyEmail: optionSetting(SKIP_VERIFY_EMAIL, (options) =>
		options.flag(SKIP_VERIFY_EMAIL, true),
	),
	whenTicketsAreOpen: optionSetting(WHEN_TICKETS_ARE_OPEN, (options) =>
		options.choice(WHEN_TICKETS_ARE_OPEN),
	),
};

/** Applies changes within the bounds of the form, or says why it can't. */
export async function applyWithin(
	run: Run,
	bounds: Bounds,
	changes: Parameters<typeof applyChanges>[2],
): Promise<Verdict[] | Refusal> {
	const settings = settleAll(run, SETTINGS);
	if (isRefusal(settings)) return settings;
	const { client, jobs, isDryRun, onEnded, onSingles } = run;
	const { replacesOrganizations, ...others } = settings;
	const guards = new Guards(client, bounds.protectedUsers, undefined);
	return await applyChanges(
		{ client, jobs, guards, isDryRun, onEnded, onSingles },
		{ ...bounds, ...others, keepOrganizations: !replacesOrganizations },
		changes,
	);
}
