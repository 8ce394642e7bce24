import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isErased, listDeletedUsers } from '../../../../zendesk/api/deletedUsers';
import type { DeletedUser } from '../../../../zendesk/api/records';
import { type Refusal, refused } from '../../../../zendesk/verdict';
import type { Form } from '../../../shared/form';
import { limitFields, readLimit } from '../../../shared/limit';
import { defineOperation, forEachRow, isRefusal } from '../../../shared/operation';
import { type Output, outputFields, readOutput } from '../../../shared/output';
import { allOrRefusal } from '../../../shared/values';

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

const INCLUDE_PURGED: INodeProperties = {
	displayName: 'Include Permanently Deleted',
	name: 'includePurged',
	type: 'boolean',
	default: false,
	description:
		'Whether to also return erased users, of whom Zendesk only keeps the ID and the dates',
};

interface Read {
	limit: number;
	withPurged: boolean;
	output: (user: DeletedUser) => IDataObject;
}

function readRow(form: Form): Read | Refusal {
	return allOrRefusal<Read>({
		limit: readLimit(form),
		withPurged: form.flag(INCLUDE_PURGED, false),
		output: readOutput(form, DELETED_USER_OUTPUT),
	});
}

export const getManyDeletedUsers = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many deleted users',
	description: 'Retrieve a list of users who have been deleted',
	writes: false,
	properties: [...limitFields, INCLUDE_PURGED, ...outputFields(DELETED_USER_OUTPUT)],
	async execute({ client, rows, form, progress }) {
		return await forEachRow(rows, async (row) => {
			const read = readRow(form(row));
			if (isRefusal(read)) return { row, verdict: refused(read) };
			const { limit, withPurged, output } = read;
			const records: IDataObject[] = [];
			for await (const page of listDeletedUsers(client)) {
				for (const user of page.records) {
					if (withPurged || !isErased(user)) records.push(output(user));
				}
				progress(`${Math.min(records.length, limit)} deleted users are read`);
				if (records.length >= limit) break;
			}
			return { row, records: records.slice(0, limit) };
		});
	},
});
