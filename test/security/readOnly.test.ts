import type { IDataObject } from 'n8n-workflow';
import { Poller } from '../engine/activity/poller';
import type { CredentialData, NodeResult } from '../engine/engine';
import { N8n } from '../engine/trigger/webhook';
import { RUNS } from './operations';
import { type SecurityStage, setSecurityStage } from './stage';

/** Requests for a change that came to Zendesk, taken or refused; the one for a token is none. */
const sent = ({ sim }: SecurityStage) => sim.log.entries.filter(({ write }) => write);

const done = (stage: SecurityStage) =>
	sent(stage).filter(({ status }) => status === null || status < 400);

/** What a credential with *Read Only* access can be at Zendesk. */
const CREDENTIALS: Record<string, (stage: SecurityStage) => CredentialData> = {
	'that gets its token itself': ({ credential }) => ({ ...credential, access: 'readOnly' }),
	// Nobody has signed in again since 'Access' was changed.
	'whose token is from before and may write': ({ sim, credential }) => ({
		...credential,
		access: 'readOnly',
		oauthTokenData: { access_token: sim.credentials.bearer(), token_type: 'bearer' },
	}),
};

/** The texts for people of a run's bad rows. */
function refusals({ outputs }: NodeResult): string[] {
	return outputs
		.flat()
		.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
		.map(({ message, advice }: IDataObject) => `${String(message)} ${String(advice)}`);
}

describe.each(Object.keys(CREDENTIALS))('a read-only credential %s', (name) => {
	it.each(RUNS.filter(({ writes }) => writes))(
		'$name: no write is sent, and the row says why',
		async ({ scene }) => {
			const stage = setSecurityStage();
			const run = scene(stage.sim);
			const credential = CREDENTIALS[name](stage);
			const result = await stage.run({ ...run, credential, onError: 'continueRegularOutput' });
			expect(sent(stage)).toEqual([]);
			expect(refusals(result)).not.toEqual([]);
			for (const text of refusals(result)) {
				expect(text).toContain('The credential may not do this');
				expect(text).toContain('required scopes: write');
				expect(text).toContain("Set the credential's 'Access' to 'Read and Write'");
			}
		},
	);

	it.each(RUNS.filter(({ writes }) => writes))(
		'$name: a dry run looks as ever',
		async ({ scene }) => {
			const stage = setSecurityStage();
			const { parameters, ...run } = scene(stage.sim);
			const options = { ...(parameters.options as object), dryRun: true };
			const result = await stage.run({
				...run,
				credential: CREDENTIALS[name](stage),
				parameters: { ...parameters, dryRun: true, options },
			});
			expect(result.error).toBeUndefined();
			expect(refusals(result)).toEqual([]);
			expect(sent(stage)).toEqual([]);
		},
	);

	it.each(RUNS.filter(({ writes }) => !writes))('$name: reads as ever', async ({ scene }) => {
		const stage = setSecurityStage();
		const run = scene(stage.sim);
		const credential = CREDENTIALS[name](stage);
		const { error, outputs } = await stage.run({ ...run, credential });
		expect(error).toBeUndefined();
		expect(outputs.flat().length).toBeGreaterThan(0);
		expect(sent(stage)).toEqual([]);
	});

	it('registers no webhook, and says why', async () => {
		const stage = setSecurityStage();
		const n8n = new N8n({ ...stage, credential: CREDENTIALS[name](stage) });
		await expect(n8n.activate()).rejects.toMatchObject({
			message: expect.stringContaining('may not do this'),
			description: expect.stringContaining("'Access'"),
		});
		expect(sent(stage)).toEqual([]);
		expect(stage.sim.store.webhooks.size).toBe(0);
	});

	it.each(['userChanged', 'signedIn', 'activeToday', 'becameInactive'])(
		'polls as ever: %s',
		async (triggerOn) => {
			const stage = setSecurityStage();
			const poller = new Poller({ ...stage, credential: CREDENTIALS[name](stage) }, { triggerOn });
			await poller.publish();
			await poller.poll();
			expect(stage.sim.log.entries.length).toBeGreaterThan(1);
			expect(sent(stage)).toEqual([]);
		},
	);
});

describe('a token that only reads, in a credential that says otherwise', () => {
	it.each(RUNS)('$name: Zendesk takes no write', async ({ writes, scene }) => {
		const stage = setSecurityStage();
		const run = scene(stage.sim);
		const { sim, credential } = stage;
		const oauthTokenData = {
			access_token: sim.credentials.bearer(sim.credentials.adminId, ['read']),
			token_type: 'bearer',
		};
		const result = await stage.run({
			...run,
			credential: { ...credential, oauthTokenData },
			onError: 'continueRegularOutput',
		});
		expect(done(stage)).toEqual([]);
		expect(sent(stage).length > 0).toBe(writes);
		expect(refusals(result).length > 0).toBe(writes);
		for (const text of refusals(result)) expect(text).toContain('required scopes: write');
	});
});
