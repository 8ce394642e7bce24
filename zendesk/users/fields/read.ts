import type { ZendeskUser } from '../../api/records';
import type { Client } from '../../http/client';
import { isRecord } from '../../http/errors';
import { type Refusal, refused, type Verdict } from '../../verdict';
import type { UserFields } from '../payload';
import { type Catalog, catalogFor } from './catalog';
import { nearestKey } from './spelling';
import { looseTag } from './tags';
import { readValue } from './types';

function invalid(key: string, problem: string, advice: string): Refusal {
	return { reason: 'invalid', message: `User field '${key}': ${problem}`, advice };
}

function unknownKey(key: string, known: Iterable<{ key: string; title?: string }>): Refusal {
	const nearest = nearestKey(key, known);
	return invalid(
		key,
		'Zendesk shows no user field with this key',
		nearest === undefined
			? 'Correct the key; it stands with the user field in Zendesk'
			: `Correct the key; perhaps '${nearest}' is meant`,
	);
}

/** Where the fields can't be read, each user still shows the keys of all of them. */
function strangeKey(values: object, user: ZendeskUser | undefined): Refusal | undefined {
	if (!isRecord(user?.user_fields)) return undefined;
	const known = Object.keys(user.user_fields);
	const strange = Object.keys(values).find((key) => !known.includes(key));
	return strange === undefined
		? undefined
		: unknownKey(
				strange,
				known.map((key) => ({ key })),
			);
}

function readValues(
	values: object,
	byKey: NonNullable<Catalog['byKey']>,
): { values: Record<string, unknown> } | { refusal: Refusal } {
	const read: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(values)) {
		const field = byKey.get(key);
		if (field === undefined) return { refusal: unknownKey(key, byKey.values()) };
		if (!field.active) {
			const problem = 'it is switched off in Zendesk';
			return { refusal: invalid(key, problem, 'Switch it on, or leave it out') };
		}
		try {
			read[key] = readValue(field, value);
		} catch (error) {
			return { refusal: invalid(key, (error as Error).message, 'Correct the value') };
		}
	}
	return { values: read };
}

/** A row's fields as they can be written, or why they can't. */
export type Readable = { fields: UserFields } | { refusal: Refusal };

/**
 * Fields with the values of user fields as Zendesk stores them, or why one of them can't be written.
 *
 * @param user whom they are for; `undefined` for somebody new or not looked up
 */
export function readUserFields(fields: UserFields, catalog: Catalog, user?: ZendeskUser): Readable {
	const { user_fields: values } = fields;
	if (!isRecord(values)) return { fields };
	if (catalog.byKey === undefined) {
		const refusal = strangeKey(values, user);
		return refusal ? { refusal } : { fields };
	}
	const read = readValues(values, catalog.byKey);
	return 'refusal' in read ? read : { fields: { ...fields, user_fields: read.values } };
}

/** Why the tags of a row can't be written: one of them comes and goes with a user field. */
export function refuseTags(
	fields: UserFields,
	catalog: Catalog,
	user?: ZendeskUser,
): Refusal | undefined {
	const loose = fields.tags === undefined ? undefined : looseTag(fields, user, catalog);
	return (
		loose && {
			reason: 'invalid',
			message: `The tag '${loose.tag}' belongs to the user field '${loose.key}', which gives and takes it by its value`,
			advice: `Set the user field '${loose.key}' instead, or take the tag out of the row`,
		}
	);
}

/** Both: the fields of a row for this user, or for somebody new. */
export function readRow(fields: UserFields, catalog: Catalog, user?: ZendeskUser): Readable {
	const read = readUserFields(fields, catalog, user);
	if ('refusal' in read) return read;
	const refusal = refuseTags(read.fields, catalog, user);
	return refusal ? { refusal } : read;
}

/**
 * Reads the fields of rows for nobody in particular, and works on those that can be written.
 *
 * @param read how one row's fields are read
 * @returns one verdict a row: a refusal, or what `work` says of the row as it was read
 */
export async function forReadableRows<Row extends { fields: UserFields }>(
	client: Client,
	rows: Row[],
	read: (fields: UserFields, catalog: Catalog) => Readable,
	work: (rows: Row[], catalog: Catalog) => Promise<Verdict[]>,
): Promise<Verdict[]> {
	const catalog = await catalogFor(
		client,
		rows.map(({ fields }) => [fields]),
	);
	const reads = rows.map(({ fields }) => read(fields, catalog));
	const good = rows.flatMap((row, i) => {
		const one = reads[i];
		return 'fields' in one ? [{ ...row, fields: one.fields }] : [];
	});
	const verdicts = (await work(good, catalog)).values();
	return reads.map((one, i) =>
		'refusal' in one ? refused(one.refusal, rows[i].fields) : (verdicts.next().value as Verdict),
	);
}
