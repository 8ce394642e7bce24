import type { Transport } from './types';

/** As Zendesk answers a token without the scope. */
const REFUSAL = {
	status: 403,
	headers: {},
	text: JSON.stringify({ error: 'You are missing the following required scopes: write' }),
};

/** Lets questions pass only, whatever the token could do: one that was got for writing still has that scope. */
export function readOnly(transport: Transport): Transport {
	return async (request, signal) =>
		request.method === 'GET' ? await transport(request, signal) : REFUSAL;
}
