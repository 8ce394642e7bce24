/** Zendesk compares emails and external ids without regard to case. */
export function sameText(a: string | null | undefined, b: string | null | undefined): boolean {
	return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}
