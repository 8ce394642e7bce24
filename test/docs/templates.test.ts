import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Workflow, WorkflowNode } from '../../playground/rest';
import { readTemplate } from '../../playground/template';
import { complaints, RULES } from './templateRules';

const TEMPLATES = readdirSync(join(__dirname, '..', '..', 'workflows'))
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace(/\.json$/, ''));

const nodeOf = (template: Workflow, name: string) =>
	template.nodes.find((node) => node.name === name)!;

const SPOILED = 'agent-offboarding';

const inOverview = (text: string | RegExp, instead: string) => (template: Workflow) => {
	const { parameters } = nodeOf(template, 'Overview');
	parameters.content = String(parameters.content).replace(text, instead);
};

const onNode = (name: string, change: (node: WorkflowNode) => void) => (template: Workflow) =>
	change(nodeOf(template, name));

/** A template that breaks the rule of this name, made of one that keeps to it. */
const BREACHES: Record<string, (template: Workflow) => void> = {
	'its name begins with a verb and says where': (template) => {
		template.name = 'Zendesk agents with approval';
	},
	'it is in the table of templates': (template) => {
		template.name = 'Off-board another Zendesk agent';
	},
	'one note is yellow, the overview in the upper left corner': onNode(
		'Note: request',
		({ parameters }) => delete parameters.color,
	),
	'the overview has its sections in order': inOverview('### Requirements', '### Needs'),
	'the overview names the pack where its nodes are used': inOverview(/needs the [^.]*/, ''),
	'the overview has 100 to 300 words': inOverview('### How', `${'word '.repeat(50)}\n### How`),
	'the overview says what it never does': inOverview('never', 'seldom'),
	'notes of steps have at most 50 words': onNode('Note: request', ({ parameters }) => {
		parameters.content = 'word '.repeat(51);
	}),
	'each setting is explained': onNode('Note: settings', ({ parameters }) => {
		parameters.content = String(parameters.content).replace('*answerWithinDays*', '*days*');
	}),
	'each credential is named': inOverview('**SMTP**', '**Mail**'),
	'no real email address is in it': inOverview('test agent', 'agent such as ann@acme.com'),
	'nothing is chosen by an ID': onNode('Start the approval', ({ parameters }) => {
		parameters.workflowId = { __rl: true, mode: 'list', value: 'ab12CD34ef56GH78' };
	}),
	'nothing of an instance is in it': onNode('Offboard', (node) => {
		node.credentials = { zendeskUsersOAuth2Api: { id: '1', name: 'Ours' } };
	}),
	'each node is named after what it does': onNode('Rows', (node) => {
		node.name = 'Code1';
	}),
	'nodes of the pack are of version 1': onNode('Offboard', (node) => {
		node.typeVersion = 2;
	}),
	'it runs in the order of n8n 1': (template) => {
		template.settings = {};
	},
	'notes overlap no other notes': onNode('Note: settings', ({ parameters }) => {
		parameters.width = 700;
	}),
	'each node is in the note of its step': onNode('Rows', (node) => {
		node.position = [950, 0];
	}),
	'texts fit their notes, above the nodes in them': onNode('Overview', ({ parameters }) => {
		parameters.height = 500;
	}),
};

it('looks at every template and has a breach of every rule', () => {
	expect(TEMPLATES).toHaveLength(9);
	expect(Object.keys(BREACHES)).toEqual(Object.keys(RULES));
});

describe.each(Object.keys(RULES))('%s', (rule) => {
	it.each(TEMPLATES)('in %s', (file) => {
		expect(complaints(rule, file, readTemplate(file))).toEqual([]);
	});

	it('or it is said', () => {
		const template = readTemplate(SPOILED);
		BREACHES[rule](template);
		expect(complaints(rule, SPOILED, template)).not.toEqual([]);
	});
});
