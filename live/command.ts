import { parseArgs } from 'node:util';
import { planOf, visit, type VisitOptions } from './visit';

const VARIABLES = ['ZENDESK_SUBDOMAIN', 'ZENDESK_CLIENT_ID', 'ZENDESK_CLIENT_SECRET'] as const;

type Environment = Record<string, string | undefined>;

/** What a command line has from outside. */
export type Surroundings = Pick<VisitOptions, 'clock' | 'fetch' | 'say'> & {
	environment: Environment;
	/** Asked for when something is about to be written. */
	stopSignal: () => AbortSignal | undefined;
};

function accountOf(environment: Environment) {
	const missing = VARIABLES.filter((name) => !environment[name]);
	if (missing.length > 0) throw new Error(`Set ${missing.join(', ')}: live/main.ts says how`);
	const [subdomain, clientId, clientSecret] = VARIABLES.map((name) => environment[name]!);
	// Else it might be another host that gets the secret.
	if (!/^[a-z0-9][a-z0-9-]*$/i.test(subdomain)) {
		throw new Error('ZENDESK_SUBDOMAIN must be the first part of the address, e.g. acme');
	}
	return { subdomain, clientId, clientSecret };
}

/**
 * Does what the arguments say.
 *
 * @returns whether all of it was done
 * @throws {Error} in words for the person at the keyboard
 */
export async function command(args: string[], surroundings: Surroundings): Promise<boolean> {
	const { environment, stopSignal, ...rest } = surroundings;
	const { values } = parseArgs({
		args,
		options: {
			list: { type: 'boolean', default: false },
			only: { type: 'string', multiple: true, default: [] },
			yes: { type: 'boolean', default: false },
			'any-account': { type: 'boolean', default: false },
		},
	});
	const only = values.only.flatMap((names) => names.split(',')).filter((name) => name !== '');
	const plan = planOf(only);
	if (!values.list) {
		const account = accountOf(environment);
		if (values.yes) {
			const anyAccount = values['any-account'];
			return await visit({ ...rest, ...account, only, anyAccount, signal: stopSignal() });
		}
		rest.say(`Nothing was asked yet. With --yes, on https://${account.subdomain}.zendesk.com:`);
	}
	for (const line of plan) rest.say(line);
	return true;
}
