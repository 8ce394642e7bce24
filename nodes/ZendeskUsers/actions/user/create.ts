import type { INodeProperties } from 'n8n-workflow';
import { createUsers } from '../../../../zendesk/users/create';
import type { UserFields } from '../../../../zendesk/users/payload';
import type { Refusal } from '../../../../zendesk/verdict';
import type { Form } from '../../../shared/form';
import { defineOperation, forAllRows, isRefusal } from '../../../shared/operation';
import {
	customRoleField,
	fieldProperties,
	readCustomRole,
	readFields,
	type Role,
	ROLE_OPTIONS,
} from '../../../shared/userFields';
import { allOrRefusal, type Choice } from '../../../shared/values';

const NAME: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Ann Miller',
	description: 'The full name',
};

const EMAIL: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	placeholder: 'name@email.com',
	default: '',
	description:
		'The primary email. Without it and without an external ID, a repeat can create the user twice.',
};

const ROLE: Choice<Role> = {
	displayName: 'Role',
	name: 'role',
	type: 'options',
	options: ROLE_OPTIONS,
	default: 'end-user',
	description: 'What the user becomes; agents and admins need a free seat',
};

const SKIP_MAIL: INodeProperties = {
	displayName: 'Skip Verification Email',
	name: 'skipVerifyEmail',
	type: 'boolean',
	default: false,
	description: 'Whether to send the new user no email that asks to verify the address',
};

const ADDITIONAL_FIELDS: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [...fieldProperties, SKIP_MAIL].sort((a, b) =>
		a.displayName.localeCompare(b.displayName),
	),
};

interface Read {
	name: string;
	email: string;
	role: Role;
	customRole?: number;
	fields: UserFields;
	skipsMail: boolean;
}

function readRow(form: Form): UserFields | Refusal {
	const collection = form.within(ADDITIONAL_FIELDS);
	const role = form.choice(ROLE);
	const read = allOrRefusal<Read>({
		name: form.text(NAME),
		email: form.key(EMAIL),
		role,
		customRole: role === 'agent' ? readCustomRole(form) : undefined,
		fields: readFields(collection),
		skipsMail: collection.flag(SKIP_MAIL),
	});
	if (isRefusal(read)) return read;
	const { name, email, customRole, fields, skipsMail } = read;
	if (name === '') {
		return { reason: 'invalid', message: "'Name' is empty", advice: 'Give every row a name' };
	}
	return {
		name,
		...(email ? { email } : {}),
		role: read.role,
		...(customRole === undefined ? {} : { custom_role_id: customRole }),
		...fields,
		...(skipsMail ? { skip_verify_email: true } : {}),
	};
}

export const createUser = defineOperation({
	value: 'create',
	name: 'Create',
	action: 'Create user',
	description: 'Add a new end user, agent or admin',
	writes: true,
	properties: [
		NAME,
		EMAIL,
		ROLE,
		{ ...customRoleField, displayOptions: { show: { role: ['agent'] } } },
		ADDITIONAL_FIELDS,
	],
	usesJobs: true,
	async execute({ client, jobs, isDryRun, rows, form, onSingles, onEnded }) {
		return await forAllRows<UserFields>(
			rows,
			(row) => readRow(form(row)),
			async (users) => await createUsers({ client, jobs, isDryRun, onSingles, onEnded }, users),
		);
	},
});
