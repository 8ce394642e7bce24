import { toSecond } from '../core/time';
import { ApiError, forbidden, invalidField, Issues, recordNotFound } from '../http/errors';
import { isObject, toId, type Input } from '../http/query';
import { STATUSES, type Audit, type Status, type Ticket } from '../store/records';
import type { Act } from '../world';
import { maySeeTicket } from './ticket-access';
import { checkSolved, setAssignment } from './ticket-assignment';
import { newRequester, setOnlookers, setRequester } from './ticket-people';
import { blankTicket, insertTicket, saveTicket, SYSTEM, type CommentDraft } from './ticket-record';
import { runTriggers } from './triggers';
import { cleanTags } from './user-fields';

const PRIORITIES: unknown[] = ['urgent', 'high', 'normal', 'low', null];
const TYPES: unknown[] = ['problem', 'incident', 'question', 'task', null];

/** One category status each, as on an account without custom statuses of its own. */
export const CUSTOM_STATUS_IDS: Record<Exclude<Status, 'closed'>, number> = {
	new: 350_000_000_001,
	open: 350_000_000_002,
	pending: 350_000_000_003,
	hold: 350_000_000_004,
	solved: 350_000_000_005,
};

function requestedStatus(input: Input, issues: Issues): Status | undefined {
	const custom = Object.entries(CUSTOM_STATUS_IDS).find(
		([, id]) => id === toId(input.custom_status_id),
	);
	const status = input.status ?? custom?.[0];
	if (status === undefined) return undefined;
	const known = STATUSES.find((candidate) => candidate === status);
	if (!known) issues.add('status', 'Status: is invalid', 'InvalidValue');
	return known;
}

function setPlain(draft: Ticket, input: Input, issues: Issues): void {
	if (typeof input.subject === 'string') draft.subject = input.subject;
	if (typeof input.external_id === 'string' || input.external_id === null) {
		draft.external_id = input.external_id;
	}
	if (input.priority !== undefined) {
		if (PRIORITIES.includes(input.priority)) draft.priority = input.priority as Ticket['priority'];
		else issues.add('priority', 'Priority: is invalid', 'InvalidValue');
	}
	if (input.type !== undefined) {
		if (TYPES.includes(input.type)) draft.type = input.type as Ticket['type'];
		else issues.add('type', 'Type: is invalid', 'InvalidValue');
	}
	setCustomFields(draft, input.custom_fields);
	if (input.brand_id !== undefined) draft.brand_id = toId(input.brand_id);
}

/** Merged per field id, as user fields are. */
function setCustomFields(draft: Ticket, given: unknown): void {
	if (!Array.isArray(given)) return;
	const values = new Map(draft.custom_fields.map(({ id, value }) => [id, value]));
	for (const field of given.filter(isObject)) values.set(toId(field.id), field.value ?? null);
	draft.custom_fields = [...values].map(([id, value]) => ({ id, value }));
}

/** `tags` replaces; `additional_tags` and `remove_tags` are for bulk updates (zendesk-api §4). */
function setTags(act: Act, draft: Ticket, input: Input, bulk: boolean): void {
	draft.tags = cleanTags(input.tags) ?? draft.tags;
	if (!bulk && act.world.switches.additionalTagsOnSingleUpdate === 'ignored') return;
	const removed = cleanTags(input.remove_tags) ?? [];
	const added = cleanTags(input.additional_tags) ?? [];
	draft.tags = [...new Set([...draft.tags.filter((tag) => !removed.includes(tag)), ...added])];
}

function commentOf(act: Act, input: Input, otherwisePublic: boolean): CommentDraft | undefined {
	if (!isObject(input.comment)) return undefined;
	const given = input.comment;
	const body = given.body ?? given.html_body;
	if (typeof body !== 'string' || body === '') return undefined;
	const author = given.author_id === undefined ? act.actor?.id : toId(given.author_id);
	const isPublic = given.public === undefined ? otherwisePublic : given.public !== false;
	return { body, public: isPublic, author_id: author ?? SYSTEM };
}

export interface TicketWrite {
	ticket: Ticket;
	audit: Audit;
}

/** POST /tickets */
export function createTicket(act: Act, input: Input): TicketWrite {
	const { store } = act.world;
	const comment = commentOf(act, input, true) ?? descriptionOf(act, input);
	if (!comment) throw invalidField('base', 'Description: cannot be blank', 'BlankValue');
	const requester = newRequester(act, input);
	const issues = new Issues();
	const draft: Ticket = {
		...blankTicket(toSecond(act.now)),
		id: 0,
		description: comment.body,
		requester_id: requester.id,
		submitter_id: submitterOf(act, input, requester.id),
		organization_id: requester.organization_id,
		is_public: comment.public,
	};
	applyInput(act, draft, { ...input, requester_id: undefined }, issues, false);
	issues.raise();
	const ticket = { ...draft, id: store.ids.next('ticket') };
	const audit = insertTicket(act, ticket, { ...comment, author_id: ticket.submitter_id });
	runTriggers(act, { before: undefined, ticket, actor: act.actor, comment }, audit);
	return { ticket, audit };
}

/** The submitter is the author of the first comment; the caller unless another one is named. */
function submitterOf(act: Act, input: Input, requesterId: number): number {
	const named = act.world.store.users.get(toId(input.submitter_id));
	return named?.id ?? act.actor?.id ?? requesterId;
}

/** `description` may stand in for the first comment. */
function descriptionOf(act: Act, input: Input): CommentDraft | undefined {
	return commentOf(act, { comment: { body: input.description } }, true);
}

function applyInput(act: Act, draft: Ticket, input: Input, issues: Issues, bulk: boolean): void {
	setRequester(act, draft, input, issues);
	setPlain(draft, input, issues);
	if (!act.world.store.brands.get(draft.brand_id)) {
		issues.add('brand', 'Brand: is invalid', 'InvalidValue');
	}
	setTags(act, draft, input, bulk);
	const status = requestedStatus(input, issues);
	if (status !== undefined) draft.status = status;
	setAssignment(act, draft, input, issues);
	if (status === 'solved') checkSolved(draft, issues);
	if (draft.status === 'closed') draft.closed_at ??= act.now;
	// Last, because it may create people: a write that is refused must leave nothing behind.
	if (!issues.any) setOnlookers(act, draft, input, issues);
}

const CONFLICT = 'Safe Update prevented the update due to outdated ticket data.';

/** The stamp of a safe update must be the ticket's `updated_at` (§4; only leaving `safe_update` out is unsafe). */
function checkStamp(act: Act, ticket: Ticket, input: Input): void {
	if (input.safe_update === undefined || input.updated_stamp === undefined) return;
	if (toSecond(Date.parse(String(input.updated_stamp))) === ticket.updated_at) return;
	const status = act.world.switches.safeUpdateConflictStatus;
	const body = { error: 'UpdateConflict', description: CONFLICT };
	throw new ApiError(status, body, 'UpdateConflict', CONFLICT);
}

/** The ticket with this id, unless it is deleted. */
export function findTicket(act: Act, id: unknown): Ticket {
	const ticket = act.world.store.tickets.get(toId(id));
	if (!ticket || ticket.deleted_at !== null) throw recordNotFound();
	if (act.actor && act.actor.role !== 'end-user' && !maySeeTicket(act.world, act.actor, ticket)) {
		throw act.world.switches.ticketOutOfSight === 404 ? recordNotFound() : forbidden();
	}
	return ticket;
}

/** PUT /tickets/{id}, alone or as an item of a job (`bulk`). */
export function updateTicket(act: Act, ticket: Ticket, input: Input, bulk = false): TicketWrite {
	if (ticket.status === 'closed') {
		throw invalidField('status', 'Status: closed prevents ticket update');
	}
	checkStamp(act, ticket, input);
	const issues = new Issues();
	const draft = { ...ticket };
	applyInput(act, draft, input, issues, bulk);
	issues.raise();
	const before = { ...ticket };
	const comment = commentOf(act, input, ticket.is_public);
	const audit = saveTicket(act, ticket, draft, comment);
	runTriggers(act, { before, ticket, actor: act.actor, comment }, audit);
	return { ticket, audit };
}
