import {
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodeTypeDescription,
	NodeHelpers,
	type NodeParameterValueType,
} from 'n8n-workflow';

/** Without a field that a person fills in. */
const NO_FIELD = ['callout', 'curlImport', 'hidden', 'notice'];

/** What n8n shows otherwise: how to sign in together with the credential, and when to poll by fields for each mode. */
const SHOWN_OTHERWISE = ['authentication', 'pollTimes'];

const isForm = ({ type }: INodeProperties) => type === 'collection' || type === 'fixedCollection';

/** The parameters of a form that n8n shows, once all others have their defaults. */
function shownIn(
	description: INodeTypeDescription,
	parameters: INodeParameters,
): INodeProperties[] {
	const { properties } = description;
	const node = { typeVersion: [description.version].flat().at(-1) } as INode;
	const filled = NodeHelpers.getNodeParameters(
		properties,
		parameters,
		true,
		false,
		node,
		description,
	)!;
	const isShown = (property: INodeProperties, values: INodeParameters) =>
		!NO_FIELD.includes(property.type) &&
		NodeHelpers.displayParameter(values, property, node, description, filled);
	// What a collection offers may depend on parameters outside of it.
	return properties
		.filter((property) => isShown(property, filled))
		.map((property) =>
			property.type === 'collection'
				? {
						...property,
						options: (property.options as INodeProperties[]).filter((option) =>
							isShown(option, filled[property.name] as INodeParameters),
						),
					}
				: property,
		);
}

/** A collection with every option added, a list of rows with one row; each field has its default. */
function openedUp({ type, options = [], typeOptions }: INodeProperties): INodeParameters {
	if (type === 'collection') return valuesOf(options as INodeProperties[]);
	const rows = (options as INodePropertyCollection[]).map(({ name, values }) => {
		const row = valuesOf(values);
		return [name, typeOptions?.multipleValues ? [row] : row] as const;
	});
	return Object.fromEntries(rows);
}

function valuesOf(properties: INodeProperties[]): INodeParameters {
	return Object.fromEntries(
		properties.map((property) => [
			property.name,
			isForm(property) ? openedUp(property) : (property.default as NodeParameterValueType),
		]),
	);
}

/**
 * The form with all of its collections open, and again with whatever else has to be chosen for a parameter that is not in
 * it yet, until each parameter of the form is in one of them.
 *
 * @param description what n8n serves for the node
 * @param parameters what the form is opened with, e.g. resource and operation
 */
export function formsWithEverything(
	description: INodeTypeDescription,
	parameters: INodeParameters,
): INodeParameters[] {
	const open = (values: INodeParameters) => ({
		...values,
		...Object.fromEntries(
			shownIn(description, values)
				.filter((property) => isForm(property) && !SHOWN_OTHERWISE.includes(property.name))
				.map((property) => [property.name, openedUp(property)]),
		),
	});
	const forms = [open(parameters)];
	const seen = new Set(shownIn(description, parameters).map(({ name }) => name));
	for (const { name, displayOptions } of description.properties) {
		const wanted = Object.entries(displayOptions?.show ?? {}).map(([key, values]) => [
			key,
			values?.[0],
		]);
		const values = { ...(Object.fromEntries(wanted) as INodeParameters), ...parameters };
		const shown = shownIn(description, values).map((property) => property.name);
		if (seen.has(name) || !shown.includes(name)) continue;
		for (const one of shown) seen.add(one);
		forms.push(open(values));
	}
	return forms;
}

/** The names of all fields that a form has, those in its collections too. */
export function fieldsOf(description: INodeTypeDescription, parameters: INodeParameters): string[] {
	const names = (properties: INodeProperties[]): string[] =>
		properties.flatMap((property) => {
			if (NO_FIELD.includes(property.type)) return [];
			if (!isForm(property)) return [property.name];
			const { options = [] } = property;
			return property.type === 'collection'
				? names(options as INodeProperties[])
				: (options as INodePropertyCollection[]).flatMap(({ values }) => names(values));
		});
	return names(
		shownIn(description, parameters).filter(({ name }) => !SHOWN_OTHERWISE.includes(name)),
	);
}
