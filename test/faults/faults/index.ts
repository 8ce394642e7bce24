import type { Fault } from '../types';
import { retryAfter } from './F01-retry-after';
import { noRetryAfter } from './F02-no-retry-after';
import { roomLeft } from './F03-room-left';
import { serverErrors } from './F04-server-errors';
import { maintenance } from './F05-maintenance';
import { answerLost } from './F06-answer-lost';
import { notSent } from './F07-not-sent';
import { answerStalls } from './F08-answer-stalls';
import { rowsOfAJob } from './F09-rows-of-a-job';
import { jobsBroken } from './F10-jobs-broken';
import { jobsForgotten } from './F11-jobs-forgotten';
import { slotsTaken } from './F12-slots-taken';
import { noBulkImport } from './F13-no-bulk-import';
import { cursorExpired } from './F14-cursor-expired';
import { oddPages } from './F15-odd-pages';
import { changedMeanwhile } from './F16-changed-meanwhile';
import { justCreated } from './F17-just-created';
import { openTickets } from './F18-open-tickets';
import { notErasableYet } from './F19-not-erasable-yet';
import { webhookRepeated } from './F20-webhook-repeated';
import { webhooksOutOfOrder } from './F21-webhooks-out-of-order';
import { webhookForged } from './F22-webhook-forged';
import { webhookReplayed } from './F23-webhook-replayed';
import { webhookBodyRewritten } from './F24-webhook-body-rewritten';
import { noJson } from './F25-no-json';
import { oddNames } from './F26-odd-names';
import { externalIds } from './F27-external-ids';
import { tenTimes } from './F28-ten-times';
import { signInEnds } from './F29-sign-in-ends';
import { killedOrTwice } from './F30-killed-or-twice';
import { wrongHost } from './F31-wrong-host';
import { sourceEmpty } from './F32-source-empty';
import { badSuccessor } from './F33-bad-successor';
import { protectedPeople } from './F34-protected';
import { planLacks } from './F35-plan-lacks';
import { brands } from './F36-brands';

/** The columns of the matrix. */
export const FAULTS: Fault[] = [
	retryAfter,
	noRetryAfter,
	roomLeft,
	serverErrors,
	maintenance,
	answerLost,
	notSent,
	answerStalls,
	rowsOfAJob,
	jobsBroken,
	jobsForgotten,
	slotsTaken,
	noBulkImport,
	cursorExpired,
	oddPages,
	changedMeanwhile,
	justCreated,
	openTickets,
	notErasableYet,
	webhookRepeated,
	webhooksOutOfOrder,
	webhookForged,
	webhookReplayed,
	webhookBodyRewritten,
	noJson,
	oddNames,
	externalIds,
	tenTimes,
	signInEnds,
	killedOrTwice,
	wrongHost,
	sourceEmpty,
	badSuccessor,
	protectedPeople,
	planLacks,
	brands,
];
