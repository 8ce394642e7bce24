import type { User } from '../simulator';
import type { LeaverStory } from '../stories/leaver';

/** How a person picks a user in the form. */
export const by = {
	id: (user: Pick<User, 'id'>) => ({ __rl: true, mode: 'id', value: String(user.id) }),
	email: (user: Pick<User, 'email'>) => ({ __rl: true, mode: 'email', value: user.email }),
	externalId: (user: Pick<User, 'external_id'>) => ({
		__rl: true,
		mode: 'externalId',
		value: user.external_id,
	}),
};

/** The form of Offboard, filled in for this story. */
export function offboardForm(
	{ leaver, successor }: LeaverStory,
	more: Record<string, unknown> = {},
): Record<string, unknown> {
	return {
		resource: 'user',
		operation: 'offboard',
		leaver: by.email(leaver),
		level: 'deletePermanently',
		successor: by.email(successor),
		...more,
	};
}
