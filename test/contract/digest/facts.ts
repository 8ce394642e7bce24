import type { OpenApiSchema } from '../documents';

/**
 * What is told of a value: its kind in one word, or more. The word is the type with its format (`string:date-time`), or `#` and
 * the name of a schema; `?` behind it means that it may be null, `>` that it is only ever sent to Zendesk, `<` that it never is.
 */
export type Fact = string | Facts;

export interface Facts {
	/** The word; an object, a list or a text where it is missing. */
	is?: string;
	fields?: Record<string, Fact>;
	/** What keys beside the fields hold. */
	rest?: Fact;
	items?: Fact;
	values?: unknown[];
	/** All of these at once. */
	all?: Fact[];
	/** Any of these. */
	any?: Fact[];
	one?: Fact[];
}

const WORD = /^(#)?(.*?)(\?)?(>)?(<)?$/;

function wordOf(schema: OpenApiSchema, usual: string | undefined): string | undefined {
	const { $ref, type = '', format, nullable, writeOnly, readOnly } = schema;
	const plain = format ? `${type}:${format}` : type || (usual ?? '');
	const name = $ref ? `#${$ref.split('/').at(-1)}` : plain;
	const marks = `${nullable ? '?' : ''}${writeOnly ? '>' : ''}${readOnly ? '<' : ''}`;
	return name === (usual ?? '') && marks === '' ? undefined : `${name}${marks}`;
}

const mapValues = <A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> =>
	Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** Leaves out what is not there. */
function compact(facts: Facts): Facts {
	return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function restOf({ additionalProperties: rest }: OpenApiSchema): Fact | undefined {
	return typeof rest === 'object' ? condense(rest) : undefined;
}

/** All that counts of a schema: no descriptions, examples or bounds. */
export function condense(schema: OpenApiSchema): Fact {
	const { properties, items, enum: values, allOf, anyOf, oneOf } = schema;
	const usual = properties ? 'object' : items ? 'array' : values ? 'string' : undefined;
	const is = wordOf(schema, usual);
	const facts = compact({
		is,
		fields: properties && mapValues(properties, condense),
		rest: restOf(schema),
		items: items && condense(items),
		values,
		all: allOf?.map(condense),
		any: anyOf?.map(condense),
		one: oneOf?.map(condense),
	});
	return Object.keys(facts).every((key) => key === 'is') ? (is ?? '') : facts;
}

function schemaOfWord(word: string): OpenApiSchema {
	const [, reference, name, nullable, writeOnly, readOnly] = WORD.exec(word) ?? [];
	const [type, format] = name.split(':');
	return {
		...(reference ? { $ref: `#/components/schemas/${name}` } : {}),
		...(!reference && type ? { type } : {}),
		...(format ? { format } : {}),
		...(nullable ? { nullable: true } : {}),
		...(writeOnly ? { writeOnly: true } : {}),
		...(readOnly ? { readOnly: true } : {}),
	};
}

/** The schema that {@link condense} was given, without what doesn't count. */
export function expand(fact: Fact): OpenApiSchema {
	if (typeof fact === 'string') return schemaOfWord(fact);
	const { fields, rest, items, values, all, any, one } = fact;
	const usual = fields ? 'object' : items ? 'array' : values ? 'string' : '';
	return {
		...schemaOfWord(fact.is ?? (all || any || one ? '' : usual)),
		...(fields ? { properties: mapValues(fields, expand) } : {}),
		...(rest === undefined ? {} : { additionalProperties: expand(rest) }),
		...(items === undefined ? {} : { items: expand(items) }),
		...(values ? { enum: values } : {}),
		...(all ? { allOf: all.map(expand) } : {}),
		...(any ? { anyOf: any.map(expand) } : {}),
		...(one ? { oneOf: one.map(expand) } : {}),
	};
}

/** The names of the schemas to which a fact refers. */
export function namesIn(fact: Fact): string[] {
	if (typeof fact === 'string') {
		const [, reference, name] = WORD.exec(fact) ?? [];
		return reference ? [name] : [];
	}
	const { is, fields = {}, rest, items, all = [], any = [], one = [] } = fact;
	const inner = [...Object.values(fields), ...all, ...any, ...one];
	const others = [is, rest, items].filter((each) => each !== undefined);
	return [...inner, ...others].flatMap(namesIn);
}
