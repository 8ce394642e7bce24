import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Workflow, WorkflowNode } from '../../playground/rest';
import { ATTACKS, hostile } from './hostile';
import { dangersIn, elementsOf, skeletonOf } from './html';

/** Templates write HTML in Code nodes, and in expressions of mails and forms: both run here, with texts of attackers. */

const FOLDER = join(__dirname, '..', '..', 'workflows');
const TEMPLATES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

type Json = Record<string, unknown>;
type Word = (at: number) => string;

const nodesOf = (file: string) =>
	(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow).nodes;

const nodeOf = (file: string, name: string) =>
	nodesOf(file).find((node) => node.name === name)!.parameters;

/** What n8n gives to code and expressions, as far as the templates use it: other nodes' items by their names. */
interface Scope {
	/** Items of other nodes; a node that is not here has not run. */
	nodes?: Record<string, Json[]>;
	input?: Json[];
	json?: Json;
}

function evaluate(code: string, { nodes = {}, input = [], json = {} }: Scope): unknown {
	const itemsOf = (name: string) => {
		const items = (nodes[name] ?? []).map((each) => ({ json: each, binary: {} }));
		return { first: () => items[0], all: () => items, isExecuted: name in nodes };
	};
	const $input = {
		all: () => input.map((each) => ({ json: each })),
		first: () => ({ json: input[0] }),
	};
	const $execution = { resumeFormUrl: 'https://n8n.example/form-waiting/1' };
	const names = ['$', '$input', '$json', '$execution', '$workflow', 'DateTime'];
	const given = [itemsOf, $input, json, $execution, { name: 'Template' }, DateTime];
	return new Function(...names, code)(...given) as unknown;
}

const run = (file: string, name: string, scope: Scope) =>
	(evaluate(String(nodeOf(file, name).jsCode), scope) as Array<{ json: Json }>)[0].json;

/** A parameter as n8n evaluates it: an expression where it begins with `=`. */
function written(parameter: string, scope: Scope): string {
	if (!parameter.startsWith('=')) return parameter;
	return parameter
		.slice(1)
		.replace(/\{\{([\s\S]*?)\}\}/g, (_, code: string) =>
			String(evaluate(`return (${code})`, scope)),
		);
}

const SETTINGS = {
	timeZone: 'Europe/Berlin',
	approvers: 'boss@acme.example',
	mailFrom: 'n8n@acme.example',
	mailTo: 'it@acme.example',
	reviewers: 'boss@acme.example',
	answerWithinDays: 3,
	level_name: 'Suspend',
	paidSeatPrice: 115,
	lightSeatPrice: 9,
	currency: 'EUR',
};

/** What a dry run of Offboard says of somebody. */
const dryRun = (word: Word): Json => ({
	id: 5,
	outcome: 'skipped',
	name: word(0),
	email: word(1),
	level: word(2),
	before: { role: word(3), groups: [word(4)], last_login_at: word(5), suspended: false },
	tickets: { assigned: { to_move: 2, closed: 1 } },
	successors: [{ id: 3, name: word(6), email: word(7) }],
});
const cannot = (word: Word): Json => ({ outcome: 'failed', message: word(8), advice: word(9) });

/** Somebody on the HR list. */
const person = (word: Word, more: Json = {}): Json => ({
	row: 1,
	name: word(10),
	email: word(11),
	external_id: word(12),
	role: word(13),
	reason: word(14),
	message: word(15),
	advice: word(16),
	...more,
});
const plan = (word: Word): Json => ({
	settings: SETTINGS,
	asked_by: word(17),
	changes: [
		person(word, {
			action: 'create',
			after: { [`x${word(18)}`]: word(19), user_fields: { y: [word(20)] } },
		}),
		person(word, { action: 'update', diff: [{ field: word(21), from: word(22), to: word(23) }] }),
		person(word, { action: 'suspend', last_day: word(24) }),
		person(word, { action: 'delete' }),
	],
	unchanged: [],
	blocked: [person(word)],
	bad: [person(word)],
	reported: [person(word)],
	notes: [{ row: 3, message: word(25) }],
	staff: [person(word), person(word)],
});
const seat = (word: Word, more: Json): Json => ({
	name: word(26),
	email: word(27),
	seat: 'paid',
	ticket_id: 7,
	ticket_url: 'https://acme.zendesk.com/agent/tickets/7',
	...more,
});

/** Code that writes HTML. */
const CODE: Record<string, (word: Word) => string> = {
	'agent-offboarding.json: Page for the approver': (word) =>
		String(
			run('agent-offboarding.json', 'Page for the approver', {
				nodes: {
					Rows: [
						{ row: 1, leaver: word(28), last_moment: '2026-11-30T17:00:00Z', problem: '' },
						{ row: 2, leaver: word(29), last_moment: null, problem: '' },
						{ row: 3, leaver: word(30), last_moment: null, problem: word(31) },
					],
					Settings: [SETTINGS],
					'Who leaves': [{ 'Your email': word(32) }],
				},
				input: [dryRun(word), cannot(word)],
			}).html,
		),
	'hr-import.json: Page for the approver': (word) =>
		String(
			run('hr-import.json', 'Page for the approver', {
				nodes: { 'Sorted plan': [plan(word)], 'Dry run': [dryRun(word), cannot(word)] },
			}).html,
		),
	'hr-import.json: Words': (word) =>
		String(
			run('hr-import.json', 'Words', {
				nodes: {
					Result: [person(word, { outcome: 'failed' }), person(word, { outcome: 'skipped' })],
					'Check the answer': [
						{
							result: 'approved',
							settings: SETTINGS,
							title: word(33),
							asked_by: word(34),
							approver: word(35),
							remark: word(36),
						},
					],
				},
				input: [{}],
			}).html,
		),
	'seat-audit.json: Mail text': () =>
		String(
			run('seat-audit.json', 'Mail text', {
				nodes: {
					Report: [
						{
							seats: { paid: 1, light: 2, free: 3 },
							reclaimable: { paid: 1, light: 1, saving_per_month: 5 },
							changes: { joined: 1 },
							currency: 'EUR',
						},
					],
				},
				input: [{ review: 'r' }],
			}).html,
		),
	'seat-audit.json: Summary': (word) =>
		String(
			run('seat-audit.json', 'Summary', {
				nodes: {
					Settings: [SETTINGS],
					'Review page': [{ reviewer: word(37) }],
					Proofs: [],
					'To prove': [
						seat(word, { review: 1, decision: 'downgrade' }),
						seat(word, { review: 2, decision: 'suspend' }),
					],
					Decided: [],
					Outcomes: [
						seat(word, { review: 3, outcome: 'kept' }),
						seat(word, { review: 4, outcome: 'failed', message: word(38) }),
					],
				},
			}).html,
		),
};

/** What stands in the items that mails and forms read: pieces of HTML are those of the code above. */
function scopeOf(file: string, word: Word): Scope {
	const names = nodesOf(file).map(({ name }) => name);
	const answered = names.includes('Check the answer')
		? run(file, 'Check the answer', {
				nodes: { 'Approval begins': [{ asker: 'ann@acme.example', settings: SETTINGS }] },
				input: [{ Decision: 'Approve', 'Your email': word(40), Remark: word(41) }],
			})
		: {};
	const json: Json = {
		...answered,
		...SETTINGS,
		html: '',
		name: word(42),
		email: word(43),
		outcome: 'failed',
		message: word(44),
		reason: word(45),
		advice: word(46),
		remark: word(41),
		decided_by: word(47),
		why: word(50),
		url: 'https://n8n.example/workflow/1',
		tickets_moved: 1,
		tickets_closed: 2,
		workflow: { name: 'Template' },
		execution: {
			error: { message: word(48), description: word(49) },
			lastNodeExecuted: 'Plan',
			url: 'https://n8n.example/workflow/1/executions/2',
		},
	};
	const nodes = Object.fromEntries(names.map((name) => [name, [json]]));
	return { nodes, input: [json], json };
}

/** Parameters that mails and pages show as HTML. */
function htmlIn({ type, parameters }: WorkflowNode): string[] {
	const kind = type.split('.').at(-1);
	const { html, completionMessage, formDescription, formFields, options } = parameters as {
		[key: string]: string | undefined;
	} & {
		formFields?: { values?: Array<{ html?: string }> };
		options?: { formDescription?: string };
	};
	if (kind === 'emailSend') return html ? [html] : [];
	if (kind !== 'form' && kind !== 'wait' && kind !== 'formTrigger') return [];
	const fields = (formFields?.values ?? []).flatMap((field) => field.html ?? []);
	return [completionMessage, formDescription, options?.formDescription, ...fields].filter(
		(text) => text !== undefined,
	);
}

const PARAMETERS = TEMPLATES.flatMap((file) =>
	nodesOf(file).flatMap((node) =>
		htmlIn(node).map((text, i) => ({
			name: `${file}: ${node.name}${i > 0 ? ` ${i + 1}` : ''}`,
			html: (word: Word) => written(text, scopeOf(file, word)),
		})),
	),
);

const PLACES = [...Object.entries(CODE).map(([name, html]) => ({ name, html })), ...PARAMETERS];

const OWN_LINKS = /^a (href=https:\/\/(n8n\.example|acme\.zendesk\.com)\/\S*|target=_blank)$/;

describe('what templates write', () => {
	it('is looked at wherever a Code node writes HTML', () => {
		const codes = TEMPLATES.flatMap((file) =>
			nodesOf(file)
				.filter(({ parameters }) => /<\/(p|li|b|ul|div|a|h\d)>/.test(String(parameters.jsCode)))
				.map(({ name }) => `${file}: ${name}`),
		);
		expect(codes.sort()).toEqual(Object.keys(CODE).sort());
		expect(PARAMETERS.length).toBeGreaterThan(15);
	});

	it.each(PLACES)('$name', ({ html }) => {
		const harmless = skeletonOf(elementsOf(html(() => 'word')));
		const look = (texts: string[]) => {
			const elements = elementsOf(html((at) => `${texts[at % texts.length]} ${at}`));
			expect(skeletonOf(elements)).toEqual(harmless);
			expect(dangersIn(elements).filter((each) => !OWN_LINKS.test(each))).toEqual([]);
		};
		for (const attack of ATTACKS) look([attack]);
		fc.assert(fc.property(fc.array(hostile, { minLength: 1, maxLength: 9 }), look), {
			numRuns: 50,
		});
	});

	it('asks n8n to evaluate nothing that somebody is called', () => {
		for (const name of ['agent-offboarding.json', 'hr-import.json']) {
			const html = CODE[`${name}: Page for the approver`](() => '{{ $env }} ${x} $& $1');
			expect(html).toContain('env');
			// n8n's forms look for these in the text once more.
			expect(html).not.toMatch(/\{\{|\$/);
		}
	});
});
