import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { listCustomRoles } from '../../../zendesk/api/customRoles';
import { listGroups } from '../../../zendesk/api/groups';
import { connectForList } from './listSearch';

function asOptions(records: Array<{ id: number; name: string }>): INodePropertyOptions[] {
	return records
		.map(({ id, name }) => ({ name, value: id }))
		.sort((a, b) => a.name.localeCompare(b.name));
}

async function getGroups(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return asOptions(await listGroups(await connectForList(this)));
}

async function getCustomRoles(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const roles = await listCustomRoles(await connectForList(this));
	// The field may stay empty, which the editor only accepts as one of the choices.
	return [{ name: 'No Custom Role', value: '' }, ...asOptions(roles ?? [])];
}

export const loadOptions = { getGroups, getCustomRoles };
