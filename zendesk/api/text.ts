/** Zendesk compares emails and external ids without regard to case. */
export function sameText(a: string | null | undefined, b: string | null | undefined): boolean {
	return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}

/** Whether a text is what an expression makes of nothing, e.g. `undefined`: a key that many rows would share. */
export function isMadeOfNothing(text: string): boolean {
	return /^(undefined|null|NaN|\[object \w+\])$/.test(text);
}
