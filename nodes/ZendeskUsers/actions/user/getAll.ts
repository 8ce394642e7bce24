import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ZendeskUser } from '../../../../zendesk/api/records';
import type { UserFilter } from '../../../../zendesk/users/filter';
import { readUsers } from '../../../../zendesk/users/list';
import { type Refusal, refused } from '../../../../zendesk/verdict';
import type { Form } from '../../../shared/form';
import { limitFields, readLimit } from '../../../shared/limit';
import { defineOperation, forEachRow, isRefusal, withSettings } from '../../../shared/operation';
import { optionSetting } from '../../../shared/options';
import { outputFields, readOutput } from '../../../shared/output';
import { allOrRefusal, type Choice } from '../../../shared/values';
import { filterProperties, readFilter } from './filters';
import { USER_OUTPUT } from './output';

const FILTERS: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: filterProperties,
};

const READ_BY: Choice<'automatic' | 'export'> = {
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
};

const SETTINGS = { readBy: optionSetting(READ_BY, (options) => options.choice(READ_BY)) };

interface Read {
	filter: UserFilter;
	limit: number;
	output: (user: ZendeskUser) => IDataObject;
}

function readRow(form: Form, zone: string): Read | Refusal {
	return allOrRefusal<Read>({
		filter: readFilter(form.within(FILTERS), zone),
		limit: readLimit(form),
		output: readOutput(form, USER_OUTPUT),
	});
}

export const getManyUsers = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many users',
	description: 'Retrieve a list of users',
	writes: false,
	properties: [...limitFields, FILTERS, ...outputFields(USER_OUTPUT)],
	options: [READ_BY],
	async execute(run) {
		return await withSettings(run, SETTINGS, async ({ readBy }, { client, rows, form, progress }) =>
			forEachRow(rows, async (row) => {
				const read = readRow(form(row), this.getTimezone());
				if (isRefusal(read)) return { row, verdict: refused(read) };
				const records = await readUsers(client, read.filter, {
					as: read.output,
					limit: read.limit,
					byExport: readBy === 'export',
					onPage: (found) => progress(`${found} users are read`),
				});
				return { row, records };
			}),
		);
	},
});
