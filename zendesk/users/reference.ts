import { isMadeOfNothing, isWordOfNothing } from '../api/text';

/** How a row names its user. */
export type UserRef =
	| { by: 'id'; value: number }
	| { by: 'email'; value: string }
	| { by: 'externalId'; value: string };

/** A reference that can't be one; the text is for people. */
export interface NoRef {
	problem: string;
}

const URL_START = /^https?:\/\//i;
const USER_URL =
	/^https?:\/\/([^/\s]+)\/(?:agent\/)?(?:#\/)?(?:api\/v2\/)?users\/(\d+)(?:[./?#].*)?$/i;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** @param host of the account, e.g. `acme.zendesk.com`: the same number is somebody else in another one */
function id(text: string, host: string): UserRef | NoRef {
	const [, where, number] = USER_URL.exec(text) ?? [];
	if (where !== undefined && where.toLowerCase() !== host.toLowerCase()) {
		return { problem: `'${text}' is of another account than ${host}` };
	}
	const digits = number ?? text;
	if (!/^[1-9]\d*$/.test(digits)) {
		return { problem: `'${text}' is not a user ID, which is a number` };
	}
	const value = Number(digits);
	return Number.isSafeInteger(value) && value > 0
		? { by: 'id', value }
		: { problem: `'${text}' is not a user ID of Zendesk, which has at most 16 digits` };
}

/** What each way of naming a user makes of a text. */
const READERS: Record<UserRef['by'], (text: string, host: string) => UserRef | NoRef> = {
	id,
	email: (text, host) => {
		if (!URL_START.test(text) && EMAIL.test(text)) return { by: 'email', value: text };
		// Lists mix both: a number or an address in Zendesk can only be an ID.
		const ref = id(text, host);
		if (USER_URL.test(text)) return ref;
		return isRef(ref) ? ref : { problem: `'${text}' is neither an email nor an ID` };
	},
	externalId: (text) => ({ by: 'externalId', value: text }),
};

/**
 * @param host of the account, e.g. `acme.zendesk.com`; a pasted address must be of it
 * @param by how the user is named; without it the text decides: a number or an address in Zendesk, else an email
 */
export function readUserRef(value: unknown, host: string, by?: UserRef['by']): UserRef | NoRef {
	if (typeof value === 'number' && !Number.isSafeInteger(value)) {
		return { problem: `${value} is not a user ID of Zendesk; give a long one as text` };
	}
	if (value !== null && value !== undefined && !/^(number|string)$/.test(typeof value)) {
		return { problem: 'it must be one value, not a list, an object or a yes or no' };
	}
	const text = String(value ?? '').trim();
	if (text === '') return { problem: 'no user is given' };
	const usual = EMAIL.test(text) && !URL_START.test(text) ? 'email' : 'id';
	const kind = by ?? usual;
	// What is no number is no ID anyway, and is told so.
	const isNothing = kind === 'id' ? isWordOfNothing : isMadeOfNothing;
	if (isNothing(text)) return { problem: `'${text}' is what an expression makes of nothing` };
	return READERS[kind](text, host);
}

export function isRef(ref: UserRef | NoRef): ref is UserRef {
	return 'by' in ref;
}

/** How the user was named, for messages. */
export function nameOfRef(ref: UserRef): string {
	const words: Record<UserRef['by'], string> = {
		id: 'ID',
		email: 'email',
		externalId: 'external ID',
	};
	return `${words[ref.by]} ${ref.value}`;
}
