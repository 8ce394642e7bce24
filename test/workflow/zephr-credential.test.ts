import 'reflect-metadata';
import { join } from 'node:path';
import { WorkflowExecute } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';
import { ZephrApi } from '../../credentials/ZephrApi.credentials';
import { installN8n } from '../../playground/install';
import { additionalData, CredentialStore } from '../engine/store';
import { interceptZendesk, type Interception } from '../simulator';
import { createZephr, type Zephr } from '../simulator/zephr';

/**
 * The credential in n8n's real engine, with n8n's own HTTP Request node and n8n's own helpers; Zephr checks every
 * signature against the bytes that arrive.
 */

const credentialType = new ZephrApi();
const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';
const PROBE = 'probe';

const description = {
	displayName: '',
	group: ['trigger' as const],
	version: 1,
	description: '',
	defaults: {},
	inputs: [] as never[],
	outputs: ['main' as const],
	properties: [],
};

/** Calls the helper that newer nodes and the Test button call, with the options of a test. */
const probe: INodeType = {
	description: {
		...description,
		name: PROBE,
		inputs: ['main'],
		credentials: [{ name: 'zephrApi', required: true }],
		properties: [{ displayName: 'Options', name: 'options', type: 'json', default: '{}' }],
	},
	async execute() {
		const options = this.getNode().parameters.options as unknown as IHttpRequestOptions;
		const answer = await this.helpers.httpRequestWithAuthentication.call(this, 'zephrApi', {
			...options,
		});
		return [[{ json: { answer: answer as IDataObject } }]];
	},
};

const start: INodeType = {
	description: { ...description, name: 'start' },
	execute: async () => [[{ json: {} }]],
};

const nodes: Record<string, INodeType | IVersionedNodeType> = { start, [PROBE]: probe };

const nodeTypes: INodeTypes = {
	getByName: (name) => nodes[name],
	getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(nodes[name], version),
	getKnownTypes: () => ({}),
};

/** Resolves the credential's expressions by n8n itself, since they decide where its requests may go. */
class Store extends CredentialStore {
	constructor(private readonly typed: ICredentialDataDecryptedObject) {
		super({ zephrApi: credentialType }, () => typed);
	}

	async getDecrypted() {
		const { properties } = credentialType;
		const filled = NodeHelpers.getNodeParameters(
			properties,
			this.typed as INodeParameters,
			true,
			false,
			null,
			null,
		)!;
		const node = { id: 'x', name: '', type: 'start', typeVersion: 1, position: [0, 0] as never };
		const workflow = new Workflow({
			nodes: [{ ...node, parameters: {} }],
			connections: {},
			active: false,
			nodeTypes,
		});
		return workflow.expression.getComplexParameterValue(
			{ ...node, parameters: {} },
			filled,
			'manual',
			{},
			undefined,
			undefined,
			filled as never,
		) as ICredentialDataDecryptedObject;
	}
}

let zephr: Zephr;
let interception: Interception;

beforeAll(async () => {
	const { n8n } = await installN8n(console.log);
	const base = join(n8n, '..', '..', '..', 'n8n-nodes-base', 'dist', 'nodes');
	const { HttpRequest } = (await import(join(base, 'HttpRequest', 'HttpRequest.node.js'))) as {
		HttpRequest: new () => IVersionedNodeType;
	};
	nodes[HTTP_REQUEST] = new HttpRequest();
});

beforeEach(() => {
	zephr = createZephr();
	interception = interceptZendesk(zephr);
});
afterEach(() => interception.stop());

interface Ran {
	json: IDataObject;
	error: string | undefined;
	stored: string;
}

/** Runs one node after a start node. */
async function run(
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
	tenantId = 'https://console-of-news.cdn.zephr.com',
): Promise<Ran> {
	const node = {
		id: 'node',
		name: 'Zephr',
		type,
		typeVersion,
		position: [0, 0] as [number, number],
		parameters: parameters as INodeParameters,
		credentials: { zephrApi: { id: '1', name: 'Zephr' } },
	};
	const workflow = new Workflow({
		id: 'w',
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
		nodes: [
			{ id: 's', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} },
			node,
		],
		connections: { Start: { main: [[{ node: 'Zephr', type: 'main', index: 0 }]] } },
	});
	const engine = new WorkflowExecute(
		additionalData(new Store({ tenantId, ...zephr.keys }), 'manual'),
		'manual',
	);
	const { data } = await engine.run({ workflow, startNode: workflow.getNode('Start')! });
	const result = data.resultData.runData.Zephr?.[0];
	const error = result?.error ?? data.resultData.error;
	return {
		json: result?.data?.main?.[0]?.[0]?.json ?? {},
		error: error && [error.message, 'description' in error ? error.description : ''].join(' '),
		stored: JSON.stringify(data),
	};
}

const signIn = { authentication: 'predefinedCredentialType', nodeCredentialType: 'zephrApi' };
const USERS = 'https://news.api.zephr.com/v3/users';

/** The HTTP Request node as it stands in a template. */
const request = (parameters: Record<string, unknown>, version = 4.3) =>
	run(HTTP_REQUEST, version, { method: 'GET', ...signIn, ...parameters }, 'news.cdn.zephr.com');

const keyed = (pairs: Record<string, string>) => ({
	parameters: Object.entries(pairs).map(([name, value]) => ({ name, value })),
});

describe.each([4.3, 4.5])(
	'n8n’s HTTP Request node %d: Zephr accepts the signature of',
	(version) => {
		it.each<[string, Record<string, unknown>]>([
			['a query in the URL', { url: `${USERS}?identifiers.email_address=gwen%2Bx%40example.com` }],
			['an unencoded query', { url: `${USERS}?identifiers.email_address=gwen%2Bx@example.com` }],
			[
				'query parameters',
				{
					url: USERS,
					sendQuery: true,
					queryParameters: keyed({ 'identifiers.email_address': 'gwen+x@example.com' }),
				},
			],
			[
				'both',
				{
					url: `${USERS}?search=gwen`,
					sendQuery: true,
					queryParameters: keyed({
						note: "it's *(ü) [1] ~ & more",
						'identifiers.email_address': 'gwen+x@example.com',
					}),
				},
			],
		])('%s', async (_what, parameters) => {
			const gwen = zephr.createUser({ email_address: 'gwen+x@example.com' });
			const { json, error } = await request(parameters, version);
			expect(error).toBeUndefined();
			expect(json).toMatchObject({ results: [{ user_id: gwen.user_id }] });
		});

		it('lists in query parameters, as n8n is told to write them', async () => {
			for (const queryParameterArrays of ['indices', 'brackets', 'repeat']) {
				const { error } = await request(
					{
						url: `${USERS}?search=x`,
						sendQuery: true,
						specifyQuery: 'json',
						jsonQuery: '{"ids":["a","b"],"n":{"m":1}}',
						options: { queryParameterArrays },
					},
					version,
				);
				expect(error).toBeUndefined();
			}
			expect(zephr.log.entries.map(({ query }) => Object.keys(query))).toEqual([
				['search', 'ids[0]', 'ids[1]', 'n[m]'],
				['search', 'ids[]', 'n[m]'],
				['search', 'ids', 'n[m]'],
			]);
		});

		it.each<[string, Record<string, unknown>, unknown]>([
			[
				'JSON',
				{ specifyBody: 'json', jsonBody: '{"first-name": "Zoë 🦊",  "n": [1, null]}' },
				{ 'first-name': 'Zoë 🦊', n: [1, null] },
			],
			[
				'an object of an expression',
				{ specifyBody: 'json', jsonBody: '={{ ({ a: { b: 1 } }) }}' },
				{ a: { b: 1 } },
			],
			['fields', { bodyParameters: keyed({ city: 'Aarhus' }) }, { city: 'Aarhus' }],
			[
				'raw text with blanks around it',
				{ contentType: 'raw', rawContentType: 'application/json', body: ' { "a" : 1 } \n' },
				{ a: 1 },
			],
			['an empty object', { specifyBody: 'json', jsonBody: '{}' }, {}],
		])('a body: %s', async (_what, body, attributes) => {
			const { user_id } = zephr.createUser();
			const url = `${USERS}/${user_id}/attributes`;
			const { error } = await request({ method: 'PUT', url, sendBody: true, ...body }, version);
			expect(error).toBeUndefined();
			expect(zephr.users[0].attributes).toEqual(attributes);
		});

		it('a JSON string, which axios would quote again or trim', async () => {
			const { user_id } = zephr.createUser();
			const raw = { sendBody: true, contentType: 'raw', rawContentType: 'application/json' };
			const url = `${USERS}/${user_id}/foreign-key/update/zendesk`;
			const { error } = await request({ method: 'PUT', url, ...raw, body: '"123"' }, version);
			expect(error).toBeUndefined();
			expect(zephr.users[0].foreign_keys).toEqual({ zendesk: '123' });
		});

		it('DELETE, whose answer is empty', async () => {
			const { user_id } = zephr.createUser();
			const { error } = await request({ method: 'DELETE', url: `${USERS}/${user_id}` }, version);
			expect(error).toBeUndefined();
			expect(zephr.users).toEqual([]);
		});
	},
);

it('the node’s own pages: each is signed anew', async () => {
	for (let n = 0; n < 5; n++) zephr.createUser();
	const { error } = await request({
		url: 'https://news.api.zephr.com/v3/user-export?attributes=true&rpp=2',
		options: {
			pagination: {
				pagination: {
					paginationMode: 'responseContainsNextURL',
					nextURL: '={{ $response.body.links?.next?.url ?? $request.uri }}',
					paginationCompleteWhen: 'other',
					completeExpression: '={{ !$response.body.links.next }}',
				},
			},
		},
	});
	expect(error).toBeUndefined();
	expect(zephr.log.entries.map(({ query, status }) => [query.page, status])).toEqual([
		[undefined, 200],
		['2', 200],
		['3', 200],
	]);
});

describe('the helper of newer nodes', () => {
	const ask = (options: Record<string, unknown>, tenantId = 'news') =>
		run(PROBE, 1, { options }, tenantId);

	it.each<[string, Record<string, unknown>]>([
		['url', { url: `${USERS}?identifiers.email_address=gwen%40example.com` }],
		['qs', { url: USERS, qs: { 'identifiers.email_address': 'gwen@example.com' }, json: true }],
		[
			'baseURL',
			{
				baseURL: 'https://news.api.zephr.com',
				url: '/v3/users',
				qs: { 'identifiers.email_address': 'gwen@example.com', ids: ['a', 'b'] },
				arrayFormat: 'brackets',
				body: {},
			},
		],
	])('signs %s', async (_what, options) => {
		const gwen = zephr.createUser({ email_address: 'gwen@example.com' });
		const { json, error } = await ask(options);
		expect(error).toBeUndefined();
		expect(json).toMatchObject({ answer: { results: [{ user_id: gwen.user_id }] } });
	});

	it.each([
		['an object', { city: 'Århus' }],
		['text', '{ "city": "Århus" }'],
	])('signs a body: %s', async (_what, body) => {
		const { user_id } = zephr.createUser();
		const options = { method: 'PATCH', url: `${USERS}/${user_id}/attributes`, body, json: true };
		const { error } = await ask(options);
		expect(error).toBeUndefined();
		expect(zephr.users[0].attributes).toMatchObject({ city: 'Århus' });
	});

	it('answers the request of the Test button, and refuses wrong keys', async () => {
		const { request: tested } = credentialType.test;
		const code = /^=\{\{(.*)\}\}$/s.exec(String(tested.baseURL))![1];
		const baseURL = new Function('$credentials', `return (${code})`)({ tenantId: 'news' });
		zephr.createUser();
		expect(await ask({ ...tested, baseURL })).toMatchObject({
			error: undefined,
			json: { answer: { results: [{ 'seq-no': 1 }] } },
		});
		Object.assign(zephr, { keys: { ...zephr.keys, secretKey: 'wrong' } });
		expect((await ask({ ...tested, baseURL })).error).toBeDefined();
		// n8n repeats what got a 401 by itself.
		expect(zephr.log.entries.map(({ status }) => status)).toEqual([200, 401, 401]);
	});

	it('signs again what n8n repeats', async () => {
		const { user_id } = zephr.createUser();
		zephr.faults.add({ when: {}, then: { kind: 'respond', status: 401 } });
		const url = `${USERS}/${user_id}/attributes`;
		const { error } = await ask({
			method: 'PATCH',
			url,
			qs: { a: 'b c' },
			body: { city: 'Århus' },
		});
		expect(error).toBeUndefined();
		expect(zephr.log.entries.map(({ status }) => status)).toEqual([401, 200]);
		expect(zephr.users[0].attributes).toMatchObject({ city: 'Århus' });
	});

	it('tells that the field names no tenant', async () => {
		const { error } = await ask({ url: USERS }, 'console.zephr.com');
		expect(error).toContain("'Tenant ID' names no Zephr tenant");
		expect(zephr.log.entries).toEqual([]);
	});
});

describe('nothing leaves for another host', () => {
	it.each([
		'https://evil.example/collect',
		'https://other.api.zephr.com/v3/users',
		'https://news.api.zephr.com.evil.example/',
		'https://news.api.zephr.com@evil.example/',
		'http://news.api.zephr.com/v3/users',
	])('%s', async (url) => {
		const byNode = await request({ url });
		const byHelper = await run(PROBE, 1, { options: { url } }, 'news');
		expect(byNode.error).toEqual(expect.any(String));
		expect(byHelper.error).toContain(
			'This credential signs requests to https://news.api.zephr.com',
		);
		expect(interception.outsiders).toEqual([]);
		expect(zephr.log.entries).toEqual([]);
	});

	it('n8n itself keeps the HTTP Request node to the tenant’s host', async () => {
		const { error } = await request({ url: 'https://other.api.zephr.com/v3/users' });
		expect(error).toMatch(/restricted|only/);
		const authenticate = jest
			.spyOn(ZephrApi.prototype, 'authenticate')
			.mockImplementation(async (_credentials, options) => options);
		try {
			const open = await request({ url: 'https://other.api.zephr.com/v3/users' });
			expect(open.error).toContain('news.api.zephr.com');
			expect(interception.outsiders).toEqual([]);
		} finally {
			authenticate.mockRestore();
		}
	});

	it('a redirect is not followed', async () => {
		zephr.faults.add({
			when: { method: 'GET' },
			then: { kind: 'respond', status: 302, headers: { Location: 'https://evil.example/' } },
		});
		await request({ url: `${USERS}?search=x` });
		zephr.faults.verifyAllFired();
		zephr.faults.add({
			when: { method: 'GET' },
			then: { kind: 'respond', status: 302, headers: { Location: 'https://evil.example/' } },
		});
		await run(PROBE, 1, { options: { url: `${USERS}?search=x` } }, 'news');
		zephr.faults.verifyAllFired();
		expect(interception.outsiders).toEqual([]);
		expect(zephr.log.entries).toHaveLength(2);
	});

	it('no form can be sent', async () => {
		const form = {
			sendBody: true,
			contentType: 'form-urlencoded',
			bodyParameters: keyed({ a: '1' }),
		};
		const { error } = await request({ method: 'POST', url: USERS, ...form });
		expect(error).toContain('JSON');
		expect(zephr.log.entries).toEqual([]);
	});

	it('no secret is in what n8n stores of a run', async () => {
		zephr.faults.add({ when: {}, then: { kind: 'respond', status: 500, body: { message: 'no' } } });
		const failed = await request({ url: `${USERS}?search=x` });
		const refused = await request({ url: 'https://evil.example/' });
		const done = await request({ url: `${USERS}?search=x` });
		expect(failed.error).toBeDefined();
		for (const { stored } of [failed, refused, done]) {
			expect(stored).not.toContain(zephr.keys.secretKey);
			expect(stored).not.toContain('ZEPHR-HMAC');
		}
	});
});
