import type { INodeProperties } from 'n8n-workflow';

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
