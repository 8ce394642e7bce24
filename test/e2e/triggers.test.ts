import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import type { Delivery } from '../../zendesk/events/receive';
import { EVENT_KINDS } from '../../zendesk/events/types';
import { kindOf } from '../../zendesk/events/kinds';
import type { Playground } from '../../playground/playground';
import { readTemplate } from '../../playground/template';
import {
	countRuns,
	createProbe,
	type DirectoryRow,
	directoryOf,
	directoryRows,
	editProbe,
	importChangesTemplate,
	type Imported,
	NEW_ADDRESS,
	putLive,
	startTriggerPlayground,
	takeDown,
	type TriggerPlayground,
	webhooksOf,
} from '../../playground/triggers';
import { until } from '../../playground/waiting';
import {
	addAgent,
	addCustomer,
	addGroup,
	addOrganization,
	clientOf,
	type Client,
	type Envelope,
	type Simulator,
	type User,
	type Webhook,
} from '../simulator';
import { Random } from '../simulator/core/random';
import { countFrom, SEED } from '../part';
import { ATTACKS, targets } from '../unit/events/attacks';
import { SIGNATURE, signed } from '../unit/events/signed';
import { openEditor, startBrowser } from './browser';
import { expectPublishable, expectTemplateOpens, itIfOpened } from './templateInEditor';
import { itIsATemplate } from './templateFile';

const ALL_KINDS = EVENT_KINDS.map(({ value }) => value);

let all: TriggerPlayground;
let playground: Playground;
let sim: Simulator;
let api: Client;
let browser: Browser;

beforeAll(async () => {
	all = await startTriggerPlayground(console.log);
	({ playground } = all);
	({ sim } = playground);
	api = clientOf(sim);
	for (const limit of ['update-user', 'create-update-user', 'account', 'incremental'] as const) {
		sim.limits.overrides[limit] = Infinity;
	}
});

afterAll(async () => {
	await browser?.close();
	await all?.stop();
});

/** Waits until nothing of the workflow runs, which must have run so often. */
async function untilRun({ id }: Imported, runs: number): Promise<void> {
	let counted = { runs: 0, going: 0 };
	await until(`${runs} runs`, async () => {
		counted = await countRuns(playground, id);
		return counted.runs >= runs && counted.going === 0;
	});
	expect(counted.runs).toBe(runs);
}

const READ = 'GET /api/v2/users/show_many';

const typeOf = ({ type }: Envelope) => type.replace('zen:event-type:', '');

/** What Zendesk tells of a change, once all of it has been delivered. */
async function told(change: () => Promise<unknown>): Promise<Envelope[]> {
	const before = sim.webhooks.events.length;
	await change();
	await sim.webhooks.settle();
	return sim.webhooks.events.slice(before);
}

const heard = (eventId: string) =>
	all.listener.items.filter(({ event_id: id }) => id === eventId).length;

const rename = async ({ id }: User, name: string) =>
	await api.put(`users/${id}`, { user: { name } });

/** Zendesk's next event starts the workflow, once. */
async function expectDelivery(): Promise<void> {
	const customer = addCustomer(sim);
	await sim.webhooks.settle();
	const [event] = await told(async () => await rename(customer, `${customer.name} again`));
	expect(typeOf(event)).toBe('user.name_changed');
	const attempts = sim.webhooks.sent.filter(({ eventId }) => eventId === event.id);
	expect(attempts.map(({ status }) => status)).toEqual([200]);
	await until('the event is heard of', () => heard(event.id) > 0);
	expect(heard(event.id)).toBe(1);
}

/** Puts people into the account and lets Zendesk tell of them, so that a test sees what comes after. */
async function arranged<T>(arrange: () => T): Promise<T> {
	const people = arrange();
	await sim.webhooks.settle();
	return people;
}

const roleId = (role: 'Staff' | 'Light agent') =>
	sim.store.customRoles.all().find(({ name }) => name === role)!.id;

describe('each kind of event', () => {
	const arrange = () => ({
		customer: addCustomer(sim),
		other: addCustomer(sim),
		suspended: addCustomer(sim, { suspended: true }),
		agent: addAgent(sim, { groups: [addGroup(sim), addGroup(sim)] }),
		group: addGroup(sim),
		organization: addOrganization(sim),
	});
	type Scene = ReturnType<typeof arrange>;
	type Cause = (scene: Scene) => Promise<unknown>;

	const put =
		(fields: object): Cause =>
		async ({ customer: { id } }) =>
			await api.put(`users/${id}`, { user: fields });
	const byHand =
		(name: 'password_changed' | 'photo_changed'): Cause =>
		async ({ customer }) =>
			sim.webhooks.emit(customer, name);
	const toLightAgent: Cause = async ({ agent: { id } }) =>
		await api.put(`users/${id}`, { user: { custom_role_id: roleId('Light agent') } });

	/** What makes Zendesk tell it, once; by hand what nobody can do by the API. */
	const CAUSES: Record<string, Cause> = {
		aliasChanged: put({ alias: 'A' }),
		created: async () => await api.post('users', { user: { name: 'New' } }),
		customFieldChanged: put({ user_fields: { employee_number: '7' } }),
		customRoleChanged: toLightAgent,
		defaultGroupChanged: async ({ agent: { id } }) => {
			const other = sim.store.groupsOf(id).find((membership) => !membership.default)!;
			await api.put(`users/${id}/group_memberships/${other.id}/make_default`);
		},
		deleted: async ({ customer: { id } }) => await api.delete(`users/${id}`),
		detailsChanged: put({ details: 'D' }),
		externalIdChanged: put({ external_id: 'E-1' }),
		groupMembershipChanged: async ({ agent, group }) => {
			const membership = { user_id: agent.id, group_id: group.id };
			await api.post('group_memberships', { group_membership: membership });
		},
		identityChanged: async ({ customer: { id } }) => {
			const identity = { type: 'email', value: 'second@example.com' };
			await api.post(`users/${id}/identities`, { identity });
		},
		merged: async ({ customer, other }) =>
			await api.put(`users/${customer.id}/merge`, { user: { id: other.id } }),
		nameChanged: put({ name: 'N' }),
		notesChanged: put({ notes: 'N' }),
		onlyPrivateCommentsChanged: toLightAgent,
		organizationMembershipChanged: async ({ customer, organization }) => {
			const membership = { user_id: customer.id, organization_id: organization.id };
			await api.post('organization_memberships', { organization_membership: membership });
		},
		passwordChanged: byHand('password_changed'),
		photoChanged: byHand('photo_changed'),
		roleChanged: async ({ customer: { id } }) =>
			await api.put(`users/${id}`, { user: { custom_role_id: roleId('Staff') } }),
		signedIn: async ({ agent: { email } }) => {
			const pair = Buffer.from(`${email}/token:${sim.credentials.apiToken.token}`);
			await clientOf(sim, `Basic ${pair.toString('base64')}`).get('users/me');
		},
		suspended: put({ suspended: true }),
		tagsChanged: put({ tags: ['t'] }),
		timeZoneChanged: put({ time_zone: 'Berlin' }),
		unsuspended: async ({ suspended: { id } }) =>
			await api.put(`users/${id}`, { user: { suspended: false } }),
	};

	let probe: Imported;
	const scenes = new Map<string, Scene>();

	it('publishing registers one webhook for all of them', async () => {
		for (const kind of ALL_KINDS) scenes.set(kind, arrange());
		probe = await createProbe(all, ALL_KINDS);
		expect(await putLive(playground, probe)).toMatchObject({ status: 'published' });
		expect(webhooksOf(sim)).toEqual([
			expect.objectContaining({
				status: 'active',
				endpoint: expect.stringMatching(/^https:\/\/n8n\.example\.test\/webhook\/.+\/webhook$/),
			}),
		]);
	});

	it.each(ALL_KINDS)('%s fires one item', async (kind) => {
		const happened = await told(async () => await CAUSES[kind](scenes.get(kind)!));
		const kindIn = (event: Envelope) => kindOf(typeOf(event), event.event)?.value;
		const known = happened.filter(kindIn);
		await until('all of it is heard of', () => known.every(({ id }) => heard(id) > 0));
		const [meant, ...others] = known.filter((event) => kindIn(event) === kind);
		expect(others).toEqual([]);
		expect(all.listener.items.filter(({ event_id: id }) => id === meant.id)).toEqual([
			expect.objectContaining({
				event: kind,
				event_type: meant.type,
				user_id: Number(meant.subject.replace('zen:user:', '')),
			}),
		]);
	});

	it('each event has started the workflow once', async () => {
		const ids = [...new Set(sim.webhooks.sent.map(({ eventId }) => eventId))];
		expect(ids.length).toBeGreaterThan(ALL_KINDS.length);
		await untilRun(probe, ids.length);
		expect(all.listener.items.map(({ event_id: id }) => id).sort()).toEqual(ids.sort());
	});

	it('unpublishing leaves no webhook', async () => {
		await takeDown(playground, probe);
		expect(webhooksOf(sim)).toEqual([]);
	});
});

describe('whatever happened to the webhook, the next publishing makes one right webhook of it', () => {
	let probe: Imported;

	const only = (): Webhook => {
		const [webhook, ...others] = webhooksOf(sim);
		expect(others).toEqual([]);
		return webhook;
	};

	const patch = (fields: Partial<Webhook>) => {
		const webhook = only();
		sim.store.webhooks.set(webhook.id, { ...webhook, ...fields });
	};

	async function expectOneRight(address = 'https://n8n.example.test'): Promise<void> {
		const { webhookId } = probe.nodes.find(({ name }) => name === 'Trigger')!;
		expect(only()).toMatchObject({
			status: 'active',
			endpoint: `${address}/webhook/${String(webhookId)}/webhook`,
			subscriptions: ['zen:event-type:user.created', 'zen:event-type:user.name_changed'],
		});
		await expectDelivery();
	}

	const publishAnew = async () => {
		await takeDown(playground, probe);
		expect(await putLive(playground, probe)).toMatchObject({ status: 'published' });
	};

	beforeAll(async () => {
		probe = await createProbe(all, ['created', 'nameChanged']);
		await putLive(playground, probe);
	});

	afterAll(async () => {
		await takeDown(playground, probe);
		expect(webhooksOf(sim)).toEqual([]);
	});

	it.each<[string, () => void]>([
		['nothing', () => {}],
		['deleted by hand', () => sim.store.webhooks.clear()],
		['disabled by hand', () => patch({ status: 'inactive' })],
		['its secret reset by hand', () => patch({ secret: 'reset' })],
		['sent elsewhere by hand', () => patch({ endpoint: 'https://elsewhere.example.test/' })],
		[
			'a twin with our mark, put there by hand',
			() => {
				const id = '01TWIN00000000000000000000';
				sim.store.webhooks.set(id, { ...only(), id, secret: 'twin', status: 'inactive' });
			},
		],
		[
			'several of these at once',
			() => {
				patch({ status: 'inactive', secret: 'reset', subscriptions: [] });
				const id = '01TWIN00000000000000000001';
				sim.store.webhooks.set(id, { ...only(), id });
			},
		],
	])('%s', async (_what, happen) => {
		happen();
		await publishAnew();
		await expectOneRight();
	});

	it('left behind and disabled, because Zendesk refused to remove it', async () => {
		const refusal = { kind: 'respond', status: 403, body: { error: 'Forbidden' } } as const;
		const route = 'DELETE /api/v2/webhooks/:id';
		sim.faults.add({ when: { route, times: Infinity }, then: refusal });
		await takeDown(playground, probe);
		sim.faults.clear();
		const { id } = only();
		patch({ status: 'inactive', secret: 'reset' });
		await putLive(playground, probe);
		await expectOneRight();
		expect(only().id).toBe(id);
	});

	it('published again without unpublishing it', async () => {
		await putLive(playground, probe);
		await expectOneRight();
	});

	it('other events, published over the old ones', async () => {
		probe = await editProbe(playground, probe, ['suspended']);
		await putLive(playground, probe);
		expect(only().subscriptions).toEqual(['zen:event-type:user.suspended_changed']);
		probe = await editProbe(playground, probe, ['created', 'nameChanged']);
		await putLive(playground, probe);
		await expectOneRight();
	});

	it('n8n started anew with another address', async () => {
		await all.moveTo(NEW_ADDRESS);
		await publishAnew();
		await expectOneRight(NEW_ADDRESS);
	});

	it('a test listens beside the published workflow, and is gone after its event', async () => {
		const customer = await arranged(() => addCustomer(sim));
		const production = only();
		const answer = await playground.rest.send('post', `/workflows/${probe.id}/run`, {
			triggerToStartFrom: { name: 'Trigger' },
		});
		expect(answer).toEqual({ waitingForWebhook: true });
		expect(webhooksOf(sim)).toEqual([
			production,
			expect.objectContaining({ endpoint: expect.stringContaining('/webhook-test/') }),
		]);
		const [event] = await told(async () => await rename(customer, 'Seen by both'));
		await until('both have heard it', () => heard(event.id) === 2);
		await until('the test has cleaned up', () => webhooksOf(sim).length === 1);
		expect(webhooksOf(sim)).toEqual([production]);
		await expectDelivery();
	});
});

describe('what strangers send to the public address of a published trigger', () => {
	let probe: Imported;
	let secret: string;
	let url: string;

	const nameChanged = (more: object = {}) => ({
		type: 'zen:event-type:user.name_changed',
		id: randomUUID(),
		subject: 'zen:user:5',
		detail: {},
		event: { current: 'b', previous: 'a' },
		...more,
	});

	/** @returns the status of n8n's answer */
	async function send({ headers, body }: Delivery, type = 'application/json'): Promise<number> {
		const given = Object.entries(headers).filter(([, value]) => value !== undefined);
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': type, ...(Object.fromEntries(given) as Record<string, string>) },
			body: body as Buffer<ArrayBuffer> | undefined,
		});
		await response.text();
		return response.status;
	}

	const sign = (body: object | string, atMs = Date.now()) =>
		signed(secret, typeof body === 'string' ? body : JSON.stringify(body), atMs);

	beforeAll(async () => {
		probe = await createProbe(all, ['created', 'nameChanged']);
		await putLive(playground, probe);
		const [webhook] = webhooksOf(sim);
		({ secret } = webhook);
		url = `http://127.0.0.1:${playground.n8n.port}${new URL(webhook.endpoint).pathname}`;
	});

	afterAll(async () => await takeDown(playground, probe));

	const TRIES = countFrom('FORGED', { full: 1_000, part: 200 });

	it(`starts nothing in ${TRIES} tries, and a good delivery still does`, async () => {
		// HTTP knows no parsed bodies and drops blanks around a header; and nobody reaches into n8n's memory.
		const names = Object.keys(ATTACKS).filter((name) => !/stored|parsed body/.test(name));
		const isWhole = ({ headers }: Delivery) => !/\s$/.test(String(headers[SIGNATURE]));
		const statuses = new Map<number, number>();
		let tries = 0;
		for (let seed = SEED; tries < TRIES; seed++) {
			// Signed right before they are sent: what is ahead of n8n's time comes due while it waits.
			const at = targets(Date.now(), fc.constant(secret));
			const group = fc
				.sample(at, { numRuns: 20, seed })
				.map((target, i) => ATTACKS[names[(seed * 20 + i) % names.length]](target))
				.filter(isWhole)
				.slice(0, TRIES - tries);
			tries += group.length;
			for (const status of await Promise.all(group.map((each) => send(each)))) {
				statuses.set(status, (statuses.get(status) ?? 0) + 1);
			}
		}
		// 401 from the trigger, 422 from n8n for what calls itself JSON and is none.
		expect([...statuses.keys()].sort()).toEqual([401, 422]);
		expect(statuses.get(401)).toBeGreaterThan(TRIES / 2);
		expect(await countRuns(playground, probe.id)).toEqual({ runs: 0, going: 0 });
		await expectDelivery();
	});

	const type = (name: string) => nameChanged({ type: `zen:event-type:user.${name}` });
	const AN_HOUR = 60 * 60_000;

	it.each<[string, number, () => Promise<number>]>([
		['an unknown kind of event', 200, async () => await send(sign(type('promoted')))],
		['a kind of event not asked for', 200, async () => await send(sign(type('deleted')))],
		['no JSON', 400, async () => await send(sign('user=5'), 'text/plain')],
		['no JSON, said to be some', 422, async () => await send(sign('user=5'))],
		['no event', 400, async () => await send(sign({ hello: 'world' }))],
		[
			'five megabytes',
			413,
			async () => await send(sign(nameChanged({ filler: 'x'.repeat(5 * 1024 * 1024) }))),
		],
		['from an hour ago', 401, async () => await send(sign(nameChanged(), Date.now() - AN_HOUR))],
		['from in an hour', 401, async () => await send(sign(nameChanged(), Date.now() + AN_HOUR))],
	])('%s: %i, and a good delivery still starts the workflow', async (_what, status, deliver) => {
		const { runs } = await countRuns(playground, probe.id);
		expect(await deliver()).toBe(status);
		expect((await countRuns(playground, probe.id)).runs).toBe(runs);
		await expectDelivery();
	});
});

describe('the file', () => {
	const { nodes } = readTemplate('user-changes');

	itIsATemplate('user-changes', 'by expression');

	it('has no node that could write to Zendesk', () => {
		const zendesk = nodes.filter(({ type }) => type.endsWith('.zendeskUsers'));
		expect(zendesk.map(({ parameters }) => parameters.operation)).toEqual(['get']);
	});
});

describe('the table of users', () => {
	let workflow: Imported;

	const user = ({ id }: Pick<User, 'id'>) => sim.store.users.get(id)!;
	/** Zendesk tells whole seconds. */
	const time = (ms: number | null) =>
		ms === null ? null : new Date(Math.floor(ms / 1000) * 1000).toISOString();

	/** What the table has to say of somebody. */
	const rowOf = (person: User) => ({
		zendesk_id: String(person.id),
		name: person.name,
		email: person.email ?? '',
		external_id: person.external_id ?? '',
		role: person.role,
		suspended: person.suspended,
		deleted: !person.active,
		organization_id: String(person.organization_id ?? ''),
		last_login_at: time(person.last_login_at),
		created_at: time(person.created_at),
		updated_at: time(person.updated_at),
	});

	const rowsOf = async (...people: Array<Pick<User, 'id'>>): Promise<DirectoryRow[]> => {
		const ids = people.map(({ id }) => String(id));
		return (await directoryRows(playground)).filter(({ zendesk_id: id }) => ids.includes(id));
	};

	const inOrder = (people: Array<Pick<User, 'id'>>) => [...people].sort((a, b) => a.id - b.id);

	/** There is one row for each of them, and it tells what is true in Zendesk. */
	async function expectTrue(...people: Array<Pick<User, 'id'>>): Promise<void> {
		expect(people.length).toBeGreaterThan(0);
		expect(await rowsOf(...people)).toEqual(
			inOrder(people).map((each) => expect.objectContaining(rowOf(user(each)))),
		);
	}

	/** Waits until all that has been told is worked on. */
	async function idle(): Promise<void> {
		await sim.webhooks.settle();
		await until('nothing runs', async () => (await countRuns(playground, workflow.id)).going === 0);
	}

	/** What happened up to now is more than a minute ago, so that Zendesk's export has it; n8n looks when it begins. */
	async function look(): Promise<void> {
		all.clock.aheadMs += 65_000;
		const { runs } = await countRuns(playground, workflow.id);
		await takeDown(playground, workflow);
		await putLive(playground, workflow);
		await until('something was found', async () => {
			return (await countRuns(playground, workflow.id)).runs > runs;
		});
		await idle();
	}

	beforeAll(async () => {
		workflow = await importChangesTemplate(all, (template) => {
			const wait = template.nodes.find(({ name }) => name === 'Wait two minutes')!;
			wait.parameters = { amount: 1, unit: 'seconds' };
		});
		expect(await putLive(playground, workflow)).toMatchObject({ status: 'published' });
	});

	it('has somebody new at once, several events or not', async () => {
		const { body } = await api.post('users', {
			user: { name: 'Ann', email: 'ann@example.com', external_id: 'A-1' },
		});
		await idle();
		await expectTrue(body.user);
	});

	it.each<[string, (person: User) => Promise<unknown>]>([
		['another name', async (person) => await rename(person, 'Bob')],
		[
			'another external ID, and a suspension',
			async ({ id }) =>
				await api.put(`users/${id}`, { user: { external_id: 'B-1', suspended: true } }),
		],
		[
			'another email',
			async ({ id }) => {
				const identity = { type: 'email', value: 'bob@example.com', verified: true };
				const { body } = await api.post(`users/${id}/identities`, { identity });
				await api.put(`users/${id}/identities/${body.identity.id}/make_primary`);
			},
		],
		[
			'another role',
			async ({ id }) => await api.put(`users/${id}`, { user: { custom_role_id: roleId('Staff') } }),
		],
		[
			'another organization',
			async ({ id }) => {
				const membership = { user_id: id, organization_id: addOrganization(sim).id, default: true };
				await api.post('organization_memberships', { organization_membership: membership });
			},
		],
		['a deletion', async ({ id }) => await api.delete(`users/${id}`)],
	])('follows %s', async (_what, change) => {
		const person = await arranged(() => addCustomer(sim));
		await idle();
		await change(person);
		await idle();
		await expectTrue(person);
	});

	it('follows a sign-in', async () => {
		const agent = await arranged(() => addAgent(sim));
		const pair = Buffer.from(`${agent.email}/token:${sim.credentials.apiToken.token}`);
		await clientOf(sim, `Basic ${pair.toString('base64')}`).get('users/me');
		await idle();
		expect(user(agent).last_login_at).not.toBeNull();
		await expectTrue(agent);
	});

	it('hears of a permanent deletion by looking, and forgets who it was', async () => {
		const person = await arranged(() => addCustomer(sim, { name: 'Gone', external_id: 'G-1' }));
		await api.delete(`users/${person.id}`);
		await idle();
		expect(await rowsOf(person)).toMatchObject([{ name: 'Gone', deleted: true }]);
		await api.delete(`deleted_users/${person.id}`);
		await look();
		const [row, ...others] = await rowsOf(person);
		expect(others).toEqual([]);
		expect(row).toMatchObject({
			name: 'Permanently Deleted User',
			email: '',
			external_id: '',
			deleted: true,
		});
	});

	it('never goes back: who read first but writes last changes nothing', async () => {
		const person = await arranged(() => addCustomer(sim));
		await idle();
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		const mark = sim.log.mark();
		sim.faults.add({ when: { route: READ }, then: { kind: 'after', do: async () => await held } });
		await rename(person, 'First');
		await until('he is read', () => sim.log.since(mark).some(({ route }) => route === READ));
		await rename(person, 'Second');
		await until('the second name is written', async () => {
			return (await rowsOf(person))[0].name === 'Second';
		});
		release();
		await idle();
		sim.faults.verifyAllFired();
		await expectTrue(person);
	});

	it('leaves columns alone that people add, and keeps one row of two', async () => {
		const person = await arranged(() => addCustomer(sim));
		await idle();
		const table = (await directoryOf(playground))!;
		await playground.rest.send('post', `${table}/columns`, { name: 'team', type: 'string' });
		const [{ id }] = await rowsOf(person);
		await playground.rest.send('patch', `${table}/rows`, {
			filter: { type: 'and', filters: [{ columnName: 'id', condition: 'eq', value: id }] },
			data: { team: 'North' },
		});
		const twin = { zendesk_id: String(person.id), name: 'Twin' };
		await playground.rest.send('post', `${table}/insert`, { data: [twin] });
		await rename(person, 'Only one');
		await idle();
		expect(await rowsOf(person)).toEqual([expect.objectContaining({ id, team: 'North' })]);
		await expectTrue(person);
	});

	it('finds what nobody tells of, and waits for a Zendesk that does not answer', async () => {
		const people = await arranged(() => Array.from({ length: 3 }, () => addCustomer(sim)));
		await idle();
		for (const { id } of people) await api.put(`users/${id}`, { user: { phone: '+15551234' } });
		// So often the node itself tries.
		sim.faults.add({ when: { route: READ, times: 5 }, then: { kind: 'cut-before' } });
		await look();
		sim.faults.verifyAllFired();
		await expectTrue(...people);
	});

	it('tells somebody when Zendesk refuses, and is right again with the next look', async () => {
		const person = await arranged(() => addCustomer(sim));
		await idle();
		const refusal = { kind: 'respond', status: 403, body: { error: 'Forbidden' } } as const;
		sim.faults.add({ when: { route: READ }, then: refusal });
		playground.mailbox.empty();
		await rename(person, 'Refused');
		const { to, html } = await playground.mailbox.mail(/^FAILED: Keep a table of Zendesk's users/);
		expect(to).toEqual([expect.objectContaining({ address: 'it@acme.example' })]);
		expect(html).toContain('A user could not be read from Zendesk');
		expect(html).toMatch(/<a href="http[^"]+\/executions\/\d+">/);
		sim.faults.verifyAllFired();
		expect((await rowsOf(person))[0].name).not.toBe('Refused');
		await look();
		await expectTrue(person);
	});

	const CHANGES = countFrom('CHANGES', { full: 200, part: 60 });

	it('is right in the end after many changes told twice, late and in any order', async () => {
		const people = await arranged(() => Array.from({ length: 30 }, () => addCustomer(sim)));
		await idle();
		const { runs } = await countRuns(playground, workflow.id);
		const sent = sim.webhooks.sent.length;
		const random = new Random(7);
		const put = async ({ id }: User, fields: object) =>
			await api.put(`users/${id}`, { user: fields });
		const changes: Array<(person: User, n: number) => Promise<unknown>> = [
			async (person, n) => await put(person, { name: `Name ${n}` }),
			async (person, n) => await put(person, { external_id: `X-${n}` }),
			async (person) => await put(person, { suspended: !user(person).suspended }),
			async ({ id }, n) => {
				const identity = { type: 'email', value: `second.${n}@example.com`, verified: true };
				await api.post(`users/${id}/identities`, { identity });
			},
		];
		Object.assign(sim.webhooks.knobs, { duplicate: 0.5, reorder: true, delayMs: [0, 30_000] });
		for (let n = 0; n < CHANGES - 1; n++) {
			const person = people[random.between(0, people.length - 1)];
			await changes[random.between(0, changes.length - 1)](person, n);
		}
		await api.delete(`users/${people[0].id}`);
		await sim.webhooks.settle();
		Object.assign(sim.webhooks.knobs, { duplicate: 0, reorder: false, delayMs: [0, 0] });
		// Zendesk tries again when n8n is too busy to answer in 12 seconds.
		const attempts = sim.webhooks.sent.slice(sent);
		const events = new Set(attempts.map(({ eventId }) => eventId));
		const taken = new Set(
			attempts.filter(({ status }) => status === 200).map(({ eventId }) => eventId),
		);
		const lost = attempts.filter(({ eventId }) => !taken.has(eventId));
		expect(lost.map(({ status, error, answer }) => ({ status, error, answer }))).toEqual([]);
		expect(events.size).toBeGreaterThanOrEqual(CHANGES);
		expect(attempts.length).toBeGreaterThan(events.size * 1.3);
		await untilRun(workflow, runs + events.size);
		await expectTrue(...people);
	});

	it('has whoever changed in ten minutes in which n8n was dead', async () => {
		const people = await arranged(() => Array.from({ length: 20 }, () => addCustomer(sim)));
		await idle();
		await playground.n8n.stop('SIGKILL');
		for (const [n, { id }] of people.entries()) {
			all.clock.aheadMs += 30_000;
			if (n % 5 === 0) await api.delete(`users/${id}`);
			else await api.put(`users/${id}`, { user: { name: `While dead ${n}` } });
			await rename(people[(n * 7) % 20], `Again ${n}`);
		}
		await sim.webhooks.settle();
		all.clock.aheadMs += 65_000;
		await playground.n8n.start();
		await playground.rest.signIn();
		await until('they were found', async () => {
			return (await rowsOf(...people)).some(({ name }) => /dead|Again/.test(String(name)));
		});
		await idle();
		await expectTrue(...people);
	});
});

describe('in the editor', () => {
	itIfOpened('user-changes')(
		'opens with nothing to complain about, ready to be published',
		async () => {
			browser = await startBrowser(playground);
			const { page, problems } = await openEditor(browser, playground);
			const workflow = await importChangesTemplate(all);
			await expectTemplateOpens(page, playground, workflow);
			await expectPublishable(page);
			expect(problems).toEqual([]);
		},
	);
});
