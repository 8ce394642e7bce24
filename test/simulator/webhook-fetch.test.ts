import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addCustomer } from './arrange';
import { fetchDeliver, type Deliver } from './webhooks/deliver';
import { tellingAccount } from './webhooks/testing';

interface Taken {
	method: string | undefined;
	url: string | undefined;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

let server: Server;
let local: string;
const taken: Taken[] = [];
/** Whether the server answers at all. */
let answering = true;

async function listen(listener: Server): Promise<string> {
	await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

beforeAll(async () => {
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method, url, headers } = request;
			taken.push({ method, url, headers, body: Buffer.concat(chunks) });
			if (answering) response.writeHead(202, { 'x-n8n': 'yes' }).end('taken');
		});
	});
	local = await listen(server);
});

afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
	taken.length = 0;
	answering = true;
});

const endpoint = 'https://n8n.example.test/webhook/zendesk?a=%20b';
const origin = 'https://n8n.example.test';

/** One event, delivered by this. */
async function tell(deliver: Deliver) {
	const { sim, subscribe } = tellingAccount();
	sim.webhooks.deliverTo(deliver);
	const { secret } = await subscribe({
		endpoint,
		subscriptions: ['zen:event-type:user.created'],
	});
	addCustomer(sim, { email: null, external_id: 'Zoë-🐝' });
	await sim.webhooks.settle();
	return { secret, sent: sim.webhooks.sent };
}

describe('deliveries by real HTTP', () => {
	test('reach the local address with the same path and the bytes that were signed', async () => {
		const { secret, sent } = await tell(fetchDeliver({ rewrite: { [origin]: local } }));
		expect(sent.map(({ status, answer }) => [status, answer?.body])).toEqual([[202, 'taken']]);
		expect(sent[0].answer?.headers).toMatchObject({ 'x-n8n': 'yes' });
		const [{ method, url, headers, body }] = taken;
		expect([method, url]).toEqual(['POST', '/webhook/zendesk?a=%20b']);
		expect(headers).toMatchObject(sent[0].headers);
		expect(JSON.parse(body.toString('utf8'))).toMatchObject({ detail: { external_id: 'Zoë-🐝' } });
		const hmac = createHmac('sha256', secret);
		hmac.update(String(headers['x-zendesk-webhook-signature-timestamp'])).update(body);
		expect(headers['x-zendesk-webhook-signature']).toBe(hmac.digest('base64'));
	});

	test('go nowhere else', async () => {
		const { sent } = await tell(fetchDeliver({ rewrite: { 'https://other.example': local } }));
		expect(sent.map(({ error }) => error)).toEqual([`Nobody listens at ${origin}`]);
		expect(taken).toEqual([]);
	});

	test('are refused where nobody listens', async () => {
		const gone = createServer();
		const target = await listen(gone);
		await new Promise((resolve) => gone.close(resolve));
		const { sent } = await tell(fetchDeliver({ rewrite: { [origin]: target } }));
		const error = `connect ECONNREFUSED ${new URL(target).host}`;
		expect(sent).toMatchObject([{ status: null, verdict: 'failed', error }]);
	});

	test('have their time, and are tried again', async () => {
		answering = false;
		const { sent } = await tell(fetchDeliver({ rewrite: { [origin]: local }, timeoutMs: 10 }));
		expect(sent.map(({ verdict }) => verdict)).toEqual(Array(6).fill('timeout'));
	});
});
