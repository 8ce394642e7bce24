/** By these marks a run knows what it, or one before it that broke off, has made. */

export const TAG = 'n8n_live_test';

/** Of each ticket: the one thing by which tickets can be listed without the search index. */
export const TICKET_KEY = 'n8n-live-ticket';

const MARK = /^n8n-live-[0-9a-z]+-\d+$/;
const NAME = /^live test n8n-live-[0-9a-z]+-\d+$/;
const ADDRESS = /^n8n-live-[0-9a-z]+-\d+@example\.com$/i;

type Json = Record<string, unknown>;

export const isName = (value: unknown) => NAME.test(String(value));
export const isAddress = (value: unknown) => ADDRESS.test(String(value));
export const isMark = (value: unknown) => MARK.test(String(value));

/** One thing's marks. */
export interface Mark {
	mark: string;
	name: string;
	email: string;
}

/** Makes the marks of one run. */
export class Marks {
	private count = 0;

	/** @param run in lower-case letters and digits, another one each time */
	constructor(private readonly run: string) {}

	next(): Mark {
		const mark = `n8n-live-${this.run}-${++this.count}`;
		return { mark, name: `live test ${mark}`, email: `${mark}@example.com` };
	}
}

export type Kind = 'user' | 'deleted user' | 'ticket' | 'deleted ticket' | 'webhook';

/** A user needs two marks, the name and another one. Of what is deleted, Zendesk only tells the name. */
const RECOGNISED: Record<Kind, (record: Json) => boolean> = {
	user: ({ name, email, external_id, notes, tags }) =>
		isName(name) &&
		(isAddress(email) ||
			isMark(external_id) ||
			isMark(notes) ||
			(Array.isArray(tags) && tags.includes(TAG))),
	'deleted user': ({ name }) => isName(name),
	ticket: ({ subject, external_id }) => isName(subject) && external_id === TICKET_KEY,
	'deleted ticket': ({ subject }) => isName(subject),
	webhook: ({ name }) => isName(name),
};

/** Whether a record as Zendesk shows it was made by such a run. */
export function isOurs(kind: Kind, record: Json): boolean {
	return RECOGNISED[kind](record);
}
