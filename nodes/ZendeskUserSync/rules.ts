import type { INodeProperties } from 'n8n-workflow';
import type { Limits } from '../../zendesk/sync/limits';
import type { PlanOptions } from '../../zendesk/sync/types';
import { isEverybody, type Scope } from '../../zendesk/sync/scope';
import { WRITABLE_FIELDS } from '../../zendesk/users/payload';
import type { Refusal } from '../../zendesk/verdict';
import { isRefusal, type Run } from '../shared/operation';
import { readProtectedUsers } from '../shared/guards';
import { optionSetting } from '../shared/options';
import { type Settings, settle } from '../shared/settings';
import type { Choice, Choices, Option } from '../shared/values';
import { readScope, SCOPE } from './scope';
import { MATCH_BY } from './source';

/** The form that says what a sync may do. It holds for the whole run, so all items have to say the same. */

const CONFLICT_OPTIONS: Array<Option<PlanOptions['conflict']>> = [
	{
		name: 'Fill Blanks Only',
		value: 'blanks',
		description: 'What Zendesk already has is kept',
	},
	{ name: 'Source Wins', value: 'source', description: 'Zendesk becomes what the source says' },
];

const REMOVAL_OPTIONS: Array<Option<PlanOptions['removal']>> = [
	{
		name: 'Delete',
		value: 'delete',
		description: "End users are deleted, which can't be undone; Zendesk erases them after 30 days",
	},
	{
		name: 'Report',
		value: 'report',
		description: "Nothing is done; they come out at the output 'Leavers'",
	},
	{ name: 'Suspend', value: 'suspend', description: 'End users are suspended' },
];

const CONFLICT: Choice<PlanOptions['conflict']> = {
	displayName: 'When Values Differ',
	name: 'conflict',
	type: 'options',
	options: CONFLICT_OPTIONS,
	default: 'source',
	description: 'Which side wins where Zendesk and the source have different values',
};

const REMOVAL: Choice<PlanOptions['removal']> = {
	displayName: 'Users Who Left',
	name: 'removal',
	type: 'options',
	options: REMOVAL_OPTIONS,
	default: 'report',
	description:
		"What to do with end users who have left. Staff always come out at the output 'Leavers', for 'Zendesk Users: Offboard'.",
};

const MISSING: INodeProperties = {
	displayName: 'Missing Users Have Left',
	name: 'missingMeansLeft',
	type: 'boolean',
	default: true,
	description:
		"Whether users within 'Scope' who are not among the items have left. Switch it off if the items are only a part of the source: then only 'Has Left' counts. Without a scope, nobody counts as missing.",
};

/** What a plan decides. */
export const decisionProperties: INodeProperties[] = [CONFLICT, REMOVAL, MISSING];

const MAX_CHANGES: INodeProperties = {
	displayName: 'Max Changes',
	name: 'maxChanges',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 1000,
	description: 'With more changes than this, none is made and somebody has to look',
};

const MAX_REMOVALS: INodeProperties = {
	displayName: 'Max Removals (%)',
	name: 'maxRemovals',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 100 },
	default: 10,
	description:
		'With more removals than this, in percent of the users within the scope who could be removed, nobody is. In a scope of fewer than 20, up to two are always allowed, unless this is 0.',
};

/** What bounds a plan and its application. */
export const boundProperties: INodeProperties[] = [SCOPE, MAX_CHANGES, MAX_REMOVALS];

export const MANAGED_FIELDS: Choices<string> = {
	displayName: 'Fields to Manage',
	name: 'managedFields',
	type: 'multiOptions',
	options: [...WRITABLE_FIELDS].map((name) => ({ name, value: name })),
	default: [],
	description:
		"The only fields to compare and write, by their names in Zendesk's API. Leave it empty for all that the items have.",
};

export interface Bounds {
	scope: Scope;
	limits: Limits;
	/** By their IDs. */
	protectedUsers: ReadonlySet<number>;
	/** API names of the fields that may be written; `undefined` for all. */
	managed?: string[];
}

/** As they stand in the form. */
interface BoundFields extends Limits {
	scope: Scope;
	managed: string[];
}

/** What the form says for the whole run; its rows have to agree. */
const BOUNDS: Settings<BoundFields> = {
	scope: { field: SCOPE, read: readScope },
	maxChanges: { field: MAX_CHANGES, read: (form) => form.number(MAX_CHANGES) },
	maxRemovals: { field: MAX_REMOVALS, read: (form) => form.number(MAX_REMOVALS) },
	managed: optionSetting(MANAGED_FIELDS, (options) => options.choices(MANAGED_FIELDS)),
};

/** A sync is about all of its items together: none of them may be left out for what it says of the run. */
export function settleAll<T>({ rows, form }: Run, table: Settings<T>): T | Refusal {
	const all = rows.map((row) => ({ row, form: form(row) }));
	const { settings, refusals } = settle(table, all);
	if (settings !== undefined && refusals.length === 0) return settings;
	return refusals[0].refusal;
}

/** @returns what bounds the run, or why that can't be meant */
export async function readBounds(run: Run): Promise<Bounds | Refusal> {
	const read = settleAll(run, BOUNDS);
	if (isRefusal(read)) return read;
	const protectedUsers = await readProtectedUsers(run);
	if (isRefusal(protectedUsers)) return protectedUsers;
	const { maxChanges, maxRemovals, managed, scope } = read;
	return {
		scope,
		protectedUsers,
		limits: { maxChanges, maxRemovals },
		managed: managed.length > 0 ? managed : undefined,
	};
}

type Decisions = Pick<PlanOptions, 'matchBy' | 'conflict' | 'removal' | 'missingMeansLeft'>;

const DECISIONS: Settings<Decisions> = {
	matchBy: { field: MATCH_BY, read: (form) => form.choice(MATCH_BY) },
	conflict: { field: CONFLICT, read: (form) => form.choice(CONFLICT) },
	removal: { field: REMOVAL, read: (form) => form.choice(REMOVAL) },
	missingMeansLeft: { field: MISSING, read: (form) => form.flag(MISSING) },
};

const WHO_IS_NO_ONE: Refusal = {
	reason: 'invalid',
	message:
		"'Missing Users Have Left' would remove every Zendesk user who is not among the items, because 'Scope' is empty",
	advice: "Say in 'Scope' which users belong to this source, or set 'Users Who Left' to 'Report'",
};

/** @returns what a plan decides, or why that can't be meant within the scope */
export function readDecisions(run: Run, scope: Scope): Decisions | Refusal {
	const read = settleAll(run, DECISIONS);
	if (isRefusal(read)) return read;
	const isBoundless = read.missingMeansLeft && read.removal !== 'report' && isEverybody(scope);
	return isBoundless ? WHO_IS_NO_ONE : read;
}
