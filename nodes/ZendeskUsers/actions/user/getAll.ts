import type { IDataObject } from 'n8n-workflow';
import { readUsers } from '../../../../zendesk/users/list';
import { refused } from '../../../../zendesk/verdict';
import { limitFields, readLimit } from '../../../shared/limit';
import { defineOperation, forEachRow, isRefusal } from '../../../shared/operation';
import { readOption } from '../../../shared/options';
import { outputFields, readOutput } from '../../../shared/output';
import { filterProperties, readFilter } from './filters';
import { USER_OUTPUT } from './output';
import { readParameter } from '../../../shared/parameters';

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
			options: filterProperties,
		},
		...outputFields(USER_OUTPUT),
	],
	options: [
		{
			displayName: 'Read By',
			name: 'readBy',
			type: 'options',
			options: [
				{
					name: 'Automatic',
					value: 'automatic',
					description: "Lists; the export for 'Updated Since' and for deleted users",
				},
				{
					name: 'Incremental Export',
					value: 'export',
					description: 'A thousand users a request, but ten requests a minute',
				},
			],
			default: 'automatic',
			description: 'How the users are read from Zendesk',
		},
	],
	async execute({ client, rows, progress }) {
		const byExport = readOption<string>(this, 'readBy', 'automatic') === 'export';
		return await forEachRow(rows, async (row) => {
			const filter = readFilter(readParameter(this, 'filters', row, {}) as IDataObject);
			if (isRefusal(filter)) return { row, verdict: refused(filter) };
			const limit = readLimit(this, row) ?? Infinity;
			const output = readOutput(this, USER_OUTPUT, row);
			const records: IDataObject[] = [];
			for await (const page of readUsers(client, filter, byExport)) {
				for (const user of page) if (records.length < limit) records.push(output(user));
				progress(`${records.length} users are read`);
				if (records.length >= limit) break;
			}
			return { row, records };
		});
	},
});
