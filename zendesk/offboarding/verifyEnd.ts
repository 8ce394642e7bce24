import type { ZendeskUser } from '../api/records';
import { attempt, type Client } from '../http/client';
import { seeUsers } from '../api/see';
import { nameOf } from '../users/view';
import { type Refusal, refused, type Verdict } from '../verdict';
import { hasRole, type Leaving } from './leaving';
import { LEVELS } from './levels';
import { isWeaker, readRival, takenOver } from './look';

/** How a leaver's way ended, and who is to be looked at once more before that is believed. */
export interface TakenOut {
	verdict: Verdict;
	leaving?: Leaving;
}

export function withUnverified(verdict: Verdict, { unverified }: Leaving): Verdict {
	return unverified.size === 0 ? verdict : { ...verdict, unverified: [...unverified] };
}

/** What was asked for and isn't so when the run is over, by the words of Zendesk's interface. */
function findDifferences(user: ZendeskUser, { level, seen }: Leaving): string[] {
	const isSuspended = LEVELS[level].staysSuspended || seen.user.suspended;
	return [
		...(hasRole(user, level) ? [] : [`the role is '${user.role}'`]),
		...(user.suspended === isSuspended
			? []
			: [user.suspended ? 'they are suspended' : 'they are not suspended']),
	];
}

function judgeEnd(
	taken: TakenOut,
	leaving: Leaving,
	now: ZendeskUser | undefined,
	whyUnseen: string,
): Verdict {
	const { verdict } = taken;
	const { level, report, seen } = leaving;
	if (now === undefined) {
		const unseen = `The last look at ${nameOf(seen.user)} brought nothing (${whyUnseen}). Check role and suspension in Zendesk`;
		return { ...verdict, unverified: [...(verdict.unverified ?? []), unseen] };
	}
	report.became(now);
	const rival = readRival(leaving, now);
	if (now.active && rival && isWeaker(rival, level)) {
		return withUnverified(refused(takenOver(now, rival), report.toData()), leaving);
	}
	const differences = now.active ? findDifferences(now, leaving) : ['they are deleted'];
	if (differences.length === 0) return { ...verdict, data: report.toData() };
	const refusal: Refusal = {
		reason: 'conflict',
		message: `${nameOf(now)} is not as '${LEVELS[level].name}' asks: ${differences.join(', ')}. Somebody, or an automation, changed that during the run`,
		advice: 'Find out who did, then run it again',
	};
	return withUnverified(refused(refusal, report.toData()), leaving);
}

/** Looks once more at everybody whose account stays: the verdict says what is, not what was ordered. */
export async function verifyEnds(client: Client, all: TakenOut[]): Promise<Verdict[]> {
	const open = all.flatMap(({ leaving }) =>
		leaving && !LEVELS[leaving.level].deleted ? [leaving.seen.user.id] : [],
	);
	const found = await attempt(seeUsers(client, open));
	const byId = found.ok ? found.value : new Map<number, ZendeskUser>();
	const whyUnseen = found.ok ? "Zendesk doesn't show the user any more" : found.error.message;
	return all.map((taken) => {
		const { leaving } = taken;
		if (!leaving || LEVELS[leaving.level].deleted) return taken.verdict;
		return judgeEnd(taken, leaving, byId.get(leaving.seen.user.id), whyUnseen);
	});
}
