import type { ChangeRow } from './change';

/** Suspends: no sign-in, no new tickets. An agent keeps the paid seat. */
export const wantSuspended: ChangeRow['want'] = () => ({
	kind: 'suspend',
	fields: { suspended: true },
	outcome: 'suspended',
});

export const wantUnsuspended: ChangeRow['want'] = () => ({
	kind: 'unsuspend',
	fields: { suspended: false },
	outcome: 'unsuspended',
});
