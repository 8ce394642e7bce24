import type { Death } from '../../playground/killing';
import type { SceneName } from './killedScenes';

/** When n8n is killed: at one of the writes that an undisturbed run sends. */
export interface Moment extends Pick<Death, 'moment' | 'stopsClock'> {
	which: 'first' | 'middle' | 'last';
	/** Of these; of all without. */
	of?: { route: string } | { path: RegExp };
}

export const LAST_WRITE: Moment = { moment: 'after', which: 'last' };

const at = (moment: Moment['moment'], which: Moment['which'], route: string): Moment => ({
	moment,
	which,
	of: { route },
});

/** Zendesk's time stands still until the workflow runs again, so that it meets the jobs of the killed run. */
const withJobs = (moment: Moment): Moment => ({ ...moment, stopsClock: true });

/** An email is changed in several requests. */
const AMONG_EMAILS: Moment = { moment: 'after', which: 'middle', of: { path: /\/identities/ } };

const DELETE = 'DELETE /api/v2/users/:id';
const DELETE_MANY = 'DELETE /api/v2/users/destroy_many';
const PURGE = 'DELETE /api/v2/deleted_users/:id';

export const MOMENTS: Record<SceneName, Moment[]> = {
	offboard: [
		withJobs(at('after', 'first', 'PUT /api/v2/tickets/update_many')),
		at('before', 'middle', DELETE),
		at('after', 'last', DELETE),
		LAST_WRITE,
	],
	upsert: [
		at('before', 'first', 'PUT /api/v2/users/update_many'),
		withJobs(at('after', 'last', 'POST /api/v2/users/create_many')),
		AMONG_EMAILS,
		LAST_WRITE,
	],
	sync: [
		withJobs(at('after', 'last', 'POST /api/v2/users/create_many')),
		at('before', 'first', DELETE_MANY),
		LAST_WRITE,
	],
	purge: [at('before', 'first', PURGE), at('after', 'middle', PURGE), LAST_WRITE],
};

/** In words, for titles and the table. */
export function whatOf({ of }: Moment): string {
	if (!of) return 'write';
	return 'route' in of ? of.route : `write to ${of.path.source.replaceAll('\\', '')}`;
}
