import { DAY, HOUR, toSecond } from '../core/time';
import { mayBeAssigned } from '../domain/handover';
import { blankTicket } from '../domain/ticket-record';
import type { Group, Status, Ticket, User } from '../store/records';
import type { World } from '../world';
import { OPENED_BEFORE } from './account';
import { SUBJECTS } from './names';

/** How often each status occurs, in percent. */
const SHARES: Array<[Status, number]> = [
	['new', 5],
	['open', 15],
	['pending', 10],
	['hold', 3],
	['solved', 27],
	['closed', 40],
];

function pickStatus(world: World): Status {
	let left = world.random.between(1, 100);
	for (const [status, share] of SHARES) {
		left -= share;
		if (left <= 0) return status;
	}
	return 'closed';
}

/** Those to whom a group's tickets can be given. */
function desksOf(world: World, groups: Group[]): Map<number, User[]> {
	const { store } = world;
	return new Map(
		groups.map(({ id }) => {
			const members = store.groupMemberships.sortedBy('group', id);
			return [id, members.map(({ user_id }) => store.users.get(user_id)).filter(mayBeAssigned)];
		}),
	);
}

export function seedTickets(world: World, count: number, groups: Group[]): void {
	const { store, random } = world;
	const desks = desksOf(world, groups);
	const requesters = store.users.sortedBy('role', 'end-user').filter(({ suspended }) => !suspended);
	const people = requesters.length > 0 ? requesters : store.staff();
	const staff = store.staff();
	for (let index = 0; index < count; index++) {
		const group = random.pick(groups);
		const requester = random.pick(people);
		const status = pickStatus(world);
		const desk = desks.get(group.id) ?? [];
		const assigned = status !== 'new' && desk.length > 0 ? random.pick(desk).id : null;
		insert(world, {
			subject: random.pick(SUBJECTS),
			status: assigned === null ? 'new' : status,
			requester_id: requester.id,
			organization_id: requester.organization_id,
			group_id: group.id,
			assignee_id: assigned,
			follower_ids: random.chance(0.1) ? [random.pick(staff).id] : [],
			email_cc_ids: random.chance(0.1) ? [random.pick(people).id] : [],
		});
	}
}

type TicketSeed = Pick<
	Ticket,
	| 'subject'
	| 'status'
	| 'requester_id'
	| 'organization_id'
	| 'group_id'
	| 'assignee_id'
	| 'follower_ids'
	| 'email_cc_ids'
>;

/** Working tickets are young; of the closed ones about half are in the archive already. */
function ageOf(world: World, status: Status): number {
	const { random } = world;
	if (status === 'closed') return 5 * DAY + random.next() * (OPENED_BEFORE - 5 * DAY);
	return HOUR + random.next() * 40 * DAY;
}

function insert(world: World, seed: TicketSeed): void {
	const { store, random } = world;
	const now = world.clock.now();
	const age = ageOf(world, seed.status);
	const created_at = toSecond(now - age);
	const updated_at = toSecond(now - age * random.next() * 0.9);
	const id = store.ids.next('ticket');
	const description = `${seed.subject}. Could you please have a look at it?`;
	store.tickets.insert({
		...blankTicket(created_at),
		...seed,
		id,
		description,
		priority: random.pick(['urgent', 'high', 'normal', 'low', null]),
		submitter_id: seed.requester_id,
		channel: random.pick(['email', 'web', 'api']),
		updated_at,
		closed_at: seed.status === 'closed' ? updated_at : null,
	});
	store.comments.insert({
		id: store.ids.next('comment'),
		ticket_id: id,
		author_id: seed.requester_id,
		body: description,
		public: true,
		created_at,
		audit_id: store.ids.next('audit'),
	});
}
