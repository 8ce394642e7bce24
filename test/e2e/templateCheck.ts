import {
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
	isExpression,
	NodeHelpers,
} from 'n8n-workflow';
import type { WorkflowNode } from '../../playground/rest';

/** A node as its type of one version sees it; what is left out has its default. */
interface Looked {
	node: INode;
	description: INodeTypeDescription;
	filled: INodeParameters;
}

type Values = Record<string, unknown>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null;

/** The form that n8n serves for this version of a type. */
export function descriptionOf(
	types: INodeTypeDescription[],
	{ type, typeVersion }: WorkflowNode,
): INodeTypeDescription | undefined {
	return types.find(
		({ name, version }) => name === type && [version].flat().includes(typeVersion as number),
	);
}

/** The parameters of a node; what is left out has its default. */
export function filledUp(node: INode, description: INodeTypeDescription): INodeParameters {
	const { properties } = description;
	return NodeHelpers.getNodeParameters(
		properties,
		node.parameters,
		true,
		false,
		node,
		description,
	)!;
}

/**
 * What of a workflow's nodes this n8n does not know: types, versions, parameters (those in collections too) that no form
 * shows, and values that no list offers. Expressions, and what the editor makes in a dialog of its own, may be anything.
 *
 * @param types what n8n serves as `/types/nodes.json`
 * @returns a line each: `Node › parameter › parameter: what is wrong`
 */
export function unknownIn(nodes: WorkflowNode[], types: INodeTypeDescription[]): string[] {
	return nodes.flatMap((one) => {
		const description = descriptionOf(types, one);
		if (!description) return [`${one.name}: no type ${one.type} ${String(one.typeVersion)}`];
		const node = one as unknown as INode;
		const { properties } = description;
		const filled = filledUp(node, description);
		return inForm(one.parameters, properties, filled, { node, description, filled }).map(
			(line) => `${one.name} › ${line}`,
		);
	});
}

/** @param siblings the values of the same form, filled up */
function inForm(
	values: Values,
	properties: INodeProperties[],
	siblings: INodeParameters,
	looked: Looked,
): string[] {
	const { node, description, filled } = looked;
	return Object.entries(values).flatMap(([name, value]) => {
		const shown = properties.filter(
			(property) =>
				property.name === name &&
				NodeHelpers.displayParameter(siblings, property, node, description, filled),
		);
		if (shown.length === 0) return [`${name}: not in the form`];
		const lines = shown.map((property) => inParameter(value, property, siblings, looked));
		// Two of the same name are told apart by other parameters only; one of them has to fit.
		return lines.some((found) => found.length === 0) ? [] : lines[0];
	});
}

function inParameter(
	value: unknown,
	property: INodeProperties,
	siblings: INodeParameters,
	looked: Looked,
): string[] {
	if (isExpression(value)) return [];
	const { name } = property;
	const below = siblings[name];
	const named = (lines: string[]) => lines.map((line) => `${name} › ${line}`);
	const inner = (values: Values, properties: INodeProperties[], at: unknown) =>
		inForm(values, properties, { ...(at as INodeParameters), ...(values as object) }, looked);
	switch (property.type) {
		case 'options':
		case 'multiOptions':
			return notOffered([value].flat(), property);
		case 'collection':
			return named(
				[value]
					.flat()
					.filter(isObject)
					.flatMap((one) => inner(one, property.options as INodeProperties[], below)),
			);
		case 'fixedCollection':
			return named(
				Object.entries(value as Values).flatMap(([group, rows]) => {
					const options = property.options as INodePropertyCollection[];
					const form = options.find((option) => option.name === group);
					if (!form) return [`${group}: not in the form`];
					const at = [(below as Values | undefined)?.[group]].flat();
					return [rows]
						.flat()
						.filter(isObject)
						.flatMap((row, i) => inner(row, form.values, at[i]))
						.map((line) => `${group} › ${line}`);
				}),
			);
		case 'resourceLocator': {
			const { mode } = value as { mode: string };
			const isKnown = property.modes?.some((one) => one.name === mode) ?? true;
			return isKnown ? [] : [`${name}: no mode ‘${mode}’`];
		}
		default:
			return [];
	}
}

/** Lists that Zendesk, or another service, fills when the node is open are not known here. */
function notOffered(values: unknown[], { name, options, typeOptions }: INodeProperties): string[] {
	if (typeOptions?.loadOptionsMethod || typeOptions?.loadOptions) return [];
	const offered = (options as INodePropertyOptions[]).map((option) => option.value);
	return values
		.filter((value) => !isExpression(value) && !offered.includes(value as string))
		.map((value) => `${name}: no option ‘${String(value)}’`);
}
