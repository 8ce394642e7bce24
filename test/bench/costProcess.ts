import { type CredentialData, type NodeRun, runNode, useClock } from '../engine/engine';
import { builtIn, loadBuiltInNode } from './builtIn';

/** What the process of its own, in which one node runs, is asked. */
export interface CostOrder {
	node: 'ours' | 'built-in';
	parameters: Record<string, unknown>;
	credential: CredentialData;
	/** Run before the measurement, so that code is loaded and compiled. */
	warmUp: Array<{ id: number; name: string }>;
	rows: Array<{ id: number; name: string }>;
	/** Waiting takes no time: for runs that would wait for limits, which the other side doesn't have. */
	withoutWaiting?: boolean;
}

/** What it answers. */
export interface Cost {
	cpuMs: number;
	/** Peak of the process's memory above what the engine takes when idle. */
	peakBytes: number;
	/** Items that came out. */
	items: number;
	error?: string;
}

function run(order: CostOrder, items: CostOrder['rows']): NodeRun & { credential: CredentialData } {
	const { node, parameters, credential } = order;
	return node === 'built-in'
		? builtIn(credential, parameters, items)
		: { parameters, credential, items };
}

/** A clock that is ahead of the machine's by all that was waited. */
function hurry(): void {
	let aheadMs = 0;
	useClock({
		now: () => Date.now() + aheadMs,
		sleep: async (ms) => {
			aheadMs += ms;
		},
	});
}

async function measure(order: CostOrder): Promise<Cost> {
	if (order.withoutWaiting) hurry();
	if (order.node === 'built-in') await loadBuiltInNode(() => {});
	await runNode(run(order, order.warmUp));
	const idle = process.memoryUsage.rss();
	const before = process.cpuUsage();
	const { items, error } = await runNode(run(order, order.rows));
	const { user, system } = process.cpuUsage(before);
	return {
		cpuMs: (user + system) / 1000,
		peakBytes: process.resourceUsage().maxRSS * 1024 - idle,
		items: items.length,
		error: error?.message,
	};
}

process.once('message', (order: CostOrder) => {
	void measure(order).then((cost) => process.send?.(cost, () => process.disconnect()));
});
