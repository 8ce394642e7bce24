import type { IDataObject } from 'n8n-workflow';
import { listDeletedUsers, PURGED_NAME } from '../../../../zendesk/api/deletedUsers';
import type { DeletedUser } from '../../../../zendesk/api/records';
import { limitFields, readLimit } from '../../../shared/limit';
import { defineOperation, forEachRow } from '../../../shared/operation';
import { type Output, outputFields, readOutput } from '../../../shared/output';
import { readParameter } from '../../../shared/parameters';

const SIMPLE = ['id', 'name', 'email', 'role', 'organization_id', 'created_at', 'updated_at'];

const DELETED_USER_OUTPUT: Output<DeletedUser> = {
	simplify: (user) => Object.fromEntries(SIMPLE.map((key) => [key, user[key] ?? null])),
	fields: [
		'active',
		'created_at',
		'email',
		'locale',
		'name',
		'organization_id',
		'phone',
		'role',
		'time_zone',
		'updated_at',
		'url',
	],
};

export const getManyDeletedUsers = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many deleted users',
	description: 'Retrieve a list of deleted users',
	writes: false,
	properties: [
		...limitFields,
		{
			displayName: 'Include Permanently Deleted',
			name: 'includePurged',
			type: 'boolean',
			default: false,
			description: 'Whether to also return users of whom Zendesk only keeps the ID and the dates',
		},
		...outputFields(DELETED_USER_OUTPUT),
	],
	async execute({ client, rows }) {
		return await forEachRow(rows, async (row) => {
			const limit = readLimit(this, row) ?? Infinity;
			const withPurged = readParameter(this, 'includePurged', row, false) === true;
			const output = readOutput(this, DELETED_USER_OUTPUT, row);
			const records: IDataObject[] = [];
			for await (const page of listDeletedUsers(client)) {
				for (const user of page.records) {
					if (withPurged || user.name !== PURGED_NAME) records.push(output(user));
				}
				if (records.length >= limit) break;
			}
			return { row, records: records.slice(0, limit) };
		});
	},
});
