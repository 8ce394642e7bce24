import { toSecond } from '../core/time';
import type { User } from '../store/records';
import type { Act } from '../world';
import { logSignIn } from './audit-log';

/** Moves `last_login_at`, never back (zendesk-api §2.1), and `updated_at` to the same second (recorded). */
export function moveLastLogin({ world, now }: Pick<Act, 'world' | 'now'>, user: User): void {
	const { last_login_at, updated_at } = user;
	world.store.users.update(user, {
		last_login_at: Math.max(now, last_login_at ?? 0),
		updated_at: Math.max(toSecond(now), updated_at),
	});
}

/** What a sign-in in the browser leaves behind beside its session; only that of team members is logged (§6). */
export function recordSignIn(act: Act, user: User): void {
	moveLastLogin(act, user);
	logSignIn(act, user);
}
