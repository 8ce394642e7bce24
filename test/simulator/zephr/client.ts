import { createHash } from 'node:crypto';
import type { Answer } from '../client';
import { headersOf } from '../http/respond';
import type { Zephr } from './zephr';

export interface SignOptions {
	accessKey?: string;
	secretKey?: string;
	timestamp?: number;
	nonce?: string;
	/** Sent as it is instead of a signature; `null` = none. */
	authorization?: string | null;
}

let calls = 0;

/** A plain client that signs by the formula of zephr-and-hr §1.3: for tests of the simulator itself. */
export function zephrClient(zephr: Zephr, fixed: SignOptions = {}) {
	return async (method: string, pathAndQuery: string, body?: unknown): Promise<Answer> => {
		const url = new URL(`https://${zephr.host}${pathAndQuery}`);
		const text = body === undefined ? '' : JSON.stringify(body);
		const { accessKey, secretKey } = { ...zephr.keys, ...fixed };
		const timestamp = fixed.timestamp ?? zephr.clock.now();
		const nonce = fixed.nonce ?? `nonce-${++calls}`;
		const signed = [secretKey, text, url.pathname, url.search.slice(1), method, timestamp, nonce];
		const hash = createHash('sha256').update(signed.join('')).digest('hex');
		const header =
			fixed.authorization === undefined
				? `ZEPHR-HMAC-SHA256 ${accessKey}:${timestamp}:${nonce}:${hash}`
				: fixed.authorization;
		const headers = new Headers({ 'Content-Type': 'application/json' });
		if (header !== null) headers.set('Authorization', header);
		const answer = await zephr.fetch(
			new Request(url, { method, headers, body: text === '' ? undefined : text }),
		);
		const raw = await answer.text();
		return {
			status: answer.status,
			headers: headersOf(answer),
			body: raw === '' ? raw : JSON.parse(raw),
		};
	};
}
