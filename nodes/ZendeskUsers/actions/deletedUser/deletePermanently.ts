import type { INodeProperties } from 'n8n-workflow';
import { purgeAll } from '../../../../zendesk/users/purge';
import { nameOfRef } from '../../../../zendesk/users/reference';
import type { Refusal } from '../../../../zendesk/verdict';
import type { Form } from '../../../shared/form';
import { withGuards } from '../../../shared/guards';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import { MAX_CHANGES, MAX_STAFF, PROTECTED_USERS } from '../../../shared/options';

const DELETED_USER: INodeProperties = {
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
};

function readRow(form: Form): number | Refusal {
	const advice = 'Pick a user from the list, or give the ID: deleted users have lost their email';
	const ref = form.user(DELETED_USER, 'id');
	if (isRefusal(ref)) return { ...ref, advice };
	if (ref.by === 'id') return ref.value;
	return {
		reason: 'invalid',
		message: `'${DELETED_USER.displayName}': ${nameOfRef(ref)} is no ID`,
		advice,
	};
}

export const deleteUserPermanently = defineOperation({
	value: 'deletePermanently',
	name: 'Delete Permanently',
	action: 'Delete user permanently',
	description: "Erase the personal data of a deleted user for good; this can't be undone",
	writes: true,
	properties: [DELETED_USER],
	options: [MAX_CHANGES, MAX_STAFF, PROTECTED_USERS],
	async execute(run) {
		return await withGuards(run, async (guards, { client, isDryRun, rows, form, onEnded }) =>
			forAllRows<number>(
				rows,
				(row) => readRow(form(row)),
				async (ids) => await purgeAll({ client, guards, isDryRun, onEnded }, ids),
			),
		);
	},
});
