import type { ZendeskUser } from '../api/records';
import { nameOf } from '../users/view';
import type { Refusal } from '../verdict';
import type { Blocked } from './change';

/** Why a plan leaves somebody alone. */

export function sameUser(items: number[]): Refusal {
	return {
		reason: 'same-row',
		message: `Items ${items.join(' and ')} name the same user`,
		advice: 'Keep one of them',
	};
}

export function outOfScope(who: string, part: string): Refusal {
	return {
		reason: 'out-of-scope',
		message: `${who} is outside of the scope ('${part}'), so this source does not decide`,
		advice: "Check the row, or 'Scope'",
	};
}

export function protectedUser(user: ZendeskUser): Refusal {
	return {
		reason: 'protected',
		message: `${nameOf(user)} is a protected user and stays as is`,
		advice: "Take the user out of the option 'Protected Users' if that is really wanted",
	};
}

export function emptySource(): Refusal {
	return {
		reason: 'limit',
		message: 'The source is empty, so nobody counts as missing',
		advice: 'Check the source',
	};
}

export function unclearSource(unclear: Blocked[]): Refusal | undefined {
	if (unclear.length === 0) return undefined;
	const items = unclear.map(({ item }) => item).join(', ');
	return {
		reason: 'limit',
		message: `Whom these items mean is not clear, so nobody counts as missing: ${items}`,
		advice: 'Correct them and make a new plan',
	};
}

export function noGroups(who: string): Refusal {
	return {
		reason: 'not-staff',
		message: `${who} is no agent, and only agents are in groups`,
		advice: "Leave the groups of customers empty, or give the row the role 'Agent'",
	};
}
