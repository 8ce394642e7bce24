import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import axios from 'axios';
import { authorization } from '../../../zephr/sign';
import { interceptZendesk } from '../intercept';
import { startZendeskProxy } from '../proxy';
import { smallAccount } from '../testing';
import { createZephr, type Zephr } from './zephr';

/** The header of a signed GET of the users with an address. */
function signed(zephr: Zephr, query: string, nonce: string) {
	const request = { method: 'GET', path: '/v3/users', query, body: '' };
	return {
		Authorization: authorization(zephr.keys, request, { timestamp: zephr.clock.now(), nonce }),
	};
}

const QUERY = 'identifiers.email_address=gwen%2Bx%40example.com';

test('beside a Zendesk in this process', async () => {
	const { sim } = smallAccount();
	const zephr = createZephr();
	zephr.createUser({ email_address: 'gwen+x@example.com' });
	const interception = interceptZendesk([sim, zephr]);
	try {
		const url = `https://news.api.zephr.com/v3/users?${QUERY}`;
		const found = await axios.get(url, { headers: signed(zephr, QUERY, '1') });
		expect(found.data.results).toHaveLength(1);
		const me = 'https://acme.zendesk.com/api/v2/users/me';
		const headers = { Authorization: `Bearer ${sim.credentials.bearer()}` };
		expect((await axios.get(me, { headers })).data.user.id).toBe(sim.credentials.adminId);
		await expect(axios.get('https://other.api.zephr.com/v3/users')).rejects.toThrow(
			'https://other.api.zephr.com',
		);
		expect(interception.outsiders).toEqual(['other.api.zephr.com']);
	} finally {
		interception.stop();
	}
});

test('beside a Zendesk behind the proxy', async () => {
	const { sim } = smallAccount();
	const zephr = createZephr();
	zephr.createUser({ email_address: 'gwen+x@example.com' });
	const proxy = await startZendeskProxy([sim, zephr]);
	try {
		const socket = await new Promise<Socket>((resolve, reject) => {
			const connect = http.request(proxy.url, { method: 'CONNECT', path: `${zephr.host}:443` });
			connect.on('connect', (_: unknown, opened: Socket) => resolve(opened));
			connect.on('error', reject).end();
		});
		const secured = tls.connect({ socket, servername: zephr.host, ca: proxy.caPem });
		const status = await new Promise((resolve, reject) => {
			const options = {
				createConnection: () => secured,
				headers: signed(zephr, QUERY, '1'),
			};
			const url = `https://${zephr.host}/v3/users?${QUERY}`;
			https.get(url, options, (response) => resolve(response.statusCode)).on('error', reject);
		});
		secured.destroy();
		expect(status).toBe(200);
		expect(zephr.log.entries).toMatchObject([{ status: 200, route: 'GET /v3/users' }]);
	} finally {
		await proxy.stop();
	}
});
