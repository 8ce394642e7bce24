import { type Digest, routeKey } from '../digest/digest';
import { expand, type Fact } from '../digest/facts';
import type { OpenApiSchema } from '../documents';

/** A request as it was sent. */
export interface Sent {
	method: string;
	/** As the simulator names it, e.g. `PUT /api/v2/users/:id`. */
	route: string | undefined;
	path: string;
	query: Record<string, string>;
	body: unknown;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a value is, in the document's words. */
function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Compares requests with what Zendesk's document says that may be sent. */
export class RequestCheck {
	constructor(private readonly digest: Digest) {}

	/** What the document doesn't have, each as `PUT /api/v2/users/{}: body.user.nick`; nothing, if it has all of it. */
	problems({ method, route, path, query, body }: Sent): string[] {
		const key = route && routeKey(...(route.split(' ') as [string, string]));
		const facts = key && this.digest.routes[key];
		if (!facts) return [`${key ?? `${method} ${path}`}: no such path`];
		const parameters = Object.entries(query).flatMap(([name, value]) =>
			this.parameterProblems(facts.query ?? {}, name, value),
		);
		const sends = body !== undefined && body !== null && body !== '';
		const inBody = sends ? this.bodyProblems(facts.body, body) : [];
		return [...parameters, ...inBody].map((problem) => `${key}: ${problem}`);
	}

	private bodyProblems(fact: Fact | undefined, body: unknown): string[] {
		return fact === undefined ? ['no body'] : this.valueProblems(expand(fact), body, 'body');
	}

	private parameterProblems(known: Record<string, Fact>, name: string, text: string): string[] {
		const fact = known[name] ?? this.partOf(known, name);
		if (fact === undefined) return [`no parameter ${name}`];
		const isRight = this.isText(expand(fact), text);
		return isRight ? [] : [`parameter ${name} is not ${JSON.stringify(text)}`];
	}

	/** `page[size]` is a part of the parameter `page`. */
	private partOf(known: Record<string, Fact>, name: string): Fact | undefined {
		const [, base, part] = /^(\w+)\[(\w+)\]$/.exec(name) ?? [];
		if (base === undefined || !(base in known)) return undefined;
		const found = this.shapes(expand(known[base])).find(
			({ properties = {} }) => part in properties,
		);
		const schema = found?.properties?.[part];
		return schema && { is: schema.type ?? '', ...(schema.enum ? { values: schema.enum } : {}) };
	}

	/** Whether a text in an address is a value of that kind. */
	private isText(schema: OpenApiSchema, text: string): boolean {
		return this.shapes(schema).some(({ type, enum: values, items }) => {
			if (type === 'array' || items) {
				return text.split(',').every((each) => this.isText(items ?? {}, each));
			}
			if (values && !values.map(String).includes(text)) return false;
			if (type === 'integer') return /^-?\d+$/.test(text);
			return type === 'boolean' ? /^(true|false)$/.test(text) : true;
		});
	}

	/** The schemas of which one must fit, with all that belongs to each in one place. */
	private shapes(schema: OpenApiSchema): OpenApiSchema[] {
		const { $ref, allOf, anyOf, oneOf, nullable } = schema;
		const or = (found: OpenApiSchema[]) =>
			nullable ? found.map((each) => ({ ...each, nullable })) : found;
		if ($ref) return or(this.shapes(expand(this.digest.schemas[$ref.split('/').at(-1) ?? ''])));
		const options = anyOf ?? oneOf;
		const own = options ? options.flatMap((each) => this.shapes(each)) : [schema];
		const all = [own, ...(allOf ?? []).map((part) => this.shapes(part))];
		return or(
			all.reduce((left, right) => left.flatMap((one) => right.map((other) => merge(one, other)))),
		);
	}

	private valueProblems(schema: OpenApiSchema, value: unknown, at: string): string[] {
		const tries = this.shapes(schema).map((shape) => this.shapeProblems(shape, value, at));
		return tries.sort((a, b) => a.length - b.length)[0] ?? [];
	}

	private shapeProblems(shape: OpenApiSchema, value: unknown, at: string): string[] {
		const { type, properties, additionalProperties: rest, items, enum: values, nullable } = shape;
		if (value === null && nullable) return [];
		const kind = typeOf(value);
		const fits = type === undefined || type === kind || (type === 'number' && kind === 'integer');
		if (!fits) return [`${at} is ${kind}`];
		if (values && !values.includes(value)) return [`${at} is ${JSON.stringify(value)}`];
		if (Array.isArray(value)) {
			return [
				...new Set(value.flatMap((each) => this.valueProblems(items ?? {}, each, `${at}[]`))),
			];
		}
		if (!isObject(value) || (!properties && !rest)) return [];
		return Object.entries(value).flatMap(([key, inner]) => {
			const known = properties?.[key] ?? (typeof rest === 'object' ? rest : undefined);
			if (!known) return [`no ${at}.${key}`];
			if (known.readOnly) return [`${at}.${key} can only be read`];
			return this.valueProblems(known, inner, `${at}.${key}`);
		});
	}
}

function merge(left: OpenApiSchema, right: OpenApiSchema): OpenApiSchema {
	const properties = { ...left.properties, ...right.properties };
	const hasProperties = Object.keys(properties).length > 0;
	return { ...left, ...right, ...(hasProperties ? { properties } : {}) };
}
