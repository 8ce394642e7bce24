import { readText, show } from './text';

const YES = ['true', 'yes', 'on', '1'];
const NO = ['false', 'no', 'off', '0'];

/**
 * Yes or no, also by a word or a number that plainly says so, in any case: `true`, `yes`, `on`, `1` and their opposites.
 *
 * @throws {RangeError} for anything else
 */
export function readFlag(value: unknown): boolean | undefined {
	const text = readText(value)?.toLowerCase();
	if (text === undefined) return undefined;
	if (YES.includes(text)) return true;
	if (NO.includes(text)) return false;
	throw new RangeError(`${show(value)} is neither true nor false`);
}
