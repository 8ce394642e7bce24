import { basename, join } from 'node:path/posix';
import axios from 'axios';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyOptions,
	INodeTypeDescription,
	Themed,
} from 'n8n-workflow';
import type { Browser, Page } from 'playwright-core';
import pack from '../../package.json';
import { type Playground, startPlayground } from '../../playground/playground';
import type { Workflow, WorkflowNode } from '../../playground/rest';
import { readTemplate } from '../../playground/template';
import { openEditor, startBrowser } from './browser';
import { pictureOfCanvas } from './editorPictures';
import { Placeholders } from './placeholders';
import { unknownIn } from './templateCheck';
import { expectTemplateOpens, TEMPLATES } from './templateInEditor';

/** What somebody types who looks for what the pack does. */
const WORDS = ['offboarding', 'deprovision', 'license', 'Zephr', 'HR', 'SCIM', 'suspend', 'GDPR'];

/** The operation *Custom API Call*, which sends people to the HTTP Request node. */
const ADDED_BY_N8N = '__CUSTOM_API_CALL__';

/** n8n names a type like its file, but for the first letter. */
const typesIn = (paths: string[]) =>
	paths.map((path) => {
		const [name] = basename(path).split('.');
		return name[0].toLowerCase() + name.slice(1);
	});

type Served<T> = T & { iconUrl: Themed<string> };

let playground: Playground;
let browser: Browser;
let page: Page;
let problems: string[];
let nodeTypes: Array<Served<INodeTypeDescription>>;
let credentialTypes: Array<Served<ICredentialType>>;
let ours: Array<Served<INodeTypeDescription>>;

const read = async (path: string) =>
	await axios.get<unknown>(`${playground.n8n.url}/${path}`, {
		proxy: false,
		validateStatus: () => true,
	});

beforeAll(async () => {
	playground = await startPlayground({ say: console.log });
	nodeTypes = (await playground.rest.nodeTypes()) as typeof nodeTypes;
	credentialTypes = (await playground.rest.credentialTypes()) as typeof credentialTypes;
	ours = nodeTypes.filter(({ name }) => name.startsWith(`${pack.name}.`));
	browser = await startBrowser(playground);
	// Pictures of templates are opened to be read.
	({ page, problems } = await openEditor(browser, playground, 2));
});

afterAll(async () => {
	await browser?.close();
	await playground?.stop();
});

describe('n8n knows', () => {
	it('each node of the package, as a tool too unless it is a trigger', () => {
		const nodes = typesIn(pack.n8n.nodes);
		const tools = nodes.filter((name) => !name.endsWith('Trigger')).map((name) => `${name}Tool`);
		const expected = [...nodes, ...tools].map((name) => `${pack.name}.${name}`);
		expect(ours.map(({ name }) => name).sort()).toEqual(expected.sort());
	});

	it('each credential of the package, and where it belongs', () => {
		const names = typesIn(pack.n8n.credentials);
		const known = credentialTypes.filter(({ name }) => names.includes(name));
		expect(known.map(({ name }) => name).sort()).toEqual(names.sort());
		const asked = ours.flatMap(({ credentials = [] }) => credentials.map(({ name }) => name));
		expect(names.filter((name) => !asked.includes(name))).toEqual(['zephrApi']);
	});

	it('an icon of each of them, for light and dark screens', async () => {
		const names = typesIn(pack.n8n.credentials);
		const all = [...ours, ...credentialTypes.filter(({ name }) => names.includes(name))];
		for (const { iconUrl } of all) {
			const { light, dark } = iconUrl as { light: string; dark: string };
			expect(light).not.toBe(dark);
			for (const path of [light, dark]) {
				const { status, headers, data } = await read(path);
				expect([path, status, headers['content-type']]).toEqual([path, 200, 'image/svg+xml']);
				expect(data).toMatch(/^<svg /);
			}
		}
	});

	it('what each operation will put out', async () => {
		const paths = ours.flatMap(({ name, properties }) => schemasOf(name, properties));
		// Of actions and sync, each also as a tool.
		expect(paths).toHaveLength((21 + 3) * 2);
		for (const path of paths) {
			const { status, data } = await read(path);
			expect([path, status]).toEqual([path, 200]);
			expect(data).toMatchObject({ type: 'object', properties: expect.anything() });
		}
	});
});

/** Where the editor looks for the preview of each operation's output. */
function schemasOf(type: string, properties: INodeProperties[]): string[] {
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options, displayOptions }) => {
			const [resource = ''] = displayOptions?.show?.resource ?? [];
			return (options as INodePropertyOptions[])
				.filter(({ value }) => value !== ADDED_BY_N8N)
				.map(({ value }) => join('schemas', type, '1.0.0', String(resource), `${value}.json`));
		});
}

describe('the editor', () => {
	it('finds a node of the pack by each of these words', async () => {
		const manual = 'n8n-nodes-base.manualTrigger';
		const start = { id: 'start', name: 'Start', type: manual, typeVersion: 1, position: [0, 0] };
		const { id } = await playground.rest.createWorkflow({
			name: 'Search',
			nodes: [{ ...start, parameters: {} }],
			connections: {},
		});
		await page.goto(`${playground.n8n.url}/workflow/${id}`);
		await page.locator('[data-test-id="canvas-node"]').first().waitFor();
		await page.locator('[data-test-id="node-creator-plus-button"]').click();
		// A node and its trigger are one in the list.
		const names = ours.map(({ displayName }) => displayName.replace(/ Trigger$/, ''));
		const found = page.locator('[data-test-id="node-creator-item-name"]');
		const missed = [];
		for (const word of WORDS) {
			await page.locator('[data-test-id="node-creator-search-bar"]').fill(word);
			const isThere = await found
				.getByText(new RegExp(`^\\s*(${names.join('|')})\\s*$`))
				.first()
				.waitFor()
				.then(() => true)
				.catch(() => false);
			if (!isThere) missed.push(word);
		}
		expect(missed).toEqual([]);
		expect(problems).toEqual([]);
	});
});

describe.each(TEMPLATES)('the template %s', (name) => {
	it('asks for nothing that this n8n does not know', () => {
		expect(unknownIn(readTemplate(name).nodes, nodeTypes)).toEqual([]);
	});

	it('opens with no missing node and nothing to complain about', async () => {
		const placeholders = new Placeholders(playground.rest, nodeTypes, credentialTypes);
		const filled = await placeholders.pickIn(readTemplate(name));
		const { id } = await playground.rest.createWorkflow(filled);
		await expectTemplateOpens(page, playground, { id, nodes: filled.nodes });
		expect(problems).toEqual([]);
		await pictureOfCanvas(page, `template-${name}`);
	});
});

describe('what is not known is named', () => {
	const plant = (change: (nodes: Map<string, WorkflowNode>) => void) => {
		const copy: Workflow = structuredClone(readTemplate('seat-audit'));
		const sound = unknownIn(copy.nodes, nodeTypes);
		change(new Map(copy.nodes.map((node) => [node.name, node])));
		return unknownIn(copy.nodes, nodeTypes).filter((line) => !sound.includes(line));
	};

	it.each<[string, (nodes: Map<string, WorkflowNode>) => void, string]>([
		[
			'a type',
			(nodes) => Object.assign(nodes.get('Downgrade')!, { type: `${pack.name}.zendeskPeople` }),
			`Downgrade: no type ${pack.name}.zendeskPeople 1`,
		],
		[
			'a version',
			(nodes) => Object.assign(nodes.get('Seats')!, { typeVersion: 7 }),
			`Seats: no type ${pack.name}.zendeskUsers 7`,
		],
		[
			'a parameter',
			(nodes) => Object.assign(nodes.get('Seats')!.parameters, { rolle: 'agent' }),
			'Seats › rolle: not in the form',
		],
		[
			'a parameter of another operation',
			(nodes) => Object.assign(nodes.get('Seats')!.parameters, { leaver: '' }),
			'Seats › leaver: not in the form',
		],
		[
			'a parameter in a collection',
			(nodes) => Object.assign(nodes.get('Seats')!.parameters.options!, { inactiveDays: 3 }),
			'Seats › options › inactiveDays: not in the form',
		],
		[
			'a group of rows',
			(nodes) => Object.assign(nodes.get('Open seats')!.parameters.filters!, { terms: [] }),
			'Open seats › filters › terms: not in the form',
		],
		[
			'a parameter in a row',
			(nodes) =>
				Object.assign(nodes.get('Open seats')!.parameters, {
					filters: { conditions: [{ keyName: 'status', comparison: 'eq' }] },
				}),
			'Open seats › filters › conditions › comparison: not in the form',
		],
		[
			'a value of a list',
			(nodes) => Object.assign(nodes.get('Seats')!.parameters, { operation: 'getSome' }),
			'Seats › operation: no option ‘getSome’',
		],
		[
			'one of several values of a list',
			(nodes) => Object.assign(nodes.get('Seats')!.parameters, { fields: ['name', 'shoe_size'] }),
			'Seats › fields: no option ‘shoe_size’',
		],
		[
			'a value of a list in a collection',
			(nodes) => Object.assign(nodes.get('Seats')!.parameters.options!, { productRoles: 'maybe' }),
			'Seats › options › productRoles: no option ‘maybe’',
		],
		[
			'a way to pick a user',
			(nodes) => Object.assign(nodes.get('Downgrade')!.parameters.leaver!, { mode: 'phone' }),
			'Downgrade › leaver: no mode ‘phone’',
		],
	])('%s', (_, change, line) => {
		expect(plant(change)).toContain(line);
	});
});
