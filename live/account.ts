import type { Clock } from '../zendesk/http/clock';
import { conceal } from '../zendesk/http/conceal';
import { parseObject } from '../zendesk/http/errors';
import type { Guard, Write } from './guard';
import { type Query, Wire, type WireOptions } from './wire';

type Json = Record<string, unknown>;

/** What Zendesk answered, as it came. */
export interface Answer {
	status: number;
	/** Empty unless the body is a JSON object. */
	json: Json;
	/** The body, without what signed the call. */
	text: string;
	/** Limits that the answer tells, e.g. `zendesk-ratelimit-inflight-jobs`. */
	limits?: Record<string, string>;
}

export interface AccountOptions extends Omit<WireOptions, 'origin'> {
	subdomain: string;
	clientId: string;
	clientSecret: string;
	guard: Guard;
}

/** Seconds for which a token is asked: what a run that was killed leaves behind ends by itself. */
const TOKEN_LIFETIME = 7_200;

/** The permanent deletion. */
const ERASES = /^DELETE \/api\/v2\/deleted_(user|ticket)s\/(\d+)$/;

/**
 * One Zendesk account, asked so that what it says is seen as it came: no status is an exception. Signs in with the client
 * credentials, and sends no write past the guard.
 */
export class Account {
	readonly origin: string;
	/** Of the last sign-in; 0 before. */
	tokenStatus = 0;
	/** Those that this run has queued and not seen ending. */
	readonly jobs = new Set<string>();
	private token?: string;
	private readonly wire: Wire;

	constructor(private readonly options: AccountOptions) {
		this.origin = `https://${options.subdomain}.zendesk.com`;
		this.wire = new Wire({ ...options, origin: this.origin });
	}

	get clock(): Clock {
		return this.options.clock;
	}

	get requests(): number {
		return this.wire.requests;
	}

	get guard(): Guard {
		return this.options.guard;
	}

	/** Nothing more is sent once it is aborted. Without one, nothing stops the account: for cleaning up. */
	stopOn(signal: AbortSignal | undefined): void {
		this.wire.stopOn(signal);
	}

	async get(path: string, query?: Query): Promise<Answer> {
		return await this.signed('GET', path, query);
	}

	/** @throws {Refusal} for what the run did not make */
	async write(write: Write): Promise<Answer> {
		this.guard.check(write);
		const answer = await this.signed(write.method, write.path, write.query, write.body);
		if (answer.status === 201) {
			for (const kind of ['user', 'ticket', 'webhook'] as const) {
				this.guard.adopt(kind, answer.json[kind]);
			}
		}
		const { id: job } = (answer.json.job_status ?? {}) as { id?: string };
		if (job) this.jobs.add(job);
		const [, kind, id] = ERASES.exec(`${write.method} ${write.path}`) ?? [];
		if (id && answer.status === 200) this.guard.forget(kind as 'user' | 'ticket', id);
		return answer;
	}

	/** A read that is signed in another way than by this run's token. */
	async getAs(authorization: string, path: string): Promise<Answer> {
		return await this.read(await this.wire.send('GET', path, { authorization }));
	}

	/** Waits on the run's clock. @throws {Stopped} */
	async sleep(seconds: number): Promise<void> {
		await this.wire.sleep(seconds);
	}

	/** Ends the token of this run. */
	async signOut(): Promise<void> {
		if (this.token === undefined) return;
		await this.write({ method: 'DELETE', path: '/api/v2/oauth/tokens/current' });
		this.token = undefined;
	}

	/** @throws {Error} when the client is refused */
	async signIn(): Promise<void> {
		const { clientId, clientSecret } = this.options;
		const response = await this.wire.send('POST', '/oauth/tokens', {
			body: {
				grant_type: 'client_credentials',
				client_id: clientId,
				client_secret: clientSecret,
				scope: 'read write',
				expires_in: TOKEN_LIFETIME,
			},
		});
		const json = parseObject(await response.text()) ?? {};
		this.tokenStatus = response.status;
		if (!response.ok || typeof json.access_token !== 'string') {
			const why = [json.error, json.error_description].filter(Boolean).join(': ');
			throw new Error(
				this.clean(`${this.origin} did not sign the OAuth client in: ${response.status} ${why}`),
			);
		}
		this.token = json.access_token;
	}

	/** A text without the secrets of this run. */
	clean(text: string): string {
		const { clientSecret } = this.options;
		const secrets = [clientSecret, this.token].filter((secret) => secret !== undefined);
		return conceal({ status: 0, headers: {}, text }, { secrets }).text;
	}

	private async signed(
		method: string,
		path: string,
		query?: Query,
		body?: unknown,
	): Promise<Answer> {
		if (this.token === undefined) await this.signIn();
		const send = async () =>
			await this.wire.send(method, path, { query, body, authorization: `Bearer ${this.token}` });
		const response = await send();
		if (response.status !== 401) return await this.read(response);
		// Tokens end, also in the middle of a run.
		await this.signIn();
		return await this.read(await send());
	}

	private async read(response: Response): Promise<Answer> {
		const text = await response.text();
		const limits = Object.fromEntries(
			[...response.headers].filter(([name]) => /ratelimit/i.test(name)),
		);
		return {
			status: response.status,
			json: parseObject(text) ?? {},
			text: this.clean(text),
			limits,
		};
	}
}
