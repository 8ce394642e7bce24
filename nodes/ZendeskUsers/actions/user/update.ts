import type { IDataObject } from 'n8n-workflow';
import { defineOperation, isRefusal } from '../../../shared/operation';
import { readOption } from '../../../shared/options';
import { changeAll, userProperty } from './common';
import { fieldProperties, readFields } from '../../../shared/userFields';
import { readParameter } from '../../../shared/parameters';

export const updateUser = defineOperation({
	value: 'update',
	name: 'Update',
	action: 'Update user',
	description: 'Change fields of a user; only what differs is written',
	writes: true,
	properties: [
		userProperty,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				...fieldProperties,
				{
					displayName: 'Email',
					name: 'email',
					type: 'string' as const,
					placeholder: 'name@email.com',
					default: '',
					description:
						'The new primary email, which counts as verified. The former one is removed.',
				},
				{
					displayName: 'Name',
					name: 'name',
					type: 'string' as const,
					default: '',
					placeholder: 'e.g. Ann Miller',
					description: 'The full name',
				},
			].sort((a, b) => a.displayName.localeCompare(b.displayName)),
		},
	],
	options: [
		{
			displayName: 'Keep Former Email',
			name: 'keepOldEmail',
			type: 'boolean',
			default: false,
			description: 'Whether to keep the former email as a second address of the user',
		},
	],
	usesJobs: true,
	async execute(run) {
		const keepOldEmail = readOption(this, 'keepOldEmail', false);
		return await changeAll(this, run, (row) => {
			const collection = readParameter(this, 'updateFields', row, {}) as IDataObject;
			const fields = readFields(collection);
			if (isRefusal(fields)) return fields;
			for (const key of ['email', 'name']) {
				const value = String(collection[key] ?? '').trim();
				if (value) fields[key] = value;
			}
			return () => ({ fields, outcome: 'updated' as const, keepOldEmail });
		});
	},
});
