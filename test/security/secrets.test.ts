import type { OnError } from 'n8n-workflow';
import type { NodeRun } from '../engine/engine';
import { Poller } from '../engine/activity/poller';
import { deliver, envelope, N8n, webhooksOf } from '../engine/trigger/webhook';
import { everythingIn } from '../faults/secrets';
import { addCustomer } from '../simulator';
import { by } from '../engine/forms';
import { ANSWERS, answerWith, MARK } from './answers';
import { ASKS_NOTHING, RUNS } from './operations';
import { captureLog, leaksIn, PASSWORD_FIELDS, plantSecrets, secretsOf } from './secrets';
import { type Answerer, type SecurityStage, sentElsewhere, setSecurityStage } from './stage';

afterEach(() => jest.restoreAllMocks());

const CREDENTIALS = ['zendeskUsersOAuth2Api', 'zendeskUsersApi'] as const;
type CredentialType = (typeof CREDENTIALS)[number];
const ON_ERROR: OnError[] = ['stopWorkflow', 'continueErrorOutput', 'continueRegularOutput'];

/** Before the secrets of the base64 forms: who signs in with them. */
const namesOf = ({ sim }: SecurityStage) => [
	`${sim.credentials.apiToken.email}/token`,
	sim.credentials.oauthClient.id,
];

/** Lets something happen that has recognisable secrets, and gives those that stand in what it left behind. */
async function leaksOf(
	stage: SecurityStage,
	happen: () => Promise<unknown>,
): Promise<{ leaks: string[]; text: string }> {
	const before = secretsOf(stage.sim);
	const log = captureLog();
	const result = await happen();
	const secrets = [...before, ...secretsOf(stage.sim)];
	expect(sentElsewhere(stage)).toEqual([]);
	const left = { result, log };
	return { leaks: leaksIn(left, secrets, namesOf(stage)), text: everythingIn(left) };
}

/** Runs a node; everything of the run is looked through: what n8n stores, items, error, hints, log. */
async function leaksOfRun(
	scene: (stage: SecurityStage) => NodeRun,
	credentialType: CredentialType,
	{ answer, onError }: { answer?: Answerer; onError?: OnError } = {},
) {
	const stage = setSecurityStage();
	const credential = plantSecrets(stage)[credentialType];
	const run = scene(stage);
	if (answer) stage.front.answer = answer;
	const happen = async () => await stage.run({ ...run, credentialType, credential, onError });
	return { stage, ...(await leaksOf(stage, happen)) };
}

it('every password field of the credentials has a recognisable secret', () => {
	const planted = plantSecrets(setSecurityStage());
	expect(PASSWORD_FIELDS.map(({ field }) => field)).toEqual(['clientSecret', 'apiToken']);
	for (const { credential, field } of PASSWORD_FIELDS) {
		const data: Record<string, unknown> = planted[credential as CredentialType];
		expect(data[field]).toContain('0123456789abcdef');
	}
});

describe('a run that goes well leaves no secret behind', () => {
	it.each(RUNS)('$name', async ({ operation, scene }) => {
		for (const credentialType of CREDENTIALS) {
			const { leaks, stage } = await leaksOfRun(({ sim }) => scene(sim), credentialType);
			expect(leaks).toEqual([]);
			// What is scanned for really was there.
			const [first] = stage.front.arrived;
			if (!ASKS_NOTHING.includes(operation)) {
				expect(leaksIn(first, secretsOf(stage.sim), namesOf(stage))).not.toEqual([]);
			}
		}
	});

	it('not even if Zendesk lists the OAuth tokens of people in full', async () => {
		const stage = setSecurityStage();
		const credential = plantSecrets(stage).zendeskUsersOAuth2Api;
		const { scene } = RUNS.find(({ name }) => name === 'user/offboard')!;
		let listed = 0;
		stage.front.say = async (said, request) => {
			if (!new URL(request.url).pathname.startsWith('/api/v2/oauth/tokens')) return said;
			if (request.method !== 'GET') return said;
			const body = (await said.json()) as { tokens: Array<{ id: number; token: string }> };
			for (const each of body.tokens) {
				listed += 1;
				each.token = stage.sim.store.oauthTokens.get(each.id)!.token;
			}
			return Response.json(body);
		};
		const run = scene(stage.sim);
		const { leaks } = await leaksOf(stage, async () => await stage.run({ ...run, credential }));
		expect(listed).toBeGreaterThan(3);
		expect(leaks).toEqual([]);
	});
});

describe.each(Object.keys(ANSWERS))('a run that meets %s leaves no secret behind', (name) => {
	const answer = answerWith(name);
	const place = Object.keys(ANSWERS).indexOf(name);

	it.each(RUNS)('$name', async ({ operation, writes, scene }) => {
		const moments: Array<(request: Request) => boolean> = [() => true];
		if (writes) moments.push(({ method }) => method !== 'GET');
		for (const [i, isMoment] of moments.entries()) {
			const credentialType = CREDENTIALS[(place + i) % CREDENTIALS.length];
			const { leaks, stage } = await leaksOfRun(({ sim }) => scene(sim), credentialType, {
				answer: (request) => (isMoment(request) ? answer(request) : undefined),
				onError: ON_ERROR[(place + i) % ON_ERROR.length],
			});
			expect(leaks).toEqual([]);
			expect(stage.front.answered > 0).toBe(!ASKS_NOTHING.includes(operation));
		}
	});

	it.each(CREDENTIALS)('though its words come out where they help (%s)', async (credentialType) => {
		const get = ({ sim }: SecurityStage): NodeRun => ({
			parameters: { resource: 'user', operation: 'get', user: by.id(addCustomer(sim)) },
		});
		const { text, leaks } = await leaksOfRun(get, credentialType, { answer });
		expect(leaks).toEqual([]);
		expect(text.includes(MARK)).toBe(ANSWERS[name].isMarked === true);
	});
});

describe('a sign-in that fails leaves no secret behind', () => {
	const isToken = ({ url }: Request) => new URL(url).pathname === '/oauth/tokens';
	/** A token endpoint that repeats the form it was sent, with the client's secret. */
	const repeats: Record<string, (form: string) => Response> = {
		'400, as OAuth says it': (form) =>
			Response.json({ error: 'invalid_client', error_description: form }, { status: 400 }),
		'401, as OAuth says it': (form) =>
			Response.json({ error: 'invalid_grant', error_description: form }, { status: 401 }),
		'500, a page': (form) => new Response(`<html>${form}</html>`, { status: 500 }),
		'200, a page': (form) => new Response(`<html>${form}</html>`, { status: 200 }),
		'403, plain text': (form) => new Response(form, { status: 403 }),
	};

	it.each(
		Object.keys(repeats).flatMap((name) =>
			['clientCredentials', 'authorizationCode'].map((grant) => [name, grant] as const),
		),
	)('%s (%s)', async (name, grantType) => {
		const stage = setSecurityStage();
		const credential = plantSecrets(stage).zendeskUsersOAuth2Api;
		let asked = 0;
		stage.front.answer = async (request) => {
			if (!isToken(request)) return Response.json({ error: 'invalid_token' }, { status: 401 });
			const form = await request.text();
			expect(form).toContain('client_secret=client-secret');
			asked += 1;
			return repeats[name](`${form} ${decodeURIComponent(form)}`);
		};
		if (grantType === 'clientCredentials') delete credential.oauthTokenData;
		credential.grantType = grantType;
		const parameters = { resource: 'user', operation: 'getAll' };
		const { leaks } = await leaksOf(stage, async () => await stage.run({ parameters, credential }));
		expect(asked).toBeGreaterThan(0);
		expect(leaks).toEqual([]);
	});
});

describe('the triggers leave no secret behind', () => {
	const failing = ['going well', ...Object.keys(ANSWERS)];
	/** What a trigger throws is kept by n8n as well. */
	const orError = async (work: Promise<unknown>) =>
		await work.catch((error: unknown) => ({ thrown: error }));

	function plantedStage(name: string) {
		const stage = setSecurityStage();
		const credential = plantSecrets(stage).zendeskUsersOAuth2Api;
		const spoil = () => {
			if (name in ANSWERS) stage.front.answer = answerWith(name);
		};
		return { stage, spoil, planted: { ...stage, credential } };
	}

	it.each(failing)('Zendesk Users Trigger, publishing: %s', async (name) => {
		const { stage, spoil, planted } = plantedStage(name);
		const n8n = new N8n(planted, { nodeId: `secret ${name}` });
		const { leaks } = await leaksOf(stage, async () => {
			spoil();
			const published = await orError(n8n.activate());
			const listening = await orError(n8n.listen());
			stage.front.answer = () => undefined;
			await orError(n8n.activate());
			spoil();
			await n8n.deactivate();
			// The signing secret stands in the static data, by which alone deliveries can be checked.
			return { published, listening, log: n8n.log, swallowed: n8n.swallowed };
		});
		expect(stage.front.answered > 0).toBe(name in ANSWERS);
		expect(leaks).toEqual([]);
	});

	it.each(failing)('Zendesk Users Trigger, receiving: %s', async (name) => {
		const { stage, spoil, planted } = plantedStage(name);
		const n8n = new N8n(planted, { nodeId: `got ${name}`, options: { includeFullUser: true } });
		await n8n.activate();
		const [{ secret }] = webhooksOf(stage.sim);
		const ann = addCustomer(stage.sim);
		const event = envelope(
			'user.role_changed',
			{ current: 'agent', previous: 'end-user' },
			{ subject: `zen:user:${ann.id}` },
		);
		const atMs = stage.sim.clock.now();
		const { leaks, text } = await leaksOf(stage, async () => {
			spoil();
			const good = await n8n.receive(deliver(event, { secret, atMs }));
			const forged = await n8n.receive(deliver(event, { secret: 'wrong', atMs }));
			const broken = await n8n.receive(deliver('{', { secret, atMs }));
			return { good, forged, broken, log: n8n.log, swallowed: n8n.swallowed };
		});
		expect(stage.front.answered > 0).toBe(name in ANSWERS);
		expect(text).toContain('roleChanged');
		expect(leaks).toEqual([]);
	});

	it.each(failing)('Zendesk Activity Trigger: %s', async (name) => {
		const { stage, spoil, planted } = plantedStage(name);
		const { leaks } = await leaksOf(stage, async () => {
			const left: unknown[] = [];
			for (const triggerOn of ['userChanged', 'signedIn', 'activeToday', 'becameInactive']) {
				const poller = new Poller(planted, { triggerOn });
				stage.front.answer = () => undefined;
				left.push(await orError(poller.publish()));
				spoil();
				left.push(await orError(poller.poll()), await orError(poller.poll('manual')), poller);
			}
			return left.map((each) => (each instanceof Poller ? each.size : each));
		});
		expect(stage.front.answered > 0).toBe(name in ANSWERS);
		expect(leaks).toEqual([]);
	});
});
