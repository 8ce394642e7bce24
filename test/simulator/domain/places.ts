import type { Issues } from '../http/errors';
import type { Input } from '../http/query';
import type { User } from '../store/records';
import type { World } from '../world';

/** The languages of the account, by the ids that all accounts have for them. */
export const LOCALES = new Map<number, string>([
	[1, 'en-US'],
	[2, 'es'],
	[8, 'de'],
	[16, 'fr'],
	[19, 'pt-BR'],
	[67, 'ja'],
]);

/** Rails zone names, which the API writes, and what it adds beside them. */
const IANA_ZONES: Record<string, string> = {
	'Eastern Time (US & Canada)': 'America/New_York',
	'Central Time (US & Canada)': 'America/Chicago',
	'Mountain Time (US & Canada)': 'America/Denver',
	'Pacific Time (US & Canada)': 'America/Los_Angeles',
	Alaska: 'America/Juneau',
	Arizona: 'America/Phoenix',
	'American Samoa': 'Pacific/Pago_Pago',
	'Buenos Aires': 'America/Argentina/Buenos_Aires',
	London: 'Europe/London',
	Edinburgh: 'Europe/London',
	Dublin: 'Europe/Dublin',
	Amsterdam: 'Europe/Amsterdam',
	Berlin: 'Europe/Berlin',
	Bern: 'Europe/Zurich',
	Zurich: 'Europe/Zurich',
	Copenhagen: 'Europe/Copenhagen',
	Paris: 'Europe/Paris',
	Vienna: 'Europe/Vienna',
	Kyiv: 'Europe/Kiev',
	'New Delhi': 'Asia/Kolkata',
	Mumbai: 'Asia/Kolkata',
	Tokyo: 'Asia/Tokyo',
	Sydney: 'Australia/Sydney',
	UTC: 'Etc/UTC',
};

/** Accounts that were given an IANA name write that one (recorded). */
export const ianaZoneOf = (zone: string) =>
	IANA_ZONES[zone] ?? (zone.includes('/') ? zone : 'Etc/UTC');

/** Whether a zone is known by Zendesk's own name, or by the IANA name. */
function isZone(name: string): boolean {
	if (name in IANA_ZONES) return true;
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return name.includes('/');
	} catch {
		return false;
	}
}

/** The language that a request asks for; of the two names, `locale` counts (OpenAPI, UserObject). */
function localeIn(input: Input): Pick<User, 'locale' | 'locale_id'> | undefined {
	const wanted = String(input.locale).toLowerCase();
	for (const [locale_id, locale] of LOCALES) {
		const isIt =
			typeof input.locale === 'string'
				? locale.toLowerCase() === wanted
				: locale_id === input.locale_id;
		if (isIt) return { locale, locale_id };
	}
	return undefined;
}

/** Language and time zone as a request sets them. How unknown ones are met is UNCONFIRMED. */
export function placeFields(world: World, input: Input, issues: Issues): Partial<User> {
	const { unknownLocale, unknownTimeZone } = world.switches;
	const patch: Partial<User> = {};
	if (typeof input.locale === 'string' || typeof input.locale_id === 'number') {
		const locale = localeIn(input);
		if (locale) Object.assign(patch, locale);
		else if (unknownLocale === '422') issues.add('locale', 'Locale: is invalid', 'InvalidValue');
	}
	if (typeof input.time_zone === 'string') {
		if (isZone(input.time_zone)) patch.time_zone = input.time_zone;
		else if (unknownTimeZone === '422') {
			issues.add('time_zone', 'Time zone: is invalid', 'InvalidValue');
		}
	}
	return patch;
}
