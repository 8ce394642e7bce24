import { createHash } from 'node:crypto';

/** A key pair of an admin user: what it may do, a signed call may do. */
export interface KeyPair {
	accessKey: string;
	secretKey: string;
}

/** A request as it goes on the wire: Zephr signs what it receives, byte by byte. */
export interface Signable {
	/** In capitals. */
	method: string;
	/** Without host and query, e.g. `/v3/users`. */
	path: string;
	/** Without the `?`, encoded as it is sent; '' for none. */
	query: string;
	/** '' for none. */
	body: string | Uint8Array;
}

export interface Moment {
	/** Milliseconds since the epoch. */
	timestamp: number;
	/** Never used before with this key. */
	nonce: string;
}

/**
 * Signs a call of Zephr's Admin API. The scheme is called HMAC, but is a plain SHA-256 of everything in a row, the secret
 * key first.
 *
 * @returns the value of the header `Authorization`
 * @see https://developer.zuora.com/zephr-docs/zephr-api/zephr-api-tutorials/hmac-request-signing-and-key-pair
 */
export function authorization(keys: KeyPair, request: Signable, moment: Moment): string {
	const timestamp = String(moment.timestamp);
	const hash = createHash('sha256')
		.update(keys.secretKey)
		.update(request.body)
		.update(request.path)
		.update(request.query)
		.update(request.method)
		.update(timestamp)
		.update(moment.nonce)
		.digest('hex');
	return `ZEPHR-HMAC-SHA256 ${keys.accessKey}:${timestamp}:${moment.nonce}:${hash}`;
}
