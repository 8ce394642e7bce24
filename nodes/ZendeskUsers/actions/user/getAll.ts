import type { IDataObject } from 'n8n-workflow';
import { readUsers } from '../../../../zendesk/users/list';
import { refused } from '../../../../zendesk/verdict';
import { limitFields, readLimit } from '../../../shared/limit';
import { defineOperation, forEachRow, isRefusal } from '../../../shared/operation';
import { readOption } from '../../../shared/options';
import { outputFields, readOutput } from '../../../shared/output';
import { readParameter } from '../../../shared/parameters';
import { filterProperties, readFilter } from './filters';
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
					description:
						"User lists, or the incremental export for 'Updated Since' and for deleted users",
				},
				{
					name: 'Incremental Export',
					value: 'export',
					description: 'A thousand users per request, but only ten requests a minute',
				},
			],
			default: 'automatic',
			description:
				"How the users are read from Zendesk. With 'Search', Zendesk's search is always used.",
		},
	],
	async execute({ client, rows, progress }) {
		const byExport = readOption<string>(this, 'readBy', 'automatic') === 'export';
		return await forEachRow(rows, async (row) => {
			const filters = readParameter(this, 'filters', row, {}) as IDataObject;
			const filter = readFilter(filters, this.getTimezone());
			if (isRefusal(filter)) return { row, verdict: refused(filter) };
			const limit = readLimit(this, row);
			if (isRefusal(limit)) return { row, verdict: refused(limit) };
			const records = await readUsers(client, filter, {
				as: readOutput(this, USER_OUTPUT, row),
				limit,
				byExport,
				onPage: (found) => progress(`${found} users are read`),
			});
			return { row, records };
		});
	},
});
