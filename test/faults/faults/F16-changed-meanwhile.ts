import { addAgent, type Simulator, type Ticket, type User } from '../../simulator';
import type { AccountState, Fault, Play, Ran, Subject } from '../types';
import { isWrite, named } from '../ways';
import { expectNextRunConverges, otherRows } from './jobs';

const BY_HAND = 'By hand';

/** What a row may say that met the change of somebody else. */
const CONFLICT = /\b(skipped|failed)\b/;

function expectConflicts(subject: Subject, ran: Ran): void {
	for (const i of otherRows(subject, ran)) expect(ran.verdicts[i]).toMatch(CONFLICT);
}

const secondsOf = ({ clock }: Simulator) => Math.floor(clock.now() / 1000) * 1000;

/** Somebody else does something to the account just before the first write. */
function beforeFirstWrite(
	{ undisturbed }: Subject,
	{ sim }: Play,
	change: (body: unknown) => void,
	isHit: (route: string) => boolean = isWrite,
): void {
	const route = undisturbed.routes.find((each) => isHit(each) && /users|tickets/.test(each));
	if (route === undefined) throw new Error('It writes to nobody: exclude it');
	sim.faults.add({
		when: { route },
		then: { kind: 'before', do: () => change(sim.log.entries.at(-1)!.body) },
	});
}

/** The account as it is undisturbed, but for fields that somebody else has changed. */
async function stateWithout(play: Play, users: string[], tickets: string[]): Promise<AccountState> {
	return without(await play.state(), users, tickets);
}

function without(state: AccountState, users: string[], tickets: string[]): AccountState {
	const blank = (rows: unknown[], fields: string[]) =>
		rows.map((row) => ({
			...(row as object),
			...Object.fromEntries(fields.map((f) => [f, null])),
		}));
	return {
		...state,
		users: blank(state.users, users).sort(byText),
		tickets: blank(state.tickets, tickets).sort(byText),
	};
}

const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Everybody and every ticket is edited in fields that the scenario doesn't mean: they stay edited. */
async function editOthers(subject: Subject): Promise<number> {
	const play = await subject.play();
	const { sim } = play;
	const { users, tickets } = sim.store;
	const edited: User[] = [];
	const edit = () => {
		const updated_at = secondsOf(sim);
		edited.push(...users.all().filter(({ active }) => active));
		for (const user of edited) users.update(user, { details: BY_HAND, updated_at });
		for (const ticket of tickets.all().filter(({ status }) => status !== 'closed')) {
			tickets.update(ticket, { priority: 'urgent', updated_at });
		}
	};
	beforeFirstWrite(subject, play, edit);
	const ran = await play.act();
	sim.faults.verifyAllFired();
	expectConflicts(subject, ran);
	await play.act();
	const FIELDS = [['details'], ['priority']] as const;
	expect(await stateWithout(play, [...FIELDS[0]], [...FIELDS[1]])).toEqual(
		without(subject.undisturbed.state, [...FIELDS[0]], [...FIELDS[1]]),
	);
	const left = edited.map(({ id }) => users.get(id)!).filter(({ active }) => active);
	expect(left.filter(({ details }) => details !== BY_HAND)).toEqual([]);
	return edited.length;
}

/** Customers are suspended by somebody else: they stay so, unless that is what the scenario is about. */
async function suspendCustomers(subject: Subject): Promise<number> {
	const play = await subject.play();
	const { sim } = play;
	const { users } = sim.store;
	const suspended: User[] = [];
	const suspend = () => {
		suspended.push(...users.all().filter(({ active, role }) => active && role === 'end-user'));
		for (const user of suspended) {
			users.update(user, { suspended: true, updated_at: secondsOf(sim) });
		}
	};
	beforeFirstWrite(subject, play, suspend);
	const ran = await play.act();
	sim.faults.verifyAllFired();
	expectConflicts(subject, ran);
	await sim.settle();
	if (subject.scenario.name.startsWith('User: Unsuspend')) return suspended.length;
	const lifted = suspended.map(({ id }) => users.get(id)!).filter((user) => !user.suspended);
	expect(lifted).toEqual([]);
	return suspended.length;
}

const isTicketWrite = (route: string) => isWrite(route) && /\/tickets\b/.test(route);

/** A ticket goes to somebody else while it is about to be moved: it stays there. */
async function reassign(subject: Subject): Promise<void> {
	const play = await subject.play();
	const { sim } = play;
	const { tickets, users } = sim.store;
	let ticket!: Ticket;
	let third!: User;
	const change = (body: unknown) => {
		const orders = (body as { tickets: Array<{ id: number; assignee_id?: number }> }).tickets;
		const { id } = orders.find(({ assignee_id: assignee }) => assignee !== undefined)!;
		ticket = tickets.get(id)!;
		const groups = sim.store.groups.all().filter((group) => group.id === ticket.group_id);
		third = addAgent(sim, { name: 'Third', groups });
		tickets.update(ticket, { assignee_id: third.id, updated_at: secondsOf(sim) });
	};
	beforeFirstWrite(subject, play, change, isTicketWrite);
	const ran = await play.act();
	sim.faults.verifyAllFired();
	expectConflicts(subject, ran);
	await play.act();
	await sim.settle();
	expect(tickets.get(ticket.id)!.assignee_id).toBe(third.id);
	expect(users.get(third.id)!.active).toBe(true);
	expect(sim.store.handovers).toEqual([]);
}

/** The successor is suspended while the tickets move: no ticket is lost, and it goes on once he is back. */
async function suspendSuccessor(subject: Subject): Promise<void> {
	const play = await subject.play();
	const { sim } = play;
	const { users, tickets } = sim.store;
	let successor!: User;
	const change = (body: unknown) => {
		const orders = (body as { tickets: Array<{ assignee_id?: number }> }).tickets;
		const { assignee_id: id } = orders.find(({ assignee_id: assignee }) => assignee)!;
		successor = users.update(users.get(id!)!, { suspended: true });
	};
	beforeFirstWrite(subject, play, change, isTicketWrite);
	const ran = await play.act();
	sim.faults.verifyAllFired();
	await sim.settle();
	expectConflicts(subject, ran);
	expect(sim.store.handovers).toEqual([]);
	const open = tickets.all().filter(({ status }) => !['solved', 'closed'].includes(status));
	const lost = open.filter(({ assignee_id: id }) => id !== null && !users.get(id)!.active);
	expect(lost).toEqual([]);
	users.update(successor, { suspended: false });
	await expectNextRunConverges(play);
}

/** Between plan and apply the people are renamed by somebody else: they are left alone, and the rows say so. */
async function editPlanned(subject: Subject): Promise<void> {
	const play = await subject.play();
	const { sim } = play;
	const { users } = sim.store;
	const renamed = users.all().filter(({ active, role }) => active && role === 'end-user');
	for (const user of renamed) {
		users.update(user, { name: BY_HAND, updated_at: secondsOf(sim) });
	}
	const { verdicts } = await play.act();
	const about = subject.undisturbed.verdicts.map((verdict, i) => [verdict, verdicts[i]]);
	const changed = about.filter(([verdict]) => verdict !== 'created');
	expect(changed.filter(([, now]) => now === 'skipped: conflict').length).toBeGreaterThan(1);
	for (const { id } of renamed) {
		expect(users.get(id)).toMatchObject({ name: BY_HAND, active: true, suspended: false });
	}
}

/** Somebody else changes the same people and tickets: what isn't meant stays as they want it, and nothing is lost. */
export const changedMeanwhile: Fault = {
	id: 'F16',
	async hit(subject) {
		const parts: string[] = [];
		const part = async (what: string, work: () => Promise<unknown>) => {
			await named(what, async () => void (await work()));
			parts.push(what);
		};
		await part('other fields edited', async () => await editOthers(subject));
		await part('customers suspended', async () => await suspendCustomers(subject));
		if (
			subject.undisturbed.routes.some((route) => /PUT \/api\/v2\/tickets\/update_many/.test(route))
		) {
			await part('a ticket reassigned', async () => await reassign(subject));
			await part('the successor suspended', async () => await suspendSuccessor(subject));
		}
		if (subject.scenario.name === 'User Sync: Apply Plan') {
			await part('managed fields edited since the plan', async () => await editPlanned(subject));
		}
		return `${parts.join(', ')}: kept or reported, nothing lost`;
	},
};
