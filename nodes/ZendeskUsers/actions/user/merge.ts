import { mergeUsers, type MergeRow } from '../../../../zendesk/users/merge';
import { readUser, userField } from '../../../shared/fields';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import { PROTECTED_USERS } from '../../../shared/options';
import { guardsOf } from './common';

const GONE = {
	displayName: 'User to Merge',
	name: 'mergedUser',
	description:
		'The end user who disappears. If given by email, a repeat recognizes that the merge is done.',
} as const;

const KEPT = {
	displayName: 'User to Keep',
	name: 'keptUser',
	description: 'The end user who stays and takes over tickets, addresses and organizations',
} as const;

export const mergeUser = defineOperation({
	value: 'merge',
	name: 'Merge',
	action: 'Merge users',
	description:
		"Combine two end users who are the same person. Tickets, addresses and organizations move; all other data of the merged user is lost, and this can't be undone.",
	writes: true,
	properties: [userField(GONE), userField(KEPT)],
	options: [PROTECTED_USERS],
	async execute(run) {
		const { client, isDryRun, rows, onEnded } = run;
		return await forAllRows<MergeRow>(
			rows,
			(row) => {
				const gone = readUser(this, GONE, row);
				if (isRefusal(gone)) return gone;
				const kept = readUser(this, KEPT, row);
				return isRefusal(kept) ? kept : { item: row, gone, kept };
			},
			async (pairs) =>
				await mergeUsers(
					{
						client,
						guards: guardsOf(this, run),
						isDryRun,
						onEnded,
						parameters: { gone: GONE.displayName, kept: KEPT.displayName },
					},
					pairs,
				),
		);
	},
});
