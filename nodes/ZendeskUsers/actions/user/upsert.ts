import type { IDataObject } from 'n8n-workflow';
import type { UpsertRow } from '../../../../zendesk/users/gather';
import { upsertUsers } from '../../../../zendesk/users/upsert';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import { readOption } from '../../../shared/options';
import {
	customRoleField,
	fieldProperties,
	readCustomRole,
	readFields,
	readTextField,
	ROLE_OPTIONS,
} from '../../../shared/userFields';
import { readParameter } from '../../../shared/parameters';

/** The key has a field of its own in the form. */
const otherFields = fieldProperties.filter(({ name }) => name !== 'externalId');

export const upsertUser = defineOperation({
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update user',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	writes: true,
	properties: [
		{
			displayName: 'External ID',
			name: 'externalId',
			type: 'string',
			default: '',
			placeholder: 'e.g. EMP-0042',
			description:
				'The unique ID of the user in another system, by which the user is found. Rows that have one are compared first, and only differences are written.',
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			description: 'The primary email, by which the user is found where there is no external ID',
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Ann Miller',
			description: 'The full name; required for new users',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				...otherFields,
				customRoleField,
				{
					displayName: 'Role',
					name: 'role',
					type: 'options' as const,
					options: ROLE_OPTIONS,
					default: 'end-user',
					description: 'What the user becomes; agents and admins need a free seat',
				},
				{
					displayName: 'Skip Verification Email',
					name: 'skipVerifyEmail',
					type: 'boolean' as const,
					default: false,
					description: 'Whether to send new users no email that asks to verify the address',
				},
			].sort((a, b) => a.displayName.localeCompare(b.displayName)),
		},
	],
	options: [
		{
			displayName: 'Write Unchanged Rows',
			name: 'writeUnchanged',
			type: 'boolean',
			default: false,
			description:
				'Whether to send every row to Zendesk without checking first whether anything differs',
		},
	],
	usesJobs: true,
	async execute({ client, jobs, isDryRun, rows, onSingles, onEnded }) {
		const writeUnchanged = readOption<boolean>(this, 'writeUnchanged', false);
		return await forAllRows<UpsertRow>(
			rows,
			(row) => {
				const externalId = readTextField('External ID', readParameter(this, 'externalId', row, ''));
				const email = readTextField('Email', readParameter(this, 'email', row, ''));
				const name = readTextField('Name', readParameter(this, 'name', row, ''));
				const collection = readParameter(this, 'additionalFields', row, {}) as IDataObject;
				const customRole = readCustomRole(collection.customRole);
				const fields = readFields(collection);
				for (const value of [externalId, email, name, customRole, fields]) {
					if (isRefusal(value)) return value;
				}
				if (externalId === '' && email === '') {
					return {
						reason: 'invalid',
						message: "'External ID' and 'Email' are both empty, so the user can't be found",
						advice: 'Give every row at least one of them',
					};
				}
				return {
					item: row,
					externalId: (externalId as string) || undefined,
					email: (email as string) || undefined,
					fields: {
						...(externalId ? { external_id: externalId } : {}),
						...(email ? { email } : {}),
						...(name ? { name } : {}),
						...(collection.role ? { role: collection.role } : {}),
						...(customRole === undefined ? {} : { custom_role_id: customRole }),
						...fields,
						...(collection.skipVerifyEmail === true ? { skip_verify_email: true } : {}),
					},
				};
			},
			async (users) =>
				await upsertUsers({ client, jobs, isDryRun, writeUnchanged, onSingles, onEnded }, users),
		);
	},
});
