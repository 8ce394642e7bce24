import type { Workflow, WorkflowNode } from '../../playground/rest';
import { boxOf, endOfText, holds, isNote, overlap, textOf } from './canvas';
import { tableBelow } from './markdown';
import { read } from './repository';
import { CREDENTIALS, DEFAULT_NAMES } from './templateNodes';

const PACK = 'n8n-nodes-zendesk-users';

const SECTIONS = [
	"### Who's it for",
	'### How it works',
	'### How to set up',
	'**Try it safely first:**',
	'### Requirements',
	'### How to customize',
];

/** Where a template works, so that its name says it. */
const WHERE = /\b(Zendesk|Zephr|n8n)\b/;
const VERBS = /^(Import|Keep|Off-board|Reconcile|Review|Show|Start|Sync) /;

const E_MAIL = /[\w.+-]+@([\w-]+\.)+[a-z]{2,}/gi;
const EXAMPLE = /[@.](example(\.com)?|invalid)$/i;

/** Notes that look something up, of which a person reads a line at a time. */
const REFERENCE = [
	'Overview',
	'Note: settings',
	'Note: HR systems',
	'Note: advice',
	'Note: webhooks',
];

const kindOf = ({ type }: WorkflowNode) => type.split('.')[1];
const wordsIn = (text: string) => text.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
const isYellow = ({ parameters: { color = 1 } }: WorkflowNode) => color === 1;
const isOfPack = ({ type }: WorkflowNode) => type.startsWith(`${PACK}.`);

function credentialsOf(node: WorkflowNode): string[] {
	const { authentication, incomingAuthentication, nodeCredentialType, genericAuthType } =
		node.parameters;
	return [kindOf(node), authentication, incomingAuthentication, nodeCredentialType, genericAuthType]
		.map((asks) => CREDENTIALS[String(asks)])
		.filter(Boolean);
}

interface Chosen {
	mode?: string;
	value?: unknown;
}

/** Everything that is chosen from a list or by ID, however deep. */
function chosenIn(value: unknown): Chosen[] {
	if (typeof value !== 'object' || value === null) return [];
	const inner = Object.values(value).flatMap(chosenIn);
	return '__rl' in value ? [value as Chosen, ...inner] : inner;
}

interface Looked {
	file: string;
	template: Workflow;
	overview: string;
	notes: WorkflowNode[];
	nodes: WorkflowNode[];
}

/** n8n's guidelines for templates, and our own: each says what of a template does not keep to it. */
export const RULES: Record<string, (looked: Looked) => string[]> = {
	'its name begins with a verb and says where': ({ template: { name } }) =>
		VERBS.test(name) && WHERE.test(name) ? [] : [name],
	'it is in the table of templates': ({ file, template: { name } }) =>
		tableBelow(read('workflows/README.md'), 'Template').some(
			([link, does]) => link === `[\`${file}\`](#${file})` && does === name,
		)
			? []
			: [name],
	'one note is yellow, the overview in the upper left corner': ({ template, notes }) => {
		const boxes = template.nodes.map(boxOf);
		const [left, top] = [
			Math.min(...boxes.map((b) => b.left)),
			Math.min(...boxes.map((b) => b.top)),
		];
		const isRight = (note: WorkflowNode) =>
			isYellow(note)
				? note.name === 'Overview' && boxOf(note).left === left && boxOf(note).top === top
				: note.name.startsWith('Note: ') && note.parameters.color === 7;
		const wrong = notes.filter((note) => !isRight(note)).map(({ name }) => name);
		return notes.some(isYellow) ? wrong : ['none is yellow'];
	},
	'the overview has its sections in order': ({ template: { name }, overview }) => {
		const places = [`## ${name}\n**Self-hosted n8n only:** `, ...SECTIONS].map((part) =>
			overview.indexOf(part),
		);
		return places.every((place, i) => place > (places[i - 1] ?? -1)) ? [] : [String(places)];
	},
	'the overview names the pack where its nodes are used': ({ nodes, overview }) =>
		!nodes.some(isOfPack) || overview.includes(`needs the community node **${PACK}**`)
			? []
			: [PACK],
	'the overview has 100 to 300 words': ({ overview }) => {
		const words = wordsIn(overview);
		return words >= 100 && words <= 300 ? [] : [String(words)];
	},
	'the overview says what it never does': ({ overview }) =>
		/ never (changes|decides|repeats|touches|writes)/.test(overview) ? [] : [overview],
	'notes of steps have at most 50 words': ({ notes }) =>
		notes
			.filter((note) => !REFERENCE.includes(note.name) && wordsIn(textOf(note)) > 50)
			.map((note) => `${note.name}: ${wordsIn(textOf(note))}`),
	'each setting is explained': ({ notes, nodes }) => {
		const explained = notes.filter(({ name }) => name === 'Note: settings').map(textOf);
		const { assignments } = nodes.find(({ name }) => name === 'Settings')!.parameters
			.assignments as { assignments: Array<{ name: string }> };
		return assignments
			.map(({ name }) => name)
			.filter((name) => !explained.some((text) => text.includes(`*${name}*`)));
	},
	'each credential is named': ({ notes, nodes }) =>
		nodes
			.flatMap(credentialsOf)
			.filter((credential) => !notes.some((note) => textOf(note).includes(`**${credential}**`))),
	'no real email address is in it': ({ template }) =>
		(JSON.stringify(template).match(E_MAIL) ?? []).filter((address) => !EXAMPLE.test(address)),
	'nothing is chosen by an ID': ({ template }) =>
		chosenIn(template.nodes)
			.filter(({ mode, value }) => mode !== 'name' && value !== '' && !/^=/.test(String(value)))
			.map(({ value }) => String(value)),
	'nothing of an instance is in it': ({ template }) => [
		...['id', 'versionId', 'shared', 'active'].filter((key) => key in template),
		...Object.keys((template.meta ?? {}) as object).filter((key) => key === 'instanceId'),
		...Object.keys((template.pinData ?? {}) as object),
		...template.nodes.filter(({ credentials }) => credentials).map(({ name }) => name),
	],
	'each node is named after what it does': ({ template }) =>
		template.nodes
			.filter((node) => {
				const usual = DEFAULT_NAMES[kindOf(node)];
				return usual === undefined || node.name.replace(/\d+$/, '').trim() === usual;
			})
			.map(({ name, type }) => `${name} (${type})`),
	'nodes of the pack are of version 1': ({ nodes }) =>
		nodes.filter((node) => isOfPack(node) && node.typeVersion !== 1).map(({ name }) => name),
	'it runs in the order of n8n 1': ({ template: { settings } }) =>
		settings?.executionOrder === 'v1' ? [] : ['executionOrder'],
	'notes overlap no other notes': ({ notes }) =>
		notes
			.filter((note) => notes.some((other) => other !== note && overlap(boxOf(note), boxOf(other))))
			.map(({ name }) => name),
	'each node is in the note of its step': ({ notes, nodes }) => {
		const isInOne = (node: WorkflowNode) => {
			const touched = notes.filter((note) => overlap(boxOf(note), boxOf(node)));
			return touched.length === 1 && holds(boxOf(touched[0]), boxOf(node));
		};
		return nodes.filter((node) => !isInOne(node)).map(({ name }) => name);
	},
	'texts fit their notes, above the nodes in them': ({ notes, nodes }) =>
		notes
			.filter((note) => {
				const box = boxOf(note);
				const tops = nodes.map(boxOf).filter((node) => overlap(box, node));
				return endOfText(note) > Math.min(box.bottom, ...tops.map(({ top }) => top));
			})
			.map(({ name }) => name),
};

export function complaints(rule: string, file: string, template: Workflow): string[] {
	const notes = template.nodes.filter(isNote);
	const nodes = template.nodes.filter((node) => !isNote(node));
	const overview = notes.filter(({ name }) => name === 'Overview').map(textOf)[0] ?? '';
	return RULES[rule]({ file, template, overview, notes, nodes });
}
