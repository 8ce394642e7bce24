import { momentTag } from './dates';
import { type Markup, markup } from './markup';
import type { Cell } from './table';

export interface NamedPerson {
	id: number;
	name: string;
	email: string | null;
}

/** A name with the address below it. */
export function personCell({ id, name, email }: NamedPerson): Cell {
	// Names may be written from right to left, or hold marks that turn what follows.
	const shown = name.trim() || `User ${id}`;
	return {
		content: markup`<bdi>${shown}</bdi>${email === null ? '' : emailLine(email)}`,
		value: shown,
	};
}

/** Breaks before the @ where it must break. */
function emailLine(email: string): Markup {
	const at = email.lastIndexOf('@');
	const [local, domain] = at < 0 ? [email, ''] : [email.slice(0, at), email.slice(at)];
	return markup` <span class="below">${local}<wbr>${domain}</span>`;
}

/** The date of the last sign-in, sorted by time. */
export function signInCell(at: string | null, zone: string): Cell {
	return at === null
		? { content: 'Never', value: '' }
		: { content: momentTag(at, zone), value: at };
}
