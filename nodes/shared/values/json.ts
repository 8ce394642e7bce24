import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../zendesk/http/errors';

function isObject(value: unknown): value is IDataObject {
	return isRecord(value);
}

function parsed(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return undefined;
	}
}

/** What a JSON field holds: text as JSON, anything else as it is; blank text is nothing. */
function parse(value: unknown): unknown {
	if (typeof value !== 'string') return value ?? undefined;
	if (value.trim() === '') return undefined;
	const json = parsed(value);
	if (json === undefined) throw new RangeError('it is not JSON');
	return json.value ?? undefined;
}

/**
 * An object, also as JSON.
 *
 * @param example as it stands in the message, e.g. `{"plan": "gold"}`
 * @throws {RangeError}
 */
export function readObject(value: unknown, example: string): IDataObject | undefined {
	const object = parse(value);
	if (object === undefined || isObject(object)) return object;
	throw new RangeError(`it is not a JSON object like ${example}`);
}

/**
 * n8n's items, or their contents, or one of them; also as JSON.
 *
 * @throws {RangeError}
 */
export function readItems(value: unknown): IDataObject[] | undefined {
	const items = parse(value);
	if (items === undefined) return undefined;
	return [items].flat().map((item: unknown) => {
		if (!isObject(item)) throw new RangeError('it is not a list of items');
		return isObject(item.json) ? item.json : item;
	});
}
