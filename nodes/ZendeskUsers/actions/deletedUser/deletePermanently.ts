import { attempt } from '../../../../zendesk/http/client';
import { purgeOne } from '../../../../zendesk/users/purge';
import { readUserRef } from '../../../../zendesk/users/reference';
import { verdictOfError } from '../../../../zendesk/verdict';
import { isRecord } from '../../../../zendesk/http/errors';
import { inParallel } from '../../../../zendesk/http/parallel';
import { defineOperation, forAllRows } from '../../../shared/operation';
import { readParameter } from '../../../shared/parameters';

export const deleteUserPermanently = defineOperation({
	value: 'deletePermanently',
	name: 'Delete Permanently',
	action: 'Delete user permanently',
	description: "Erase the personal data of a deleted user for good; this can't be undone",
	writes: true,
	properties: [
		{
			displayName: 'Deleted User',
			name: 'deletedUser',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'The user to erase; must have been deleted already',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Select a deleted user...',
					typeOptions: { searchListMethod: 'searchDeletedUsers', searchable: true },
				},
				{
					displayName: 'By ID',
					name: 'id',
					type: 'string',
					placeholder: 'e.g. 35436',
				},
			],
		},
	],
	async execute({ client, isDryRun, rows, onEnded }) {
		return await forAllRows<number>(
			rows,
			(row) => {
				const value: unknown = readParameter(this, 'deletedUser', row);
				const ref = readUserRef(isRecord(value) ? value.value : value, 'id');
				if ('by' in ref && ref.by === 'id') return ref.value;
				return {
					reason: 'invalid',
					message: `'Deleted User': ${'problem' in ref ? ref.problem : 'no ID is given'}`,
					advice: 'Pick a user from the list, or give the ID: deleted users have lost their email',
				};
			},
			async (ids) =>
				await inParallel(
					ids,
					async (id) => {
						const done = await attempt(purgeOne(client, id, isDryRun));
						return done.ok ? done.value : verdictOfError(done.error, { id });
					},
					onEnded,
				),
		);
	},
});
