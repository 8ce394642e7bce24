import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Target } from '../../../../zendesk/roles/accountRoles';
import type { Refusal } from '../../../../zendesk/verdict';
import { isRefusal } from '../../../shared/operation';
import { readParameter } from '../../../shared/parameters';
import { customRoleField } from '../../../shared/userFields';
import { orRefusal, readChoice, readText } from '../../../shared/values';

/** The two fields that say what somebody is to become. */
export interface TargetForm {
	displayName: string;
	name: string;
	options: INodePropertyOptions[];
	default: Target['to'];
	description: string;
	/** For which choices one of the account's roles can be chosen. */
	withCustomRole: Array<Target['to']>;
}

const CUSTOM_ROLE = customRoleField.displayName;

export function targetFields(form: TargetForm): INodeProperties[] {
	const { displayName, name, options, default: usual, description, withCustomRole } = form;
	return [
		{ displayName, name, type: 'options', options, default: usual, description },
		{
			...customRoleField,
			description:
				'One of the custom roles of the account. Choose from the list, or specify a name or an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
			displayOptions: { show: { [name]: withCustomRole } },
		},
	];
}

/** @returns what the row's user is to become, or what is wrong with the fields */
export function readTarget(
	context: IExecuteFunctions,
	form: TargetForm,
	row: number,
): Target | Refusal {
	const { displayName, name, options, withCustomRole } = form;
	const to = orRefusal(displayName, () =>
		readChoice<Target['to']>(options, readParameter(context, name, row, form.default)),
	);
	if (isRefusal(to)) return to;
	if (to === undefined) {
		return { reason: 'invalid', message: `'${displayName}' is empty`, advice: 'Choose one' };
	}
	const role = withCustomRole.includes(to)
		? orRefusal(CUSTOM_ROLE, () => readText(readParameter(context, 'customRole', row, '')))
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
