import { readEvent } from './envelope';
import { itemOf } from './item';
import type { Seen } from './seen';
import { type Doubt, doubtOf } from './signature';
import { kindOf } from './kinds';
import type { EventKind } from './types';
import type { Json } from './values';

/** What arrived at n8n's address for the webhook. */
export interface Delivery {
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** The bytes that came; anything else can't have been signed. */
	body: unknown;
}

export interface Receiver {
	/** The webhook's signing secret; whatever else there is in its place believes nobody. */
	secret: unknown;
	/** Whether the workflow is to start for it; asked only when the sender is believed. */
	wants: (kind: EventKind) => boolean;
	seen: Seen;
	nowMs: number;
}

export type Received =
	| { item: Json; userId: number | string }
	/** Nothing starts. `why` is for the log of n8n; the sender only gets the status. */
	| { status: 200 | 400 | 401 | 413; why: string };

/** Zendesk's events have a few kilobytes. */
const MOST_BYTES = 1024 * 1024;

const PUBLISH = 'unpublish the workflow and publish it again';

function wordsFor(doubt: Doubt): string {
	if (doubt === 'no-secret') {
		return `no signing secret is stored, so nothing can be checked; ${PUBLISH}`;
	}
	if (doubt === 'unsigned') return 'it is not signed';
	if (doubt === 'forged') {
		return `its signature is wrong; if the secret was reset in Zendesk, ${PUBLISH}`;
	}
	if (Number.isNaN(doubt.offByMs)) return 'its signed time is none';
	const seconds = Math.round(Math.abs(doubt.offByMs) / 1000);
	return doubt.offByMs > 0
		? `it was signed ${seconds} s ago; it was held back or sent again, or this machine's clock is fast`
		: `it was signed ${seconds} s in the future; this machine's clock is slow`;
}

/** Judges one delivery: who sent it, what it says, whether it is asked for and whether it has come before. */
export function receive({ headers, body }: Delivery, to: Receiver): Received {
	const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
	if (bytes.length > MOST_BYTES) {
		return { status: 413, why: `refused a delivery of ${bytes.length} bytes` };
	}
	const signed = {
		body: bytes,
		signature: headers['x-zendesk-webhook-signature'],
		timestamp: headers['x-zendesk-webhook-signature-timestamp'],
	};
	const doubt = doubtOf(signed, to.secret, to.nowMs);
	if (doubt) return { status: 401, why: `refused a delivery: ${wordsFor(doubt)}` };
	const event = readEvent(bytes.toString('utf8'));
	if (!event) return { status: 400, why: 'refused a delivery that is signed but is no event' };
	const kind = kindOf(event.type, event.event);
	if (!kind || !to.wants(kind)) {
		return { status: 200, why: `ignored an event that is not asked for: ${event.type}` };
	}
	const { userId } = event;
	if (userId === null) return { status: 400, why: 'refused an event that names no user' };
	if (to.seen.isRepeat(event.id, to.nowMs)) {
		return { status: 200, why: `dropped a repeat of the event ${event.id}` };
	}
	return { item: itemOf(kind, event), userId };
}
