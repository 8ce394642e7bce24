import {
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	NodeOperationError,
} from 'n8n-workflow';
import { isErased, listDeletedUsers } from '../../../zendesk/api/deletedUsers';
import type { ZendeskUser } from '../../../zendesk/api/records';
import { listUsers, searchUsers as search } from '../../../zendesk/api/users';
import { Client } from '../../../zendesk/http/client';
import { connect } from '../../shared/connection';

const PAGE = 100;

/** A client for lists in the editor, where an error is shown beside the field. */
export async function connectForList(context: ILoadOptionsFunctions): Promise<Client> {
	const client = await connect(context);
	if (client instanceof Client) return client;
	throw new NodeOperationError(context.getNode(), client.message, { description: client.advice });
}

function itemOf(
	user: Pick<ZendeskUser, 'id' | 'name' | 'email' | 'suspended'>,
): INodeListSearchItems {
	const suspended = user.suspended ? ' (suspended)' : '';
	return {
		name: `${user.name}${user.email ? ` · ${user.email}` : ''}${suspended}`,
		value: user.id,
	};
}

/** One page of the search, whose number is the token for the next one. */
async function searchPage(
	client: Client,
	query: string,
	paginationToken = '1',
): Promise<INodeListSearchResult> {
	const users = await search(client, query, { page: Number(paginationToken), per_page: PAGE });
	return {
		results: users.map(itemOf),
		...(users.length === PAGE ? { paginationToken: String(Number(paginationToken) + 1) } : {}),
	};
}

async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = await connectForList(this);
	if (filter) return await searchPage(client, filter, paginationToken);
	const first = await listUsers(client).next();
	return { results: first.done ? [] : first.value.records.map(itemOf) };
}

async function searchStaff(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const query = `role:agent role:admin ${filter ?? ''}`.trim();
	return await searchPage(await connectForList(this), query, paginationToken);
}

/** Deleted users can't be searched by Zendesk: the list is filtered here. */
async function searchDeletedUsers(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const client = await connectForList(this);
	const results: INodeListSearchItems[] = [];
	for await (const { records } of listDeletedUsers(client)) {
		for (const user of records) {
			const { id, name } = user;
			if (!isErased(user) && name.toLowerCase().includes(filter.toLowerCase())) {
				results.push({ name: `${name} · ID ${id}`, value: id });
			}
		}
		if (results.length >= PAGE) break;
	}
	return { results };
}

export const listSearch = { searchUsers, searchStaff, searchDeletedUsers };
