import type { OAuthClient, Rule, RulePart } from '../api/records';
import { listOAuthClients, listRules, type RuleList } from '../api/rules';
import { attempt, type Client } from '../http/client';
import { isClosed } from '../http/errors';
import { inParallel } from '../http/parallel';

/** Something that names a user, or belongs to him. Nothing here is ever changed. */
export interface Owned {
	kind: 'view' | 'macro' | 'trigger' | 'automation' | 'OAuth client';
	id: number;
	title: string;
	active: boolean;
	/** In which part of it, e.g. `condition assignee_id, action notification_user`. */
	where: string;
}

/** What is known of one user. */
export interface Ownership {
	owned: Owned[];
	/** What the credential may not see, in words for people. */
	unseen: string[];
}

/** In a line of the report. */
export function describeOwnership({ owned, unseen }: Ownership): string {
	const hidden = unseen.length > 0 ? `, not all could be seen (see 'ownership_unseen')` : '';
	return `named by ${owned.length} view(s), macro(s), rule(s) and OAuth client(s)${hidden}`;
}

/** By the id of the user, as text: rules have it so. */
type ByUser = Map<string, Owned[]>;

interface Named {
	userId: string;
	where: string;
}

/**
 * Fields of conditions and actions in which the id of a user stands. Other fields have numbers too, which may be like it:
 * ids of groups, values of custom fields.
 *
 * @see https://developer.zendesk.com/documentation/ticketing/reference-guides/conditions-reference/
 * @see https://developer.zendesk.com/documentation/ticketing/reference-guides/actions-reference/
 */
const USER_FIELDS = new Set([
	'assignee_id',
	'cc',
	'follower',
	'requester_id',
	// The one who updates the ticket, in triggers.
	'role',
	'submitter_id',
]);

/** Actions that send something: the first value is to whom, the others are texts. */
const NOTIFICATIONS = new Set(['notification_user', 'notification_sms_user']);

function idsIn({ field, value }: RulePart): string[] {
	const values = (Array.isArray(value) ? value : [value]).map(String);
	if (NOTIFICATIONS.has(field)) return values.slice(0, 1);
	return USER_FIELDS.has(field) ? values : [];
}

function namedBy({ conditions, actions, restriction }: Rule): Named[] {
	const parts = [
		...[...(conditions?.all ?? []), ...(conditions?.any ?? [])].map((part) => ({
			part,
			where: `condition ${part.field}`,
		})),
		...(actions ?? []).map((part) => ({ part, where: `action ${part.field}` })),
	];
	const named = parts.flatMap(({ part, where }) =>
		idsIn(part).map((userId) => ({ userId, where })),
	);
	return restriction?.type === 'User'
		? [{ userId: String(restriction.id), where: 'restriction' }, ...named]
		: named;
}

/** What is read, by the words for the note that it can't be. */
interface Source {
	what: string;
	read: (client: Client) => Promise<Array<{ owned: Omit<Owned, 'where'>; named: Named[] }>>;
}

function rules(list: RuleList, kind: Owned['kind']): Source {
	return {
		what: list,
		read: async (client) =>
			(await listRules(client, list)).map((rule) => ({
				owned: { kind, id: rule.id, title: rule.title, active: rule.active },
				named: namedBy(rule),
			})),
	};
}

const ownerOf = ({ user_id: id }: OAuthClient): Named[] => [{ userId: String(id), where: 'owner' }];

const SOURCES: Source[] = [
	rules('views', 'view'),
	rules('macros', 'macro'),
	rules('triggers', 'trigger'),
	rules('automations', 'automation'),
	{
		what: 'OAuth clients',
		read: async (client) =>
			(await listOAuthClients(client)).map((one) => ({
				owned: { kind: 'OAuth client', id: one.id, title: one.name, active: true },
				named: ownerOf(one),
			})),
	},
];

/** Writes down who is named; somebody who is named in several parts of one thing has it once. */
function write(byUser: ByUser, owned: Omit<Owned, 'where'>, named: Named[]): void {
	const parts = new Map<string, Set<string>>();
	for (const { userId, where } of named) {
		parts.set(userId, (parts.get(userId) ?? new Set()).add(where));
	}
	for (const [userId, where] of parts) {
		const list = byUser.get(userId) ?? [];
		list.push({ ...owned, where: [...where].join(', ') });
		byUser.set(userId, list);
	}
}

/** What names users in an account. Read once a run, however many of them leave. */
export class OwnershipDesk {
	private all?: Promise<{ byUser: ByUser; unseen: string[] }>;

	constructor(private readonly client: Client) {}

	async of(userId: number): Promise<Ownership> {
		this.all ??= this.read();
		const { byUser, unseen } = await this.all;
		return { owned: byUser.get(String(userId)) ?? [], unseen };
	}

	private async read(): Promise<{ byUser: ByUser; unseen: string[] }> {
		const byUser: ByUser = new Map();
		const unseen: string[] = [];
		const read = await inParallel(
			SOURCES,
			async (source) => await attempt(source.read(this.client)),
		);
		for (const [i, { what }] of SOURCES.entries()) {
			const answer = read[i];
			if (answer.ok) for (const { owned, named } of answer.value) write(byUser, owned, named);
			else if (isClosed(answer.error)) unseen.push(`${what}: ${answer.error.message}`);
			else throw answer.error;
		}
		return { byUser, unseen };
	}
}
