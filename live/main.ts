/**
 * `npm run test:live -- [options]`: asks a Zendesk sandbox what nobody could confirm about Zendesk, and says which switch of
 * the simulator (`test/simulator/switches.ts`) stands for each answer. For a person, never for CI.
 *
 * The account, by the environment:
 * - `ZENDESK_SUBDOMAIN`: `acme` of `acme.zendesk.com`
 * - `ZENDESK_CLIENT_ID`, `ZENDESK_CLIENT_SECRET`: an OAuth client of the kind "confidential" that an admin of the sandbox
 *   owns (Admin Center > Apps and integrations > APIs > OAuth clients), for the grant of client credentials
 *
 * The options:
 * - `--list`: says what it would do; no request, no account
 * - `--only 13.4,putDeletedUser,jobs`: only these sections, switches, or the times of jobs
 * - `--yes`: does it. Without, it says on which account it would make what
 * - `--any-account`: also on an account with more users than a sandbox has
 *
 * It only writes to users, tickets and webhooks that it has made itself: they are called "live test n8n-live-…", and
 * `guard.ts` refuses every other write before it is sent. At the start it removes what a run that broke off has left, at
 * the end, also after Ctrl+C, what it has made; one run at a time. Tickets set off the account's triggers, and a new agent
 * takes a paid seat until the clean-up at the end. It takes 15 to 60 minutes, most of it waiting for exports and indexes.
 */
import { RealClock } from '../test/simulator/clock';
import { command } from './command';

const PATIENCE_MS = 60_000;

const say = (line: string) => console.log(line);

/** Aborts at the first Ctrl+C; the second one ends the process as it is. */
function stopSignal(): AbortSignal {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(name, () => {
			say('Stopping: what was made is removed. Once more leaves it there');
			stop.abort();
		});
	}
	return stop.signal;
}

// Whoever stops reading must not stop the cleaning up.
process.stdout.on('error', () => {});

command(process.argv.slice(2), {
	environment: process.env,
	clock: new RealClock(),
	fetch: async (request) => await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) }),
	say,
	stopSignal,
}).then(
	(isDone) => {
		if (!isDone) process.exitCode = 1;
	},
	(error: unknown) => {
		console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
		process.exitCode = 1;
	},
);
