import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { listSearch } from '../../nodes/ZendeskUsers/methods/listSearch';
import { loadOptions } from '../../nodes/ZendeskUsers/methods/loadOptions';
import { addAgent, addCustomer, addGroup } from '../simulator';
import { clearStages, setStage, type Stage } from './engine';
import { by } from './forms';

afterEach(clearStages);

/** The editor's context for lists: the credential and a request that is signed with it. */
function editor(
	{ sim, credential }: Stage,
	subdomain = credential.subdomain,
): ILoadOptionsFunctions {
	const token = sim.credentials.bearer();
	return {
		getNode: () => ({
			name: 'Zendesk Users',
			type: 'zendeskUsers',
			typeVersion: 1,
			parameters: {},
		}),
		getNodeParameter: () => 'oAuth2',
		getCredentials: async () => ({ subdomain }),
		helpers: {
			httpRequestWithAuthentication: async function (
				_type: string,
				options: { url: string; method: string },
			) {
				const answer = await sim.fetch(
					new Request(options.url, {
						method: options.method,
						headers: { Authorization: `Bearer ${token}` },
					}),
				);
				return {
					statusCode: answer.status,
					headers: Object.fromEntries(answer.headers),
					body: await answer.text(),
				};
			},
		},
	} as unknown as ILoadOptionsFunctions;
}

describe('lists in the editor', () => {
	it('users: the first page, then by search', async () => {
		const stage = setStage({ searchLagSeconds: 0 });
		for (let i = 0; i < 120; i++) addCustomer(stage.sim, { name: `Customer ${i}` });
		const ann = addCustomer(stage.sim, { name: 'Ann Unique', email: 'ann@example.com' });
		const context = editor(stage);
		expect((await listSearch.searchUsers.call(context)).results).toHaveLength(100);
		expect(await listSearch.searchUsers.call(context, 'Unique')).toEqual({
			results: [{ name: 'Ann Unique · ann@example.com', value: ann.id }],
		});
		const first = await listSearch.searchUsers.call(context, 'Customer');
		expect(first.paginationToken).toBe('2');
		const second = await listSearch.searchUsers.call(context, 'Customer', '2');
		expect(first.results.length + second.results.length).toBe(120);
	});

	it('staff only, and who is suspended', async () => {
		const stage = setStage({ searchLagSeconds: 0 });
		addCustomer(stage.sim, { name: 'Customer' });
		addAgent(stage.sim, { name: 'Bob', email: 'bob@acme.example', suspended: true });
		const names = (await listSearch.searchStaff.call(editor(stage))).results.map(
			({ name }) => name,
		);
		expect(names).toContain('Bob · bob@acme.example (suspended)');
		expect(names.join()).not.toContain('Customer');
	});

	it('deleted users who are not erased yet', async () => {
		const stage = setStage();
		const gone = addCustomer(stage.sim, { name: 'Gone Girl' });
		await stage.run({ parameters: { resource: 'user', operation: 'delete', user: by.id(gone) } });
		const context = editor(stage);
		expect((await listSearch.searchDeletedUsers.call(context, 'girl')).results).toEqual([
			{ name: `Gone Girl · ID ${gone.id}`, value: gone.id },
		]);
		expect((await listSearch.searchDeletedUsers.call(context, 'boy')).results).toEqual([]);
	});

	it('groups and roles by name; no roles where the plan has none', async () => {
		const stage = setStage();
		const group = addGroup(stage.sim, { name: 'Aardvarks' });
		expect((await loadOptions.getGroups.call(editor(stage)))[0]).toEqual({
			name: 'Aardvarks',
			value: group.id,
		});
		expect(
			(await loadOptions.getCustomRoles.call(editor(stage))).map(({ name }) => name),
		).toContain('Light agent');
		const poor = setStage({ plan: { customRoles: false } });
		expect(await loadOptions.getCustomRoles.call(editor(poor))).toEqual([
			{ name: 'No Custom Role', value: '' },
		]);
	});

	it('say what is wrong with the credential', async () => {
		const stage = setStage();
		await expect(listSearch.searchUsers.call(editor(stage, 'evil.com'))).rejects.toThrow(
			"'Account' in the credential",
		);
	});
});
