import type { INodePropertyOptions } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import { OPERATIONS } from '../../nodes/ZendeskUserSync/operations';
import { properties as activityForm } from '../../nodes/ZendeskActivityTrigger/form';
import { RESOURCES } from '../../nodes/ZendeskUsers/actions/resources';
import { type OffboardingWorkflow, setUpOffboarding } from '../../playground/offboarding';
import { type Playground, startPlayground } from '../../playground/playground';
import type { WorkflowNode } from '../../playground/rest';
import { EVENT_KINDS } from '../../zendesk/events/types';
import { tellLeaverStory } from '../stories/leaver';
import { openEditor, picture, startBrowser } from './browser';
import { expectTemplateOpens } from './templateInEditor';

const TYPE = 'n8n-nodes-zendesk-users.zendeskUsers';
const SYNC = 'n8n-nodes-zendesk-users.zendeskUserSync';

let playground: Playground;
let browser: Browser;
let page: Page;
let problems: string[];
let workflow: OffboardingWorkflow;

beforeAll(async () => {
	playground = await startPlayground({ say: console.log });
	tellLeaverStory(playground.sim);
	playground.sim.search.refresh();
	browser = await startBrowser(playground);
	({ page, problems } = await openEditor(browser, playground));
}, 600_000);

afterAll(async () => {
	await browser?.close();
	await playground?.stop();
});

/** The credential that a person makes for an OAuth client of the simulated account. */
async function createCredential(name: string, more: Record<string, unknown> = {}) {
	const { sim, rest } = playground;
	const { id: clientId, secret: clientSecret } = sim.credentials.oauthClient;
	const data = {
		subdomain: 'acme',
		grantType: 'clientCredentials',
		access: 'readWrite',
		clientId,
		clientSecret,
		...more,
	};
	const credential = await rest.createCredential(name, 'zendeskUsersOAuth2Api', data);
	return { credential, data };
}

/** Publishes a workflow of one node behind a webhook; asking the webhook runs it and gives its first item. */
async function publishBehindWebhook(path: string, node: Partial<WorkflowNode>): Promise<string> {
	const { rest, n8n } = playground;
	const workflow = await rest.createWorkflow({
		name: `Webhook ${path}`,
		nodes: [
			{
				id: 'hook',
				name: 'Hook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				position: [0, 0],
				parameters: { path, responseMode: 'lastNode' },
				webhookId: path,
			},
			{
				id: 'node',
				name: 'Node',
				type: TYPE,
				typeVersion: 1,
				position: [220, 0],
				parameters: {},
				...node,
			},
		],
		connections: { Hook: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
	});
	await rest.publish(workflow);
	const address = `${n8n.url}/webhook/${path}`;
	await n8n.untilKnown(address);
	return address;
}

it('n8n has loaded the pack as a community package', async () => {
	const types = (await playground.rest.nodeTypes()).map(({ name }) => name);
	expect(types).toContain(TYPE);
	expect(types).toContain(`${TYPE}Tool`);
	expect(types).toContain(SYNC);
});

it('the template opens with no missing node and nothing to complain about', async () => {
	workflow = await setUpOffboarding(playground);
	const { id } = workflow;
	const { nodes } = await playground.rest.get<{ nodes: WorkflowNode[] }>(`/workflows/${id}`);
	await expectTemplateOpens(page, playground, { id, nodes }, 'template-agent-offboarding');
	expect(problems).toEqual([]);
});

it('the node panel shows every operation', async () => {
	await page.goto(`${playground.n8n.url}/workflow/${workflow.id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await page.locator('[data-test-id="node-creator-plus-button"]').click();
	await page.locator('[data-test-id="node-creator-search-bar"]').fill('offboarding');
	await page.getByText('Zendesk Users', { exact: true }).first().click();
	const actions = RESOURCES.flatMap(({ operations }) => operations.map(({ action }) => action));
	expect(actions).toHaveLength(21);
	for (const action of actions) {
		await page.getByText(action, { exact: true }).first().waitFor();
	}
	await picture(page, 'node-panel');
});

it('each operation has a form that opens, and the lists in it are filled by Zendesk', async () => {
	const { credential } = await createCredential('Zendesk for forms');
	const syncs = OPERATIONS.map((operation, i) => ({
		id: `sync-${operation.value}`,
		name: `${operation.name} users`,
		type: SYNC,
		typeVersion: 1,
		position: [i * 220, 220],
		parameters: { operation: operation.value },
		credentials: { zendeskUsersOAuth2Api: credential },
	}));
	const users = RESOURCES.flatMap(({ value, operations }) =>
		operations.map((operation, i) => ({
			id: `${value}-${operation.value}`,
			name: `${operation.name} ${value}`,
			type: TYPE,
			typeVersion: 1,
			position: [i * 220, 0],
			parameters: { resource: value, operation: operation.value },
			credentials: { zendeskUsersOAuth2Api: credential },
		})),
	);
	const nodes = [...syncs, ...users];
	const { id } = await playground.rest.createWorkflow({ name: 'Forms', nodes, connections: {} });
	for (const node of nodes) {
		await page.goto(`${playground.n8n.url}/workflow/${id}/${node.id}`);
		const form = page.locator('[data-test-id="parameter-input-operation"], [data-test-id="ndv"]');
		await form.first().waitFor();
		await page.getByText('Operation', { exact: true }).first().waitFor();
		await picture(page, `form-${node.id}`);
	}
	expect(problems).toEqual([]);

	await page.goto(`${playground.n8n.url}/workflow/${id}/user-offboard`);
	await page.getByPlaceholder('Select a user…').first().click();
	await page.getByText('Bob Successor · bob@acme.example').first().waitFor();
	await picture(page, 'list-of-staff');
}, 240_000);

it('each trigger has a form that opens, whatever it is to trigger on', async () => {
	const { credential } = await createCredential('Zendesk for triggers');
	const { options } = activityForm.find(({ name }) => name === 'triggerOn')!;
	const parametersOf = {
		zendeskUsersTrigger: [{ triggerOn: [] }, { triggerOn: EVENT_KINDS.map(({ value }) => value) }],
		zendeskActivityTrigger: (options as INodePropertyOptions[]).map(({ value: triggerOn }) => ({
			triggerOn,
		})),
	};
	const nodes = Object.entries(parametersOf).flatMap(([type, forms], row) =>
		forms.map((parameters, i) => ({
			id: `${type}-${i}`,
			name: `${type} ${i}`,
			type: `n8n-nodes-zendesk-users.${type}`,
			typeVersion: 1,
			position: [i * 220, row * 220],
			parameters,
			credentials: { zendeskUsersOAuth2Api: credential },
		})),
	);
	expect(nodes).toHaveLength(6);
	const { id } = await playground.rest.createWorkflow({ name: 'Triggers', nodes, connections: {} });
	for (const node of nodes) {
		await page.goto(`${playground.n8n.url}/workflow/${id}/${node.id}`);
		await page.getByText('Trigger On', { exact: true }).first().waitFor();
		await picture(page, `form-${node.id}`);
		// A collection of one option adds it at once, one of several offers them in a list.
		const more = page.getByText('Add option', { exact: true });
		const list = page.getByPlaceholder('Add option');
		for (const option of [...(await more.all()), ...(await list.all())]) {
			await option.click();
			await picture(page, `form-${node.id}-options`);
			await page.keyboard.press('Escape');
		}
	}
	expect(problems).toEqual([]);
}, 120_000);

describe('the credential’s Test button', () => {
	it('says that client credentials work, before anything has run', async () => {
		const { credential, data } = await createCredential('Zendesk to test');
		await expect(
			playground.rest.testCredential(credential, 'zendeskUsersOAuth2Api', data),
		).resolves.toEqual({ status: 'OK', message: 'Connection successful!' });
	});

	it.each([
		['a pasted address', 'https://acme.zendesk.com/agent/dashboard', 'OK', 'successful'],
		['an unknown account', 'nobody', 'Error', ''],
		['another host', 'evil.com', 'Error', ''],
		['another host in disguise', 'acme.zendesk.com.evil.com', 'Error', ''],
	])('%s', async (_name, subdomain, status, words) => {
		const before = playground.proxy.outsiders.length;
		const { credential, data } = await createCredential(`Zendesk ${subdomain}`, { subdomain });
		const answer = await playground.rest.testCredential(credential, 'zendeskUsersOAuth2Api', data);
		expect(answer.status).toBe(status);
		expect(answer.message).toContain(words);
		const reached = playground.proxy.outsiders
			.slice(before)
			.filter((host) => !host.endsWith('n8n.io'));
		expect(reached.filter((host) => !/\.zendesk\.com|\.invalid/.test(host))).toEqual([]);
	});

	it('tells an API token from a wrong one, which Zendesk answers with 200', async () => {
		const { sim, rest } = playground;
		const { email, token } = sim.credentials.apiToken;
		const test = async (apiToken: string) => {
			const data = { subdomain: 'acme', email, apiToken };
			const credential = await rest.createCredential('Token', 'zendeskUsersApi', data);
			return await rest.testCredential(credential, 'zendeskUsersApi', data);
		};
		expect(await test(token)).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(await test('wrong')).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('to nobody in particular'),
		});
	});
});

it('the credential goes nowhere but to Zendesk, not even from an HTTP Request node', async () => {
	const { proxy } = playground;
	const { credential } = await createCredential('Zendesk for requests');
	const ask = async (path: string, url: string) => {
		const address = await publishBehindWebhook(path, {
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.3,
			parameters: {
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'zendeskUsersOAuth2Api',
			},
			credentials: { zendeskUsersOAuth2Api: credential },
		});
		return (await fetch(address)).status;
	};
	expect(await ask('to-zendesk', 'https://acme.zendesk.com/api/v2/users/me')).toBe(200);
	expect(await ask('to-evil', 'https://evil.example/collect')).toBe(500);
	expect(proxy.outsiders.join()).not.toContain('evil.example');
});

describe('signing in through the browser', () => {
	it.each(['authorizationCode', 'pkce'])('%s', async (grantType) => {
		const { sim, rest, n8n } = playground;
		const redirect = `${n8n.url}/rest/oauth2-credential/callback`;
		const { oauthClients } = sim.store;
		const client = oauthClients.first('identifier', sim.credentials.oauthClient.id)!;
		oauthClients.update(client, { redirect_uri: [redirect] });
		// PKCE is for public clients, which have no secret.
		const identifier = grantType === 'pkce' ? 'n8n_public' : client.identifier;
		if (grantType === 'pkce') {
			oauthClients.insert({ ...client, id: client.id + 1, identifier, kind: 'public' });
		}
		sim.store.browserUserId = sim.credentials.adminId;
		const { credential } = await createCredential(`Zendesk by ${grantType}`, {
			grantType,
			clientId: identifier,
			...(grantType === 'pkce' ? { clientSecret: '' } : {}),
		});
		const url = await rest.get<string>('/oauth2-credential/auth', { id: credential.id });
		expect(new URL(url).host).toBe('acme.zendesk.com');
		expect(new URL(url).searchParams.get('scope')).toBe('read write');
		expect(new URL(url).searchParams.has('code_challenge')).toBe(grantType === 'pkce');

		const window = await page.context().newPage();
		await window.goto(url);
		await window
			.getByText(/connected|success/i)
			.first()
			.waitFor();
		await window.close();

		const address = await publishBehindWebhook(`who-${grantType}`, {
			parameters: {
				resource: 'user',
				operation: 'get',
				user: { __rl: true, mode: 'id', value: String(sim.credentials.adminId) },
			},
			credentials: { zendeskUsersOAuth2Api: credential },
		});
		const answer = await (await fetch(address)).json();
		expect(answer).toMatchObject({ id: sim.credentials.adminId });
	});
});
