import type { INodeProperties } from 'n8n-workflow';
import type { UpsertRow } from '../../../../zendesk/users/gather';
import type { UserFields } from '../../../../zendesk/users/payload';
import { upsertGuarded } from '../../../../zendesk/users/upsertGuarded';
import type { Refusal } from '../../../../zendesk/verdict';
import type { Form } from '../../../shared/form';
import { withGuards } from '../../../shared/guards';
import { defineOperation, forAllRows, isRefusal, withSettings } from '../../../shared/operation';
import { MAX_CHANGES, MAX_STAFF, optionSetting, PROTECTED_USERS } from '../../../shared/options';
import { ORGANIZATIONS, readReplaceOrganizations } from '../../../shared/organizations';
import {
	customRoleField,
	fieldProperties,
	readCustomRole,
	readFields,
	type Role,
	ROLE_OPTIONS,
} from '../../../shared/userFields';
import { allOrRefusal, type Choice } from '../../../shared/values';

const EXTERNAL_ID: INodeProperties = {
	displayName: 'External ID',
	name: 'externalId',
	type: 'string',
	default: '',
	placeholder: 'e.g. EMP-0042',
	description:
		'The unique ID of the user in another system, by which the user is found. Somebody who has another one is never taken for this user.',
};

const EMAIL: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	placeholder: 'name@email.com',
	default: '',
	description:
		'The email, by which the user is found where there is no external ID, or nobody has it. Where the external ID finds the user, an email that is new to them replaces the primary one.',
};

const NAME: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Ann Miller',
	description: 'The full name; required for new users',
};

/** Without a default that would take rights: who adds the field and chooses nothing changes nothing. */
const ROLE: Choice<Role | ''> = {
	displayName: 'Role',
	name: 'role',
	type: 'options',
	options: [...ROLE_OPTIONS, { name: 'Leave as It Is', value: '' }],
	default: '',
	description:
		'What the user becomes; agents and admins need a free seat. Somebody new becomes an end user unless you choose.',
};

const SKIP_MAIL: INodeProperties = {
	displayName: 'Skip Verification Email',
	name: 'skipVerifyEmail',
	type: 'boolean',
	default: false,
	description: 'Whether to send new users no email that asks to verify the address',
};

const ADDITIONAL_FIELDS: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		// The key has a field of its own in the form.
		...fieldProperties.filter(({ name }) => name !== EXTERNAL_ID.name),
		customRoleField,
		ROLE,
		SKIP_MAIL,
	].sort((a, b) => a.displayName.localeCompare(b.displayName)),
};

const LOOK_FIRST: INodeProperties = {
	displayName: 'Look First',
	name: 'lookFirst',
	type: 'boolean',
	default: false,
	description:
		"Whether to look up all rows by email alone first, so that only differences are written. Up to 100 of them are always looked up. Of more, without this option, rows go to Zendesk as they are, and those of users who exist have the outcome 'sent'.",
};

const MAKE_PRIMARY: INodeProperties = {
	displayName: 'Make Primary',
	name: 'makePrimary',
	type: 'boolean',
	default: false,
	description:
		'Whether an email that the user already has as a second one becomes the primary one. The former primary email stays as a second one. Otherwise such an email only finds the user.',
};

const WRITE_UNCHANGED: INodeProperties = {
	displayName: 'Write Unchanged Rows',
	name: 'writeUnchanged',
	type: 'boolean',
	default: false,
	description:
		"Whether to send every row to Zendesk without checking first whether anything differs. Users who exist then have the outcome 'sent'.",
};

const SETTINGS = {
	lookFirst: optionSetting(LOOK_FIRST, (options) => options.flag(LOOK_FIRST)),
	makePrimary: optionSetting(MAKE_PRIMARY, (options) => options.flag(MAKE_PRIMARY, false)),
	replaceOrganizations: optionSetting(ORGANIZATIONS, readReplaceOrganizations),
	writeUnchanged: optionSetting(WRITE_UNCHANGED, (options) => options.flag(WRITE_UNCHANGED, false)),
};

interface Read {
	externalId: string;
	email: string;
	name: string;
	role?: Role | '';
	customRole?: number;
	fields: UserFields;
	skipsMail: boolean;
}

const NO_KEY: Refusal = {
	reason: 'invalid',
	message: "'External ID' and 'Email' are both empty, so the user can't be found",
	advice: 'Give every row at least one of them',
};

function readRow(form: Form, item: number): UpsertRow | Refusal {
	const collection = form.within(ADDITIONAL_FIELDS);
	const read = allOrRefusal<Read>({
		externalId: form.key(EXTERNAL_ID),
		email: form.key(EMAIL),
		name: form.text(NAME),
		role: collection.optionalChoice(ROLE),
		customRole: readCustomRole(collection),
		fields: readFields(collection),
		skipsMail: collection.flag(SKIP_MAIL),
	});
	if (isRefusal(read)) return read;
	const { externalId, email, name, role, customRole, fields, skipsMail } = read;
	if (externalId === '' && email === '') return NO_KEY;
	return {
		item,
		externalId: externalId || undefined,
		email: email || undefined,
		fields: {
			...(externalId ? { external_id: externalId } : {}),
			...(email ? { email } : {}),
			...(name ? { name } : {}),
			...(role ? { role } : {}),
			...(customRole === undefined ? {} : { custom_role_id: customRole }),
			...fields,
			...(skipsMail ? { skip_verify_email: true } : {}),
		},
	};
}

export const upsertUser = defineOperation({
	value: 'upsert',
	name: 'Create or Update',
	action: 'Create or update user',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	writes: true,
	properties: [EXTERNAL_ID, EMAIL, NAME, ADDITIONAL_FIELDS],
	options: [
		LOOK_FIRST,
		MAKE_PRIMARY,
		ORGANIZATIONS,
		MAX_CHANGES,
		MAX_STAFF,
		PROTECTED_USERS,
		WRITE_UNCHANGED,
	],
	usesJobs: true,
	async execute(run) {
		return await withSettings(run, SETTINGS, async (settings, settled) =>
			withGuards(settled, async (guards, guarded) => {
				const { client, jobs, isDryRun, rows, form, onSingles, onEnded } = guarded;
				const context = { client, jobs, guards, isDryRun, onSingles, onEnded, ...settings };
				return await forAllRows<UpsertRow>(
					rows,
					(row) => readRow(form(row), row),
					async (users) => await upsertGuarded(context, users),
				);
			}),
		);
	},
});
