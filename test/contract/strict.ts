import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { deviationsOf, keyOf, keysOf, type Deviation, type JsonSchema } from './deviations';
import type { OpenApiSchema } from './documents';
import type { Documented, OpenApi } from './openapi';

/** An object schema on its way to ajv; the parts of an `allOf` are merged here. */
interface Shape {
	properties: Record<string, JsonSchema>;
	required: string[];
	/** Keys that a deviation lets be absent, with the deviation's key. */
	absent: Record<string, string>;
	/** What other keys may hold; false = there are none. */
	rest: false | JsonSchema;
}

const NULL: JsonSchema = { type: 'null' };

/**
 * Validates answers against the OpenAPI, strictly: every property that is neither nullable nor write-only
 * must be there, write-only ones must not, and no unknown key may occur, whatever the document says about
 * additional properties. Deviations are allowed one by one, and their use is counted.
 */
export class StrictValidator {
	private readonly ajv = new Ajv({ strict: false, allErrors: true });
	private readonly compiled = new Map<string, ValidateFunction>();
	private readonly known = new Set<string>();
	private readonly used = new Set<string>();

	constructor(
		private readonly api: OpenApi,
		private readonly deviations: Deviation[],
	) {
		addFormats(this.ajv);
		const use = (key: string) => this.used.add(key) && true;
		this.ajv.addKeyword({ keyword: 'x-extra', schemaType: 'string', validate: use });
		this.ajv.addKeyword({
			keyword: 'x-null',
			schemaType: 'string',
			validate: (key: string, data: unknown) => data === null && use(key),
		});
		this.ajv.addKeyword({
			keyword: 'x-absent',
			schemaType: 'object',
			validate: (keys: Record<string, string>, data: object) => {
				for (const [property, key] of Object.entries(keys)) if (!(property in data)) use(key);
				return true;
			},
		});
	}

	/** What is wrong with a body; nothing, if it is as documented. */
	problems({ name, schema }: Documented, body: unknown): string[] {
		if (schema === undefined) return body === '' ? [] : ['the answer must not have a body'];
		let validate = this.compiled.get(name);
		if (!validate) {
			validate = this.ajv.compile(this.convert(schema, name));
			this.compiled.set(name, validate);
		}
		return validate(body) ? [] : describe(validate.errors ?? []);
	}

	/** Deviations that nothing needed. */
	unused(): string[] {
		return this.deviations.flatMap(keysOf).filter((key) => !this.used.has(key));
	}

	/** The component schema by its reference, registered with ajv on first use. */
	private component(reference: string): { name: string; schema: OpenApiSchema } {
		const name = reference.split('/').at(-1) ?? '';
		return { name, schema: this.api.schemas[name] };
	}

	private convert(schema: OpenApiSchema, name: string): JsonSchema {
		if (schema.$ref) return this.reference(schema.$ref);
		const converted = this.convertValue(schema, name);
		return schema.nullable ? { anyOf: [NULL, converted] } : converted;
	}

	private reference($ref: string): JsonSchema {
		const { name, schema } = this.component($ref);
		if (!this.known.has(name)) {
			this.known.add(name);
			this.ajv.addSchema(this.convert(schema, name), name);
		}
		return { $ref: name };
	}

	private convertValue(schema: OpenApiSchema, name: string): JsonSchema {
		const alternatives = schema.anyOf ?? schema.oneOf;
		if (alternatives) {
			const documented = alternatives.map((one) => this.convert(one, name));
			return { anyOf: [...documented, ...this.otherObjects(name)] };
		}
		if (schema.allOf || schema.properties) {
			return { anyOf: this.shapesOf(schema, name).map(objectSchema) };
		}
		const { type, format, items, additionalProperties } = schema;
		if (type === 'array') return { type, items: this.convert(items ?? {}, `${name}[]`) };
		if (type === 'object' && typeof additionalProperties === 'object') {
			return { type, additionalProperties: this.convert(additionalProperties, `${name}{}`) };
		}
		return { ...(type ? { type } : {}), ...(format ? { format } : {}), ...enumOf(schema) };
	}

	/** What deviations allow beside the documented alternatives. */
	private otherObjects(name: string): JsonSchema[] {
		return deviationsOf(this.deviations, name).flatMap((deviation) =>
			Object.entries(deviation.or ?? {}).map(([detail, schema]) => ({
				if: schema,
				then: { 'x-extra': keyOf(deviation, detail) },
				else: false,
			})),
		);
	}

	/** The objects that a schema allows, with all parts of an `allOf` in one. */
	private shapesOf(schema: OpenApiSchema, name: string): Shape[] {
		if (schema.$ref) {
			const component = this.component(schema.$ref);
			return this.shapesOf(component.schema, component.name);
		}
		const alternatives = schema.anyOf ?? schema.oneOf;
		if (alternatives) return alternatives.flatMap((one) => this.shapesOf(one, name));
		const own = schema.properties ? [this.shapeOf(schema, name)] : [];
		const parts = (schema.allOf ?? []).map((part) => this.shapesOf(part, name));
		return [own, ...parts]
			.filter((shapes) => shapes.length > 0)
			.reduce((all, shapes) => all.flatMap((left) => shapes.map((right) => merge(left, right))));
	}

	private shapeOf(schema: OpenApiSchema, name: string): Shape {
		const shape: Shape = { properties: {}, required: [], absent: {}, rest: false };
		for (const [property, inner] of Object.entries(schema.properties ?? {})) {
			const resolved = inner.$ref ? this.component(inner.$ref).schema : inner;
			if (inner.writeOnly || resolved.writeOnly) continue;
			shape.properties[property] = this.convert(inner, `${name}.${property}`);
			if (!inner.nullable && !resolved.nullable) shape.required.push(property);
		}
		return deviationsOf(this.deviations, name).reduce(deviate, shape);
	}
}

function enumOf({ enum: values, nullable }: OpenApiSchema): JsonSchema {
	if (!values) return {};
	return { enum: nullable ? [...values, null] : values };
}

function objectSchema({ properties, required, absent, rest }: Shape): JsonSchema {
	const keyword = Object.keys(absent).length > 0 ? { 'x-absent': absent } : {};
	return { type: 'object', properties, required, additionalProperties: rest, ...keyword };
}

function merge(left: Shape, right: Shape): Shape {
	return {
		properties: { ...left.properties, ...right.properties },
		required: [...new Set([...left.required, ...right.required])],
		absent: { ...left.absent, ...right.absent },
		rest: left.rest || right.rest,
	};
}

/** A shape with one deviation allowed. */
function deviate(shape: Shape, deviation: Deviation): Shape {
	const { nullable = [], absent = [], extra = {}, open } = deviation;
	const key = (detail: string) => keyOf(deviation, detail);
	const properties = { ...shape.properties };
	for (const property of nullable) {
		properties[property] = { anyOf: [{ 'x-null': key(property) }, properties[property]] };
	}
	for (const [property, schema] of Object.entries(extra)) {
		properties[property] = { allOf: [{ 'x-extra': key(property) }, schema] };
	}
	const marks = Object.fromEntries(absent.map((property) => [property, key(property)]));
	return {
		properties,
		required: shape.required.filter((property) => !absent.includes(property)),
		absent: { ...shape.absent, ...marks },
		rest: open ? { 'x-extra': key('*') } : shape.rest,
	};
}

function describe(errors: ErrorObject[]): string[] {
	const lines = errors
		.filter(({ keyword }) => keyword !== 'anyOf')
		.map(({ instancePath, message, params }) => {
			const extra = 'additionalProperty' in params ? ` (${params.additionalProperty})` : '';
			return `${instancePath || '/'} ${message}${extra}`;
		});
	return [...new Set(lines)].slice(0, 20);
}
