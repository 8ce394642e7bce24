import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { createUsers } from '../../../../zendesk/users/create';
import type { UserFields } from '../../../../zendesk/users/payload';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import {
	customRoleField,
	fieldProperties,
	readCustomRole,
	readFields,
	readTextField,
	ROLE_OPTIONS,
} from '../../../shared/userFields';
import { readParameter } from '../../../shared/parameters';

const roleField: INodeProperties = {
	displayName: 'Role',
	name: 'role',
	type: 'options',
	options: ROLE_OPTIONS,
	default: 'end-user',
	description: 'What the user becomes; agents and admins need a free seat',
};

const skipMailField: INodeProperties = {
	displayName: 'Skip Verification Email',
	name: 'skipVerifyEmail',
	type: 'boolean',
	default: false,
	description: 'Whether to send the new user no email that asks to verify the address',
};

export const createUser = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create user',
	description: 'Add a new end user, agent or admin',
	writes: true,
	properties: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Ann Miller',
			description: 'The full name',
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			description:
				'The primary email. Without it and without an external ID, a repeat can create the user twice.',
		},
		roleField,
		{ ...customRoleField, displayOptions: { show: { role: ['agent'] } } },
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [...fieldProperties, skipMailField].sort((a, b) =>
				a.displayName.localeCompare(b.displayName),
			),
		},
	],
	usesJobs: true,
	async execute({ client, jobs, isDryRun, rows, onSingles, onEnded }) {
		return await forAllRows<UserFields>(
			rows,
			(row) => {
				const name = readTextField('Name', readParameter(this, 'name', row));
				const email = readTextField('Email', readParameter(this, 'email', row, ''));
				const role = readParameter(this, 'role', row, 'end-user');
				const customRole = readCustomRole(
					role === 'agent' ? readParameter(this, 'customRole', row, '') : '',
				);
				const collection = readParameter(this, 'additionalFields', row, {}) as IDataObject;
				const fields = readFields(collection);
				if (name === '') {
					return { reason: 'invalid', message: "'Name' is empty", advice: 'Give every row a name' };
				}
				for (const value of [name, email, customRole, fields]) {
					if (isRefusal(value)) return value;
				}
				return {
					name,
					...(email ? { email } : {}),
					role,
					...(customRole === undefined ? {} : { custom_role_id: customRole }),
					...fields,
					...(collection.skipVerifyEmail === true ? { skip_verify_email: true } : {}),
				};
			},
			async (users) => await createUsers({ client, jobs, isDryRun, onSingles, onEnded }, users),
		);
	},
});
