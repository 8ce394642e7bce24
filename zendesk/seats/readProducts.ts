import { showEntitlements } from '../api/entitlements';
import type { ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import type { ErrorKind, ZendeskError } from '../http/errors';
import { inParallel } from '../http/parallel';
import { activeRoles, type Products } from './products';
import { dependsOnProducts } from './seat';

/** Whose product roles are read: it takes a request a person. */
export type ProductsWish = 'none' | 'needed' | 'all';

/** Why asking ended before everybody was asked. */
type Closed = 'absent' | 'forbidden' | 'unavailable';

export interface ReadProducts {
	/** By user id; of those who are not here they were not read. */
	products: Map<number, Products>;
	/** What people should know of it. */
	note?: string;
}

/** After so many in a row without an answer nobody else is asked: each costs retries and their waits. */
const MOST_UNANSWERED = 10;

/** What concerns the whole run, not one person. */
const ENDS_ALL = new Set<ErrorKind>(['auth', 'cancelled', 'redirected']);

const BUSY = new Set<ErrorKind>(['rate-limited', 'unavailable']);

const CLOSED_BY: Partial<Record<ErrorKind, Closed>> = {
	// A page instead of JSON, from an account that has just answered.
	account: 'absent',
	forbidden: 'forbidden',
	scope: 'forbidden',
};

function closedBy({ kind, code }: ZendeskError): Closed | undefined {
	return code === 'InvalidEndpoint' ? 'absent' : CLOSED_BY[kind];
}

const UNKNOWN_SEATS =
	'so whether light agents and contributors among them take a paid seat is unknown';

function noteOf(closed: Closed | undefined, unanswered: number): string | undefined {
	if (closed === 'absent') {
		return "Product roles: this Zendesk account has none to read, so the seats go by everybody's Support role alone";
	}
	if (closed === 'forbidden') {
		return `Product roles: the credential may not read them, which takes an agent and the scope 'read', ${UNKNOWN_SEATS}`;
	}
	if (unanswered === 0) return undefined;
	const people = unanswered === 1 ? '1 person' : `${unanswered} people`;
	return `Product roles: Zendesk did not tell those of ${people}, ${UNKNOWN_SEATS}. Run it again later.`;
}

/** Those whose product roles are wanted. */
function wanted(staff: ZendeskUser[], wish: ProductsWish): ZendeskUser[] {
	if (wish === 'none') return [];
	return wish === 'all' ? staff : staff.filter(dependsOnProducts);
}

/** Reads product roles, many at a time, and stops when there are none for this account or this credential. */
export async function readProducts(
	client: Client,
	staff: ZendeskUser[],
	wish: ProductsWish,
	onRead: (done: number, all: number) => void,
): Promise<ReadProducts> {
	const people = wanted(staff, wish);
	const products = new Map<number, Products>();
	let closed: Closed | undefined;
	let inARow = 0;
	const ask = async ({ id }: ZendeskUser) => {
		if (closed) return;
		const answer = await attempt(showEntitlements(client, id));
		if (answer.ok) {
			inARow = 0;
			products.set(id, { roles: activeRoles(answer.value) });
			onRead(products.size, people.length);
			return;
		}
		const { error } = answer;
		if (ENDS_ALL.has(error.kind)) throw error;
		if (BUSY.has(error.kind)) inARow += 1;
		closed ??= closedBy(error) ?? (inARow < MOST_UNANSWERED ? undefined : 'unavailable');
	};
	// The first answer tells whether there is anything to ask for.
	await inParallel(people.slice(0, 1), ask);
	await inParallel(people.slice(1), ask);
	const silent = people.filter(({ id }) => !products.has(id));
	const unknown = closed === 'absent' ? 'absent' : 'unanswered';
	for (const { id } of silent) products.set(id, { unknown });
	return { products, note: noteOf(closed, silent.length) };
}
