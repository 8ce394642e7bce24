import type { Act } from '../activity/acts';
import { readStaff } from '../users/staff';
import { isClosed } from '../http/errors';
import { actOfTicketEvent } from '../activity/ticketActs';
import type { ZendeskUser } from '../api/records';
import {
	exportArticles,
	exportTicketEvents,
	type Position,
	positionAt,
	type TimePage,
} from '../api/timeExports';
import { attempt, type Client } from '../http/client';
import { findSignIns, type SignInState, startSignIns } from './signIns';
import { PAGES_A_LOOK } from './watch';

/** Where the streams of everybody's acts were read up to. */
export interface ActsState {
	signIns: SignInState;
	tickets: Position;
	articles: Position;
}

export interface Acts {
	acts: Act[];
	state: ActsState;
	/** Nothing is left to read up to now. */
	isEnd: boolean;
}

export function startActs(sinceMs: number): ActsState {
	return {
		signIns: startSignIns(sinceMs),
		tickets: positionAt(sinceMs),
		articles: positionAt(sinceMs),
	};
}

interface Part {
	acts: Act[];
	position: Position;
	isEnd: boolean;
}

/** Some pages of a stream; a closed one has nothing. */
async function readSome<T>(
	pages: AsyncGenerator<TimePage<T>>,
	from: Position,
	actOf: (row: T) => Act | undefined,
): Promise<Part> {
	const acts: Act[] = [];
	let position = from;
	for (let read = 0; read < PAGES_A_LOOK; read++) {
		const page = await attempt(pages.next());
		// A token that is too narrow is no limit of the plan: without this stream the busy would count as inactive.
		if (!page.ok && (!isClosed(page.error) || page.error.kind === 'scope')) throw page.error;
		if (!page.ok || page.value.done) return { acts, position, isEnd: true };
		for (const row of page.value.value.records) {
			const act = actOf(row);
			if (act) acts.push(act);
		}
		({ position } = page.value.value);
	}
	return { acts, position, isEnd: false };
}

/** What people did since the last look, as far as the plan and the credential let it be seen. */
export async function findActs(
	client: Client,
	state: ActsState,
	staff: () => Promise<ZendeskUser[]> = async () => await readStaff(client),
): Promise<Acts> {
	const { signIns, state: signInState, isEnd } = await findSignIns(client, state.signIns, staff);
	const tickets = await readSome(
		exportTicketEvents(client, state.tickets),
		state.tickets,
		actOfTicketEvent,
	);
	const articles = await readSome(
		exportArticles(client, state.articles),
		state.articles,
		({ author_id: userId, created_at: at }): Act | undefined =>
			userId === null ? undefined : { userId, at: Date.parse(at), kind: 'articles_created' },
	);
	return {
		acts: [
			...signIns.map(({ userId, at }): Act => ({ userId, at, kind: 'sign_ins' })),
			...tickets.acts,
			...articles.acts,
		],
		state: { signIns: signInState, tickets: tickets.position, articles: articles.position },
		isEnd: isEnd && tickets.isEnd && articles.isEnd,
	};
}
