import { toSecond } from './core/time';
import { recordSignIn } from './domain/sign-ins';
import type { Simulator } from './simulator';
import type { Session } from './store/access-records';
import type { Article, User } from './store/records';

/**
 * Somebody signs in in the browser: his last login moves, a session begins, and the audit log knows it if
 * he is of the team.
 */
export function signIn(sim: Simulator, user: User, at: number = sim.clock.now()): Session {
	recordSignIn({ world: sim.world, now: at, actor: user }, user);
	return sim.store.sessions.insert({
		id: sim.store.ids.next('session'),
		user_id: user.id,
		authenticated_at: toSecond(at),
		last_seen_at: toSecond(at),
	});
}

export interface ArticleFields {
	author: User;
	title?: string;
	draft?: boolean;
	/** In ms; default now. */
	createdAt?: number;
	/** Default: never changed since. */
	updatedAt?: number;
}

/** Puts an article into the help center. */
export function addArticle(sim: Simulator, fields: ArticleFields): Article {
	const { author, title, draft = false, createdAt = sim.clock.now(), updatedAt } = fields;
	const created_at = toSecond(createdAt);
	const updated_at = toSecond(updatedAt ?? createdAt);
	return sim.store.articles.insert({
		id: sim.store.ids.next('article'),
		author_id: author.id,
		title: title ?? `Article ${sim.store.articles.size + 1}`,
		body: '<p>First, turn it off and on again.</p>',
		draft,
		created_at,
		edited_at: updated_at,
		updated_at,
	});
}
