import type { IDataObject } from 'n8n-workflow';
import { listUsers } from '../../../../zendesk/api/users';
import { limitFields, readLimit } from '../../../shared/limit';
import { defineOperation, forEachRow } from '../../../shared/operation';
import { outputFields, readOutput } from '../../../shared/output';
import { ROLE_OPTIONS } from './fields';
import { USER_OUTPUT } from './output';

export const getManyUsers = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many users',
	description: 'Retrieve a list of users',
	writes: false,
	properties: [
		...limitFields,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Role',
					name: 'role',
					type: 'options',
					options: ROLE_OPTIONS,
					default: 'agent',
					description: 'Only users with this role',
				},
			],
		},
		...outputFields(USER_OUTPUT),
	],
	async execute({ client, rows }) {
		return await forEachRow(rows, async (row) => {
			const { role } = this.getNodeParameter('filters', row, {}) as { role?: string };
			const limit = readLimit(this, row) ?? Infinity;
			const output = readOutput(this, USER_OUTPUT, row);
			const records: IDataObject[] = [];
			for await (const page of listUsers(client, {
				query: { role },
				size: Math.min(limit, 100),
			})) {
				for (const user of page.records) records.push(output(user));
				if (records.length >= limit) break;
			}
			return { row, records: records.slice(0, limit) };
		});
	},
});
