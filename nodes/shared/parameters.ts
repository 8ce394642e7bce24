import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/**
 * `{{ $json.name }}`, also with `["name"]`: what dragging a field into a parameter gives. n8n builds the data of a whole
 * workflow for every expression it evaluates, which for ten thousand rows costs more than everything else; the value of
 * a field stands in the item itself.
 */
const FIELD = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\["[^"\\]+"\]|\['[^'\\]+'\])+)\s*\}\}$/;
const STEP = /\.(\w+)|\["([^"]+)"\]|\['([^']+)'\]/g;

/** Makes the parameter's value out of a row's data, or {@link NOT_HERE} where n8n has to evaluate it. */
type Template = (json: IDataObject) => unknown;

const NOT_HERE = Symbol('left to n8n');

/** Only plain values, so that nothing of an item is shared or differs from what n8n would make of it. */
function fieldOf(path: string): Template {
	const keys = [...path.matchAll(STEP)].map(
		([, ...key]) => key.find((text) => text !== undefined)!,
	);
	return (json) => {
		let value: unknown = json;
		for (const key of keys) {
			if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
				return NOT_HERE;
			value = (value as IDataObject)[key];
		}
		return ['string', 'number', 'boolean'].includes(typeof value) ? value : NOT_HERE;
	};
}

function entriesOf(value: object, templates: Array<[string, Template]>): Template {
	return (json) => {
		const made: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
		for (const [key, template] of templates) {
			const part = template(json);
			if (part === NOT_HERE) return NOT_HERE;
			(made as Record<string, unknown>)[key] = part;
		}
		return made;
	};
}

/** @returns `undefined` when the value is the same for every row */
function compile(value: unknown): Template | undefined {
	if (typeof value === 'string' && value.startsWith('=')) {
		const path = FIELD.exec(value)?.[1];
		return path === undefined ? () => NOT_HERE : fieldOf(path);
	}
	if (typeof value !== 'object' || value === null) return undefined;
	const parts = Object.entries(value).map(([key, part]) => ({ key, part, made: compile(part) }));
	return parts.every(({ made }) => made === undefined)
		? undefined
		: entriesOf(
				value,
				parts.map(({ key, part, made }) => [key, made ?? (() => part)]),
			);
}

type Parameter = { template: Template } | { constant: unknown };

const parametersOf = new WeakMap<IExecuteFunctions, Map<string, Parameter>>();

function prepare(context: IExecuteFunctions, name: string, fallback: unknown): Parameter {
	const raw: unknown = context.getNodeParameter(name, 0, fallback, { rawExpressions: true });
	const template = compile(raw);
	return template ? { template } : { constant: context.getNodeParameter(name, 0, fallback) };
}

function parameterOf(context: IExecuteFunctions, name: string, fallback: unknown): Parameter {
	const known = parametersOf.get(context) ?? new Map<string, Parameter>();
	parametersOf.set(context, known);
	const parameter = known.get(name) ?? prepare(context, name, fallback);
	known.set(name, parameter);
	return parameter;
}

/**
 * What n8n's `getNodeParameter` gives, at a fraction of its cost for many rows: a parameter without an expression is read
 * once, one that takes a field of the item is read from the item. What it returns is not to be changed.
 *
 * @throws what n8n throws for an expression that can't be evaluated
 */
export function readParameter(
	context: IExecuteFunctions,
	name: string,
	row: number,
	fallback?: unknown,
): unknown {
	const parameter = parameterOf(context, name, fallback);
	if ('constant' in parameter) return parameter.constant;
	const value = parameter.template(context.getInputData()[row].json);
	return value === NOT_HERE ? context.getNodeParameter(name, row, fallback) : value;
}

/** Stands for a parameter that is not in the form, or an entry that nobody added to its collection. */
export const ABSENT = Symbol('not in the form');

/** Where a form's values come from. */
export interface Source {
	/**
	 * @param path e.g. `level`, `options.tag`
	 * @returns the value, or {@link ABSENT}
	 * @throws what n8n throws for an expression that can't be evaluated
	 */
	read(path: string): unknown;
	/** Whether it is written in the form and the same for all rows: no expression. */
	isFixed(path: string): boolean;
}

/** The parameters of one row. */
export function sourceOfRow(context: IExecuteFunctions, row: number): Source {
	return {
		read: (path) => readParameter(context, path, row, ABSENT),
		isFixed: (path) => 'constant' in parameterOf(context, path, ABSENT),
	};
}

/** Reads parameters where there are no rows: in triggers. */
type Rowless = IPollFunctions | IHookFunctions | IWebhookFunctions;

/** The parameters of a node without rows. */
export function sourceOfNode(context: Rowless): Source {
	const raw = (path: string): unknown =>
		context.getNodeParameter(path, ABSENT, { rawExpressions: true });
	return {
		read: (path) => context.getNodeParameter(path, ABSENT),
		isFixed: (path) => compile(raw(path)) === undefined,
	};
}

/** What the node is to do; neither field takes an expression. */
export function readOperation(context: IExecuteFunctions): {
	resource: unknown;
	operation: unknown;
} {
	return {
		resource: context.getNodeParameter('resource', 0, ''),
		operation: context.getNodeParameter('operation', 0, ''),
	};
}

/** Which way of signing in is chosen; the field takes no expression. */
export function readAuthentication(
	context: IExecuteFunctions | ILoadOptionsFunctions | Rowless,
): unknown {
	const name = 'authentication';
	return 'getInputData' in context
		? context.getNodeParameter(name, 0, 'oAuth2')
		: context.getNodeParameter(name, 'oAuth2');
}
