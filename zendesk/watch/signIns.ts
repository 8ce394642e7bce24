import { listSignIns } from '../api/auditLogs';
import type { ZendeskUser } from '../api/records';
import { showMe } from '../api/users';
import { readStaff } from '../users/staff';
import { isClosed } from '../http/errors';
import { attempt, type Client } from '../http/client';
import { PAGES_A_LOOK, type Watch, type WatchEvent } from './watch';

/** One sign-in that was found. */
export interface SignIn {
	userId: number;
	at: number;
	/** From the audit log only. */
	name?: string;
	ip?: string;
	source: 'audit_log' | 'last_login';
}

export interface SignInState {
	/** Nothing before is reported. */
	sinceMs: number;
	/** When it was looked before. */
	lookedMs: number;
	/** The newest entry of the audit log that was read. */
	readUntilMs: number;
	/** Entries of the last minutes that were reported. */
	ids: Array<[id: number, at: number]>;
	/** Everybody's last sign-in, where the audit log is closed: milliseconds by user. */
	logins?: Record<string, number>;
}

/** Entries may arrive a little late, so the last minutes are read again. */
const OVERLAP_MS = 2 * 60_000;

/** An entry of the log and the user's record may tell the same sign-in with so much between them. */
const SAME_MS = 2_000;

/** The audit log has a hundred entries a page. */
const MOST_PAGES = 2 * PAGES_A_LOOK;

export function startSignIns(sinceMs: number): SignInState {
	const second = Math.floor(sinceMs / 1000) * 1000;
	return { sinceMs: second, lookedMs: second, readUntilMs: second, ids: [] };
}

interface Found {
	signIns: SignIn[];
	state: SignInState;
	/** Nothing is left to read up to now. */
	isEnd: boolean;
}

async function fromAuditLog(client: Client, state: SignInState): Promise<Found> {
	const known = new Map(state.ids);
	const signIns: SignIn[] = [];
	const sinceMs = state.readUntilMs - OVERLAP_MS;
	let { readUntilMs } = state;
	let pages = 0;
	let isEnd = true;
	for await (const { records } of listSignIns(client, sinceMs, client.clock.now())) {
		for (const { id, actor_id: userId, actor_name: name, ip_address: ip, created_at } of records) {
			const at = Date.parse(created_at);
			readUntilMs = Math.max(readUntilMs, at);
			if (at < state.sinceMs || known.has(id)) continue;
			known.set(id, at);
			// Told already, from the user's record, while the log was closed.
			if (Math.abs(at - (state.logins?.[userId] ?? 0)) <= SAME_MS) continue;
			signIns.push({ userId, at, name, ip, source: 'audit_log' });
		}
		pages += 1;
		// Not before it is past what is read again: the next look would end at the same place.
		if (pages >= MOST_PAGES && readUntilMs > state.readUntilMs + OVERLAP_MS) {
			isEnd = false;
			break;
		}
	}
	const ids = Array.from(known).filter(([, at]) => at >= readUntilMs - OVERLAP_MS);
	return { signIns, state: { ...state, readUntilMs, ids }, isEnd };
}

function fromRecords(staff: ZendeskUser[], state: SignInState): Found {
	const logins: Record<string, number> = {};
	const signIns: SignIn[] = [];
	for (const { id, name, last_login_at: login } of staff) {
		if (login === null) continue;
		const at = Date.parse(login);
		logins[id] = at;
		const before = state.logins?.[id];
		const isNew = before === undefined ? at >= state.lookedMs : at > before;
		if (isNew) signIns.push({ userId: id, at, name, source: 'last_login' });
	}
	return { signIns, state: { ...state, logins }, isEnd: true };
}

/** Without the credential's own user, whose record may move with each of our calls. */
async function fromOthersRecords(
	client: Client,
	state: SignInState,
	staff: () => Promise<ZendeskUser[]>,
): Promise<Found> {
	const { id: ownId } = await showMe(client);
	return fromRecords(
		(await staff()).filter(({ id }) => id !== ownId),
		state,
	);
}

/**
 * The sign-ins of team members since the last look: all of them from the audit log, or at most one a user where it is closed.
 *
 * @param staff read only where it is needed
 */
export async function findSignIns(
	client: Client,
	state: SignInState,
	staff: () => Promise<ZendeskUser[]>,
): Promise<Found> {
	const lookedMs = Math.floor(client.clock.now() / 1000) * 1000;
	const log = await attempt(fromAuditLog(client, state));
	if (!log.ok && !isClosed(log.error)) throw log.error;
	const found = log.ok ? log.value : await fromOthersRecords(client, state, staff);
	return { ...found, state: { ...found.state, lookedMs } };
}

function eventOf({ userId, at, name, ip, source }: SignIn): WatchEvent {
	const time = new Date(at).toISOString();
	return {
		event: 'signedIn',
		time,
		user_id: userId,
		name: name ?? null,
		ip_address: ip ?? null,
		source,
	};
}

/** Sign-ins of team members. */
export const signIns: Watch<SignInState> = {
	start: startSignIns,
	async look(client, before) {
		const found = await findSignIns(client, before, async () => await readStaff(client));
		return { events: found.signIns.map(eventOf), state: found.state };
	},
	async sample(client) {
		const found = fromRecords(await readStaff(client), startSignIns(0));
		const [last] = found.signIns.sort((a, b) => b.at - a.at);
		return last ? [eventOf(last)] : [];
	},
};
