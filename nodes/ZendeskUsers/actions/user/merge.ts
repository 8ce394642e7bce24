import { mergeUsers, type MergeRow } from '../../../../zendesk/users/merge';
import type { UserRef } from '../../../../zendesk/users/reference';
import { userField } from '../../../shared/fields';
import { withGuards } from '../../../shared/guards';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import { MAX_CHANGES, MAX_STAFF, PROTECTED_USERS } from '../../../shared/options';
import { allOrRefusal } from '../../../shared/values';

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
	options: [MAX_CHANGES, MAX_STAFF, PROTECTED_USERS],
	async execute(run) {
		return await withGuards(
			run,
			async (guards, { client, isDryRun, rows, form, onEnded }) =>
				await forAllRows<MergeRow>(
					rows,
					(row) => {
						const pair = allOrRefusal<{ gone: UserRef; kept: UserRef }>({
							gone: form(row).user(GONE),
							kept: form(row).user(KEPT),
						});
						return isRefusal(pair) ? pair : { item: row, ...pair };
					},
					async (pairs) =>
						await mergeUsers(
							{
								client,
								guards,
								isDryRun,
								onEnded,
								parameters: { gone: GONE.displayName, kept: KEPT.displayName },
							},
							pairs,
						),
				),
		);
	},
});
