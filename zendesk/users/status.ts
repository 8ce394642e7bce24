import type { ChangeRow } from './change';
import type { Guards } from './guards';

/** Suspends: no sign-in, no new tickets. An agent keeps his paid seat. */
export function wantSuspended(guards: Guards): ChangeRow['want'] {
	return async (user) =>
		(user.suspended ? undefined : await guards.refusal(user, 'suspend')) ?? {
			fields: { suspended: true },
			outcome: 'suspended',
		};
}

export const wantUnsuspended: ChangeRow['want'] = () => ({
	fields: { suspended: false },
	outcome: 'unsuspended',
});
