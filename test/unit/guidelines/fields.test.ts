import type { INodeProperties } from 'n8n-workflow';
import { choicesOf, type Field, FIELDS } from './forms';

/** They say it all: n8n's own names for parts of a form, or as plain as a first name. */
const PLAIN = new Set([
	'additionalFields',
	'authentication',
	'filters',
	'firstName',
	'lastName',
	'operation',
	'options',
	'resource',
	'updateFields',
]);

/** In an order of their own: from the least to the most. */
const SCALES = new Set(['level']);

const COLLECTIONS: Record<string, string> = {
	Options: 'Add option',
	'Additional Fields': 'Add Field',
	'Update Fields': 'Add Field',
	Filters: 'Add Filter',
};

/** Texts that n8n gives word for word. */
const EXACT: Record<string, Partial<INodeProperties>> = {
	returnAll: { description: 'Whether to return all results or only up to a given limit' },
	limit: {
		description: 'Max number of results to return',
		default: 50,
		typeOptions: { minValue: 1 },
	},
};

const inOrder = (names: string[]) =>
	names.every((name, i) => i === 0 || names[i - 1].localeCompare(name) < 0);

const bare = (text: string) => text.toLowerCase().replace(/^(?:the|a|an) /, '');

type Rule = (property: INodeProperties, field: Field) => boolean;

const only = (types: string[], rule: Rule): Rule => {
	return (property, field) => !types.includes(property.type) || rule(property, field);
};

const RULES: Record<string, Rule> = {
	'has a description or a hint, unless its label says it all': ({
		name,
		description,
		hint,
		type,
	}) => Boolean(description ?? hint) || PLAIN.has(name) || type === 'notice',
	'has a description that says more than the label': ({ displayName, description = '…' }) =>
		bare(description) !== bare(displayName),
	'has a description that begins with Whether when it is a switch': only(
		['boolean'],
		({ description = '' }) => description.startsWith('Whether '),
	),
	'has an example that is called one': only(
		['string', 'json', 'number', 'dateTime'],
		// n8n's linter demands the one of emails.
		({ placeholder = 'e.g. ' }) => /^e\.g\. |^name@email\.com$/.test(placeholder),
	),
	'offers to add what it collects': only(
		['collection', 'fixedCollection'],
		({ displayName, placeholder = '' }) =>
			placeholder === (COLLECTIONS[displayName] ?? placeholder) && /^Add \w+$/.test(placeholder),
	),
	'collects its fields in alphabetical order': only(['collection'], ({ options = [] }) =>
		inOrder(options.map((option) => ('displayName' in option ? option.displayName : ''))),
	),
	'offers five choices and more in alphabetical order': (property, field) => {
		const names = choicesOf(field).map(({ name }) => name);
		return names.length < 5 || SCALES.has(property.name) || inOrder(names);
	},
	'picks a record from a list first': only(
		['resourceLocator'],
		({ modes = [], default: usual }) =>
			modes[0].name === 'list' &&
			modes[0].displayName === 'From List' &&
			/^Select a .*\.\.\.$/.test(modes[0].placeholder ?? '') &&
			modes[0].typeOptions?.searchable === true &&
			JSON.stringify(usual) === '{"mode":"list","value":""}',
	),
	'picks a record by texts that have an example': only(['resourceLocator'], ({ modes = [] }) =>
		modes.slice(1).every(({ placeholder = '' }) => placeholder.startsWith('e.g. ')),
	),
	'hides what is secret': ({ name, typeOptions }) =>
		!/secret|token|password/i.test(name) || typeOptions?.password === true,
	'leaves expressions out of what shapes the form': ({ name, noDataExpression }) =>
		!['authentication', 'resource', 'operation'].includes(name) || noDataExpression === true,
	'says word for word what n8n says': (property) =>
		Object.entries(EXACT[property.name] ?? {}).every(
			([key, value]) =>
				JSON.stringify(property[key as keyof INodeProperties]) === JSON.stringify(value),
		),
};

const offenders = (rule: Rule, fields: Field[]) =>
	fields.filter((field) => !rule(field.property, field)).map(({ path }) => path);

it.each(Object.entries(RULES))('every field %s', (_name, rule) => {
	expect(FIELDS.length).toBeGreaterThan(300);
	expect(offenders(rule, FIELDS)).toEqual([]);
});

const TEXT: INodeProperties = { displayName: 'Name', name: 'name', type: 'string', default: '' };
const LOCATOR: Partial<INodeProperties> = {
	type: 'resourceLocator',
	modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
};

const BAD: Array<[rule: string, bad: Partial<INodeProperties>]> = [
	['has a description or', {}],
	['has a description that says more', { description: 'The name' }],
	['has a description that begins', { type: 'boolean', description: 'If it is on' }],
	['has an example', { placeholder: 'Ann Miller' }],
	['offers to add', { type: 'collection', displayName: 'Options', placeholder: 'Add Field' }],
	['collects', { type: 'collection', options: [{ ...TEXT, displayName: 'Tag' }, TEXT] }],
	['offers five', { options: [...'bacde'].map((name) => ({ name, value: name })) }],
	['picks a record from', LOCATOR],
	['picks a record by', { ...LOCATOR, modes: [...LOCATOR.modes!, ...LOCATOR.modes!] }],
	['hides', { name: 'apiToken' }],
	['leaves expressions', { name: 'operation' }],
	['says word for word', { name: 'limit', default: 100 }],
];

it.each(BAD)('a field that does not keep this is found: %s', (start, bad) => {
	const name = Object.keys(RULES).find((rule) => rule.startsWith(start))!;
	expect(offenders(RULES[name], [{ path: 'here', property: { ...TEXT, ...bad } }])).toEqual([
		'here',
	]);
});
