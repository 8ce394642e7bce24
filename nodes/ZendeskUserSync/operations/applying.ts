import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { applyChanges, type ApplyOptions } from '../../../zendesk/sync/apply';
import { Guards } from '../../../zendesk/users/guards';
import type { Verdict } from '../../../zendesk/verdict';
import type { Run } from '../../shared/operation';
import { readOption } from '../../shared/options';
import type { Bounds } from '../rules';
import { readManaged } from './making';

export const WHEN_TICKETS_ARE_OPEN: INodeProperties = {
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

export const SKIP_VERIFY_EMAIL: INodeProperties = {
	displayName: 'Skip Verification Email',
	name: 'skipVerifyEmail',
	type: 'boolean',
	default: true,
	description: 'Whether to send new users no email that asks to verify the address',
};

/** Applies changes within the bounds of the form. */
export async function applyWithin(
	context: IExecuteFunctions,
	{ client, jobs, isDryRun, onEnded, onSingles }: Run,
	bounds: Bounds,
	changes: Parameters<typeof applyChanges>[2],
): Promise<Verdict[]> {
	const guards = new Guards(client, bounds.protectedUsers);
	return await applyChanges(
		{ client, jobs, guards, isDryRun, onEnded, onSingles },
		{
			...bounds,
			managed: readManaged(context),
			skipVerifyEmail: readOption<boolean>(context, 'skipVerifyEmail', true) === true,
			whenTicketsAreOpen: readOption<ApplyOptions['whenTicketsAreOpen']>(
				context,
				'whenTicketsAreOpen',
				'suspend',
			),
		},
		changes,
	);
}
