import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Mockttp from 'mockttp';
import type { CompletedRequest, RequestRuleBuilder } from 'mockttp';
import { nativeImport } from './core/native-import';
import { ConnectionCut } from './faults';
import { headersOf } from './http/respond';
import { Services, type Service } from './services';

export interface ZendeskProxy {
	/** For `HTTPS_PROXY`, e.g. `http://127.0.0.1:8000`. */
	readonly url: string;
	readonly port: number;
	/** The certificate authority that its clients must trust: as a file for `NODE_EXTRA_CA_CERTS` … */
	readonly caPath: string;
	/** … and as text. */
	readonly caPem: string;
	/** Hosts that clients tried to reach although they are not simulated. */
	readonly outsiders: readonly string[];
	stop(): Promise<void>;
}

type Answer = Awaited<ReturnType<Parameters<RequestRuleBuilder['thenCallback']>[0]>>;

/** Headers that belong to the client's connection, not to the request. */
const HOP_BY_HOP =
	/^(connection|proxy-|keep-alive|te$|trailer|transfer-encoding|upgrade|content-length)/i;

const BODILESS = new Set(['GET', 'HEAD']);

function requestOf(incoming: CompletedRequest, body: Buffer, signal: AbortSignal): Request {
	const headers = new Headers();
	for (const [name, value] of incoming.rawHeaders) {
		if (!HOP_BY_HOP.test(name) && !name.startsWith(':')) headers.append(name, value);
	}
	const { method, url } = incoming;
	const sent = BODILESS.has(method) ? null : new Uint8Array(body);
	return new Request(url, { method, headers, body: sent, signal });
}

/**
 * Status, headers and body as they are. The length is told, as without it an answer that breaks off could
 * not be told from one that ended; a 204 has neither body nor length.
 */
async function answerOf(response: Response): Promise<Answer> {
	const { status: statusCode } = response;
	const headers = headersOf(response);
	if (statusCode === 204) return { statusCode, headers };
	const rawBody = Buffer.from(await response.arrayBuffer());
	return {
		statusCode,
		headers: { ...headers, 'content-length': String(rawBody.length) },
		rawBody,
	};
}

/**
 * An HTTPS proxy on 127.0.0.1 that answers for `https://<subdomain>.zendesk.com`, and for the hosts of other
 * simulated services, with certificates of an authority of its own, so that a real n8n needs nothing but
 * `HTTPS_PROXY` and `NODE_EXTRA_CA_CERTS`. Every other host gets a 502 and is remembered.
 */
export async function startZendeskProxy(
	services: Service | Service[],
	options: { port?: number } = {},
): Promise<ZendeskProxy> {
	const { generateCACertificate, getLocal } = (await nativeImport('mockttp')) as typeof Mockttp;
	const known = new Services(services);
	const ca = await generateCACertificate({ subject: { commonName: 'Simulated Zendesk CA' } });
	const server = getLocal({ https: ca, recordTraffic: false });
	const waiting = new Map<string, AbortController>();

	async function answer(incoming: CompletedRequest): Promise<Answer> {
		const service = known.find(new URL(incoming.url));
		if (!service)
			return { statusCode: 502, body: `${new URL(incoming.url).host} is not simulated` };
		const controller = new AbortController();
		waiting.set(incoming.id, controller);
		try {
			const body = await incoming.body.getDecodedBuffer();
			const request = requestOf(incoming, body ?? Buffer.alloc(0), controller.signal);
			return await answerOf(await service.fetch(request));
		} catch (error) {
			if (error instanceof ConnectionCut) return 'reset';
			throw error;
		} finally {
			waiting.delete(incoming.id);
		}
	}

	await server.start(options.port);
	await server.on('abort', ({ id }) => waiting.get(id)?.abort());
	await server.forAnyRequest().thenCallback(answer);
	const folder = await mkdtemp(join(tmpdir(), 'simulated-zendesk-'));
	const caPath = join(folder, 'ca.pem');
	await writeFile(caPath, ca.cert);
	return {
		url: `http://127.0.0.1:${server.port}`,
		port: server.port,
		caPath,
		caPem: ca.cert,
		outsiders: known.outsiders,
		async stop() {
			for (const controller of waiting.values()) controller.abort();
			await server.stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
