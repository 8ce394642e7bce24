import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import axios from 'axios';
import { addCustomer } from './arrange';
import type { VirtualClock } from './clock';
import { interceptZendesk } from './intercept';
import { startZendeskProxy, type ZendeskProxy } from './proxy';
import { createSimulator, type Simulator } from './simulator';
import { smallAccount } from './testing';
import { transportFor } from './transport';

const bearer = (sim: Simulator) => ({ Authorization: `Bearer ${sim.credentials.bearer()}` });
const everyStatus = { validateStatus: () => true };

describe('interception in this process', () => {
	const { sim } = smallAccount();
	const { sim: second } = smallAccount({ subdomain: 'globex' });
	const interception = interceptZendesk([sim, second]);
	afterAll(() => interception.stop());

	test('answers axios and fetch for each account', async () => {
		const answer = await axios.get('https://acme.zendesk.com/api/v2/users/me.json', {
			headers: bearer(sim),
		});
		expect(answer.data.user.id).toBe(sim.credentials.adminId);
		expect(answer.headers['x-zendesk-api-version']).toBe('v2');
		const other = await fetch('https://globex.zendesk.com/api/v2/users/me', {
			headers: bearer(second),
		});
		expect((await other.json()).user.url).toContain('globex');
	});

	test('passes bodies, queries, statuses and empty answers through', async () => {
		const url = 'https://acme.zendesk.com/api/v2/users';
		const options = { headers: bearer(sim), ...everyStatus };
		const created = await axios.post(
			url,
			{ user: { name: 'Ü', email: 'ue@example.com' } },
			options,
		);
		expect([created.status, created.data.user.name]).toEqual([201, 'Ü']);
		const params = { 'page[size]': 1, role: 'end-user' };
		const listed = await axios.get(url, { ...options, params });
		expect(listed.data.users[0].name).toBe('Ü');
		const empty = await axios.delete(`${url}/${created.data.user.id}/sessions`, options);
		expect([empty.status, empty.data]).toEqual([204, '']);
	});

	test('a cut looks like a broken connection', async () => {
		sim.faults.add({ when: { method: 'GET' }, then: { kind: 'cut-after' } });
		const lost = axios.get('https://acme.zendesk.com/api/v2/users', { headers: bearer(sim) });
		await expect(lost).rejects.toMatchObject({ code: 'ECONNRESET', message: 'socket hang up' });
	});

	test('a stalled answer lasts until the client gives up', async () => {
		sim.faults.add({ when: { method: 'GET' }, then: { kind: 'stall-after' } });
		const options = { headers: bearer(sim), timeout: 50 };
		const lost = axios.get('https://acme.zendesk.com/api/v2/users', options);
		await expect(lost).rejects.toMatchObject({ code: 'ECONNABORTED' });
	});

	test('refuses every other host by name', async () => {
		await expect(axios.get('https://example.org/x')).rejects.toThrow('https://example.org');
		await expect(axios.get('http://127.0.0.1:1/x')).rejects.toThrow('http://127.0.0.1:1');
		expect(interception.outsiders).toEqual(['example.org', '127.0.0.1:1']);
	});
});

describe('the proxy', () => {
	const { sim } = smallAccount();
	let proxy: ZendeskProxy;

	beforeAll(async () => {
		proxy = await startZendeskProxy(sim);
	});
	afterAll(() => proxy.stop());

	/** What every HTTPS client does with a proxy: CONNECT, then TLS with whoever answers. */
	function tunnel(servername: string): Promise<tls.TLSSocket> {
		return new Promise((resolve, reject) => {
			const path = `${servername}:443`;
			const connect = http.request(proxy.url, { method: 'CONNECT', path });
			connect.on('connect', (_: unknown, socket: Socket) => {
				const secured = tls.connect({ socket, servername, ca: proxy.caPem }, () =>
					resolve(secured),
				);
				secured.on('error', reject);
			});
			connect.on('error', reject);
			connect.end();
		});
	}

	interface Raw {
		status: number | undefined;
		headers: http.IncomingHttpHeaders;
		body: string;
	}

	async function send(method: string, url: string, body?: unknown, timeout?: number): Promise<Raw> {
		const socket = await tunnel(new URL(url).hostname);
		return new Promise((resolve, reject) => {
			const createConnection = () => socket;
			const headers = { ...bearer(sim), 'Content-Type': 'application/json' };
			const request = https.request(url, { method, createConnection, headers });
			request.on('response', (response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					const { statusCode: status, headers: got } = response;
					resolve({ status, headers: got, body: Buffer.concat(chunks).toString('utf8') });
					socket.destroy();
				});
			});
			if (timeout !== undefined) {
				setTimeout(() => request.destroy(new Error('timed out')), timeout);
			}
			request.on('error', reject);
			request.end(body === undefined ? undefined : JSON.stringify(body));
		});
	}

	test('answers over TLS with its own authority', async () => {
		const answer = await send(
			'GET',
			'https://acme.zendesk.com/api/v2/users/me.json?include=groups',
		);
		expect(answer.status).toBe(200);
		expect(JSON.parse(answer.body).user.id).toBe(sim.credentials.adminId);
		expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
		expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.body)));
		expect(sim.log.entries.at(-1)).toMatchObject({ query: { include: 'groups' } });
	});

	test('passes bodies on, and answers 204 without one', async () => {
		const user = { name: 'Zoë 🦊', email: 'zoe@example.com' };
		const created = await send('POST', 'https://acme.zendesk.com/api/v2/users', { user });
		expect([created.status, JSON.parse(created.body).user.name]).toEqual([201, user.name]);
		const { id } = JSON.parse(created.body).user;
		const empty = await send('DELETE', `https://acme.zendesk.com/api/v2/users/${id}/sessions`);
		expect([empty.status, empty.body]).toEqual([204, '']);
		expect(empty.headers['content-type']).toBeUndefined();
	});

	test('a cut resets the connection', async () => {
		sim.faults.add({ when: { method: 'GET' }, then: { kind: 'cut-before' } });
		const lost = send('GET', 'https://acme.zendesk.com/api/v2/users');
		await expect(lost).rejects.toMatchObject({ code: 'ECONNRESET' });
	});

	test('a stalled answer lasts until the client gives up', async () => {
		const customer = addCustomer(sim);
		sim.faults.add({ when: { method: 'DELETE' }, then: { kind: 'stall-after' } });
		const url = `https://acme.zendesk.com/api/v2/users/${customer.id}`;
		await expect(send('DELETE', url, undefined, 200)).rejects.toThrow('timed out');
		expect(customer.active).toBe(false);
	});

	test('refuses every other host with a 502', async () => {
		const answer = await send('GET', 'https://telemetry.example.org/x');
		expect([answer.status, answer.body]).toEqual([502, 'telemetry.example.org is not simulated']);
		expect(proxy.outsiders).toContain('telemetry.example.org');
	});
});

describe('the transport of the pure core', () => {
	test('signs, builds the query and answers with text', async () => {
		const { sim } = smallAccount();
		const customer = addCustomer(sim);
		const transport = transportFor(sim);
		const query = { ids: String(customer.id), include: undefined, include_deleted: true };
		const answer = await transport({ method: 'GET', path: '/api/v2/users/show_many', query });
		expect(answer).toMatchObject({ status: 200, headers: { 'x-zendesk-api-version': 'v2' } });
		expect(sim.log.entries[0].query).toEqual({ ids: String(customer.id), include_deleted: 'true' });
		const body = { user: { notes: 'x' } };
		await transport({ method: 'PUT', path: `/api/v2/users/${customer.id}`, body });
		expect(customer.notes).toBe('x');
		const refused = await transportFor(sim, { userId: customer.id })({
			method: 'GET',
			path: '/api/v2/users',
		});
		expect(refused).toMatchObject({ status: 403 });
		const unknown = await transportFor(sim, { bearer: 'x' })({
			method: 'GET',
			path: '/api/v2/users',
		});
		expect(unknown).toMatchObject({ status: 401 });
	});

	test('loses calls without throwing', async () => {
		const { sim } = smallAccount();
		const transport = transportFor(sim, { timeoutMs: 30_000 });
		const list = () => transport({ method: 'GET', path: '/api/v2/users' });
		sim.faults.add({ when: {}, then: { kind: 'cut-after' } });
		expect(await list()).toEqual({ lost: true, sent: 'maybe', reason: 'ECONNRESET' });
		const began = sim.clock.now();
		sim.faults.add({ when: {}, then: { kind: 'stall-after' } });
		expect(await list()).toEqual({ lost: true, sent: 'maybe', reason: 'ETIMEDOUT' });
		expect(sim.clock.now() - began).toBe(30_000);
	});
});

describe('latency', () => {
	test('is slept on the clock, for all requests at once', async () => {
		const sim = createSimulator({ company: null, latencyMs: 400 });
		const transport = transportFor(sim);
		const began = sim.clock.now();
		const list = () => transport({ method: 'GET', path: '/api/v2/users' });
		await Promise.all([list(), list(), list()]);
		expect((sim.clock as VirtualClock).now() - began).toBe(400);
	});
});
