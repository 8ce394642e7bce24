import { FIELDS, NODES, CHOICES, CREDENTIALS, OPERATIONS } from './forms';

/**
 * n8n's rules for texts.
 *
 * @see https://docs.n8n.io/connect/create-nodes/build-your-node/reference/ux-guidelines
 */

/** They stay small in the middle of a label. */
const SMALL = new Set('a an and as at but by for if in of on or per the to with'.split(' '));

const startsBig = (word: string) => /^[^a-z]/.test(word.replace(/^[('"]+/, ''));

/** Title Case: every word begins big, small ones in the middle don't have to. */
export function isTitle(label: string): boolean {
	const words = label.split(' ');
	return words.every((word, i) => {
		const isInside = i > 0 && i < words.length - 1;
		return (isInside && SMALL.has(word)) || word.split('-').every(startsBig);
	});
}

/** Without links, quoted names and paths through Zendesk's menus, in which other rules hold. */
const prose = (text: string) =>
	text
		.replace(/<[^>]+>/g, '')
		.replace(/(?<![a-z])'[^']+'(?!\w)/g, 'quoted')
		.replace(
			/(?:[A-Z]\w* (?:Center |Settings )?)?(?:User Settings )?› .*?(?=[.,;](?:\s|$)|$)/g,
			'menu',
		)
		.replaceAll('e.g.', 'for example');

/** What has a big letter wherever it stands. */
const NAMES =
	/^(?:n8n|[A-Z]{2,}s?|CCed|OAuth2?|IDs|Zendesk|Zephr|AI|Admin|Center|Activity|Trigger|Guide|Explore|Talk|Chat|Support|Enterprise|API|April|October|Key|Pairs)(?:'s)?$/;

export const sentencesOf = (text: string): string[] => prose(text).split(/(?<=[.!?]) +/);

/** Sentence case: big letters at beginnings and in names only. */
export function isSentence(text: string): boolean {
	return sentencesOf(text).every((sentence) => {
		const [first, ...words] = sentence
			.split(/[\s/(]+/)
			.map((word) => word.replace(/[.,;:)]+$/, ''));
		return (
			(startsBig(first) || ['quoted', 'menu', 'n8n'].includes(first)) &&
			words.every((word) => !/^[A-Z]/.test(word) || NAMES.test(word))
		);
	});
}

/** A period behind more than one sentence, none behind one. */
export const isClosed = (text: string): boolean =>
	text.endsWith('.') === sentencesOf(text).length > 1;

/** Words that n8n asks to avoid. The name of n8n's setting has one. */
export const alarms = (text: string): boolean =>
	/\b(?:errors?|problems?|failures?|mistakes?)\b/i.test(text.replaceAll("'On Error'", ''));

/** Text that explains something, and where it stands. */
export interface Text {
	path: string;
	text: string;
}

const texts = (path: string, ...all: Array<string | undefined>): Text[] =>
	all.flatMap((text) => (text === undefined ? [] : [{ path, text }]));

/** All labels, also of choices; without those that are names in Zendesk's API. */
export const LABELS: Text[] = [
	...NODES.flatMap(({ name, displayName }) => texts(name, displayName)),
	...CREDENTIALS.flatMap(({ name, displayName }) => texts(name, displayName)),
	...FIELDS.filter(({ property }) => property.type !== 'notice').flatMap(({ path, property }) =>
		texts(path, property.displayName, ...(property.modes ?? []).map((mode) => mode.displayName)),
	),
	...CHOICES.filter(({ name, value }) => name !== value).flatMap(({ path, name }) =>
		texts(path, name),
	),
];

/** All explanations: of nodes, fields and choices. */
export const EXPLANATIONS: Text[] = [
	...NODES.flatMap(({ name, description, activationMessage, eventTriggerDescription }) =>
		texts(name, description, activationMessage as string | undefined, eventTriggerDescription),
	),
	...FIELDS.flatMap(({ path, property }) =>
		texts(
			path,
			property.description,
			property.hint,
			property.type === 'notice' ? property.displayName : undefined,
		),
	),
	...CHOICES.flatMap(({ path, description }) => texts(path, description)),
];

/** All labels that a text may name, those of operations also behind their resource or node. */
export const NAMEABLE = new Set([
	...LABELS.map(({ text }) => text),
	...OPERATIONS.flatMap(({ node, name, resource }) => {
		const resources = node.properties.find((property) => property.name === 'resource')?.options;
		const of = resources?.find((option) => 'value' in option && option.value === resource)?.name;
		return [`${node.displayName}: ${name}`, ...(of ? [`${of}: ${name}`] : [])];
	}),
	...NODES.flatMap(({ outputs }) =>
		Array.from(String(outputs).matchAll(/displayName: '([^']+)'/g), ([, name]) => name),
	),
]);
