import { command } from '../../live/command';
import { FACTS } from '../../live/facts';
import { addCustomer, type SimulatorOptions, type Switches } from '../simulator';
import { unlimited } from '../simulator/testing';
import { contentOf, openSandbox, type Sandbox } from './sandbox';

/** Everything that slows or hinders a removal, at once. */
const HARSH: Partial<Switches> = {
	createThenUpdateFailsSeconds: 30,
	purgeReadySeconds: 45,
	backgroundSeconds: 20,
	showDeletedUser: 'not-found',
	deletedUserKeepsNotes: false,
	deleteAgentDirectly: 'refused',
	mergedUser: 'purged',
	userTagging: 'off',
	lastMembership: 'allowed',
	unassignSolved: 'allowed',
	allowHttpWebhooks: true,
	deletedUsersListKeepsEmail: true,
};

const ACCOUNTS: Array<[name: string, options: SimulatorOptions]> = [
	['an Enterprise account', {}],
	['one where everything takes its time', { switches: HARSH }],
	['one without bulk import', { plan: { bulkImport: false } }],
	[
		'a small plan',
		{ plan: { customRoles: false, lightAgents: false, productRoles: false, helpCenter: false } },
	],
	['one without a seat left', { plan: { seats: { paid: 2, light: 0 } } }],
	['a sandbox with a sandbox’s limits', { plan: { sandbox: true, rpm: 200 } }],
];

describe.each(ACCOUNTS)('a whole visit of %s', (_, options) => {
	let sandbox: Sandbox;
	let before: string;
	let isDone: boolean;

	beforeAll(async () => {
		sandbox = openSandbox(options);
		before = contentOf(sandbox.sim);
		isDone = await sandbox.visit();
	});

	test('has a line for each fact, and comes to its end', () => {
		const lines = FACTS.map(({ id, question }) => `§${id}  ${question}: `);
		expect(sandbox.lines.slice(0, lines.length)).toEqual(
			lines.map((line) => expect.stringContaining(line)),
		);
		expect(sandbox.lines.filter((line) => line.includes('broke off'))).toEqual([]);
		expect([isDone, sandbox.lines.at(-1)]).toEqual([
			true,
			expect.stringMatching(/^\d+ requests; nothing is left behind$/),
		]);
	});

	test('leaves the account as it was', () => {
		expect(contentOf(sandbox.sim)).toBe(before);
		expect(sandbox.sim.store.oauthTokens.all()).toEqual([]);
	});

	test('asks for no change of anybody else', () => {
		const ids = new Set(sandbox.bystanders.map(({ id }) => String(id)));
		const writes = sandbox.sim.log.writes();
		const named = writes.flatMap(({ path, query }) => [
			...path.split('/'),
			...(query.ids?.split(',') ?? []),
		]);
		expect(writes.length).toBeGreaterThan(100);
		expect(named.filter((part) => ids.has(part))).toEqual([]);
	});
});

test.each<[string, Partial<Switches>]>([
	['refuses writes to new users for a while', { createThenUpdateFailsSeconds: 30 }],
	['wants a custom role for each agent', { agentWithoutCustomRole: 'refused' }],
	['takes its time', { purgeReadySeconds: 45, backgroundSeconds: 20 }],
])('where Zendesk %s, the other facts are told all the same', async (_, switches) => {
	const told = async (given: Partial<Switches>) => {
		const sandbox = openSandbox({ switches: given });
		await sandbox.visit();
		return sandbox.lines.flatMap((line) => / → (\w+):/.exec(line)?.[1] ?? []);
	};
	const usual = await told({});
	expect(usual.length).toBeGreaterThan(35);
	expect(await told(switches)).toEqual(expect.arrayContaining(usual));
});

test('the times of the jobs are told for 1, 10 and 100 rows', async () => {
	const sandbox = openSandbox({ jobSeconds: 40, jobQueueSeconds: [0, 0] });
	await sandbox.visit({ only: ['jobs'] });
	const hundred = 'working after 1 s, completed after 40 s, 100 of 100 done';
	const jobs = ['create_many', 'update_many', 'destroy_many'];
	expect(sandbox.lines.slice(0, 9)).toEqual([
		...jobs.map((job) => `${job}, 1 rows: not seen working, completed after 1 s, 1 of 1 done`),
		...jobs.map((job) => `${job}, 10 rows: working after 1 s, completed after 4 s, 10 of 10 done`),
		...jobs.map((job) => `${job}, 100 rows: ${hundred}`),
	]);
});

/** A visit after whose `count`th request nothing is sent or answered any more. */
async function killed(sandbox: Sandbox, count: number, only: string[], arrives: boolean) {
	let sent = 0;
	await sandbox
		.visit({
			only,
			fetch: async (request) => {
				if (++sent < count) return await sandbox.sim.fetch(request);
				if (sent === count && arrives) await sandbox.sim.fetch(request);
				throw new Error('Killed');
			},
		})
		.catch(() => undefined);
	return sent;
}

/** One of each kind of thing that is made. */
const VARIED = [
	'upsertTwoMatches',
	'mergedUser',
	'showPurgedUser',
	'allowHttpWebhooks',
	'bulkImport403Body',
	'lightAgentDowngrade',
	'ticketEventsShowDeletions',
];

describe.each([
	['before the request arrives', false],
	['after it has', true],
])('a visit that is killed %s', (_, arrives) => {
	test('leaves nothing once it is repeated, whenever that was', async () => {
		const open = () => openSandbox({ switches: { allowHttpWebhooks: true } });
		const whole = open();
		await whole.visit({ only: VARIED });
		const requests = whole.sim.log.entries.length;
		expect(requests).toBeGreaterThan(70);
		const dirty: number[] = [];
		let messes = 0;
		for (let count = 1; count <= requests; count++) {
			const sandbox = open();
			const before = contentOf(sandbox.sim);
			await killed(sandbox, count, VARIED, arrives);
			if (contentOf(sandbox.sim) !== before) messes++;
			const isClean = await sandbox.visit({ only: ['oauthTokenStatus'] });
			if (!isClean || contentOf(sandbox.sim) !== before) dirty.push(count);
		}
		expect(dirty).toEqual([]);
		expect(messes).toBeGreaterThan(40);
	});
});

test('a visit that a person stops removes what it has made', async () => {
	for (const count of [20, 50, 100, 150, 172, 180]) {
		const sandbox = openSandbox();
		const before = contentOf(sandbox.sim);
		const stop = new AbortController();
		let sent = 0;
		const isDone = await sandbox.visit({
			signal: stop.signal,
			fetch: async (request) => {
				if (++sent === count) stop.abort();
				return await sandbox.sim.fetch(request);
			},
		});
		expect([isDone, sandbox.lines.at(-1)]).toEqual([
			false,
			expect.stringContaining('nothing is left'),
		]);
		expect(sandbox.lines).toContain('The run was stopped');
		expect(contentOf(sandbox.sim)).toBe(before);
		expect(sandbox.sim.store.oauthTokens.all()).toEqual([]);
	}
});

test('a visit that is stopped while a job makes users waits for the job', async () => {
	const sandbox = openSandbox({ jobSeconds: 600 });
	const before = contentOf(sandbox.sim);
	const stop = new AbortController();
	await sandbox.visit({
		only: ['jobs'],
		signal: stop.signal,
		fetch: async (request) => {
			if (sandbox.sim.jobs.all.length === 7) stop.abort();
			return await sandbox.sim.fetch(request);
		},
	});
	const [last] = sandbox.sim.jobs.all.slice(-1);
	expect([last.type, last.total, last.status]).toEqual(['Bulk Create User', 100, 'completed']);
	expect(contentOf(sandbox.sim)).toBe(before);
});

test('what cannot be removed is told', async () => {
	const sandbox = openSandbox();
	const refused = new Response('{"error":"Nobody is deleted today"}', { status: 422 });
	const isDone = await sandbox.visit({
		only: ['userTagging'],
		fetch: async (request) =>
			request.method === 'DELETE' && /\/users\/\d+$/.test(request.url)
				? refused.clone()
				: await sandbox.sim.fetch(request),
	});
	expect(isDone).toBe(false);
	expect(sandbox.lines.slice(-2)).toEqual([
		expect.stringMatching(
			/^could not be removed: user \d+ \(live test n8n-live-\w+-1\): 422 .*Nobody is deleted today/,
		),
		expect.stringContaining('something is left behind'),
	]);
});

describe('an answer', () => {
	/** A visit in which some requests are answered by somebody else. */
	async function disturbed(only: string[], answer: (request: Request) => Response | undefined) {
		const sandbox = openSandbox();
		const before = contentOf(sandbox.sim);
		const fetch = async (request: Request) => answer(request) ?? (await sandbox.sim.fetch(request));
		expect(await sandbox.visit({ only, fetch })).toBe(true);
		expect(contentOf(sandbox.sim)).toBe(before);
		return sandbox.lines;
	}

	test('that is no value of the switch is told as it is', async () => {
		const lines = await disturbed(['goodbyeCode', 'userTagging'], ({ method, url }) =>
			method === 'DELETE' && url.includes('/identities/')
				? new Response('{"error":"Teapot"}', { status: 418 })
				: undefined,
		);
		const said = 'answered otherwise: 418 {"error":"Teapot"}';
		expect(lines).toContainEqual(`§2.3  DELETE of a primary identity: ${said}`);
		const at = lines.indexOf('Answered otherwise:');
		expect(lines[at + 1]).toBe('  §2.3  goodbyeCode: 418 {"error":"Teapot"}');
	});

	test('that is lost ends its fact, and the next one is tried', async () => {
		const lines = await disturbed(['goodbyeCode', 'userTagging'], ({ method, url }) => {
			if (method === 'DELETE' && url.includes('/identities/')) throw new Error('ECONNRESET');
			return undefined;
		});
		expect(lines).toContainEqual(expect.stringContaining('not tried: it broke off: ECONNRESET'));
		expect(lines).toContainEqual(expect.stringContaining("→ userTagging: 'on'"));
	});

	test('of a plan that lacks what it takes is no guess', async () => {
		const sandbox = openSandbox({ plan: { customRoles: false, lightAgents: false } });
		await sandbox.visit({ only: ['lightAgentDowngrade', 'agentWithoutCustomRole'] });
		expect(sandbox.lines.slice(0, 2)).toEqual([
			expect.stringContaining('not available on this plan: no custom roles'),
			expect.stringContaining('not available on this plan: no light agents'),
		]);
	});

	test('that asks to wait is waited for, on the run’s clock', async () => {
		let asked = 0;
		const before = openSandbox().sim.clock.now();
		const sandbox = openSandbox();
		const busy = new Response('Slow down', { status: 429, headers: { 'Retry-After': '77' } });
		await sandbox.visit({
			only: ['userTagging'],
			fetch: async (request) =>
				request.method === 'POST' && request.url.endsWith('/users') && ++asked === 1
					? busy
					: await sandbox.sim.fetch(request),
		});
		const [made] = sandbox.sim.log.filter({ method: 'POST', path: '/api/v2/users' });
		expect([asked, made.at - before]).toEqual([2, 77_000]);
	});
});

describe('an account that looks like no sandbox', () => {
	function production() {
		const sandbox = openSandbox();
		for (let n = 0; n < 200; n++) addCustomer(sandbox.sim);
		return sandbox;
	}

	test('is refused, without a write but the end of the token', async () => {
		const sandbox = production();
		await expect(sandbox.visit()).rejects.toThrow(
			'https://acme.zendesk.com has 204 users, and a sandbox has 200 at most. Nothing was written. With --any-account it is tried all the same',
		);
		expect(sandbox.sim.log.writes().map(({ path }) => path)).toEqual([
			'/api/v2/oauth/tokens/current',
		]);
		expect(sandbox.lines).toEqual([]);
	});

	test('is visited with --any-account', async () => {
		const sandbox = production();
		const before = contentOf(sandbox.sim);
		expect(await sandbox.visit({ anyAccount: true, only: ['userTagging'] })).toBe(true);
		expect(contentOf(sandbox.sim)).toBe(before);
	});

	test('is one all the same when the users are left-overs', async () => {
		const sandbox = openSandbox();
		unlimited(sandbox.sim);
		for (let n = 0; n < 100; n++) addCustomer(sandbox.sim);
		const before = contentOf(sandbox.sim);
		for (let n = 0; n < 120; n++) {
			const mark = `n8n-live-old-${n}`;
			addCustomer(sandbox.sim, { name: `live test ${mark}`, external_id: mark });
		}
		expect(await sandbox.visit({ only: ['userTagging'] })).toBe(true);
		expect(contentOf(sandbox.sim)).toBe(before);
	});
});

describe('on the command line', () => {
	const SECRET = 'a-secret-that-nobody-sees';

	function run(args: string[], environment: Record<string, string> = {}) {
		const lines: string[] = [];
		const sandbox = openSandbox();
		const done = command(args, {
			environment,
			clock: sandbox.sim.clock,
			fetch: sandbox.sim.fetch,
			say: (line) => lines.push(line),
			stopSignal: () => undefined,
		});
		return { sandbox, lines, done };
	}

	const variables = (sandbox: Sandbox) => ({
		ZENDESK_SUBDOMAIN: 'acme',
		ZENDESK_CLIENT_ID: sandbox.sim.credentials.oauthClient.id,
		ZENDESK_CLIENT_SECRET: sandbox.sim.credentials.oauthClient.secret,
	});

	const given = {
		ZENDESK_SUBDOMAIN: 'acme',
		ZENDESK_CLIENT_ID: 'n8n',
		ZENDESK_CLIENT_SECRET: SECRET,
	};

	test('--list tells what it would do and sends nothing, without an account', async () => {
		const { sandbox, lines, done } = run(['--list']);
		expect(await done).toBe(true);
		for (const { question, makes } of FACTS) {
			expect(lines.join('\n')).toContain(`${question}`);
			expect(lines.join('\n')).toContain(`(makes ${makes})`);
		}
		expect(sandbox.sim.log.entries).toEqual([]);
	});

	test('without --yes it tells on which account it would make what, and sends nothing', async () => {
		const { sandbox, lines, done } = run(['--only', '13.4'], given);
		expect(await done).toBe(true);
		expect(lines[0]).toBe('Nothing was asked yet. With --yes, on https://acme.zendesk.com:');
		expect(lines.filter((line) => line.startsWith('§13.4'))).toHaveLength(3);
		expect(lines.join()).not.toContain(SECRET);
		expect(sandbox.sim.log.entries).toEqual([]);
	});

	test('with --yes it does so', async () => {
		const { id, secret } = openSandbox().sim.credentials.oauthClient;
		const { lines, done } = run(['--yes', '--only', '13.4,userTagging'], {
			...given,
			ZENDESK_CLIENT_ID: id,
			ZENDESK_CLIENT_SECRET: secret,
		});
		expect(await done).toBe(true);
		expect(lines.filter((line) => line.includes(' → '))).toHaveLength(4);
	});

	test.each<[string, string[], Record<string, string>, string]>([
		[
			'no account',
			['--yes'],
			{},
			'Set ZENDESK_SUBDOMAIN, ZENDESK_CLIENT_ID, ZENDESK_CLIENT_SECRET',
		],
		[
			'another host',
			['--yes'],
			{ ...given, ZENDESK_SUBDOMAIN: 'evil.example/' },
			'ZENDESK_SUBDOMAIN must be the first part',
		],
		['a fact that is not there', ['--list', '--only', '99.9'], {}, '--only: there is no 99.9'],
		['a client that is not known', ['--yes'], given, 'did not sign the OAuth client in: 400'],
	])('%s is told', async (_, args, environment, message) => {
		await expect(run(args, environment).done).rejects.toThrow(message);
	});

	test('no secret shows, whatever Zendesk repeats', async () => {
		const sandbox = openSandbox();
		const { ZENDESK_CLIENT_SECRET: secret } = variables(sandbox);
		const tokens = new Set<string>();
		await sandbox.visit({
			fetch: async (request) => {
				const authorization = request.headers.get('authorization') ?? '';
				const [, token] = authorization.split(' ');
				if (!/\/users\/\d+(\/merge|\/suspension|\/identities\/\d+)?$/.test(request.url)) {
					return await sandbox.sim.fetch(request);
				}
				tokens.add(token);
				if (request.method === 'DELETE') return await sandbox.sim.fetch(request);
				if (request.url.endsWith('/suspension')) throw new Error(`Not sent: ${authorization}`);
				// So long that it is cut in the middle of the secret.
				const error = `${'-'.repeat(130)}${secret} ${authorization}`;
				return new Response(JSON.stringify({ error }), { status: 500 });
			},
		});
		const said = sandbox.lines.join('\n');
		expect(said).toContain('[secret]');
		const beginnings = [secret, ...tokens].map((each) => each.slice(0, 10));
		expect(beginnings.filter((each) => said.includes(each))).toEqual([]);
	});

	test('a sign-in that repeats the secret does not show it', async () => {
		const sandbox = openSandbox();
		const { secret } = sandbox.sim.credentials.oauthClient;
		const echo = new Response(JSON.stringify({ error: `${secret} is wrong` }), { status: 401 });
		const failed = sandbox.visit({ fetch: async () => echo.clone() });
		await expect(failed).rejects.toThrow('401 [secret] is wrong');
	});
});
