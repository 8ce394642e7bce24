import { DateTime } from 'luxon';
import { type Markup, markup } from './markup';

/** A day of a report's window. */
export interface CalendarDay {
	/** e.g. '2026-11-19' */
	iso: string;
	/** e.g. 'Thu 19 Nov 2026' */
	name: string;
	/** e.g. '19 Nov', for an axis */
	label: string;
	monday: boolean;
	weekend: boolean;
}

const SATURDAY = 6;

/** A calendar date (not a moment): it has no zone, and UTC keeps it where it is. */
function calendarDate(iso: string): DateTime {
	return DateTime.fromISO(iso, { zone: 'utc', locale: 'en' });
}

function moment(at: number | string, zone: string): DateTime {
	return typeof at === 'number'
		? DateTime.fromMillis(at, { zone, locale: 'en' })
		: DateTime.fromISO(at, { zone, locale: 'en' });
}

/** e.g. '19 Nov 2026'; a text that is no date stays as it is. */
export function dateText(iso: string): string {
	const date = calendarDate(iso);
	return date.isValid ? date.toFormat('d LLL yyyy') : iso;
}

/** A calendar date for people and machines. */
export function dateTag(iso: string): Markup {
	return calendarDate(iso).isValid
		? markup`<time datetime="${iso}">${dateText(iso)}</time>`
		: markup`${iso}`;
}

/**
 * A moment as a readable date in a zone, optionally with the time; a text that is no moment stays as it is.
 *
 * @param at milliseconds, or ISO 8601
 * @param zone IANA
 */
export function momentTag(at: number | string, zone: string, format = 'd LLL yyyy'): Markup {
	const time = moment(at, zone);
	if (!time.isValid) return markup`${at}`;
	const machine = time.toUTC().toISO({ suppressMilliseconds: true });
	return markup`<time datetime="${machine}">${time.toFormat(format)}</time>`;
}

/** All days of a window, both ends included; none when it ends before it begins. */
export function calendar(from: string, to: string): CalendarDay[] {
	const days: CalendarDay[] = [];
	const last = calendarDate(to);
	for (let date = calendarDate(from); date <= last; date = date.plus({ days: 1 })) {
		days.push({
			iso: date.toISODate() ?? '',
			name: date.toFormat('ccc d LLL yyyy'),
			label: date.toFormat('d LLL'),
			monday: date.weekday === 1,
			weekend: date.weekday >= SATURDAY,
		});
	}
	return days;
}
