import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { isRef, readUserRef, type UserRef } from '../../zendesk/users/reference';
import { isRecord } from '../../zendesk/http/errors';
import type { Refusal } from '../../zendesk/verdict';
import { readParameter } from './parameters';

interface UserField {
	displayName: string;
	name: string;
	description: string;
	required?: boolean;
	/** Which list the field offers. */
	list?: 'searchUsers' | 'searchStaff';
}

/** Picks one user: from a list with search, or by email, ID (also as a pasted address) or external ID. */
export function userField({
	displayName,
	name,
	description,
	required = true,
	list = 'searchUsers',
}: UserField): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a user...',
				typeOptions: { searchListMethod: list, searchable: true },
			},
			{
				displayName: 'By Email',
				name: 'email',
				type: 'string',
				placeholder: 'e.g. ann@example.com',
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 35436 or https://acme.zendesk.com/agent/users/35436',
			},
			{
				displayName: 'By External ID',
				name: 'externalId',
				type: 'string',
				placeholder: 'e.g. EMP-0042',
			},
		],
	};
}

const BY: Record<string, UserRef['by']> = {
	list: 'id',
	id: 'id',
	email: 'email',
	externalId: 'externalId',
};

/** Splits the value of a user field; an expression may also give a plain email, ID or address. */
function refOf(value: unknown) {
	if (isRecord(value) && 'value' in value) {
		return readUserRef(value.value, BY[String(value.mode)]);
	}
	return readUserRef(value);
}

/** @returns the user that the row names, or why it names none */
export function readUser(
	context: IExecuteFunctions,
	{ name, displayName }: Pick<UserField, 'name' | 'displayName'>,
	row: number,
): UserRef | Refusal {
	const ref = refOf(readParameter(context, name, row));
	if (isRef(ref)) return ref;
	return {
		reason: 'invalid',
		message: `'${displayName}': ${ref.problem}`,
		advice: 'Pick a user from the list, or give an email, an ID or an external ID',
	};
}

/** Like {@link readUser} for a field that may be left empty. */
export function readOptionalUser(
	context: IExecuteFunctions,
	field: Pick<UserField, 'name' | 'displayName'>,
	row: number,
): UserRef | Refusal | undefined {
	const value: unknown = readParameter(context, field.name, row, '');
	const text = isRecord(value) ? value.value : value;
	return text === '' || text === null || text === undefined
		? undefined
		: readUser(context, field, row);
}

/** A list of texts, pasted with commas, semicolons or line breaks. */
export function readList(value: unknown): string[] {
	const parts = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[\n,;]+/);
	return parts.map((part) => part.trim()).filter(Boolean);
}
