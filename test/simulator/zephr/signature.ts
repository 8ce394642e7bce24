import { createHash, timingSafeEqual } from 'node:crypto';
import type { Tenant } from './tenant';

export interface KeyPair {
	accessKey: string;
	secretKey: string;
}

/** A request as it came over the wire. */
export interface Received {
	method: string;
	url: URL;
	body: string;
	authorization: string | null;
}

const HEADER = /^(?:ZEPHR|BLAIZE)-HMAC-SHA256 ([^:]+):(\d+):([^:]+):([0-9a-f]{64})$/;

/**
 * Checks signatures and remembers nonces (zephr-and-hr §1.3). Written from the formula, not from the code under test.
 */
export class Gate {
	private readonly nonces = new Set<string>();

	constructor(
		private readonly tenant: Tenant,
		private readonly keys: KeyPair,
	) {}

	/** Why a request is refused; `undefined` = it is let in. */
	refusal({ method, url, body, authorization }: Received): string | undefined {
		const { switches, clock } = this.tenant;
		const [, accessKey, timestamp, nonce, hash] = HEADER.exec(authorization ?? '') ?? [];
		if (accessKey === undefined) return 'The request is not signed';
		if (accessKey !== this.keys.accessKey) return 'The access key is unknown';
		const text = [
			this.keys.secretKey,
			body,
			url.pathname,
			url.search.slice(1),
			method,
			timestamp,
			nonce,
		].join('');
		const expected = createHash('sha256').update(text, 'utf8').digest();
		if (!timingSafeEqual(expected, Buffer.from(hash, 'hex'))) return 'The signature is wrong';
		const skew = switches.clockSkewSeconds;
		if (skew !== null && Math.abs(clock.now() - Number(timestamp)) > skew * 1000) {
			return 'The timestamp is too far away';
		}
		if (switches.nonceReuse === 'refused' && this.nonces.has(nonce)) return 'The nonce was used';
		this.nonces.add(nonce);
		return undefined;
	}
}
