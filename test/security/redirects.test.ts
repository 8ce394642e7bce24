import { LoadOptionsContext } from 'n8n-core';
import {
	type ILoadOptionsFunctions,
	type INode,
	type INodeParameters,
	type INodeTypes,
	Workflow,
} from 'n8n-workflow';
import { listSearch } from '../../nodes/ZendeskUsers/methods/listSearch';
import { loadOptions } from '../../nodes/ZendeskUsers/methods/loadOptions';
import { ZendeskUsers } from '../../nodes/ZendeskUsers/ZendeskUsers.node.ts';
import { additionalData, CredentialStore, credentialTypes } from '../engine/store';
import { by } from '../engine/forms';
import { N8n } from '../engine/trigger/webhook';
import { addCustomer } from '../simulator';
import { plantSecrets } from './secrets';
import { NEIGHBOUR, type SecurityStage, sentElsewhere, setSecurityStage, THIEF } from './stage';

/** That no operation follows a redirect is shown for each of them in secrets.test.ts; here it is every kind of redirect. */

const STATUSES = [301, 302, 303, 307, 308];

/** By what they lead to; `path` is what was asked for, with its query. */
const PLACES: Record<string, (host: string, path: string) => string> = {
	'another host': (_, path) => `https://${THIEF}${path}`,
	'another account': (_, path) => `https://${NEIGHBOUR}${path}`,
	'another host, without a scheme': (_, path) => `//${THIEF}${path}`,
	'another host, by backslashes': (_, path) => `/\\${THIEF}${path}`,
	'another host, with the account as a user name': (host, path) =>
		`https://${host}@${THIEF}${path}`,
	'a host that begins like the account': (host, path) => `https://${host}.${THIEF}${path}`,
	'the account, but in plain text': (host, path) => `http://${host}${path}`,
	'the account, but another port': (host, path) => `https://${host}:8443${path}`,
};

const CASES = STATUSES.flatMap((status) =>
	Object.keys(PLACES).map((place) => [status, place] as const),
);

function redirect(stage: SecurityStage, status: number, place: string): void {
	stage.front.answer = ({ url }) => {
		const { host, pathname, search } = new URL(url);
		const Location = PLACES[place](host, `${pathname}${search}`);
		return new Response(null, { status, headers: { Location } });
	};
}

describe.each(['zendeskUsersOAuth2Api', 'zendeskUsersApi'] as const)('%s', (credentialType) => {
	it.each(CASES)('is taken nowhere by a %i to %s', async (status, place) => {
		const stage = setSecurityStage();
		const credential = plantSecrets(stage)[credentialType];
		const user = by.id(addCustomer(stage.sim));
		const run = async (operation: string) =>
			await stage.run({
				credential,
				credentialType,
				parameters: { resource: 'user', operation, user },
			});
		redirect(stage, status, place);
		const read = await run('getAll');
		stage.front.answer = () => undefined;
		await run('get');
		const { answer } = stage.front;
		redirect(stage, status, place);
		const { answer: leadAway } = stage.front;
		stage.front.answer = (request) =>
			request.method === 'GET' ? answer(request) : leadAway(request);
		const written = await run('suspend');
		for (const { error } of [read, written]) {
			expect(error?.message).toContain('to another address, which is never followed');
			expect(error?.description).toContain("Check 'Account' in the credential");
		}
		expect(stage.front.answered).toBe(2);
		expect(sentElsewhere(stage)).toEqual([]);
		expect(stage.sim.log.writes()).toEqual([]);
	});
});

describe('nor are', () => {
	/** The editor's own context. */
	function editor({ credential }: SecurityStage): ILoadOptionsFunctions {
		const type = new ZendeskUsers();
		const nodeTypes: INodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		const node: INode = {
			id: 'node',
			name: 'Zendesk Users',
			type: 'n8n-nodes-zendesk-users.zendeskUsers',
			typeVersion: 1,
			position: [0, 0],
			parameters: { authentication: 'oAuth2' } as INodeParameters,
			credentials: { zendeskUsersOAuth2Api: { id: 'credential', name: 'Zendesk' } },
		};
		const workflow = new Workflow({
			id: 'workflow',
			active: false,
			nodeTypes,
			nodes: [node],
			connections: {},
		});
		const store = new CredentialStore(credentialTypes, () => credential);
		const context = new LoadOptionsContext(workflow, node, additionalData(store, 'manual'), '');
		return context as unknown as ILoadOptionsFunctions;
	}

	type List = (this: ILoadOptionsFunctions) => Promise<unknown>;
	const lists: Record<string, List> = { ...listSearch, ...loadOptions };

	it.each(Object.entries(lists))('the lists of the editor: %s', async (_name, list) => {
		const stage = setSecurityStage();
		const planted = { ...stage, credential: plantSecrets(stage).zendeskUsersOAuth2Api };
		await expect(list.call(editor(planted))).resolves.toBeDefined();
		redirect(stage, 307, 'another host');
		await expect(list.call(editor(planted))).rejects.toThrow('which is never followed');
		expect(sentElsewhere(stage)).toEqual([]);
	});

	it.each(STATUSES)('the trigger that registers its webhook: %i', async (status) => {
		const stage = setSecurityStage();
		const planted = { ...stage, credential: plantSecrets(stage).zendeskUsersOAuth2Api };
		redirect(stage, status, 'another host');
		await expect(new N8n(planted).activate()).rejects.toThrow('which is never followed');
		expect(sentElsewhere(stage)).toEqual([]);
	});
});

/**
 * n8n itself asks for tokens, with a client that follows redirects; neither a credential nor a node can keep it from that.
 * Zendesk alone could answer so, from its own host and with its own certificate.
 */
describe('a redirect of the token endpoint', () => {
	const ask = async (status: number) => {
		const stage = setSecurityStage();
		const credential = plantSecrets(stage).zendeskUsersOAuth2Api;
		delete credential.oauthTokenData;
		credential.grantType = 'clientCredentials';
		redirect(stage, status, 'another host');
		await stage.run({ credential, parameters: { resource: 'user', operation: 'getAll' } });
		return JSON.stringify(sentElsewhere(stage));
	};

	it.each([301, 302, 303])('takes no secret along: %i', async (status) => {
		const sent = await ask(status);
		expect(sent).not.toContain('client-secret');
		expect(sent).not.toContain('client_secret');
	});

	it.each([307, 308])(
		'is followed by n8n with the form, as SECURITY.md says: %i',
		async (status) => {
			expect(await ask(status)).toContain('client_secret');
		},
	);
});
