import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import {
	createPeopleCredentials,
	EVALUAGENT,
	importPeopleTemplate,
	type PeopleCredentials,
	PeopleTable,
	type Person,
	publishAndRun,
	type Run,
	runByHand,
	unpublish,
	untilRunAfter,
} from '../../playground/people';
import { type Playground, startPlayground } from '../../playground/playground';
import type { Workflow, WorkflowNode } from '../../playground/rest';
import { readTemplate } from '../../playground/template';
import { addAdmin, addAgent, addCustomer, addLightAgent, type User } from '../simulator';
import { openEditor, startBrowser } from './browser';
import { expectPublishable, expectTemplateOpens, itIfOpened } from './templateInEditor';
import { itIsATemplate } from './templateFile';

/** What EvaluAgent's page on its user sync promises (its FAQ and the three parts of its set-up), in our words. */
const RULES = {
	account: 'the account is named by its plain name',
	identifier: 'the column that identifies people can be chosen',
	noIdentifier: 'without a choice the user ID, email or name identifies people',
	roles: 'agents, admins and users with custom roles can be chosen',
	rolesRequired: 'the choice of roles is required',
	enabled: 'enabling it starts the import, within an hour',
	sixHours: 'then it runs every six hours',
	pending: 'who is found in Zendesk only is imported as pending',
	licenses: 'who is pending counts for nothing until somebody makes him active',
	configurable: 'people who are pending can be given roles',
	oneWay: 'Zendesk is the source of truth: data are pulled from it and never sent to it',
	renamed: 'who has another name in Zendesk gets it here',
	deactivated: 'who is deactivated in Zendesk is deactivated here',
};

const covered = new Set<string>();

/** A test that shows that one of the rules is kept. */
function keeps(rule: keyof typeof RULES, name: string, test: () => Promise<void>): void {
	covered.add(rule);
	it(`${name} [${rule}: ${RULES[rule]}]`, test);
}

const FAILED = /^FAILED: Import Zendesk's staff/;

type Imported = Workflow & { id: string; versionId: string };

let playground: Playground;
let browser: Browser;
let credentials: PeopleCredentials;
let table: PeopleTable;
/** The workflow as the sticky note leaves it, with no setting but the mail addresses changed. */
let main: Imported;

beforeAll(async () => {
	playground = await startPlayground({ say: console.log, simulator: { company: null } });
	const { sim } = playground;
	for (let i = 1; i <= 20; i++) {
		addAgent(sim, { name: `Agent ${i}`, external_id: `EMP-${i}` });
	}
	for (let i = 1; i <= 3; i++) addLightAgent(sim, { name: `Light ${i}` });
	addAdmin(sim, { name: 'Ada Admin' });
	addAgent(sim, { name: 'Never Imported', suspended: true });
	for (let i = 1; i <= 5; i++) addCustomer(sim);
	credentials = await createPeopleCredentials(playground);
	table = await PeopleTable.of(playground);
	main = await importPeopleTemplate(playground, credentials);
});

afterAll(async () => {
	await browser?.close();
	await playground?.stop();
});

const run = async (workflow = main): Promise<Run> => await publishAndRun(playground, workflow);

async function succeed(workflow = main): Promise<void> {
	expect((await run(workflow)).status).toBe('success');
}

/** Runs the workflow, which must fail, and gives the mail about it. */
async function fail(workflow = main): Promise<string> {
	playground.mailbox.empty();
	expect((await run(workflow)).status).toBe('error');
	const { to, html = '' } = await playground.mailbox.mail(FAILED);
	expect(to).toEqual([expect.objectContaining({ address: 'it@acme.example' })]);
	return html.replaceAll('&#39;', "'");
}

/** Does something with a workflow of its own, with other settings. */
async function withSettings<T>(
	settings: Record<string, string>,
	work: (workflow: Imported) => Promise<T>,
	change?: (template: Workflow) => void,
): Promise<T> {
	const workflow = await importPeopleTemplate(playground, credentials, settings, change);
	try {
		return await work(workflow);
	} finally {
		await unpublish(playground, workflow.id);
	}
}

function user(name: string): User {
	const found = playground.sim.store.users.all().find((each) => each.name === name);
	if (!found) throw new Error(`nobody in Zendesk is called ${name}`);
	return found;
}

/** Changes somebody in Zendesk, as its admins do; none of it counts as written by the workflow. */
function inZendesk(name: string, fields: Partial<User>): void {
	playground.sim.store.users.update(user(name), fields);
}

const END_USER = { role: 'end-user', role_type: null, custom_role_id: null } as const;
const DELETED = { ...END_USER, active: false, email: null, external_id: null };

/** Who is at work in Zendesk, as the table has to name him. */
function staffInZendesk() {
	return playground.sim.store.users
		.all()
		.filter(({ role, active, suspended }) => role !== 'end-user' && active && !suspended)
		.map(({ id, name, email, role, custom_role_id: customRole }) => ({
			zendesk_id: String(id),
			name,
			email: email ?? '',
			zendesk_role: role,
			custom_role_id: String(customRole ?? ''),
		}));
}

const facts = (row: Person) => ({
	zendesk_id: row.zendesk_id,
	name: row.name,
	email: row.email,
	zendesk_role: row.zendesk_role,
	custom_role_id: row.custom_role_id,
});

const names = (rows: Array<{ name: string }>) => rows.map(({ name }) => name).sort();

/**
 * Zendesk answers the next question for its staff with some of them only.
 *
 * @returns who is left out
 */
async function nextListHas(
	some: (user: { name: string }, index: number, all: unknown[]) => boolean,
): Promise<string[]> {
	const { sim } = playground;
	const answer = await sim.fetch(
		new Request(`https://${sim.host}/api/v2/users?role[]=agent&role[]=admin&page[size]=100`, {
			headers: { Authorization: `Bearer ${sim.credentials.bearer()}` },
		}),
	);
	const body = (await answer.json()) as { users: Array<{ name: string }> };
	expect(body.users.length).toBeGreaterThan(20);
	sim.faults.add({
		when: { route: 'GET /api/v2/users' },
		then: { kind: 'respond', status: 200, body: { ...body, users: body.users.filter(some) } },
	});
	return body.users.filter((...each) => !some(...each)).map(({ name }) => name);
}

describe('the file', () => {
	const { nodes } = readTemplate('people-import');

	itIsATemplate('people-import', 'by expression');

	it('has no node that could write to Zendesk', () => {
		const zendesk = nodes.filter(({ type }) => type.endsWith('.zendeskUsers'));
		expect(zendesk.map(({ parameters }) => parameters.operation).sort()).toEqual(['get', 'getAll']);
	});
});

describe('the first import', () => {
	keeps('enabled', 'publishing it imports everybody', async () => {
		const { status, mode } = await run();
		expect({ status, mode }).toEqual({ status: 'success', mode: 'trigger' });
		expect((await table.rows()).map(facts)).toEqual(staffInZendesk());
	});

	keeps('pending', 'everybody is pending, and nobody there twice', async () => {
		const rows = await table.rows();
		expect(rows).toHaveLength(25);
		expect(rows.map(({ status }) => status)).toEqual(rows.map(() => 'pending'));
		expect(new Set(rows.map(({ zendesk_id: id }) => id)).size).toBe(rows.length);
	});

	keeps('licenses', 'nobody has been made active', async () => {
		const rows = await table.rows();
		expect(rows.filter(({ active, status }) => active || status === 'active')).toEqual([]);
	});

	it('who was suspended already is not imported', async () => {
		expect(names(await table.rows())).not.toContain('Never Imported');
	});

	it('a second run changes nothing', async () => {
		const before = await table.rows();
		await succeed();
		expect(await table.rows()).toEqual(before);
	});
});

describe('when it runs', () => {
	keeps('sixHours', 'every six hours', async () => {
		const { parameters } = readTemplate('people-import').nodes.find(({ type }) =>
			type.endsWith('.scheduleTrigger'),
		)!;
		expect(parameters).toEqual({ rule: { interval: [{ field: 'hours', hoursInterval: 6 }] } });
	});

	it('by its schedule, here one of seconds', async () => {
		const joined = addAgent(playground.sim, { name: 'By Schedule' });
		const bySchedule = (template: Workflow) => {
			const of = (name: string): WorkflowNode => template.nodes.find((node) => node.name === name)!;
			of('Every 6 hours').parameters.rule = {
				interval: [{ field: 'seconds', secondsInterval: 3 }],
			};
			template.nodes = template.nodes.filter(({ name }) => name !== 'When published');
			delete template.connections['When published'];
		};
		await withSettings(
			{},
			async (workflow) => {
				await playground.rest.publish(workflow);
				const { status, mode } = await untilRunAfter(playground, workflow.id, undefined);
				expect({ status, mode }).toEqual({ status: 'success', mode: 'trigger' });
			},
			bySchedule,
		);
		expect((await table.person('By Schedule')).zendesk_id).toBe(String(joined.id));
	});

	it('by hand', async () => {
		addAgent(playground.sim, { name: 'By Hand' });
		const { status, mode } = await runByHand(playground, main, 'Run it now');
		expect({ status, mode }).toEqual({ status: 'success', mode: 'manual' });
		expect((await table.person('By Hand')).status).toBe('pending');
	});

	it('twice at the same time, adding nobody twice', async () => {
		const joined = Array.from({ length: 5 }, (_, i) =>
			addAgent(playground.sim, { name: `Parallel ${i}` }),
		);
		await withSettings({}, async (other) => {
			await Promise.all([run(), run(other)]);
		});
		const rows = await table.rows();
		for (const { id } of joined) {
			expect(rows.filter(({ zendesk_id: zendeskId }) => zendeskId === String(id))).toHaveLength(1);
		}
		expect(rows.map(facts)).toEqual(staffInZendesk());
	});
});

describe('what people set', () => {
	keeps('configurable', 'role, note and further columns survive', async () => {
		await table.addColumn('team');
		await table.edit('Agent 1', { role: 'Evaluator', note: 'Speaks Danish', team: 'North' });
		inZendesk('Agent 1', { email: 'agent.one@acme.example' });
		await succeed();
		expect(await table.person('Agent 1')).toMatchObject({
			email: 'agent.one@acme.example',
			role: 'Evaluator',
			note: 'Speaks Danish',
			team: 'North',
			active: null,
			status: 'pending',
		});
	});

	it('who is ticked active becomes active, and pending when the tick is taken away', async () => {
		await table.edit('Agent 1', { active: true });
		await table.edit('Agent 2', { active: true });
		await succeed();
		expect(await table.person('Agent 1')).toMatchObject({ active: true, status: 'active' });
		await table.edit('Agent 2', { active: false });
		await succeed();
		expect(await table.person('Agent 1')).toMatchObject({ active: true, status: 'active' });
		expect(await table.person('Agent 2')).toMatchObject({ active: false, status: 'pending' });
	});

	it('a status that somebody typed survives', async () => {
		await table.edit('Agent 3', { status: 'active' });
		await table.edit('Agent 4', { status: 'deactivated' });
		inZendesk('Agent 3', { email: 'agent.three@acme.example' });
		inZendesk('Agent 4', { email: 'agent.four@acme.example' });
		await succeed();
		expect(await table.person('Agent 3')).toMatchObject({
			status: 'active',
			email: 'agent.three@acme.example',
		});
		expect(await table.person('Agent 4')).toMatchObject({
			status: 'deactivated',
			email: 'agent.four@acme.example',
		});
	});
});

describe('changes in Zendesk', () => {
	keeps('renamed', 'a new name is taken over, and all else kept', async () => {
		const before = await table.person('Agent 1');
		inZendesk('Agent 1', { name: 'Agent One-Married' });
		await succeed();
		const after = await table.person('Agent One-Married');
		expect(after).toEqual({ ...before, name: 'Agent One-Married', updatedAt: after.updatedAt });
		expect(names(await table.rows())).not.toContain('Agent 1');
	});

	keeps('deactivated', 'suspended, downgraded, deleted, erased: deactivated', async () => {
		await table.edit('Agent 6', { active: true, role: 'Lead', note: 'Part-time' });
		await table.edit('Agent 7', { active: true });
		await succeed();
		inZendesk('Agent 6', { suspended: true });
		inZendesk('Agent 7', END_USER);
		inZendesk('Agent 8', DELETED);
		const erased = user('Agent 9').id;
		inZendesk('Agent 9', { ...DELETED, name: 'Permanently Deleted User', purged_at: Date.now() });
		await succeed();
		expect(await table.person('Agent 6')).toMatchObject({
			status: 'deactivated',
			reason: 'suspended',
			active: true,
			role: 'Lead',
			note: 'Part-time',
		});
		const reasonOf = async (name: string) => {
			const { status, reason } = await table.person(name);
			return { status, reason };
		};
		expect(await reasonOf('Agent 7')).toEqual({ status: 'deactivated', reason: 'end user' });
		expect(await reasonOf('Agent 8')).toEqual({ status: 'deactivated', reason: 'deleted' });
		expect(await reasonOf('Agent 9')).toEqual({ status: 'deactivated', reason: 'deleted' });
		expect((await table.person('Agent 9')).zendesk_id).toBe(String(erased));
		const working = (await table.rows()).filter(({ reason }) => !reason);
		expect(working.map(facts)).toEqual(staffInZendesk());
	});

	it('the run after that changes nothing, and asks for nobody again', async () => {
		const before = await table.rows();
		const mark = playground.sim.log.mark();
		await succeed();
		expect(await table.rows()).toEqual(before);
		expect(playground.sim.log.since(mark).map(({ route }) => route)).not.toContain(
			'GET /api/v2/users/show_many',
		);
	});

	it('who is back is what he was before', async () => {
		const { role, role_type, custom_role_id } = user('Agent 10');
		inZendesk('Agent 6', { suspended: false });
		inZendesk('Agent 7', { role, role_type, custom_role_id, name: 'Agent Seven' });
		await table.edit('Agent 7', { active: null });
		await succeed();
		expect(await table.person('Agent 6')).toMatchObject({
			status: 'active',
			reason: '',
			role: 'Lead',
			note: 'Part-time',
		});
		expect(await table.person('Agent Seven')).toMatchObject({ status: 'pending', reason: '' });
	});
});

describe('a staff list that is not to be believed', () => {
	it('with nobody in it changes nothing and tells somebody', async () => {
		const before = await table.rows();
		await nextListHas(() => false);
		expect(await fail()).toContain('Zendesk has nobody with the roles agent, admin');
		playground.sim.faults.verifyAllFired();
		expect(await table.rows()).toEqual(before);
	});

	it.each([
		['with 5 % of its people', 0.05],
		['with 70 % of its people', 0.7],
	])('%s changes nothing and names them', async (_name, share) => {
		const before = await table.rows();
		const known = names(before.filter(({ status }) => status !== 'deactivated'));
		const missing = await nextListHas((_user, i, all) => i < all.length * share);
		addAgent(playground.sim, { name: `Newcomer at ${share}` });
		const mail = await fail();
		expect(mail).toMatch(/\d+ of 29 people are not active in Zendesk any more, more than the 20 %/);
		expect(mail).toContain("'maxFewerPercent' in Settings");
		for (const name of missing.filter((each) => known.includes(each)).slice(0, 5)) {
			expect(mail).toContain(name);
		}
		expect(await table.rows()).toEqual(before);
		await succeed();
		expect((await table.person(`Newcomer at ${share}`)).status).toBe('pending');
		inZendesk(`Newcomer at ${share}`, { suspended: true });
		await succeed();
	});

	it('that misses somebody by mistake deactivates nobody: he is looked up', async () => {
		const before = await table.rows();
		await nextListHas(({ name }) => name !== 'Agent 11');
		await succeed();
		playground.sim.faults.verifyAllFired();
		expect(await table.rows()).toEqual(before);
	});

	it('is believed once the limit is raised', async () => {
		const leavers = [12, 13, 14, 15, 16, 17, 18, 19].map((i) => `Agent ${i}`);
		for (const name of leavers) inZendesk(name, { suspended: true });
		expect(await fail()).toContain('8 of 29 people');
		await withSettings({ maxFewerPercent: '40' }, succeed);
		const gone = (await table.rows()).filter(({ reason }) => reason === 'suspended');
		expect(names(gone)).toEqual(expect.arrayContaining(leavers));
		for (const name of leavers) inZendesk(name, { suspended: false });
		await succeed();
	});

	it('may lose one person however small the team', async () => {
		await table.empty();
		const trainer = {
			id: 9_000_001,
			name: 'Trainer',
			role_type: 0,
		};
		const roles = playground.sim.store.customRoles;
		roles.insert({ ...roles.all()[0], ...trainer });
		const role = { role: 'agent', role_type: 0, custom_role_id: trainer.id } as const;
		addAgent(playground.sim, { name: 'Small Team 1', ...role });
		addAgent(playground.sim, { name: 'Small Team 2', ...role });
		await withSettings({ roles: String(trainer.id) }, async (workflow) => {
			await succeed(workflow);
			inZendesk('Small Team 2', { suspended: true });
			await succeed(workflow);
			expect((await table.person('Small Team 2')).status).toBe('deactivated');
			inZendesk('Small Team 1', { suspended: true });
			expect(await fail(workflow)).toContain(`nobody with the roles ${trainer.id}`);
			expect((await table.person('Small Team 1')).status).toBe('pending');
		});
	});
});

describe('the choice of roles', () => {
	const lightRole = () => user('Light 1').custom_role_id;

	beforeEach(async () => await table.empty());

	keeps('roles', 'agents, admins, a custom role, or some of them', async () => {
		const chosen = (test: (row: ReturnType<typeof staffInZendesk>[number]) => boolean) =>
			staffInZendesk().filter(test);
		const isLight = (row: { custom_role_id: string }) => row.custom_role_id === String(lightRole());
		const cases: Array<[string, ReturnType<typeof staffInZendesk>]> = [
			['admin', chosen(({ zendesk_role: role }) => role === 'admin')],
			['Agent', chosen(({ zendesk_role: role }) => role === 'agent')],
			[String(lightRole()), chosen(isLight)],
			[`admin; ${lightRole()}`, chosen((row) => row.zendesk_role === 'admin' || isLight(row))],
		];
		for (const [roles, expected] of cases) {
			await table.empty();
			await withSettings({ roles }, succeed);
			expect(expected.length).toBeGreaterThan(1);
			expect((await table.rows()).map(facts)).toEqual(expected);
		}
	});

	keeps('rolesRequired', 'without a role, or with one that is none, it stops', async () => {
		expect(await withSettings({ roles: ' ' }, fail)).toContain("'roles' is empty");
		expect(await withSettings({ roles: 'agents' }, fail)).toContain("'roles' has agents");
		expect(await table.rows()).toEqual([]);
	});

	it('who gets a role that is not chosen stays, as Zendesk has not deactivated him', async () => {
		await withSettings({ roles: String(lightRole()) }, async (workflow) => {
			await succeed(workflow);
			const { role, role_type, custom_role_id } = user('Ada Admin');
			inZendesk('Light 3', { role, role_type, custom_role_id });
			await succeed(workflow);
		});
		expect(await table.person('Light 3')).toMatchObject({
			status: 'pending',
			zendesk_role: 'admin',
		});
	});
});

describe('the identifier', () => {
	beforeEach(async () => await table.empty());

	keeps('identifier', 'user ID, email, external ID, name or a user field', async () => {
		const { id, email } = user('Agent 20');
		inZendesk('Agent 20', { user_fields: { employee_number: 'N-20' } });
		const cases = [
			['id', String(id)],
			['email', email],
			['external_id', 'EMP-20'],
			['name', 'Agent 20'],
			['employee_number', 'N-20'],
		] as const;
		for (const [identifier, value] of cases) {
			await withSettings({ identifier }, succeed);
			expect((await table.person('Agent 20')).identifier).toBe(value);
			expect((await table.rows()).map(facts)).toEqual(staffInZendesk());
		}
	});

	it('finds the rows that somebody has entered, and people with a new account', async () => {
		await withSettings({ identifier: 'external_id' }, async (workflow) => {
			await succeed(workflow);
			await table.empty();
			await succeed(workflow);
			await table.edit('Agent 20', { zendesk_id: null, note: 'Entered by hand' });
			await table.edit('Agent 5', { note: 'Has a new account', active: true });
			inZendesk('Agent 5', { ...DELETED, name: 'Old account' });
			const again = addAgent(playground.sim, { name: 'Agent 5', external_id: 'emp-5' });
			await succeed(workflow);
			expect(await table.person('Agent 20')).toMatchObject({
				zendesk_id: String(user('Agent 20').id),
				note: 'Entered by hand',
			});
			expect(await table.person('Agent 5')).toMatchObject({
				zendesk_id: String(again.id),
				note: 'Has a new account',
				status: 'active',
			});
			expect((await table.rows()).map(facts)).toEqual(staffInZendesk());
		});
	});

	keeps(
		'noIdentifier',
		'user ID, email and name find the rows that somebody has entered',
		async () => {
			await withSettings({ roles: 'admin' }, succeed);
			await table.enter([
				{ identifier: String(user('Agent 20').id), note: 'by user ID' },
				{ email: user('Agent 19').email!.toUpperCase(), note: 'by email' },
				{ name: 'Agent 18', note: 'by name', active: true },
				{ name: 'Not in Zendesk', note: 'by nothing' },
			]);
			await succeed();
			expect((await table.person('Agent 20')).note).toBe('by user ID');
			expect((await table.person('Agent 19')).note).toBe('by email');
			expect(await table.person('Agent 18')).toMatchObject({ note: 'by name', status: 'active' });
			const others = (await table.rows()).filter(({ name }) => name !== 'Not in Zendesk');
			expect(others.map(facts)).toEqual(staffInZendesk());
		},
	);

	it('without a choice never takes a new account for a leaver of the same name', async () => {
		await succeed();
		await table.edit('Agent 20', { active: true });
		const former = user('Agent 20').id;
		inZendesk('Agent 20', { ...DELETED, name: 'Agent 20 (former)' });
		addAgent(playground.sim, { name: 'Agent 20' });
		await succeed();
		const both = (await table.rows()).filter(({ name }) => name === 'Agent 20');
		expect(both.map(({ zendesk_id: id, status }) => [id, status])).toEqual([
			[String(former), 'deactivated'],
			[String(user('Agent 20').id), 'pending'],
		]);
	});

	it('that two people share is not guessed: both are named, and all others done', async () => {
		for (const i of [1, 2]) {
			const twin = addAgent(playground.sim, { name: `Twin ${i}` });
			playground.sim.store.users.update(twin, { user_fields: { employee_number: 'N-1' } });
		}
		const mail = await withSettings({ identifier: 'employee_number' }, fail);
		expect(mail).toContain('2 people were left out');
		expect(mail).toMatch(/Twin 1 \(ID \d+, identifier 'N-1'\); Twin 2/);
		const others = staffInZendesk().filter(({ name }) => !name.startsWith('Twin'));
		expect((await table.rows()).map(facts)).toEqual(others);
		inZendesk('Twin 1', { user_fields: { employee_number: 'N-2' } });
		await withSettings({ identifier: 'employee_number' }, succeed);
		expect((await table.rows()).map(facts)).toEqual(staffInZendesk());
	});

	it('that is no user field is named', async () => {
		expect(await withSettings({ identifier: 'employe_number' }, fail)).toContain(
			"'identifier' is 'employe_number'",
		);
	});
});

describe('when something fails', () => {
	it.each([
		['Zendesk refuses', { status: 403, body: { error: 'Forbidden' } }, 'Zendesk staff'],
		['Zendesk answers with a page', { status: 400, body: '<h1>Sorry</h1>' }, 'Zendesk staff'],
	])('%s: nothing changes, and somebody is told', async (_name, answer, node) => {
		const before = await table.rows();
		playground.sim.faults.add({
			when: { route: 'GET /api/v2/users', times: Infinity },
			then: { kind: 'respond', ...answer },
		});
		const mail = await fail();
		playground.sim.faults.clear();
		expect(mail).toContain(`in the node "${node}"`);
		expect(mail).toMatch(/<a href="http[^"]+\/executions\/\d+">/);
		expect(await table.rows()).toEqual(before);
	});

	it('a limit that is no number is named', async () => {
		expect(await withSettings({ maxFewerPercent: 'many' }, fail)).toContain(
			"'maxFewerPercent' is 'many'",
		);
	});
});

describe('EvaluAgent', () => {
	interface Asked {
		method: string;
		url: string;
		authorization: string;
	}
	const asked: Asked[] = [];
	let users: Array<Record<string, unknown>> = [];
	let status = 200;
	let server: Server;
	let evaluAgentUrl: string;

	/** Its public list of users, as JSON:API writes it, two on a page. */
	beforeAll(async () => {
		server = createServer((request, response) => {
			const { method = '', url = '', headers } = request;
			asked.push({ method, url, authorization: headers.authorization ?? '' });
			const page = Number(new URL(url, 'http://localhost').searchParams.get('page') ?? 1);
			const data = users
				.slice(page * 2 - 2, page * 2)
				.map((attributes, i) => ({ type: 'users', id: String(i), attributes }));
			const more = users.length > page * 2;
			const next = more ? `${evaluAgentUrl}/org/users?page=${page + 1}` : null;
			response.writeHead(status, { 'content-type': 'application/vnd.api+json' });
			response.end(JSON.stringify({ data, links: { next } }));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		evaluAgentUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
		await table.empty();
	});

	afterAll(() => void server.close());

	it('is not asked unless its address is set', async () => {
		await succeed();
		expect(asked).toEqual([]);
		expect((await table.rows()).filter(({ evaluagent }) => evaluagent)).toEqual([]);
	});

	it('the table says what is left to do there', async () => {
		inZendesk('Agent 11', { suspended: true });
		const { email } = user('Agent 10');
		users = [
			{ fullname: 'Agent 10', email: email!.toUpperCase(), active: true },
			{ fullname: 'Agent Elf', email: user('Agent 12').email, active: true },
			{ fullname: 'Agent 11', email: user('Agent 11').email, active: true },
			{ fullname: 'Agent 13', email: 'other@acme.example', third_party_id: user('Agent 13').id },
			{ fullname: 'Not from Zendesk', email: 'x@acme.example', active: true },
		];
		await withSettings({ evaluAgentUrl }, succeed);
		const wordOf = async (name: string) => (await table.person(name)).evaluagent;
		expect(await wordOf('Agent 10')).toBe('ok');
		expect(await wordOf('Agent 12')).toBe('name differs');
		expect(await wordOf('Agent 11')).toBe('still active');
		expect(await wordOf('Agent 13')).toBe('ok');
		expect(await wordOf('Agent 14')).toBe('missing');
		expect(asked).toHaveLength(3);
		const { user: key, password } = EVALUAGENT;
		const authorization = `Basic ${Buffer.from(`${key}:${password}`).toString('base64')}`;
		expect(asked[0]).toEqual({ method: 'GET', url: '/v1/org/users', authorization });
		expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	it('a second run changes nothing', async () => {
		const before = await table.rows();
		await withSettings({ evaluAgentUrl }, succeed);
		expect(await table.rows()).toEqual(before);
	});

	it('out of order keeps nothing from the table, and somebody is told', async () => {
		status = 500;
		inZendesk('Agent 14', { name: 'Agent Fourteen' });
		const mail = await withSettings({ evaluAgentUrl }, fail);
		expect(mail).toContain('in the node "EvaluAgent users"');
		expect((await table.person('Agent Fourteen')).evaluagent).toBe('missing');
		status = 200;
	});
});

describe('in the editor', () => {
	itIfOpened('people-import')(
		'opens with nothing to complain about, ready to be published',
		async () => {
			browser = await startBrowser(playground);
			const { page, problems } = await openEditor(browser, playground);
			const workflow = await importPeopleTemplate(playground, credentials);
			await expectTemplateOpens(page, playground, workflow);
			await expectPublishable(page);
			expect(problems).toEqual([]);
		},
	);
});

describe('all in all', () => {
	keeps('oneWay', 'nothing was ever written to Zendesk, with tokens that could not', async () => {
		const { sim } = playground;
		expect(sim.log.entries.length).toBeGreaterThan(50);
		expect(sim.log.writes()).toEqual([]);
		const tokens = sim.store.oauthTokens.all().filter((token) => token.client_credentials);
		expect(tokens.length).toBeGreaterThan(0);
		for (const { scopes } of tokens) expect(scopes).toEqual(['read']);
	});

	keeps('account', 'the account was given as a plain name', async () => {
		const { subdomain } = await playground.rest
			.get<{ data: { subdomain: string } }>(`/credentials/${credentials.zendesk.id}`, {
				includeData: true,
			})
			.then(({ data }) => data);
		expect(`${subdomain}.zendesk.com`).toBe(playground.sim.host);
		expect(subdomain).not.toContain('.');
	});

	it('every rule has its test', () => {
		expect([...covered].sort()).toEqual(Object.keys(RULES).sort());
	});
});
