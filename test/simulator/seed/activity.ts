import { Random } from '../core/random';
import { DAY, MINUTE, toSecond } from '../core/time';
import { recordSignIn } from '../domain/sign-ins';
import { addArticle } from '../arrange-activity';
import type { Simulator } from '../simulator';
import type { User } from '../store/records';
import { castOf, seedEarlierSignIns, turnsOf, type Cast } from './activity-cast';
import { seedTicketEvents, type Stage } from './activity-tickets';
import { activityTimes, type Period } from './activity-times';
import { SUBJECTS } from './names';

export interface ActivityOptions {
	/** How far back from the clock's now. */
	days: number;
	/** Audits of tickets: creations, edits and `deletions`. */
	ticketEvents: number;
	logins: number;
	articles: number;
	/** How many of the ticket events are deletions, spread over all the days. */
	deletions: number;
	/** Who works; default the account's staff. Customers take part in any case. */
	users?: User[];
	/** The same seed gives the same past. */
	seed: number;
}

const DEFAULT_ACTIVITY: ActivityOptions = {
	days: 90,
	ticketEvents: 2000,
	logins: 400,
	articles: 20,
	deletions: 20,
	seed: 1,
};

/** Exports leave out the last minute, and readers may stop some minutes before it. */
const ENDS_BEFORE = 10 * MINUTE;

/**
 * Gives the account a past of so many days that ends some minutes ago: work on new tickets, sign-ins and
 * articles, with who did how much. It knows of nothing that happened meanwhile, so it comes first.
 */
export function seedActivity(sim: Simulator, options: Partial<ActivityOptions> = {}): Cast {
	const { days, ticketEvents, logins, articles, deletions, users, seed } = {
		...DEFAULT_ACTIVITY,
		...options,
	};
	const { store, world } = sim;
	const random = new Random(seed);
	const now = toSecond(sim.clock.now());
	const period: Period = { from: now - days * DAY, until: now - ENDS_BEFORE };
	const cast = castOf(users ?? store.staff());
	seedEarlierSignIns(world, random, cast, period.from);
	const stage: Stage = {
		world,
		random,
		colleagueAt: turnsOf(random, cast, period),
		customers: store.users.sortedBy('role', 'end-user').filter(({ suspended }) => !suspended),
	};
	seedTicketEvents(stage, activityTimes(random, ticketEvents, period), deletions);
	seedSignIns(stage, activityTimes(random, logins, period));
	seedArticles(sim, stage, activityTimes(random, articles, period), period.until);
	world.search.refresh();
	return cast;
}

/** One in eight is a customer's, which the audit log doesn't know. */
function seedSignIns({ world, random, colleagueAt, customers }: Stage, times: number[]): void {
	for (const at of times) {
		const isCustomer = customers.length > 0 && random.chance(1 / 8);
		const user = isCustomer ? random.pick(customers) : colleagueAt(at);
		if (user) recordSignIn({ world, now: at, actor: user }, user);
	}
}

/** Every tenth is a draft, every third was changed later. */
function seedArticles(
	sim: Simulator,
	{ random, colleagueAt }: Stage,
	times: number[],
	until: number,
): void {
	for (const createdAt of times) {
		const author = colleagueAt(createdAt);
		const title = `${random.pick(SUBJECTS)}?`;
		const draft = random.chance(0.1);
		const later = random.chance(1 / 3) ? random.next() * (until - createdAt) : 0;
		if (author) addArticle(sim, { author, title, draft, createdAt, updatedAt: createdAt + later });
	}
}
