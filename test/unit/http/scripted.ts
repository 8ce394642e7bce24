import { Client, type ClientOptions } from '../../../zendesk/http/client';
import { Limiter } from '../../../zendesk/http/limiter';
import type { LostCall, ZendeskRequest, ZendeskResponse } from '../../../zendesk/http/types';
import { VirtualClock } from '../../simulator/clock';

export type Answer = ZendeskResponse | LostCall;

export const ok = (json: unknown = {}, headers: Record<string, string> = {}): Answer => ({
	status: 200,
	headers,
	text: JSON.stringify(json),
});

export const status = (code: number, headers: Record<string, string> = {}, text = ''): Answer => ({
	status: code,
	headers,
	text,
});

export const lost = (sent: 'no' | 'maybe'): Answer => ({ lost: true, sent, reason: 'ECONNRESET' });

/**
 * A client on a virtual clock whose answers are scripted: a list (the last one is repeated) or a function of the request.
 * `log` tells what was asked and when, in milliseconds from the start.
 */
export function scripted(
	answers: Answer[] | ((request: ZendeskRequest, n: number) => Answer),
	options: Partial<ClientOptions> = {},
) {
	const clock = new VirtualClock();
	const start = clock.now();
	const log: Array<{ at: number; request: ZendeskRequest }> = [];
	const client = new Client({
		account: 'https://acme.zendesk.com',
		clock,
		limiter: new Limiter(clock),
		random: () => 1,
		transport: async (request) => {
			log.push({ at: clock.now() - start, request });
			return typeof answers === 'function'
				? answers(request, log.length)
				: answers[Math.min(log.length, answers.length) - 1];
		},
		...options,
	});
	return { client, log, clock };
}
