import { FACTS } from '../../live/facts';
import { UNTRIED_POINTS, UNTRIED_SWITCHES } from '../../live/notTried';
import { addAgent, DEFAULT_SWITCHES, type Plan, type Simulator, type Switches } from '../simulator';
import { ROLE_TYPE } from '../simulator/store/records';
import { contentOf, openSandbox } from './sandbox';

/** What an account must be like for a value to show. */
interface Arrangement {
	plan?: Partial<Plan>;
	switches?: Partial<Switches>;
	arrange?: (sim: Simulator) => void;
}

/** Each value of a switch, as text; TypeScript sees to it that none is left out. Of numbers, a few. */
type Cases = {
	[Name in keyof Switches]?: Switches[Name] extends number
		? number extends Switches[Name]
			? Record<number, Arrangement>
			: Record<`${Switches[Name]}`, Arrangement>
		: Record<`${Switches[Name]}`, Arrangement>;
};

const ANY: Arrangement = {};
const BOTH = { true: ANY, false: ANY };

const withBillingAdmin: Arrangement = {
	arrange: (sim) => {
		const { id } = sim.store.customRoles.all().find((role) => role.name === 'Billing admin')!;
		const { billingAdminRole: role } = sim.switches;
		addAgent(sim, { role, role_type: ROLE_TYPE.billingAdmin, custom_role_id: id });
	},
};

const soldOut: Arrangement = { plan: { seats: { paid: 2, light: 0 } } };
const fresh: Arrangement = { switches: { createThenUpdateFailsSeconds: 60 } };
const withoutImport: Arrangement = { plan: { bulkImport: false } };
const withoutRoles: Arrangement = { plan: { customRoles: false } };
const withoutHelpCenter: Arrangement = { plan: { helpCenter: false } };

const CASES: Cases = {
	createThenUpdateFailsSeconds: { 0: ANY, 1: ANY, 60: ANY, 119: ANY },
	createThenUpdateStatus: { 404: fresh, 409: fresh },
	oauthTokenStatus: { 200: ANY, 201: ANY },
	wrongBasicOnMe: { anonymous: ANY, '401': ANY },
	oauthCallMovesLastLogin: BOTH,
	upsertTwoMatches: { '422': ANY, 'external-id-wins': ANY, 'email-wins': ANY },
	duplicateExternalIdKey: { base: ANY, name: ANY, external_id: ANY },
	userTagging: { on: ANY, off: ANY },
	brandSeparated: BOTH,
	unknownLocale: { '422': ANY, ignored: ANY },
	unknownTimeZone: { '422': ANY, ignored: ANY },
	longTexts: { kept: ANY, '422': ANY, cut: ANY },
	inflightJobsHeader: { absent: ANY, present: ANY },
	createManyResults: { 'as-sent': ANY, 'any-order': ANY },
	goodbyeCode: { 400: ANY, 403: ANY, 422: ANY },
	primaryAddress: { changeable: ANY, fixed: ANY },
	identityUpdate: { effective: ANY, 'without-effect': ANY },
	phoneOfDeletedIdentity: { goes: ANY, stays: ANY },
	searchFindsSecondaryEmail: BOTH,
	mergeRefusal: { 403: ANY, 422: ANY },
	mergedUser: { deleted: ANY, purged: ANY },
	mergeWithExternalIds: { allowed: ANY, refused: ANY },
	mergeWithoutAddress: { allowed: ANY, refused: ANY },
	showDeletedUser: { record: ANY, 'not-found': ANY },
	showPurgedUser: { record: ANY, 'not-found': ANY },
	putDeletedUser: { 404: ANY, 422: ANY },
	deletedUsersListKeepsEmail: BOTH,
	deletedUserKeepsNotes: BOTH,
	purgeReadySeconds: { 0: ANY, 1: ANY, 90: ANY },
	cursorSizeOver100: { '400': ANY, clamp: ANY },
	fullLastPage: { more: ANY, end: ANY },
	assignedTicketPages: { cursor: ANY, offset: ANY },
	cursorSortSupported: BOTH,
	lastArticlesPage: { 'links-on': ANY, null: ANY },
	noHelpCenterStatus: { 403: withoutHelpCenter, 404: withoutHelpCenter },
	entitlementsForEndUser: { '404': ANY, empty: ANY },
	missingProductRoles: { absent: ANY, null: ANY },
	customRolesWithoutPlan: {
		'403': withoutRoles,
		'404': withoutRoles,
		'system-only': withoutRoles,
	},
	bulkImport403Body: { object: withoutImport, string: withoutImport },
	allowHttpWebhooks: BOTH,
	subscriptionLimitBody: {
		'422-role': soldOut,
		'422-base': soldOut,
		'422-top': soldOut,
		'403': soldOut,
	},
	agentWithoutCustomRole: { 'plain-agent': ANY, refused: ANY },
	deleteAgentDirectly: { allowed: ANY, refused: ANY },
	ownDefaultGroupOnUpgrade: BOTH,
	lastMembership: { allowed: ANY, refused: ANY },
	billingAdminRole: { agent: withBillingAdmin, admin: withBillingAdmin },
	backgroundSeconds: { 0: ANY, 1: ANY, 90: ANY },
	lightAgentDowngrade: { unassigns: ANY, 'refused-with-open-tickets': ANY },
	unassignSolved: { allowed: ANY, refused: ANY },
	safeUpdateConflictStatus: { 409: ANY, 422: ANY },
	additionalTagsOnSingleUpdate: { applied: ANY, ignored: ANY },
	ticketEventsShowDeletions: BOTH,
};

/** A value from its text: those of a switch are all of one type. */
function valueOf(name: keyof Switches, text: string): unknown {
	const kind = typeof DEFAULT_SWITCHES[name];
	if (kind === 'boolean') return text === 'true';
	return kind === 'number' ? Number(text) : text;
}

const ROWS = Object.entries(CASES).flatMap(([name, values]) =>
	Object.entries(values).map(([text, arrangement]) => ({
		name: name as keyof Switches,
		text,
		arrangement: arrangement as Arrangement,
	})),
);

describe('every switch of the simulator', () => {
	const tried = FACTS.flatMap((fact) => fact.switch ?? []);

	test('is tried by a fact, or stands among the untried ones with a reason', () => {
		const untried = Object.keys(UNTRIED_SWITCHES);
		expect([...tried, ...untried].sort()).toEqual(Object.keys(DEFAULT_SWITCHES).sort());
	});

	test('that is tried has its values here', () => {
		expect(Object.keys(CASES).sort()).toEqual([...tried].sort());
	});
});

test('every open point of the fact reference is a fact, or stands among the untried ones', () => {
	const untried = [...Object.values(UNTRIED_SWITCHES), ...UNTRIED_POINTS];
	const known = new Set([...FACTS, ...untried].map(({ id }) => id));
	const points = Array.from({ length: 14 }, (_, index) => `13.${index + 1}`);
	expect(points.filter((id) => !known.has(id))).toEqual([]);
});

test.each(ROWS)('$name: $text', async ({ name, text, arrangement }) => {
	const value = valueOf(name, text);
	const switches = { ...arrangement.switches, [name]: value };
	const sandbox = openSandbox({ plan: arrangement.plan, switches });
	arrangement.arrange?.(sandbox.sim);
	const before = contentOf(sandbox.sim);
	expect(await sandbox.visit({ only: [name] })).toBe(true);
	const [line] = sandbox.lines;
	const literal = typeof value === 'string' ? `'${value}'` : String(value);
	expect(line).toContain(`→ ${name}: ${literal} (`);
	expect(line.endsWith('(as the default)')).toBe(DEFAULT_SWITCHES[name] === value);
	const summary = sandbox.lines.slice(1).join('\n');
	expect(summary.includes(`\t${name}: ${literal}, // §`)).toBe(DEFAULT_SWITCHES[name] !== value);
	expect(contentOf(sandbox.sim)).toBe(before);
});
