export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Zendesk's timestamps have second precision (zendesk-api, Base). */
export function toSecond(ms: number): number {
	return Math.floor(ms / SECOND) * SECOND;
}

/** `2026-11-20T09:00:00Z` */
export function iso(ms: number): string {
	return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function isoOrNull(ms: number | null): string | null {
	return ms === null ? null : iso(ms);
}
