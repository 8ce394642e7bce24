import type { IDataObject } from 'n8n-workflow';
import { addTicket, type Ticket, type User } from '../../simulator';
import { subjectOf } from '../play';
import type { Fault, Subject } from '../types';
import { named } from '../ways';
import { at, operationOf, resultOf } from './at';
import { LEFT, person, rowOf } from './operations';

const DELETE = 'DELETE /api/v2/users/:id';

/** Zendesk refuses one of so many people. */
async function refuse(
	{ scenario }: Subject,
	count: number,
	more?: Record<string, unknown>,
): Promise<number> {
	let customer!: User;
	let tickets: Ticket[] = [];
	const own = await subjectOf(
		at(scenario, {
			rows: (sim, { put }) => {
				const users = Array.from({ length: count }, (_, i) => put(sim, person(i)));
				customer = users.at(-1)!;
				tickets = (['open', 'pending', 'solved'] as const).map((status) =>
					addTicket(sim, { requester: customer, status }),
				);
				return users.map((user) => ({ ...rowOf(user), hasLeft: true }));
			},
			more,
		}),
	);
	const play = await own.play();
	const before = { ...customer };
	const { items } = resultOf(await play.act());
	const item = items.find(({ id }) => id === customer.id)!;
	expect(item).toMatchObject({ outcome: 'failed', reason: 'tickets-left' });
	for (const { id } of tickets) expect(item.message).toContain(String(id));
	expect(items.filter(({ outcome }: IDataObject) => outcome === 'deleted')).toHaveLength(count - 1);
	expect(play.sim.store.users.get(customer.id)).toEqual(before);
	return tickets.length;
}

/** Tickets that come in just before the deletion: once it is got over, always they are named. */
async function comeInBetween(subject: Subject): Promise<number> {
	const file = async (times: number) => {
		const play = await subject.play();
		const { sim } = play;
		const filed: number[] = [];
		sim.faults.add({
			when: { route: DELETE, times },
			then: {
				kind: 'before',
				do: () => {
					const { path } = sim.log.entries.at(-1)!;
					const requester = sim.store.users.get(Number(path.split('/').at(-1)))!;
					filed.push(addTicket(sim, { requester, subject: 'At the last moment' }).id);
				},
			},
		});
		const ran = await play.act();
		sim.faults.verifyAllFired();
		return { play, sim, filed, ran };
	};
	const once = await file(1);
	expect(once.ran.verdicts).toEqual(subject.undisturbed.verdicts);
	const always = await file(Infinity);
	expect(always.ran.verdicts).toEqual(['failed: tickets-left']);
	// The others have moved on meanwhile.
	expect(JSON.stringify(always.ran.kept)).toContain(String(always.filed.at(-1)));
	always.sim.faults.clear();
	expect((await always.play.act()).verdicts).toEqual(subject.undisturbed.verdicts);
	for (const { sim, filed } of [once, always]) {
		for (const id of filed) {
			const { requester_id: requester } = sim.store.tickets.get(id)!;
			expect(sim.store.users.get(requester)).toMatchObject({ active: true, suspended: false });
		}
	}
	return once.filed.length + always.filed.length;
}

/** Zendesk deletes nobody who has asked for tickets that are not closed: they are named, and nothing is half done. */
export const openTickets: Fault = {
	id: 'F18',
	async hit(subject) {
		const { name } = subject.scenario;
		if (name === 'User: Offboard') {
			const tickets = await comeInBetween(subject);
			return `${tickets} tickets at the last moment: moved, or named and moved by the next run`;
		}
		const isSync = operationOf(subject.scenario).type !== undefined;
		const report = isSync ? { ...LEFT, options: { whenTicketsAreOpen: 'report' } } : undefined;
		let tickets = 0;
		for (const count of [1, 3]) {
			await named(`of ${count}`, async () => {
				tickets += await refuse(subject, count, report);
			});
		}
		return `${tickets} tickets named, their requester as before, the other users deleted`;
	},
};
