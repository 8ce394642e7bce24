import fc from 'fast-check';
import type { Plan, SimulatorOptions, Switches } from '../../simulator';

/**
 * What nobody could confirm about Zendesk, as far as it is about people and tickets. How an account signs in and what it
 * tells by webhooks have tests of their own; brands have users of their own only where somebody has one.
 */
const SWITCHES: { [Name in keyof Switches]?: Array<Switches[Name]> } = {
	oauthCallMovesLastLogin: [true],
	showDeletedUser: ['not-found'],
	showPurgedUser: ['record'],
	putDeletedUser: [422],
	deletedUsersListKeepsEmail: [true],
	deletedUserKeepsNotes: [false],
	purgeReadySeconds: [20, 90],
	deleteAgentDirectly: ['refused'],
	deleteSelf: [403],
	ownerRefusal: [403],
	bulkImport403Body: ['string'],
	upsertTwoMatches: ['external-id-wins', 'email-wins'],
	duplicateExternalIdKey: ['name', 'external_id'],
	createThenUpdateFailsSeconds: [30, 90],
	createThenUpdateStatus: [409],
	goodbyeCode: [403, 400],
	mergeRefusal: [403],
	mergedUser: ['purged'],
	mergeWithExternalIds: ['refused'],
	mergeWithoutAddress: ['allowed'],
	userTagging: ['off'],
	fieldTagTakenAway: ['removed', 'clears-field'],
	wrongUserFieldValue: ['ignored'],
	unknownLocale: ['422'],
	unknownTimeZone: ['422'],
	longTexts: ['422', 'cut'],
	ownDefaultGroupOnUpgrade: [false],
	agentWithoutCustomRole: ['refused'],
	lightAgentDowngrade: ['refused-with-open-tickets'],
	billingAdminRole: ['admin'],
	customRolesWithoutPlan: ['404', 'system-only'],
	lastMembership: ['allowed'],
	backgroundSeconds: [5, 60],
	unassignSolved: ['allowed'],
	safeUpdateConflictStatus: [422],
	additionalTagsOnSingleUpdate: ['applied'],
	jobFailedState: ['killed'],
	createManyResults: ['any-order'],
	inflightJobsHeader: ['present'],
	cursorSizeOver100: ['clamp'],
	fullLastPage: ['end'],
	assignedTicketPages: ['offset'],
	cursorSortSupported: [true],
	searchFindsSecondaryEmail: [false],
	exportsRepeatRows: [true],
};

// Who gets the last seat is chance, so seats never run out here.
const PLANS: Array<Partial<Plan>> = [
	{ bulkImport: false },
	{ customRoles: false },
	{ auditLog: false },
];

const entries = Object.entries(SWITCHES).flatMap(([name, values]) =>
	(values as unknown[]).map((value) => ({ [name]: value }) as Partial<Switches>),
);

export type Settings = Pick<SimulatorOptions, 'switches' | 'plan' | 'jobSeconds'>;

export const settings: fc.Arbitrary<Settings> = fc.record({
	switches: fc
		.array(fc.constantFrom(...entries), { maxLength: 4 })
		.map((some) => Object.assign({}, ...some) as Partial<Switches>),
	plan: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, fc.constantFrom(...PLANS)),
	jobSeconds: fc.constantFrom(10, 10, 1, 60),
});
