import type { ZendeskResponse } from './types';

/** What signs a client's calls. */
export interface SignIn {
	/** The client's secret, tokens: as many as there are. */
	secrets: string[];
	/** Whose API token it is, where it is one. */
	email?: string;
}

/** Shorter ones are none, and taking them out would take words out. */
const SHORTEST_SECRET = 8;

/** The forms in which an answer may repeat a secret. An API token is sent as `email/token:…` in base64. */
function formsOf(secret: string, email: string | undefined): string[] {
	const plain = email === undefined ? [secret] : [`${email}/token:${secret}`, secret];
	return plain.flatMap((text) => [
		text,
		encodeURIComponent(text),
		Buffer.from(text).toString('base64'),
	]);
}

/**
 * An answer without what signed the call. Whatever is not as it was asked for may be shown to people, and a proxy's page, a
 * debug page or a strict parser repeats what it was sent.
 */
export function conceal(answer: ZendeskResponse, { secrets, email }: SignIn): ZendeskResponse {
	const forms = secrets
		.filter(({ length }) => length >= SHORTEST_SECRET)
		.flatMap((secret) => formsOf(secret, email));
	const clean = (text: string) =>
		forms.reduce((cleaned, form) => cleaned.split(form).join('[secret]'), text);
	const headers = Object.entries(answer.headers).map(([name, value]) => [name, clean(value)]);
	return { ...answer, headers: Object.fromEntries(headers), text: clean(answer.text) };
}

/** An answer of which nobody can tell what it repeats: its words are left out. */
export function hidden({ status }: ZendeskResponse): ZendeskResponse {
	return { status, headers: {}, text: '[hidden]' };
}
