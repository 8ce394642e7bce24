import type { Issues } from '../http/errors';
import { toId, type Input } from '../http/query';
import type { Ticket, User } from '../store/records';
import type { Act } from '../world';
import { isInBrand } from './brands';
import { mayBeAssigned } from './handover';

const NO_ASSIGNEE = 'Assignee: is required when solving a ticket';

/** The assignee that a write names: `undefined` = says nothing, NaN = names nobody we know. */
function requestedAssignee(act: Act, input: Input): number | null | undefined {
	if (input.assignee_id === null || input.assignee_id === '') return null;
	if (input.assignee_id !== undefined) return toId(input.assignee_id);
	if (typeof input.assignee_email !== 'string') return undefined;
	return act.world.store.userByEmail(input.assignee_email)?.id ?? NaN;
}

/** Group and assignee of a write (zendesk-api §4): a ticket never has an assignee without a group. */
export function setAssignment(
	act: Act,
	draft: Ticket,
	input: Input,
	issues: Issues,
	who: 'somebody' | 'trigger' = 'somebody',
): void {
	const assignee = requestedAssignee(act, input);
	if (input.group_id !== undefined) setGroup(act, draft, input.group_id, issues);
	if (assignee === null) unassign(act, draft, issues);
	else if (assignee !== undefined) assign(act, draft, assignee, issues, who);
	else if (input.group_id !== undefined && !isStillValid(act, draft)) takeAway(act, draft, issues);
}

function setGroup(act: Act, draft: Ticket, value: unknown, issues: Issues): void {
	const id = value === null || value === '' ? null : toId(value);
	const group = id === null ? null : act.world.store.groups.get(id);
	if (group === undefined || group?.deleted)
		issues.add('group', 'Group: is invalid', 'InvalidValue');
	else draft.group_id = id;
}

/** A new group that the old assignee is not in takes the ticket away from him. */
function isStillValid(act: Act, draft: Ticket): boolean {
	const { assignee_id, group_id } = draft;
	if (assignee_id === null) return true;
	return group_id !== null && act.world.store.isMember(assignee_id, group_id);
}

function unassign(act: Act, draft: Ticket, issues: Issues): void {
	if (draft.assignee_id === null) return;
	if (draft.group_id === null) issues.add('group', 'Group: cannot be blank', 'BlankValue');
	else takeAway(act, draft, issues);
}

function takeAway(act: Act, draft: Ticket, issues: Issues): void {
	if (draft.status === 'solved' && act.world.switches.unassignSolved === 'refused') {
		issues.add('assignee', NO_ASSIGNEE, 'BlankValue');
	} else draft.assignee_id = null;
}

/** Whether Zendesk gives a ticket to an agent who isn't in its brand, and so never sees it, is UNCONFIRMED. */
function isOutsideBrand({ world }: Act, user: User | undefined, { brand_id }: Ticket): boolean {
	if (user === undefined || world.switches.assigneeOutsideBrand === 'allowed') return false;
	return !isInBrand(world, user, brand_id);
}

/** Whether a trigger may give tickets to somebody who is suspended is UNCONFIRMED. */
function takes(act: Act, user: User | undefined, who: 'somebody' | 'trigger'): boolean {
	const isLenient = who === 'trigger' && act.world.switches.triggersAssignSuspended;
	return mayBeAssigned(isLenient && user ? { ...user, suspended: false } : user);
}

function assign(
	act: Act,
	draft: Ticket,
	assigneeId: number,
	issues: Issues,
	who: 'somebody' | 'trigger',
): void {
	const { store } = act.world;
	const user = store.users.get(assigneeId);
	draft.group_id ??= user?.default_group_id ?? null;
	const isMember = draft.group_id !== null && store.isMember(assigneeId, draft.group_id);
	if (!takes(act, user, who) || !isMember || isOutsideBrand(act, user, draft)) {
		issues.add('assignee', 'Assignee: is invalid', 'InvalidValue');
		if (!isMember) issues.add('assignee', 'Assignee: is not a member of the group');
		return;
	}
	draft.assignee_id = assigneeId;
	if (draft.status === 'new') draft.status = 'open';
}

/** §4: a solved ticket has an assignee. */
export function checkSolved(draft: Ticket, issues: Issues): void {
	if (draft.status === 'solved' && draft.assignee_id === null) {
		issues.add('assignee', NO_ASSIGNEE, 'BlankValue');
	}
}
