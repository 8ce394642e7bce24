import type { INodeProperties } from 'n8n-workflow';
import type { Target } from '../../../../zendesk/roles/accountRoles';
import type { Refusal } from '../../../../zendesk/verdict';
import type { Form } from '../../../shared/form';
import { isRefusal } from '../../../shared/operation';
import { customRoleField } from '../../../shared/userFields';
import { type Choice, type Option, readWords } from '../../../shared/values';

/** The two fields that say what somebody is to become. */
export interface TargetForm {
	displayName: string;
	name: string;
	options: Array<Option<Target['to']>>;
	default: Target['to'];
	description: string;
	/** For which choices one of the account's roles can be chosen. */
	withCustomRole: Array<Target['to']>;
}

const CUSTOM_ROLE = customRoleField.displayName;

function choiceOf({ displayName, name, options, ...form }: TargetForm): Choice<Target['to']> {
	const { default: usual, description } = form;
	return { displayName, name, type: 'options', options, default: usual, description };
}

export function targetFields(form: TargetForm): INodeProperties[] {
	const { name, withCustomRole } = form;
	return [
		choiceOf(form),
		{
			...customRoleField,
			description:
				'One of the custom roles of the account. Choose from the list, or specify a name or an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			displayOptions: { show: { [name]: withCustomRole } },
		},
	];
}

/** @returns what the row's user is to become, or what is wrong with the fields */
export function readTarget(form: Form, target: TargetForm): Target | Refusal {
	const to = form.choice(choiceOf(target));
	if (isRefusal(to)) return to;
	const role = target.withCustomRole.includes(to)
		? form.optional(customRoleField, readWords)
		: undefined;
	if (isRefusal(role)) return role;
	if (role !== undefined) return { to: 'custom', role };
	if (to !== 'custom') return { to };
	return {
		reason: 'unknown-role',
		message: `'${CUSTOM_ROLE}' is empty`,
		advice: 'Choose a role from the list, or give its name or ID',
	};
}
