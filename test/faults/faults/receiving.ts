import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { deliver, envelope, N8n, webhooksOf, type Delivery } from '../../engine/trigger/webhook';
import { addCustomer, type User } from '../../simulator';
import { ATTACKS, targets } from '../../unit/events/attacks';
import { countSecrets } from '../secrets';
import type { Fault, FaultId, Play, Subject } from '../types';
import { named } from '../ways';

/** A published workflow beside the scenario's, and what Zendesk sends to it. */
export interface Receiver {
	play: Play;
	n8n: N8n;
	secret: string;
	/** As Zendesk signs it, now or so long ago. */
	sign: (body: object | string, lateMs?: number) => Delivery;
}

export async function listen({ play: begin }: Subject): Promise<Receiver> {
	const play = await begin();
	const options = { includeFullUser: true };
	const triggerOn = ['roleChanged', 'nameChanged', 'deleted'];
	const n8n = new N8n(play, { nodeId: randomUUID(), options, triggerOn });
	await n8n.activate();
	const { secret } = webhooksOf(play.sim).at(-1)!;
	const sign: Receiver['sign'] = (body, lateMs = 0) =>
		deliver(body, { secret, atMs: play.sim.clock.now() - lateMs });
	return { play, n8n, secret, sign };
}

/** Something that happened to somebody, as Zendesk tells it. */
export function eventOf(user: User, type = 'user.name_changed', time?: string): object {
	return envelope(
		type,
		{ current: user.name, previous: 'Zoë' },
		{
			...(time === undefined ? {} : { time }),
			subject: `zen:user:${user.id}`,
			detail: { id: String(user.id) },
		},
	);
}

/** How many variants of each attack are tried. */
const VARIANTS = 3;

/**
 * Tries attacks on a published workflow. Each is answered with 401, starts nothing, asks Zendesk for nothing and changes
 * nothing; the true event starts the workflow as ever.
 *
 * @returns how many deliveries were refused
 */
export async function attack(subject: Subject, names: string[]): Promise<number> {
	const receiver = await listen(subject);
	const { play, n8n, secret, sign } = receiver;
	const { sim } = play;
	const stored = n8n.saved;
	const mark = sim.log.mark();
	const [before] = [structuredClone(stored)];
	let refused = 0;
	for (const name of names) {
		await named(name, async () => {
			const arbitrary = targets(sim.clock.now(), fc.constant(secret));
			for (const target of fc.sample(arbitrary, { numRuns: VARIANTS, seed: 20261120 })) {
				const { stored: forgotten, ...delivery } = ATTACKS[name](target);
				if ('stored' in ATTACKS[name](target)) n8n.saved = without(before, forgotten);
				expect(await n8n.receive(delivery as Delivery)).toEqual({ status: 401 });
				n8n.saved = stored;
				refused += 1;
			}
		});
	}
	expect(n8n.saved).toEqual(before);
	expect(sim.log.since(mark)).toEqual([]);
	expect(countSecrets(n8n.log, [secret])).toBe(0);
	const { status, item } = await n8n.receive(sign(eventOf(addCustomer(sim))));
	expect([status, item !== undefined]).toEqual([200, true]);
	return refused;
}

/** A column that is nothing but attacks. */
export function attacks(id: FaultId, names: string[]): Fault {
	return {
		id,
		async hit(subject) {
			const refused = await attack(subject, names);
			return `${refused} deliveries refused with 401 in ${names.length} ways, 0 accepted`;
		},
	};
}

/** What n8n has stored, with another secret, or none. */
function without(saved: N8n['saved'], secret: unknown): N8n['saved'] {
	const copy = structuredClone(saved);
	for (const data of Object.values(copy)) {
		if (typeof data === 'object' && 'secret' in data) Object.assign(data, { secret });
	}
	return copy;
}
