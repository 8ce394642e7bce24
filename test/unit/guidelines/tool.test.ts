import { type INode, type INodeParameters, type INodeType, NodeHelpers } from 'n8n-workflow';
import { formOf, NODES, OPERATIONS } from './forms';

/** What an AI agent and the author of its workflow get of the nodes as tools. */

const CONSENT = 'allowAiAgents';

/** n8n makes a tool of a node under this name. */
const asTool = (node: (typeof NODES)[number]) => ({ ...node, name: `${node.name}Tool` });

type Operation = (typeof OPERATIONS)[number];

const writes = (operation: Operation) =>
	formOf(operation).some(({ property }) => property.name === CONSENT);

const parametersOf = ({ resource, value }: Operation): INodeParameters => ({
	...(resource === undefined ? {} : { resource }),
	operation: String(value),
	options: {},
});

/** What n8n tells the model of the tool unless its author writes something else. */
function toldOf(operation: Operation): string | undefined {
	const node = { parameters: { ...parametersOf(operation), descriptionType: 'auto' } };
	const description = asTool(operation.node);
	return NodeHelpers.getToolDescriptionForNode(
		node as unknown as INode,
		{ description } as INodeType,
	);
}

const OF_USERS = OPERATIONS.filter(({ resource }) => resource !== undefined);
const OF_SYNC = OPERATIONS.filter(({ resource }) => resource === undefined);

describe('the model is told', () => {
	it.each(OF_USERS)('the action of $path', (operation) => {
		expect(toldOf(operation)).toBe(`${operation.action} in Zendesk Users`);
	});

	it.each([
		['zendeskUsers.user.delete', 'Delete user in Zendesk Users'],
		['zendeskUsers.user.merge', 'Merge users in Zendesk Users'],
		['zendeskUsers.deletedUser.deletePermanently', 'Delete user permanently in Zendesk Users'],
	])('of %s: %s', (path, words) => {
		expect(toldOf(OPERATIONS.find((operation) => operation.path === path)!)).toBe(words);
	});

	// Without a resource n8n does not look for the action.
	it.each(OF_SYNC)('what the node does for $path', (operation) => {
		expect(toldOf(operation)).toBe(operation.node.description);
	});

	it.each(NODES.filter(({ usableAsTool }) => usableAsTool))(
		'in the description of $displayName that it only gets a dry run',
		({ description }) => {
			expect(description).toContain('delete');
			expect(description).toContain(
				"An AI agent only gets a dry run unless the option 'Allow AI Agents to Change Users' is on.",
			);
		},
	);
});

describe('its author', () => {
	const isNoticed = (operation: Operation, node: Operation['node'], options = {}) => {
		const parameters = { ...parametersOf(operation), options };
		return formOf(operation).some(
			({ property }) =>
				property.name === 'aiNotice' &&
				NodeHelpers.displayParameter(parameters, property, { typeVersion: 1 }, node),
		);
	};

	it.each(OPERATIONS.filter(writes))('is told of the dry run of $path', (operation) => {
		expect(isNoticed(operation, asTool(operation.node))).toBe(true);
		expect(isNoticed(operation, asTool(operation.node), { [CONSENT]: true })).toBe(false);
		expect(isNoticed(operation, operation.node)).toBe(false);
	});

	it.each(OPERATIONS.filter((operation) => !writes(operation)))(
		'is not told of one in $path, which changes nothing',
		(operation) => {
			expect(isNoticed(operation, asTool(operation.node))).toBe(false);
		},
	);
});

/** The model's names for what it fills in: n8n's editor makes them of the labels. */
const keyOf = (label: string) => label.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64);

/** n8n lets a model fill these in. */
const FILLED = ['boolean', 'dateTime', 'json', 'number', 'resourceLocator', 'string'];

it.each(OPERATIONS)('each field of $path has a name of its own for the model', (operation) => {
	// What bounds a sync is for its author to say.
	const fields = formOf(operation).filter(
		({ path, property }) => FILLED.includes(property.type) && !path.includes('.scope.'),
	);
	const keys = fields.map(({ property }) => keyOf(property.displayName));
	expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
	expect(keys.filter((key) => key.length < 3)).toEqual([]);
});
