import {
	addAgent,
	addCustomer,
	addLightAgent,
	addTicket,
	type Group,
	type Simulator,
	type User,
} from '../../simulator';
import { subjectOf } from '../play';
import type { Fault, Scenario } from '../types';
import { named } from '../ways';
import { at, resultOf } from './at';
import { type Operation, person, rowOf, type Row } from './operations';

/** Who can't take tickets, and what is said of him. */
const BAD: Array<[string, RegExp, (sim: Simulator, leaver: User) => User]> = [
	['suspended', /is suspended/, (sim) => addAgent(sim, { suspended: true })],
	['an end user', /is an end user/, (sim) => addCustomer(sim)],
	['the leaver', /is the leaver|himself|same/, (_sim, leaver) => leaver],
	['a light agent', /is a light agent/, (sim) => addLightAgent(sim)],
	['in no group', /is in no group/, (sim) => addAgent(sim, { groups: [] })],
];

const group = ({ store }: Simulator): Group => store.groups.all().find((each) => each.default)!;

type Successor = Pick<User, 'id'>;

/** The ways of naming him. */
const FORMS: Record<string, (successor: Successor, of: Group) => Record<string, unknown>> = {
	'one person': ({ id }) => ({ successor: { __rl: true, mode: 'id', value: id } }),
	'one per group': ({ id }, { id: groupId }) => ({
		handOverTo: 'perGroup',
		successor: { __rl: true, mode: 'list', value: '' },
		successorsByGroup: { groups: [{ group: groupId, successor: String(id) }] },
	}),
};

async function refuse(
	scenario: Scenario,
	add: (typeof BAD)[number][2],
	words: RegExp,
	form: (typeof FORMS)[string],
): Promise<void> {
	let leaver!: User;
	let ticket!: number;
	const rows = (sim: Simulator, { put }: Operation): Row[] => {
		leaver = put(sim, person(1));
		ticket = addTicket(sim, { assignee: leaver }).id;
		return [rowOf(leaver)];
	};
	const more = (sim: Simulator) => form(add(sim, leaver), group(sim));
	const play = await (await subjectOf(at(scenario, { rows, more }))).play();
	const { sim } = play;
	const before = { ...sim.store.users.get(leaver.id)! };
	const [item] = resultOf(await play.act()).items;
	// A transfer moves what can be moved, and here that is nothing.
	const reason = expect.stringMatching(/^(successor|tickets-left)$/);
	expect(item).toMatchObject({ outcome: 'failed', reason });
	expect(item.message).toMatch(words);
	expect(item.advice).toEqual(expect.any(String));
	expect(sim.log.writes()).toEqual([]);
	expect(sim.store.users.get(leaver.id)).toEqual(before);
	expect(sim.store.tickets.get(ticket)!.assignee_id).toBe(leaver.id);
}

/** Who can't take the tickets is refused before anything is written. */
export const badSuccessor: Fault = {
	id: 'F33',
	async hit({ scenario }) {
		let refused = 0;
		for (const [who, words, add] of BAD) {
			for (const [how, form] of Object.entries(FORMS)) {
				await named(`${who}, ${how}`, async () => await refuse(scenario, add, words, form));
				refused += 1;
			}
		}
		return `${refused} refused before the first write: ${BAD.map(([who]) => who).join(', ')}`;
	},
};
