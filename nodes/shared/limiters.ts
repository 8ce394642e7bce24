import { Limiter } from '../../zendesk/http/limiter';
import { systemClock } from './clock';

/** One limiter a Zendesk account for all executions in this n8n process; other processes are seen through Zendesk's headers. */
const limiters = new Map<string, Limiter>();

export function limiterFor(account: string): Limiter {
	const limiter = limiters.get(account) ?? new Limiter(systemClock);
	limiters.set(account, limiter);
	return limiter;
}
