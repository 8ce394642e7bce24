import type { INodeProperties } from 'n8n-workflow';
import { withGuards } from '../../../shared/guards';
import { defineOperation, isRefusal } from '../../../shared/operation';
import { OPTIONS, PROTECTED_USERS } from '../../../shared/options';
import { ORGANIZATIONS, readReplaceOrganizations } from '../../../shared/organizations';
import { changeAll, userProperty } from './common';
import { fieldProperties, readFields } from '../../../shared/userFields';
import { allOrRefusal } from '../../../shared/values';
import { refuseNoOrganization } from '../../../../zendesk/users/organization';
import type { UserFields } from '../../../../zendesk/users/payload';

const EMAIL: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	placeholder: 'name@email.com',
	default: '',
	description: 'The new primary email, which counts as verified. The former one is removed.',
};

const NAME: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Ann Miller',
	description: 'The full name',
};

const UPDATE_FIELDS: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [...fieldProperties, EMAIL, NAME].sort((a, b) =>
		a.displayName.localeCompare(b.displayName),
	),
};

const KEEP_FORMER_EMAIL: INodeProperties = {
	displayName: 'Keep Former Email',
	name: 'keepOldEmail',
	type: 'boolean',
	default: false,
	description: 'Whether to keep the former email as a second address of the user',
};

export const updateUser = defineOperation({
	value: 'update',
	name: 'Update',
	action: 'Update user',
	description: 'Change fields of a user; only what differs is written',
	writes: true,
	properties: [userProperty, UPDATE_FIELDS],
	options: [KEEP_FORMER_EMAIL, ORGANIZATIONS, PROTECTED_USERS],
	usesJobs: true,
	async execute(run) {
		return await withGuards(run, async (guards, guarded) =>
			changeAll(guards, guarded, (form) => {
				const collection = form.within(UPDATE_FIELDS);
				const read = allOrRefusal<{
					fields: UserFields;
					email: string;
					name: string;
					keepOldEmail: boolean;
					replacesOrganizations: boolean;
				}>({
					fields: readFields(collection),
					email: collection.key(EMAIL),
					name: collection.text(NAME),
					keepOldEmail: form.within(OPTIONS).flag(KEEP_FORMER_EMAIL),
					replacesOrganizations: readReplaceOrganizations(form.within(OPTIONS)),
				});
				if (isRefusal(read)) return read;
				const { email, name, keepOldEmail, replacesOrganizations } = read;
				const fields = { ...read.fields, ...(email ? { email } : {}), ...(name ? { name } : {}) };
				return (user) => ({
					kind: 'update',
					fields,
					outcome: 'updated' as const,
					keepOldEmail,
					...(replacesOrganizations
						? {}
						: {
								keepOrganizations: true,
								check: async () => await refuseNoOrganization(run.client, user, fields),
							}),
				});
			}),
		);
	},
});
