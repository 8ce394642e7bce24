import type { Simulator } from './simulator';

/** The simulated account that answers at a host, for front ends that serve several. */
export class Accounts {
	private readonly byHost: Map<string, Simulator>;
	/** Hosts that somebody else wanted to reach, in order. */
	readonly outsiders: string[] = [];

	constructor(sims: Simulator | Simulator[]) {
		const list = Array.isArray(sims) ? sims : [sims];
		this.byHost = new Map(list.map((sim) => [sim.host, sim]));
	}

	/** The account at this address, by https only; anybody else is remembered, and refused by the caller. */
	find(url: URL): Simulator | undefined {
		const sim = url.protocol === 'https:' ? this.byHost.get(url.host) : undefined;
		if (!sim) this.outsiders.push(url.host);
		return sim;
	}
}
