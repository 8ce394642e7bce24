/**
 * What nobody could confirm about Zendesk (zendesk-api §13, and UNCONFIRMED elsewhere). The code under
 * test must hold with every setting; the defaults below are the guesses of zendesk-api where it has one,
 * else the stricter behaviour.
 */
export interface Switches {
	/** §1.5: what a suspended account or a wrong subdomain answers (404 either way). */
	account: 'active' | 'suspended-json' | 'suspended-html';
	/** §1.5: some wrong Basic credentials get the anonymous 200 on `GET /users/me`, as no credentials do. */
	wrongBasicOnMe: 'anonymous' | '401';
	/** §1.2: a token that was not used for 30 days is deactivated. */
	idleApiTokensDeactivated: boolean;
	/** §2.1, §13.12: `last_login_at` moves with OAuth calls too, not only with API tokens and sign-ins. */
	oauthCallMovesLastLogin: boolean;
	/** What the consent page does: grant at once, refuse at once, or ask with a page to click. */
	oauthConsent: 'granted' | 'denied' | 'page';
	/** §1.3: 201 by the OpenAPI; clients should take any 2xx. */
	oauthTokenStatus: 201 | 200;

	/** §2.3, §13.4: `GET /users/{id}` after the soft delete. */
	showDeletedUser: 'record' | 'not-found';
	/** §2.3, §13.4: `GET /users/{id}` later than right after the permanent deletion, when it still shows the record. */
	showPurgedUser: 'not-found' | 'record';
	/** §2.4, §13.4: a write to a deleted user. */
	putDeletedUser: 404 | 422;
	/** §2.6: whether the deleted-users list still shows the email, as the OpenAPI's example does. */
	deletedUsersListKeepsEmail: boolean;
	/** §2.6: notes and details survive the soft delete, as name and tags do. */
	deletedUserKeepsNotes: boolean;
	/** §13.13: seconds until a soft-deleted user shows among the deleted; purging him before is a 422. */
	purgeReadySeconds: number;
	/** §2.6, §13.3: `DELETE /users/{id}` on an agent without a downgrade first. */
	deleteAgentDirectly: 'allowed' | 'refused';
	/** §2.6, §13.2: deleting oneself. */
	deleteSelf: 422 | 403;
	/** §2.6, §13.2: deleting, downgrading or suspending the account owner. */
	ownerRefusal: 422 | 403;
	/**
	 * Where the code `MaxAgentExceeded` stands when no seat is left: in an entry of `details`, or on top
	 * (https://github.com/zendesk/zendesk_api_client_rb/issues/465; the words are the interface's).
	 */
	subscriptionLimitBody: '422-role' | '422-base' | '422-top' | '403';
	/** §13.5: the body of the 403 while bulk user import is off. */
	bulkImport403Body: 'object' | 'string';
	/** §2.3, §13.7: create_or_update whose email and external id belong to two users. */
	upsertTwoMatches: '422' | 'external-id-wins' | 'email-wins';
	/** §2.5, §13.6: the key of the details of a duplicate external id. */
	duplicateExternalIdKey: 'base' | 'name' | 'external_id';
	/** §10, §13.13: updating or deleting a user this soon after his creation fails ... */
	createThenUpdateFailsSeconds: number;
	/** ... with this status. */
	createThenUpdateStatus: 404 | 409;
	/** §2.3: the status for deleting a primary identity. */
	goodbyeCode: 422 | 403 | 400;
	/** §2.3: whether the value of the primary email identity can be changed, as that of any identity. */
	primaryAddress: 'changeable' | 'fixed';
	/** A PUT of another value into an identity: one report of 2015 tells of a 200 that changed nothing. */
	identityUpdate: 'effective' | 'without-effect';
	/** "In certain cases" the number of a deleted identity still shows in the user's record (User Identities). */
	phoneOfDeletedIdentity: 'goes' | 'stays';
	/** §2.3: merging with oneself, with somebody who is deleted or of the staff, or what is too big. */
	mergeRefusal: 422 | 403;
	/** §2.3: the end user who was merged into another one: deleted for 30 days as anybody, or purged at once. */
	mergedUser: 'deleted' | 'purged';
	/** §2.3: merging end users with external ids, which are lost; accounts with single sign-on refuse it. */
	mergeWithExternalIds: 'allowed' | 'refused';
	/** §2.3: merging unverified end users with neither email nor X account. */
	mergeWithoutAddress: 'refused' | 'allowed';
	/** §2.1: tags are only kept where user tagging is on. */
	userTagging: 'on' | 'off';
	/**
	 * What becomes of a user field whose tag is not among the tags that somebody writes: Zendesk puts the tag back, leaves
	 * it away, or clears the field, as it does with tickets.
	 */
	fieldTagTakenAway: 'kept' | 'removed' | 'clears-field';
	/** A value that a user field can't have: refused, or passed over as the unknown option of a ticket field is. */
	wrongUserFieldValue: '422' | 'ignored';
	/** A language that the account does not have. */
	unknownLocale: '422' | 'ignored';
	/** A time zone that is none by Zendesk's names nor by those of the IANA. */
	unknownTimeZone: '422' | 'ignored';
	/** Names, aliases and external ids of more than 255 characters. */
	longTexts: 'kept' | '422' | 'cut';
	/** §2.2: a new agent joins the account's default group. */
	ownDefaultGroupOnUpgrade: boolean;
	/** §2.2: `role: "agent"` without a custom role on a plan that has custom roles. */
	agentWithoutCustomRole: 'plain-agent' | 'refused';
	/** §2.6: light agent downgrade with open tickets: since May 2026 allowed, before it was refused. */
	lightAgentDowngrade: 'unassigns' | 'refused-with-open-tickets';
	/** F36, §2.1: users belong to a brand; emails and external ids are unique within it. */
	brandSeparated: boolean;

	/** §2.2, §13.9: the `role` of a billing admin (role_type 5). */
	billingAdminRole: 'agent' | 'admin';
	/** §5.4, §13.9: the seat of a billing admin. */
	billingAdminSeat: 'free' | 'paid';
	/** §5.4, §13.9: whether a light agent who is also a Guide agent takes a paid seat. */
	seatRuleLightGuide: 'free' | 'paid';
	/** §13.10: product roles of an end user. */
	entitlementsForEndUser: '404' | 'empty';
	/** §5.4: how a product in which somebody has no role shows among his product roles. */
	missingProductRoles: 'absent' | 'null';
	/** §5.3: `GET /custom_roles` on a plan without custom roles. */
	customRolesWithoutPlan: '403' | '404' | 'system-only';
	/** §5.1, §13.8: removing an agent's last group membership. */
	lastMembership: 'refused' | 'allowed';
	/** §10: seconds until background work (hand-over, unassigning) is done; 0 = within the request. */
	backgroundSeconds: number;

	/** Whether a trigger may give a ticket to an agent who is suspended. */
	triggersAssignSuspended: boolean;
	/** Department spaces: giving a ticket to an agent who isn't in its brand. */
	assigneeOutsideBrand: 'refused' | 'allowed';
	/** A ticket that an agent may not see: of another brand, or outside a restriction. */
	ticketOutOfSight: 403 | 404;
	/** §4, §13.8: taking the assignee off a solved ticket. */
	unassignSolved: 'refused' | 'allowed';
	/** §4, §13.8: the status of a safe update whose stamp is old. */
	safeUpdateConflictStatus: 409 | 422;
	/** §4: `additional_tags` and `remove_tags` are documented for update_many only. */
	additionalTagsOnSingleUpdate: 'ignored' | 'applied';

	/** §3: how a job that broke down calls itself; `killed` is in older documents. */
	jobFailedState: 'failed' | 'killed';
	/**
	 * Whether the results of `create_many` of users come as they were sent, as those of every other job do. They name no
	 * place, and the recorded users had neither email nor external id.
	 */
	createManyResults: 'as-sent' | 'any-order';
	/** §3: `zendesk-ratelimit-inflight-jobs` is documented; no job of 2023 had it. */
	inflightJobsHeader: 'absent' | 'present';
	/** §8: `page[size]` above the maximum. */
	cursorSizeOver100: '400' | 'clamp';
	/** Recorded once: the last page said `has_more`, as it was full, and an empty one came behind it. */
	fullLastPage: 'more' | 'end';
	/** The OpenAPI has no paging for the tickets assigned to somebody: by cursor as others, or whatever is asked for by offset. */
	assignedTicketPages: 'cursor' | 'offset';
	/** §7.3, §8: `sort` with cursor pages outside the ticket lists. */
	cursorSortSupported: boolean;
	/** Whether admins see the personal views of others, as they see the personal macros. */
	adminsSeePersonalViews: boolean;
	/** §2.3: `email:` in a search finds secondary addresses. */
	searchFindsSecondaryEmail: boolean;
	/** §6: whether the deletion of a ticket shows among the ticket events, as a change of its status. */
	ticketEventsShowDeletions: boolean;
	/** §6: exports send some rows of a page twice. */
	exportsRepeatRows: boolean;
	/** §6: the article export doesn't say where it ends; its last page may link on, to itself. */
	lastArticlesPage: 'links-on' | 'null';
	/** §11: help-center endpoints on a plan without one. */
	noHelpCenterStatus: 404 | 403;
	/** §7.1: endpoints must be https; a test's n8n listens on http. */
	allowHttpWebhooks: boolean;
	/** §7.3: three event types are spelt as the documentation's table prints them: `zen:event-type/user.merged`. */
	eventTypeWithSlash: boolean;
	/** §7.2: a webhook's connection that is refused is tried again, as one that times out. */
	retryRefusedConnections: boolean;
}

export const DEFAULT_SWITCHES: Switches = {
	account: 'active',
	wrongBasicOnMe: 'anonymous',
	idleApiTokensDeactivated: true,
	oauthCallMovesLastLogin: false,
	oauthConsent: 'granted',
	oauthTokenStatus: 201,
	showDeletedUser: 'record',
	showPurgedUser: 'not-found',
	putDeletedUser: 404,
	deletedUsersListKeepsEmail: false,
	deletedUserKeepsNotes: true,
	purgeReadySeconds: 0,
	deleteAgentDirectly: 'allowed',
	deleteSelf: 422,
	ownerRefusal: 422,
	subscriptionLimitBody: '422-base',
	bulkImport403Body: 'object',
	upsertTwoMatches: '422',
	duplicateExternalIdKey: 'base',
	createThenUpdateFailsSeconds: 0,
	createThenUpdateStatus: 404,
	goodbyeCode: 422,
	primaryAddress: 'changeable',
	identityUpdate: 'effective',
	phoneOfDeletedIdentity: 'goes',
	mergeRefusal: 422,
	mergedUser: 'deleted',
	mergeWithExternalIds: 'allowed',
	mergeWithoutAddress: 'refused',
	userTagging: 'on',
	fieldTagTakenAway: 'kept',
	wrongUserFieldValue: '422',
	unknownLocale: 'ignored',
	unknownTimeZone: 'ignored',
	longTexts: 'kept',
	ownDefaultGroupOnUpgrade: true,
	agentWithoutCustomRole: 'plain-agent',
	lightAgentDowngrade: 'unassigns',
	brandSeparated: false,
	billingAdminRole: 'agent',
	billingAdminSeat: 'free',
	seatRuleLightGuide: 'free',
	entitlementsForEndUser: '404',
	missingProductRoles: 'absent',
	customRolesWithoutPlan: '403',
	lastMembership: 'refused',
	backgroundSeconds: 0,
	triggersAssignSuspended: false,
	assigneeOutsideBrand: 'refused',
	ticketOutOfSight: 403,
	unassignSolved: 'refused',
	safeUpdateConflictStatus: 409,
	additionalTagsOnSingleUpdate: 'ignored',
	jobFailedState: 'failed',
	createManyResults: 'as-sent',
	inflightJobsHeader: 'absent',
	cursorSizeOver100: '400',
	fullLastPage: 'more',
	assignedTicketPages: 'cursor',
	cursorSortSupported: false,
	adminsSeePersonalViews: false,
	searchFindsSecondaryEmail: true,
	ticketEventsShowDeletions: true,
	exportsRepeatRows: false,
	lastArticlesPage: 'links-on',
	noHelpCenterStatus: 404,
	allowHttpWebhooks: false,
	eventTypeWithSlash: false,
	retryRefusedConnections: false,
};
