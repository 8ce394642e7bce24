/** A simulated service: a Zendesk account, a Zephr tenant. */
export interface Service {
	/** Where it answers, e.g. `acme.zendesk.com`. */
	readonly host: string;
	/** The whole HTTP surface. Rejects with `ConnectionCut` (`code: 'ECONNRESET'`) where a fault cuts the line. */
	readonly fetch: (request: Request) => Promise<Response>;
}

/** The simulated service that answers at a host, for front ends that serve several. */
export class Services {
	private readonly byHost: Map<string, Service>;
	/** Hosts that somebody else wanted to reach, in order. */
	readonly outsiders: string[] = [];

	constructor(services: Service | Service[]) {
		const list = Array.isArray(services) ? services : [services];
		this.byHost = new Map(list.map((service) => [service.host, service]));
	}

	/** The service at this address, by https only; anybody else is remembered, and refused by the caller. */
	find(url: URL): Service | undefined {
		const service = url.protocol === 'https:' ? this.byHost.get(url.host) : undefined;
		if (!service) this.outsiders.push(url.host);
		return service;
	}
}
