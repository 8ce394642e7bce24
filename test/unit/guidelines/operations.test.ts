import { isFile, read } from '../../docs/repository';
import { formOf, NODES, OPERATIONS } from './forms';

const ARTICLES = /\b(?:a|an|the)\b/i;

/** What people lose for good by it. */
const DESTRUCTIVE = [
	'zendeskUserSync.apply',
	'zendeskUserSync.sync',
	'zendeskUsers.deletedUser.deletePermanently',
	'zendeskUsers.user.delete',
	'zendeskUsers.user.merge',
	'zendeskUsers.user.offboard',
];

/** The items that they return are made by the pack and flat: there is nothing raw behind them. */
const MADE = [
	'zendeskUserSync.plan',
	'zendeskUsers.activity.createReport',
	'zendeskUsers.activity.getAll',
	'zendeskUsers.seat.createReport',
	'zendeskUsers.ticket.getCount',
];

type Operation = (typeof OPERATIONS)[number];

const pathsOf = (isMeant: (operation: Operation) => boolean) =>
	OPERATIONS.filter(isMeant)
		.map(({ path }) => path)
		.sort();

const has = (operation: Operation, name: string) =>
	formOf(operation).some(({ property }) => property.name === name);

const words = (text = '') => text.toLowerCase().match(/[a-z]+/g) ?? [];

/** What is worked on, in the words of the interface: `deletedUser` is `deleted user`. */
const objectOf = ({ resource = 'user|plan' }: Operation) =>
	new RegExp(
		resource.replace(/[A-Z]/g, (letter) => `.*${letter.toLowerCase()}`),
		'i',
	);

it.each<[rule: string, isFine: (operation: Operation) => boolean]>([
	[
		'has an action of its own',
		({ action }) => OPERATIONS.filter((o) => o.action === action).length === 1,
	],
	['has an action in sentence case', ({ action = '' }) => /^[A-Z][a-z ]+$/.test(action)],
	['has an action without articles', ({ action = '' }) => !ARTICLES.test(action)],
	[
		'names its object in the action',
		(operation) =>
			operation.resource === 'deletedUser' ||
			objectOf(operation).test(String(operation.action).replace('activities', 'activity')),
	],
	[
		'names it in the name too where there is no resource to choose',
		({ name, resource }) => resource !== undefined || name.includes(' '),
	],
	[
		'has a description with other words than its name and its action',
		({ name, action, description }) =>
			words(description).some((word) => ![...words(name), ...words(action)].includes(word)),
	],
	[
		'says in the description whom or what it is about',
		({ description = '', name }) =>
			name === 'Create or Update' ||
			/\b(?:users?|agents?|tickets?|seat|who|plan)\b/i.test(description),
	],
])('every operation %s', (_rule, isFine) => {
	expect(OPERATIONS).toHaveLength(24);
	expect(pathsOf((operation) => !isFine(operation))).toEqual([]);
});

it('those that destroy say that it can’t be undone, and no others', () => {
	expect(pathsOf(({ description = '' }) => description.includes("can't be undone"))).toEqual(
		DESTRUCTIVE,
	);
});

it('those that return records of Zendesk can return them simplified: ten fields at most', () => {
	const isReading = (operation: Operation) => !has(operation, 'allowAiAgents');
	const returning = pathsOf((operation) => has(operation, 'output'));
	expect(pathsOf(isReading)).toEqual([...MADE, ...returning].sort());
	const tooMany: string[] = [];
	for (const path of returning) {
		const [, resource, operation] = path.split('.');
		// It is what the operation returns in n8n's engine: see test/engine/schemas.test.ts.
		const schema = read(`nodes/ZendeskUsers/__schema__/v1.0.0/${resource}/${operation}.json`);
		const { properties } = JSON.parse(schema) as { properties: object };
		if (Object.keys(properties).length > 10) tooMany.push(path);
	}
	expect(tooMany).toEqual([]);
});

describe.each(NODES)('$displayName', (node) => {
	const isTrigger = node.group.includes('trigger');

	it('has an icon for light and one for dark', () => {
		const { light, dark } = node.icon as { light: string; dark: string };
		expect(light).not.toBe(dark);
		for (const icon of [light, dark]) expect(isFile(icon.replace('file:../../', ''))).toBe(true);
	});

	it('tells in the subtitle what was chosen', () => {
		expect(node.subtitle).toContain(isTrigger ? 'triggerOn' : 'operation');
	});

	it('is a tool of AI agents, or a trigger by its name', () => {
		const { properties, displayName, usableAsTool } = node;
		const triggerOn = properties.find(({ name }) => name === 'triggerOn')?.displayName;
		expect({ usableAsTool, triggerOn }).toEqual(
			isTrigger ? { triggerOn: 'Trigger On' } : { usableAsTool: true },
		);
		expect(displayName.endsWith(' Trigger')).toBe(isTrigger);
	});

	it('offers OAuth first', () => {
		expect(node.credentials?.[0].name).toBe('zendeskUsersOAuth2Api');
	});
});
