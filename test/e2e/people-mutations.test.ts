import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAxiosError } from 'axios';
import {
	createPeopleCredentials,
	importPeopleTemplate,
	type PeopleCredentials,
	PeopleTable,
	type Person,
	publishAndRun,
	unpublish,
} from '../../playground/people';
import { type Playground, startPlayground } from '../../playground/playground';
import type { Workflow } from '../../playground/rest';
import { IS_FULL, partFrom } from '../part';
import {
	addAdmin,
	addAgent,
	addCustomer,
	addLightAgent,
	createSimulator,
	RealClock,
	type Simulator,
	type User,
} from '../simulator';

/**
 * Every rule of EvaluAgent's page with a check of the final state, which the template passes as it is, and fails when
 * what keeps the rule is taken out of it.
 */

/** So many rules are played where not all of them are. */
const RULES_OF_PART = 3;

type Imported = Awaited<ReturnType<typeof importPeopleTemplate>>;
type Mutation = (template: Workflow) => unknown;

interface Act {
	workflow: Imported;
	credentials: PeopleCredentials;
	/** Publishes the workflow (anew), and waits for the end of the run that this starts. */
	run(): Promise<void>;
}

interface Rule {
	settings?: (sim: Simulator) => Record<string, string>;
	check: (act: Act) => Promise<void>;
	/** By what is taken out. */
	without: Record<string, Mutation>;
	/** How the last run ends with the template as it is, and without it. */
	ends?: [asItIs: string, without: string];
}

/** Its Zendesk is another one in each case. */
let playground: Playground;
let table: PeopleTable;

function freshZendesk(): Simulator {
	const sim = createSimulator({
		clock: new RealClock(),
		company: null,
		jobSeconds: 3,
		jobQueueSeconds: [0, 0],
	});
	for (let i = 1; i <= 16; i++) addAgent(sim, { name: `Agent ${i}`, external_id: `EMP-${i}` });
	for (let i = 1; i <= 2; i++) addLightAgent(sim, { name: `Light ${i}` });
	addAdmin(sim, { name: 'Ada Admin' });
	addAgent(sim, { name: 'Never Imported', suspended: true });
	addCustomer(sim);
	return sim;
}

function inZendesk(name: string, fields: Partial<User>): void {
	const { users } = playground.sim.store;
	users.update(users.all().find((user) => user.name === name)!, fields);
}

const END_USER = { role: 'end-user', role_type: null, custom_role_id: null } as const;
const DELETED = { ...END_USER, active: false, email: null, external_id: null };

/** Who is at work in Zendesk, as the table has to name him. */
const staffInZendesk = () =>
	playground.sim.store.users
		.all()
		.filter(({ role, active, suspended }) => role !== 'end-user' && active && !suspended)
		.map(({ id, name, email, role }) => [String(id), name, email, role]);

const facts = (row: Person) => [row.zendesk_id, row.name, row.email, row.zendesk_role];

const rowOf = async (name: string) => (await table.rows()).find((row) => row.name === name);

const lightRole = (sim: Simulator) =>
	sim.store.users.all().find(({ name }) => name === 'Light 1')!.custom_role_id;

/** Gives the credential the access *Read and Write*. */
async function letWrite({ zendesk: { id } }: PeopleCredentials): Promise<void> {
	const { rest } = playground;
	const { data, ...kept } = await rest.get<Record<string, unknown> & { data: object }>(
		`/credentials/${id}`,
		{ includeData: true },
	);
	const { secret: clientSecret } = playground.sim.credentials.oauthClient;
	await rest.send('patch', `/credentials/${id}`, {
		name: kept.name,
		type: kept.type,
		data: { ...data, clientSecret, access: 'readWrite' },
	});
}

/** Takes a text out of a node's parameters, or puts another there. */
const noText =
	(name: string, text: string, instead = ''): Mutation =>
	({ nodes }) => {
		const node = nodes.find((each) => each.name === name)!;
		node.parameters = JSON.parse(
			JSON.stringify(node.parameters).replace(text, () => instead),
		) as typeof node.parameters;
	};

const noWayFrom =
	(node: string): Mutation =>
	({ connections }) =>
		delete connections[node];

/** What a row that somebody entered is found by, when no identifier is chosen. */
const foundBy = (keys: string) =>
	noText('Compare', "=== '' ? [user.id, user.email, user.name]", `=== '' ? [${keys}]`);

/** The table has who is at work in Zendesk, each once. */
const expectStaff = async () => expect((await table.rows()).map(facts)).toEqual(staffInZendesk());

const RULES: Record<string, Rule> = {
	account: {
		async check({ run, credentials }) {
			await run();
			await expectStaff();
			const { data } = await playground.rest.get<{ data: { subdomain: string } }>(
				`/credentials/${credentials.zendesk.id}`,
				{ includeData: true },
			);
			expect(`${data.subdomain}.zendesk.com`).toBe(playground.sim.host);
		},
		without: {
			'the credential, which names the account': ({ nodes }) => {
				for (const { type, credentials } of nodes) {
					if (type.endsWith('.zendeskUsers')) delete credentials!.zendeskUsersOAuth2Api;
				}
			},
		},
		ends: ['success', 'not published'],
	},
	identifier: {
		settings: () => ({ identifier: 'external_id' }),
		async check({ run }) {
			await run();
			await table.edit('Agent 2', { zendesk_id: null, name: null, email: null, note: 'by hand' });
			await run();
			await expectStaff();
			expect(await rowOf('Agent 2')).toMatchObject({ identifier: 'EMP-2', note: 'by hand' });
		},
		without: {
			"'identifier' in Settings": noText('Settings', '"name":"identifier"', '"name":"off"'),
		},
	},
	noIdentifier: {
		async check({ run }) {
			await run();
			const entered = { 'Agent 1': 'identifier', 'Agent 2': 'email', 'Agent 3': 'name' };
			const nothing = { zendesk_id: null, identifier: null, email: null, name: null };
			for (const [name, key] of Object.entries(entered)) {
				const { [key]: known } = await table.person(name);
				await table.edit(name, { ...nothing, [key]: known, note: key });
			}
			await run();
			await expectStaff();
			const noted = (await table.rows()).filter(({ note }) => note);
			expect(Object.fromEntries(noted.map(({ name, note }) => [name, note]))).toEqual(entered);
		},
		without: {
			'the user ID where nothing is chosen': foundBy('user.email, user.name'),
			'the email where nothing is chosen': foundBy('user.id, user.name'),
			'the name where nothing is chosen': foundBy('user.id, user.email'),
		},
	},
	roles: {
		settings: (sim) => ({ roles: `admin; ${lightRole(sim)}` }),
		async check({ run }) {
			await run();
			const chosen = staffInZendesk().filter(
				([, name, , role]) => role === 'admin' || name?.startsWith('Light'),
			);
			expect(chosen.length).toBeGreaterThan(3);
			expect((await table.rows()).map(facts)).toEqual(chosen);
		},
		without: {
			'the choice among the staff': noText('Compare', 'isChosen(user) && '),
			'custom roles in the choice': noText(
				'Compare',
				' || roles.includes(text(user.custom_role_id))',
			),
		},
	},
	rolesRequired: {
		settings: () => ({ roles: ' ' }),
		async check({ run }) {
			await run();
			expect(await table.rows()).toEqual([]);
			const { html } = await playground.mailbox.mail(/^FAILED/);
			expect(html).toContain("'roles' is empty");
		},
		without: {
			'the stop when nothing is chosen (all are imported)': noText(
				'Compare',
				'if (roles.length === 0) return',
				"if (roles.length === 0) roles.push('agent', 'admin'); if (false) return",
			),
		},
		ends: ['error', 'success'],
	},
	enabled: {
		async check({ run }) {
			await run();
			await expectStaff();
		},
		without: {
			'the way from the trigger of publishing to the import': noWayFrom('When published'),
		},
	},
	sixHours: {
		async check({ workflow: { id }, run }) {
			await run();
			const { activeVersion } = await playground.rest.get<{ activeVersion: Workflow }>(
				`/workflows/${id}`,
			);
			const { nodes, connections } = activeVersion;
			const schedules = nodes.filter(({ type }) => type.endsWith('.scheduleTrigger'));
			expect(schedules.map(({ parameters }) => parameters)).toEqual([
				{ rule: { interval: [{ field: 'hours', hoursInterval: 6 }] } },
			]);
			expect(connections[schedules[0].name]).toEqual(connections['Run it now']);
		},
		without: {
			'the interval of the schedule': noText('Every 6 hours', '"field":"hours","hoursInterval":6'),
			'the way from the schedule to the import': noWayFrom('Every 6 hours'),
		},
	},
	pending: {
		async check({ run }) {
			await run();
			addAgent(playground.sim, { name: 'Newcomer' });
			await run();
			await expectStaff();
			expect(new Set((await table.rows()).map(({ status }) => status))).toEqual(
				new Set(['pending']),
			);
		},
		without: {
			"'status' among what is written": noText(
				'Keep in the table',
				'"status":"={{ $json.status }}",',
			),
		},
	},
	licenses: {
		async check({ run }) {
			await run();
			await table.edit('Agent 1', { active: true });
			await run();
			const counting = (await table.rows()).filter(
				({ active, status }) => active || status === 'active',
			);
			expect(counting.map(({ name, status }) => [name, status])).toEqual([['Agent 1', 'active']]);
		},
		without: {
			'that new people are not active': noText(
				'Plan',
				"return row?.status === 'active' ? 'active' : 'pending';",
				"return 'active';",
			),
			'that a tick makes somebody active': noText(
				'Plan',
				"if (row?.active === true) return 'active';",
			),
		},
	},
	configurable: {
		async check({ run }) {
			await run();
			expect(await rowOf('Agent 1')).toHaveProperty('role');
			await table.edit('Agent 1', { role: 'Evaluator', note: 'Speaks Danish' });
			inZendesk('Agent 1', { email: 'agent.one@acme.example' });
			await run();
			expect(await rowOf('Agent 1')).toMatchObject({
				status: 'pending',
				email: 'agent.one@acme.example',
				role: 'Evaluator',
				note: 'Speaks Danish',
			});
		},
		without: {
			"the table's column 'role'": noText('People table', '{"name":"role","type":"string"},'),
			"that 'role' is not written": noText('Keep in the table', '"value":{', '"value":{"role":"",'),
		},
	},
	oneWay: {
		async check({ run, credentials }) {
			const { log, store } = playground.sim;
			await run();
			const tokens = store.oauthTokens.all().filter((token) => token.client_credentials);
			expect(new Set(tokens.flatMap(({ scopes }) => scopes))).toEqual(new Set(['read']));
			// A credential that is read only sends no write, whatever a workflow asks for. The template asks for none.
			await letWrite(credentials);
			await table.edit('Agent 1', { name: 'Renamed here', email: 'here@acme.example' });
			inZendesk('Agent 2', { name: 'Renamed there' });
			inZendesk('Agent 3', END_USER);
			await run();
			expect(log.entries.length).toBeGreaterThan(2);
			expect(log.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
		},
		without: {
			"that 'Look them up' only reads (it suspends)": noText('Look them up', '"get"', '"suspend"'),
		},
		// The token is still one that may only read, so that Zendesk refuses.
		ends: ['success', 'error'],
	},
	renamed: {
		async check({ run }) {
			await run();
			const before = await table.person('Agent 1');
			inZendesk('Agent 1', { name: 'Agent One-Married' });
			await run();
			const after = (await table.rows()).find(({ id }) => id === before.id)!;
			expect(after).toEqual({ ...before, name: 'Agent One-Married', updatedAt: after.updatedAt });
		},
		without: {
			'the name among what is compared': noText(
				'Plan',
				'differs(row, next, COLUMNS));',
				"differs(row, next, COLUMNS.filter((column) => column !== 'name')));",
			),
		},
	},
	deactivated: {
		async check({ run }) {
			await run();
			inZendesk('Agent 6', { suspended: true });
			inZendesk('Agent 7', END_USER);
			inZendesk('Agent 8', DELETED);
			await run();
			const rows = await table.rows();
			const gone = rows.filter(({ status }) => status === 'deactivated');
			expect(gone.map(({ name, reason }) => [name, reason])).toEqual([
				['Agent 6', 'suspended'],
				['Agent 7', 'end user'],
				['Agent 8', 'deleted'],
			]);
			expect(rows.filter((row) => !gone.includes(row)).map(facts)).toEqual(staffInZendesk());
		},
		without: {
			'the status of who is suspended': noText('Plan', "if (reason) return 'deactivated';"),
			'the change of who is no staff any more': noText(
				'Plan',
				"return reason ? [{ row, next: { ...row, status: 'deactivated', reason } }] : [];",
				'return [];',
			),
		},
	},
};

/** The rules with their meaning, of the table in `people-import.test.ts`, which runs its tests when imported. */
const WORDS = new Map(
	[
		...readFileSync(join(__dirname, 'people-import.test.ts'), 'utf8')
			.match(/const RULES = \{.*?\n\};/s)![0]
			.matchAll(/^\t(\w+):\s*'(.*)',$/gm),
	].map(([, rule, words]) => [rule, words] as const),
);

beforeAll(async () => {
	const host = freshZendesk().host;
	playground = await startPlayground({
		say: console.log,
		simulator: { company: null },
		services: [{ host, fetch: async (request) => await playground.sim.fetch(request) }],
	});
	table = await PeopleTable.of(playground);
});

afterAll(async () => await playground?.stop());

/** n8n publishes no workflow with a node that lacks its credential. */
const isRefused = (error: unknown) =>
	isAxiosError(error) && /credential/i.test(JSON.stringify(error.response?.data));
const isAssertion = (error: unknown) => error instanceof Error && 'matcherResult' in error;

interface Outcome {
	/** Why the check failed, if it did. */
	failure?: unknown;
	/** How the last run ended. */
	end: string;
}

/** Plays a rule in a fresh state; whatever goes wrong besides its check is thrown. */
async function play({ settings, check }: Rule, mutate?: Mutation): Promise<Outcome> {
	playground.sim = freshZendesk();
	playground.mailbox.empty();
	await table.empty();
	const credentials = await createPeopleCredentials(playground);
	const workflow = await importPeopleTemplate(
		playground,
		credentials,
		settings?.(playground.sim),
		(template) => {
			const before = JSON.stringify(template);
			mutate?.(template);
			if (mutate && JSON.stringify(template) === before) throw new Error('it changes nothing');
		},
	);
	const outcome: Outcome = { end: 'not run' };
	const run = async () => {
		try {
			outcome.end = (await publishAndRun(playground, workflow)).status;
		} catch (error) {
			if (!isRefused(error)) throw error;
			outcome.end = 'not published';
		}
	};
	try {
		await check({ workflow, credentials, run });
	} catch (error) {
		if (!isAssertion(error)) throw error;
		outcome.failure = error;
	} finally {
		if (outcome.end !== 'not published') await unpublish(playground, workflow.id);
	}
	return outcome;
}

const shown: string[] = [];

describe('a rule of EvaluAgent is kept, and is not without what keeps it', () => {
	it.each(partFrom(Object.entries(RULES), RULES_OF_PART))('%s', async (name, rule) => {
		const [end, endWithout] = rule.ends ?? ['success', 'success'];
		const asItIs = await play(rule);
		if (asItIs.failure) throw asItIs.failure;
		expect(asItIs.end).toBe(end);
		for (const [what, mutate] of Object.entries(rule.without)) {
			const { failure, end: endOfIt } = await play(rule, mutate);
			const verdict = failure ? 'fails' : 'PASSES';
			shown.push(`${name}: ${WORDS.get(name)} · ${what} · ${verdict} without it (${endOfIt})`);
			// A workflow that breaks down would fail every check.
			expect([what, verdict, endOfIt]).toEqual([what, 'fails', endWithout]);
		}
	});
});

it('this is every rule', () => {
	console.log(shown.join('\n'));
	expect(Object.keys(RULES).sort()).toEqual([...WORDS.keys()].sort());
	const played = new Set(shown.map((line) => line.split(':')[0]));
	expect(played.size).toBe(IS_FULL ? WORDS.size : RULES_OF_PART);
});
