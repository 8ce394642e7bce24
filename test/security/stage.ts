import { ClientRequestInterceptor } from '@mswjs/interceptors/ClientRequest';
import { FetchInterceptor } from '@mswjs/interceptors/fetch';
import { type CredentialData, type NodeRun, runNode, type Stage, useClock } from '../engine/engine';
import { createSimulator, type Service, type Simulator, type SimulatorOptions } from '../simulator';

/** Everything that arrived at a host, as it arrived. */
export interface Arrived {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string;
}

async function arrivedAs(request: Request): Promise<Arrived> {
	return {
		method: request.method,
		url: request.url,
		headers: Object.fromEntries(request.headers),
		body: await request.clone().text(),
	};
}

/** A host that is none of the account's: it keeps what it is sent, and plays Zendesk, so that nobody turns away early. */
export class Elsewhere implements Service {
	readonly arrived: Arrived[] = [];

	constructor(readonly host: string) {}

	readonly fetch = async (request: Request): Promise<Response> => {
		this.arrived.push(await arrivedAs(request));
		return Response.json({ users: [], user: { id: 1, role: 'admin' }, access_token: 'theirs' });
	};
}

/** Says something else than Zendesk would; `undefined` leaves the answer to Zendesk. */
export type Answerer = (request: Request) => Promise<Response | undefined> | Response | undefined;

/** Stands before the account's own host: sees each request, and may answer it or change what Zendesk answers. */
export class Front implements Service {
	readonly arrived: Arrived[] = [];
	/** How often {@link answer} has spoken. */
	answered = 0;
	answer: Answerer = () => undefined;
	/** Makes another request of what was asked, e.g. for smaller pages. */
	ask: (request: Request) => Request = (request) => request;
	/** Makes another answer of what Zendesk said. */
	say: (response: Response, request: Request) => Promise<Response> | Response = (said) => said;

	constructor(private readonly sim: Simulator) {}

	get host(): string {
		return this.sim.host;
	}

	/** Counts answers that break off, too. */
	private async told(request: Request): Promise<Response | undefined> {
		this.answered += 1;
		const said = await this.answer(request);
		if (said === undefined) this.answered -= 1;
		return said;
	}

	readonly fetch = async (request: Request): Promise<Response> => {
		this.arrived.push(await arrivedAs(request));
		const instead = await this.told(request.clone());
		if (instead) return instead;
		return await this.say(await this.sim.fetch(this.ask(request)), request);
	};
}

/** Where redirects and links lead to. */
export const THIEF = 'thief.example';
export const NEIGHBOUR = 'another-account.zendesk.com';

/** An account behind a front, and hosts that no request may reach. */
export interface SecurityStage extends Stage {
	front: Front;
	elsewhere: Elsewhere[];
	tokenCredential: CredentialData;
}

/** Lasts as long as the file, because a read that ran beside one that failed may still be trying. */
const network = new Map<string, Service>();
/** Hosts that nobody answers for, and the right ones without https. */
const outsiders: string[] = [];

for (const interceptor of [new ClientRequestInterceptor(), new FetchInterceptor()]) {
	interceptor.on('request', async ({ request, controller }) => {
		const { host, origin, protocol } = new URL(request.url);
		const service = protocol === 'https:' ? network.get(host) : undefined;
		if (!service) {
			outsiders.push(origin);
			controller.errorWith(Object.assign(new Error('No network'), { code: 'ENOTFOUND' }));
			return;
		}
		try {
			controller.respondWith(await service.fetch(request));
		} catch (error) {
			controller.errorWith(error);
		}
	});
	interceptor.apply();
	afterAll(() => interceptor.dispose());
}

let accounts = 0;

/** Sets up an account of its own; the nodes' clock is the account's. */
export function setSecurityStage(options: SimulatorOptions = {}): SecurityStage {
	const sim = createSimulator({
		subdomain: `guarded${++accounts}`,
		company: null,
		searchLagSeconds: 0,
		...options,
	});
	const front = new Front(sim);
	const elsewhere = [THIEF, NEIGHBOUR].map((host) => new Elsewhere(host));
	for (const service of [front, ...elsewhere]) network.set(service.host, service);
	outsiders.length = 0;
	useClock(sim.clock);
	const subdomain = sim.host.split('.')[0];
	const { id, secret } = sim.credentials.oauthClient;
	const { email, token } = sim.credentials.apiToken;
	const credential: CredentialData = {
		subdomain,
		grantType: 'clientCredentials',
		clientId: id,
		clientSecret: secret,
		access: 'readWrite',
	};
	const run = async (given: NodeRun) => await runNode({ credential, ...given });
	const tokenCredential = { subdomain, email, apiToken: token };
	return { sim, front, elsewhere, credential, tokenCredential, outsiders, run };
}

/** Whatever was sent anywhere but to the account's own host. */
export function sentElsewhere({ elsewhere }: SecurityStage): unknown[] {
	return [...elsewhere.flatMap(({ arrived }) => arrived), ...outsiders];
}
