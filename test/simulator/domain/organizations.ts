import { toSecond } from '../core/time';
import { ApiError, invalidField } from '../http/errors';
import type { Organization, OrganizationMembership, User } from '../store/records';
import { inBackground, type Act } from '../world';

/** Makes this membership the default one; a user's `organization_id` is that of his default. */
export function makeDefaultOrganization(act: Act, membership: OrganizationMembership): void {
	const { store } = act.world;
	const updated_at = toSecond(act.now);
	for (const other of store.organizationMemberships.by('user', membership.user_id)) {
		const isDefault = other.id === membership.id;
		if (other.default !== isDefault) {
			store.organizationMemberships.update(other, { default: isDefault, updated_at });
		}
	}
	const user = store.users.get(membership.user_id);
	if (user && user.organization_id !== membership.organization_id) {
		store.users.update(user, { organization_id: membership.organization_id, updated_at });
	}
}

export function joinOrganization(
	act: Act,
	user: User,
	organization: Organization,
	isDefault = false,
): OrganizationMembership {
	const { store } = act.world;
	const first = store.organizationMemberships.by('user', user.id).size === 0;
	const at = toSecond(act.now);
	const membership = store.organizationMemberships.insert({
		id: store.ids.next('organizationMembership'),
		user_id: user.id,
		organization_id: organization.id,
		default: false,
		created_at: at,
		updated_at: at,
	});
	if (isDefault || first) makeDefaultOrganization(act, membership);
	return membership;
}

/** Validates and adds a membership (zendesk-api §5.2). */
export function createOrganizationMembership(
	act: Act,
	userId: number,
	organizationId: number,
	isDefault: boolean,
): OrganizationMembership {
	const { store, plan } = act.world;
	const user = store.users.get(userId);
	const organization = store.organizations.get(organizationId);
	if (!user?.active) throw invalidField('user_id', 'User: is invalid', 'InvalidValue');
	if (!organization) {
		throw invalidField('organization_id', 'Organization: is invalid', 'InvalidValue');
	}
	const existing = store.organizationMemberships.sortedBy('user', userId);
	if (existing.some(({ organization_id }) => organization_id === organizationId)) {
		// Recorded so: with the blank in front, without a description of its own.
		const said = ' This user is already a member of this organization.';
		const details = { user_id: [{ description: said, error: 'DuplicateValue' }] };
		throw new ApiError(422, { error: 'RecordInvalid', details }, 'RecordInvalid', said);
	}
	if (existing.length > 0 && !plan.multipleOrganizations) {
		throw invalidField('base', 'Users can belong to one organization only', 'InvalidValue');
	}
	return joinOrganization(act, user, organization, isDefault);
}

/** A job takes an organization that somebody left off their working tickets (§5.2). */
function takeOffTickets(act: Act, { user_id, organization_id }: OrganizationMembership): void {
	const { store } = act.world;
	inBackground(act, (later) => {
		for (const ticket of store.tickets.sortedBy('requester', user_id)) {
			const working = ticket.status !== 'closed' && ticket.status !== 'solved';
			if (working && ticket.organization_id === organization_id) {
				store.tickets.update(ticket, {
					organization_id: null,
					updated_at: toSecond(later.now),
				});
			}
		}
	});
}

/** Removes a membership, with its working tickets. */
export function removeOrganizationMembership(act: Act, membership: OrganizationMembership): void {
	const { store } = act.world;
	store.organizationMemberships.remove(membership);
	if (membership.default) {
		const [next] = store.organizationMemberships.sortedBy('user', membership.user_id);
		const user = store.users.get(membership.user_id);
		if (next) makeDefaultOrganization(act, next);
		else if (user) store.users.update(user, { organization_id: null });
	}
	takeOffTickets(act, membership);
}

/** Writing `organization_id` replaces all memberships with that single one (§2.4). */
export function setOrganization(act: Act, user: User, organizationId: number | null): void {
	const { store } = act.world;
	const kept = [];
	for (const membership of store.organizationMemberships.sortedBy('user', user.id)) {
		if (membership.organization_id === organizationId) kept.push(membership);
		else store.organizationMemberships.remove(membership);
	}
	if (organizationId === null) store.users.update(user, { organization_id: null });
	else if (kept.length > 0) makeDefaultOrganization(act, kept[0]);
	else {
		const organization = store.organizations.get(organizationId);
		if (organization) joinOrganization(act, user, organization, true);
	}
}
