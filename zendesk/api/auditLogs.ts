import type { Client } from '../http/client';
import { pages } from '../http/pages';
import type { AuditLogEntry } from './records';

/**
 * The sign-ins of team members between two times, both included, oldest first. Admins only, on Enterprise plans; others get
 * a 403.
 *
 * @param fromMs milliseconds since the epoch; Zendesk looks at whole seconds
 * @see https://developer.zendesk.com/api-reference/ticketing/account-configuration/audit_logs/
 */
export function listSignIns(client: Client, fromMs: number, toMs: number) {
	const isoOf = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
	return pages<AuditLogEntry>(client, '/api/v2/audit_logs', 'audit_logs', {
		query: {
			'filter[action]': 'login',
			'filter[created_at]': [isoOf(fromMs), isoOf(toMs)],
			sort: 'created_at',
		},
	});
}
