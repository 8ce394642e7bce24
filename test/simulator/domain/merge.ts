import { toSecond } from '../core/time';
import { forbidden, invalidField, type ApiError } from '../http/errors';
import type { Identity, Ticket, User } from '../store/records';
import { inBackground, type Act } from '../world';
import { deleteUser, erase } from './deletion';
import { addIdentity, isAddress, promote } from './identities';
import { joinOrganization } from './organizations';
import { isArchived, saveTicket } from './ticket-record';
import { checkMayEdit, checkWritable } from './user-rules';

/** zendesk-api §2.3: nobody who asked for more tickets than this. */
const MOST_TICKETS = 10_000;

/** Identities with which somebody unverified can be merged all the same. */
const ADDRESSES = new Set(['email', 'google', 'twitter']);

/** Status and wording are UNCONFIRMED. */
function refusal(act: Act, message: string): ApiError {
	return act.world.switches.mergeRefusal === 403
		? forbidden(message)
		: invalidField('base', message, 'InvalidValue');
}

function hasAddress(act: Act, { id, verified }: User): boolean {
	const identities = [...act.world.store.identities.by('user', id)];
	return verified || identities.some(({ type }) => ADDRESSES.has(type));
}

/** The first reason why these two can't be merged. */
function objection(act: Act, loser: User, winner: User): string | undefined {
	const { store, switches } = act.world;
	const pair = [loser, winner];
	if (loser.id === winner.id) return "A user can't be merged with himself";
	if (pair.some(({ role }) => role !== 'end-user')) return 'Only end users can be merged';
	if (store.tickets.by('requester', loser.id).size > MOST_TICKETS) {
		return `User is requester on more than ${MOST_TICKETS} tickets`;
	}
	if (
		switches.mergeWithExternalIds === 'refused' &&
		pair.some(({ external_id }) => external_id !== null)
	) {
		return "Users with external ids can't be merged";
	}
	if (switches.mergeWithoutAddress === 'refused' && !pair.every((user) => hasAddress(act, user))) {
		return "Unverified users without an e-mail can't be merged";
	}
	return undefined;
}

function checkMerge(act: Act, loser: User, winner: User | undefined): asserts winner is User {
	checkWritable(act, loser);
	checkMayEdit(act, loser, loser);
	if (!winner?.active) throw refusal(act, 'The user to merge into is invalid');
	if (winner.shared) throw forbidden();
	const message = objection(act, loser, winner);
	if (message !== undefined) throw refusal(act, message);
}

/**
 * Gives the tickets of one user to another one, closed and archived ones too, but nobody is taken off the
 * CCs of what is archived. Who is the author of the audits is UNCONFIRMED.
 */
function moveTickets(act: Act, loser: User, winner: User): void {
	const { tickets } = act.world.store;
	const moved = (id: number) => (id === loser.id ? winner.id : id);
	const listed = (ids: number[]) => [...new Set(ids.map(moved))];
	const isHere = (ticket: Ticket) => !isArchived(ticket, act.now);
	for (const ticket of tickets.sortedBy('requester', loser.id)) {
		saveTicket(act, ticket, { requester_id: winner.id });
	}
	for (const ticket of tickets.sortedBy('cc', loser.id).filter(isHere)) {
		saveTicket(act, ticket, { email_cc_ids: listed(ticket.email_cc_ids) });
	}
	for (const ticket of tickets.sortedBy('follower', loser.id).filter(isHere)) {
		saveTicket(act, ticket, { follower_ids: listed(ticket.follower_ids) });
	}
}

/** The one who stays is in all organizations, or in his own where users have one only. */
function moveOrganizations(act: Act, loser: User, winner: User): void {
	const { store, plan } = act.world;
	const { organizationMemberships: memberships } = store;
	const own = new Set(
		[...memberships.by('user', winner.id)].map(({ organization_id }) => organization_id),
	);
	for (const { organization_id } of memberships.sortedBy('user', loser.id)) {
		const organization = store.organizations.get(organization_id);
		if (!organization || own.has(organization_id)) continue;
		if (own.size > 0 && !plan.multipleOrganizations) continue;
		joinOrganization(act, winner, organization);
		own.add(organization_id);
	}
}

/** His identities become secondary ones; his phone number becomes an identity. */
function receiveIdentities(act: Act, winner: User, moved: Identity[], phone: string | null): void {
	const { store } = act.world;
	for (const identity of moved) {
		store.identities.insert({ ...identity, user_id: winner.id, primary: false });
	}
	const known = store.identities.sortedBy('user', winner.id);
	if (phone !== null && phone !== winner.phone && !known.some(({ value }) => value === phone)) {
		addIdentity(act, winner, { type: 'phone_number', value: phone, verified: false });
	}
	const address = winner.email === null && known.find(isAddress);
	if (address) promote(act, winner, address);
	const line = winner.phone === null && known.find(({ type }) => type === 'phone_number');
	if (line) promote(act, winner, line);
}

/**
 * PUT /users/{id}/merge: `loser` disappears into `winner`, who keeps what he has. Tickets, identities and
 * organizations move; tags, notes, details, user fields and the external id of the loser are lost.
 *
 * @see https://support.zendesk.com/hc/en-us/articles/4408887695898
 */
export function mergeUsers(act: Act, loser: User, winner: User | undefined): User {
	checkMerge(act, loser, winner);
	const { store, switches } = act.world;
	const zendesk: Act = { ...act, actor: null };
	moveTickets(zendesk, loser, winner);
	moveOrganizations(zendesk, loser, winner);
	const moved = store.identities.sortedBy('user', loser.id);
	for (const identity of moved) store.identities.remove(identity);
	deleteUser(zendesk, loser);
	receiveIdentities(zendesk, winner, moved, loser.phone);
	if (switches.mergedUser === 'purged') inBackground(zendesk, (later) => erase(later, loser));
	store.users.update(winner, { updated_at: toSecond(act.now) });
	return winner;
}
