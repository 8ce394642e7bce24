/**
 * How Zendesk says that all seats are taken. Known is the code, `MaxAgentExceeded`, in an entry of `details` or as the
 * answer's own code; a job may keep only the words, of which those of the interface are known.
 *
 * @see https://github.com/zendesk/zendesk_api_client_rb/issues/465
 * @see https://support.zendesk.com/hc/en-us/articles/4783605888026
 */
const CODE = /\bMaxAgents?Exceeded\b/i;

/** At the beginning of what is said: in the middle it may be what somebody is called. */
const WORDS = /(?:^|[:;,(] ?)(?:subscription limit|seat limit|agent limit|no (?:more )?seats?)\b/i;

/** @param said codes and words of a refusal, of a call or of a row in a job */
export function isNoSeat(...said: Array<string | undefined>): boolean {
	return said.some((text) => text !== undefined && (CODE.test(text) || WORDS.test(text)));
}

/** What happened, in words for people. `said` = Zendesk's own words, if any. */
export function describeNoSeat(said?: string): string {
	return `No seat is free in this Zendesk account${said ? ` (${said})` : ''}`;
}

export const FREE_A_SEAT =
	"Free a seat with 'User: Downgrade' or 'User: Offboard', or buy one in Admin Center › Account › Billing, then run it again";
