import type { IDataObject } from 'n8n-workflow';
import { listDeletedUsers, PURGED_NAME } from '../../../../zendesk/api/deletedUsers';
import type { DeletedUser } from '../../../../zendesk/api/records';
import { refused } from '../../../../zendesk/verdict';
import { limitFields, readLimit } from '../../../shared/limit';
import { defineOperation, forEachRow, isRefusal } from '../../../shared/operation';
import { type Output, outputFields, readOutput } from '../../../shared/output';
import { readParameter } from '../../../shared/parameters';

const DELETED_USER_OUTPUT: Output<DeletedUser> = {
	simplify: (user) => ({
		id: user.id,
		name: user.name ?? null,
		email: user.email ?? null,
		role: user.role ?? null,
		organization_id: user.organization_id ?? null,
		created_at: user.created_at ?? null,
		updated_at: user.updated_at ?? null,
	}),
	fields: [
		'active',
		'created_at',
		'email',
		'locale',
		'locale_id',
		'name',
		'organization_id',
		'phone',
		'photo',
		'role',
		'separation',
		'shared_phone_number',
		'time_zone',
		'updated_at',
		'url',
	],
};

export const getManyDeletedUsers = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many deleted users',
	description: 'Retrieve a list of users who have been deleted',
	writes: false,
	properties: [
		...limitFields,
		{
			displayName: 'Include Permanently Deleted',
			name: 'includePurged',
			type: 'boolean',
			default: false,
			description:
				'Whether to also return erased users, of whom Zendesk only keeps the ID and the dates',
		},
		...outputFields(DELETED_USER_OUTPUT),
	],
	async execute({ client, rows, progress }) {
		return await forEachRow(rows, async (row) => {
			const limit = readLimit(this, row);
			if (isRefusal(limit)) return { row, verdict: refused(limit) };
			const withPurged = readParameter(this, 'includePurged', row, false) === true;
			const output = readOutput(this, DELETED_USER_OUTPUT, row);
			const records: IDataObject[] = [];
			for await (const page of listDeletedUsers(client)) {
				for (const user of page.records) {
					if (withPurged || user.name !== PURGED_NAME) records.push(output(user));
				}
				progress(`${Math.min(records.length, limit)} deleted users are read`);
				if (records.length >= limit) break;
			}
			return { row, records: records.slice(0, limit) };
		});
	},
});
