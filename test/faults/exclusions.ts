import type { FaultId, Undisturbed } from './types';
import { isGated } from './faults/F35-plan-lacks';
import { isImport, isJobOrder } from './faults/jobs';
import { isWrite } from './ways';

/** Cells of the matrix that can't apply. */
export interface Exclusion {
	faults: FaultId[];
	/** Names of scenarios, or a pattern that they match. */
	scenarios: string[] | RegExp;
	/** Why it can't happen there: `reads only`. */
	reason: string;
	/** Whether the reason is true of a scenario, where its requests show that: checked for each one. */
	holds?: (undisturbed: Undisturbed) => boolean;
}

/** Operations that write nothing; a delivery is taken without a write, too. */
const READS =
	/: (Get|Create Report|Plan)\b|^Zendesk Activity Trigger: |^Zendesk Users Trigger: receive$/;
const readsOnly = ({ routes }: Undisturbed) => !routes.some(isWrite);

/** Works on its input items. */
const ASKS_NOTHING = ['Seat: Create Report'];
const asksNothing = ({ requests }: Undisturbed) => requests === 0;

export const EXCLUSIONS: Exclusion[] = [
	{
		faults: ['F1', 'F2', 'F3', 'F4', 'F5', 'F7', 'F8', 'F25', 'F29', 'F30', 'F31'],
		scenarios: ASKS_NOTHING,
		reason: 'makes a file out of its input items: Zendesk isn’t asked anything',
		holds: asksNothing,
	},
	{
		faults: ['F30'],
		scenarios: /^User: Create \(.*names? only\)$/,
		reason:
			'nothing names these people: neither Zendesk nor a run from the top can tell whom the run before has created',
	},
	{
		faults: ['F6'],
		scenarios: READS,
		reason: 'reads only: there is no answer to a write that could be lost',
		holds: readsOnly,
	},
	{
		faults: ['F9', 'F10', 'F11', 'F12'],
		scenarios:
			/\(one row|: (Get|Create Report|Plan)\b|^Zendesk|User: Merge|Delete Permanently|Ticket: Create/,
		reason: 'starts no job',
		holds: ({ routes }) => !routes.some(isJobOrder),
	},
	{
		faults: ['F13'],
		scenarios: /^(?!User: Create|User Sync: (Apply|Sync))|\(one row/,
		reason: 'imports no users in bulk',
		holds: ({ routes }) => !routes.some(isImport),
	},
	{
		faults: ['F14', 'F15'],
		scenarios:
			/^User: (Create|Update|Merge|Suspend|Unsuspend|Upgrade|Downgrade \(one|Delete|Get$)|Delete Permanently|^Ticket: Create|Create Report|Users Trigger: (publish$|receive)/,
		reason: 'reads no list that could take a second page',
	},
	{
		faults: ['F14'],
		scenarios: ['Zendesk Activity Trigger: Active Today'],
		reason: 'goes on by times, and a time can’t expire',
	},
	{
		faults: ['F17'],
		scenarios:
			/^User: Create( \(|$)|^User: Create or Update \(|^Ticket|Delete Permanently|: (Get|Create Report|Plan)\b|^Zendesk/,
		reason: 'changes nobody who was there already',
		holds: ({ routes }) => !routes.some((route) => /^(PUT|DELETE) \/api\/v2\/users\b/.test(route)),
	},
	{
		faults: ['F18'],
		scenarios: /^(?!User: (Delete|Offboard)|User Sync: (Apply|Sync))/,
		reason: 'deletes nobody',
		holds: ({ routes }) =>
			!routes.some((route) => /^DELETE \/api\/v2\/users\/(:id|destroy_many)$/.test(route)),
	},
	{
		faults: ['F18'],
		scenarios: ['User: Delete (one row)', 'User: Offboard (downgrade, one successor a group)'],
		reason: 'the fault brings one row and several, and a level that deletes',
	},
	{
		faults: ['F19'],
		scenarios: /^(?!User: Offboard$|Deleted User: Delete Permanently)/,
		reason: 'erases nobody',
		holds: ({ routes }) => !routes.includes('DELETE /api/v2/deleted_users/:id'),
	},
	{
		faults: ['F20', 'F21', 'F22', 'F23', 'F24'],
		scenarios: /^(?!Zendesk Users Trigger: receive$)/,
		reason: 'receives no webhooks',
	},
	{
		faults: ['F26', 'F27', 'F28', 'F36'],
		scenarios: /^(?!Zendesk).*\(/,
		reason:
			'the fault brings its own rows and accounts: they are those of the row without brackets',
	},
	{
		faults: ['F26'],
		scenarios: /^Zendesk Users Trigger: (publish|unpublish)/,
		reason: 'is about no user',
	},
	{
		faults: ['F27', 'F36'],
		scenarios: /^Zendesk|: (Get Many|Create Report)$|^Deleted User/,
		reason: 'looks for nobody by external ID or email',
	},
	{
		faults: ['F28'],
		scenarios: ['User: Merge', 'Deleted User: Delete Permanently', 'Ticket: Create'],
		reason:
			'Zendesk does it for one at a time only, and knows no look-up for many of what is needed',
	},
	{
		faults: ['F28'],
		scenarios: ['User: Downgrade'],
		reason:
			'looks at the tickets of each agent first, and Zendesk lists those of one at a time only',
	},
	{
		faults: ['F36'],
		scenarios: ['User Sync: Apply Plan'],
		reason: 'goes by the IDs of a plan, which blocks whoever is ambiguous',
	},
	{
		faults: ['F28'],
		scenarios: /^Zendesk Users Trigger/,
		reason: 'takes one event, or one webhook, whoever and how many the people are',
	},
	{
		faults: ['F35'],
		scenarios:
			/^User: (?!Offboard|Upgrade)|Delete Permanently|^Deleted User|^Ticket|Create Report|^User Sync|^Zendesk Users Trigger|: User Changed$/,
		reason: 'asks for nothing that a plan could lack',
		holds: ({ routes }) => !routes.some(isGated),
	},
	{
		faults: ['F16'],
		scenarios: READS,
		reason: 'writes nothing that somebody else could have changed meanwhile',
		holds: readsOnly,
	},
	{
		faults: ['F16'],
		scenarios: /^Zendesk Users Trigger: (publish|unpublish)/,
		reason: 'writes its own webhook, which is nobody else’s',
		holds: ({ routes }) => !routes.some((route) => isWrite(route) && !/\/webhooks\b/.test(route)),
	},
	{
		faults: ['F32'],
		scenarios: /^(?!User Sync: )/,
		reason: 'has no source that says who is still there',
	},
	{
		faults: ['F33'],
		scenarios: /^(?!User: Offboard$|Ticket: Transfer$)/,
		reason:
			'names no successor; or does so as the row without brackets, to which the fault brings both ways',
	},
	{
		faults: ['F34'],
		scenarios:
			/^User: (Create|Get|Unsuspend|Update|Upgrade)|\(|^Deleted User|^Ticket|^Seat|^Activity|^Zendesk/,
		reason: 'takes nobody’s access, role or account; or does as the row without brackets',
	},
];

/** Why the cell isn't in the matrix; `undefined` = it is. */
export function exclusionOf(fault: FaultId, scenario: string): string | undefined {
	return EXCLUSIONS.find(
		({ faults, scenarios }) =>
			faults.includes(fault) &&
			(scenarios instanceof RegExp ? scenarios.test(scenario) : scenarios.includes(scenario)),
	)?.reason;
}
