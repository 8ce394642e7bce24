import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../simulator';
import { subjectOf } from '../play';
import type { Fault } from '../types';
import { isCall } from '../ways';
import { at, operationOf, resultOf } from './at';
import { type Operation, rowOf, type Row } from './operations';

/** As Zendesk has it, and as the source writes it. The numbers are neighbours beyond what a double can tell apart. */
const IDS = [
	['HR-abc', 'hr-ABC'],
	['hr-ÄÖ', 'HR-äö'],
	['HR-9007199254740992', 'HR-9007199254740992'],
	['HR-9007199254740993', 'hr-9007199254740993'],
	['HR-123456789012345678901234567890', 'HR-123456789012345678901234567890'],
] as const;

const NUMBERS = ['9007199254740992', '9007199254740993', '123456789012345678901234567890'];

const PAIRS: Array<readonly [string, string]> = [...IDS, ...NUMBERS.map((id) => [id, id] as const)];

const rows =
	(pairs: typeof PAIRS) =>
	(sim: Simulator, { put }: Operation): Row[] =>
		pairs.map(([stored, given], i) => {
			const user = put(sim, {
				name: `Person ${i}`,
				email: `person.${i}@example.com`,
				external_id: stored,
			});
			return { ...rowOf(user), externalId: given };
		});

/** External IDs that differ in case are the same and stay as they are; long numbers are texts and keep every digit. */
export const externalIds: Fault = {
	id: 'F27',
	async hit({ scenario }) {
		// Only these belong to the source.
		const pairs = operationOf(scenario).type ? PAIRS.filter(([id]) => /^hr/i.test(id)) : PAIRS;
		const own = await subjectOf(at(scenario, { rows: rows(pairs), key: 'externalId' }));
		const play = await own.play();
		const { sim } = play;
		const users = sim.store.users
			.all()
			.filter(({ external_id: id }) => pairs.some(([stored]) => stored === id));
		expect(users).toHaveLength(pairs.length);
		const ids = users.map(({ id }) => id);
		const ran = await play.act();
		const items = resultOf(ran).outputs.flat();
		const failed = ran.verdicts.filter((verdict) => /^(failed|unknown|skipped)/.test(verdict));
		expect(failed).toEqual([]);
		expect(items).toHaveLength(pairs.length);
		const about = items.map(({ requester_id: requester, merged_user: merged, id }) =>
			Number(requester ?? (merged as IDataObject | undefined)?.id ?? id),
		);
		expect([...about].sort()).toEqual([...ids].sort());
		for (const [i, user] of users.entries()) {
			expect([pairs[i][0], null]).toContain(sim.store.users.get(user.id)!.external_id);
		}
		const mark = sim.log.mark();
		let changed = 0;
		sim.store.users.onChange(() => void changed++);
		sim.store.tickets.onChange(() => void changed++);
		await play.act();
		const writes = sim.log.since(mark).filter((entry) => entry.write && isCall(entry)).length;
		// To create is to ask Zendesk, who knows them already.
		expect([changed, writes]).toEqual([0, scenario.name === 'User: Create' ? 1 : 0]);
		return `${pairs.length} IDs, each its own user and as stored; ${changed} changes by the second run`;
	},
};
