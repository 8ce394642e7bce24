import type { Clock } from '../clock';
import type { Webhook } from '../store/access-records';
import { answerOf, reasonOf, type Deliver } from './deliver';
import { headersOf, type Headers } from './request';

/** With this a request is signed that tests a webhook before there is one; the value is UNCONFIRMED (zendesk-api §7.2). */
export const TEST_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

export interface TestRequest {
	payload: string;
	headers: Headers;
}

/** What the endpoint said; a status of 0 = nothing, then the payload says why. */
export interface TestResponse {
	status: number;
	headers: Array<{ key: string; value: string }>;
	payload: string;
}

export async function responseTo(
	clock: Clock,
	deliver: Deliver | undefined,
	webhook: Webhook,
	{ payload, headers }: TestRequest,
	invocationId: string,
): Promise<TestResponse> {
	const signed = headersOf(webhook, invocationId, payload, clock.now());
	try {
		const answer = await answerOf(clock, deliver, webhook.endpoint, {
			method: webhook.http_method,
			headers: { ...headers, ...signed },
			body: payload,
		});
		return {
			status: answer.status,
			headers: Object.entries(answer.headers ?? {}).map(([key, value]) => ({ key, value })),
			payload: answer.body ?? '',
		};
	} catch (error) {
		return { status: 0, headers: [], payload: reasonOf(error) };
	}
}
