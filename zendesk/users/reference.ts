/** How a row names its user. */
export type UserRef =
	| { by: 'id'; value: number }
	| { by: 'email'; value: string }
	| { by: 'externalId'; value: string };

/** A reference that can't be one; the text is for people. */
export interface NoRef {
	problem: string;
}

const USER_URL = /^https?:\/\/[^/\s]+\/(?:agent\/)?(?:api\/v2\/)?users\/(\d+)(?:[./?#].*)?$/i;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

function id(text: string): UserRef | NoRef {
	const digits = USER_URL.exec(text)?.[1] ?? text;
	if (!/^\d+$/.test(digits)) return { problem: `'${text}' is not a user ID, which is a number` };
	const value = Number(digits);
	return Number.isSafeInteger(value) && value > 0
		? { by: 'id', value }
		: { problem: `'${text}' is not a user ID of Zendesk, which has at most 16 digits` };
}

/** What each way of naming a user makes of a text. */
const READERS: Record<UserRef['by'], (text: string) => UserRef | NoRef> = {
	id,
	email: (text) => {
		if (EMAIL.test(text)) return { by: 'email', value: text };
		// Lists mix both: a number or an address in Zendesk can only be an ID.
		const ref = id(text);
		return isRef(ref) ? ref : { problem: `'${text}' is neither an email nor an ID` };
	},
	externalId: (text) => ({ by: 'externalId', value: text }),
};

/** @param by how the user is named; without it the text decides: a number or an address in Zendesk, else an email */
export function readUserRef(value: unknown, by?: UserRef['by']): UserRef | NoRef {
	const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
	if (text === '') return { problem: 'no user is given' };
	return READERS[by ?? (EMAIL.test(text) ? 'email' : 'id')](text);
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
