import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Blocked } from '../../../zendesk/sync/change';
import type { Desired } from '../../../zendesk/sync/people';
import { planSync } from '../../../zendesk/sync/plan';
import type { Plan } from '../../../zendesk/sync/types';
import { attempt } from '../../../zendesk/http/client';
import { WRITABLE_FIELDS } from '../../../zendesk/users/payload';
import { type Refusal, refusalOf } from '../../../zendesk/verdict';
import { isRefusal, type Run } from '../../shared/operation';
import { PROTECTED_USERS, readOption } from '../../shared/options';
import {
	type Bounds,
	boundProperties,
	decisionProperties,
	readBounds,
	readDecisions,
} from '../rules';
import { type BlankValues, readDesired, sourceProperties } from '../source';

/** Making a plan: the form and the work, shared by 'Plan' and 'Sync'. */

export const planProperties: INodeProperties[] = [
	...sourceProperties,
	...decisionProperties,
	...boundProperties,
];

export const MANAGED_FIELDS: INodeProperties = {
	displayName: 'Fields to Manage',
	name: 'managedFields',
	type: 'multiOptions',
	options: [...WRITABLE_FIELDS].map((name) => ({ name, value: name })),
	default: [],
	description:
		"The only fields to compare and write, by their names in Zendesk's API. Leave it empty for all that the items have.",
};

export const planOptions: INodeProperties[] = [
	{
		displayName: 'Blank Values',
		name: 'blankValues',
		type: 'options',
		options: [
			{ name: 'Clear in Zendesk', value: 'clear' },
			{ name: 'Keep What Zendesk Has', value: 'keep' },
		],
		default: 'keep',
		description: 'What to do where the source has a blank value',
	},
	MANAGED_FIELDS,
	PROTECTED_USERS,
];

/** @returns the API names of the fields that may be written, or `undefined` for all */
export function readManaged(context: IExecuteFunctions): string[] | undefined {
	const names = [readOption<string | string[]>(context, 'managedFields', [])].flat();
	return names.length > 0 ? names : undefined;
}

function isNobody({ externalId, email, fields, hasLeft }: Desired): boolean {
	return !externalId && !email && !hasLeft && Object.keys(fields).length === 0;
}

function blockedItem(item: number, refusal: Refusal): Blocked {
	return { item, id: null, name: null, email: null, external_id: null, ...refusal };
}

const NO_KEY: Refusal = {
	reason: 'invalid',
	message: "The row has no key to find its user by: 'External ID' and 'Email' are empty",
	advice: "Give the row one, or change 'Match By'",
};

export interface Made {
	plan: Plan;
	bounds: Bounds;
}

/** Reads the items and the rules, and makes the plan; says why where the rules can't be meant. */
export async function makePlan(
	context: IExecuteFunctions,
	{ client, rows }: Run,
): Promise<Made | Refusal> {
	const bounds = readBounds(context);
	if (isRefusal(bounds)) return bounds;
	const decisions = readDecisions(context, bounds.scope);
	if (isRefusal(decisions)) return decisions;
	const blanks = readOption<BlankValues>(context, 'blankValues', 'keep');
	const managed = readManaged(context);
	const unreadable: Blocked[] = [];
	const desired: Desired[] = [];
	const read = rows.map((item) => ({ item, row: readRow(context, item, blanks) }));
	// One empty item stands for an empty source: n8n does not run a node without items.
	const isEmptySource = read.every(({ row }) => !isRefusal(row) && isNobody(row));
	for (const { item, row } of isEmptySource ? [] : read) {
		if (isRefusal(row)) unreadable.push(blockedItem(item, row));
		else if (!hasKey(row, decisions.matchBy)) unreadable.push(blockedItem(item, NO_KEY));
		else desired.push(row);
	}
	const options = { ...bounds, ...decisions, managed };
	const plan = await attempt(planSync(client, options, desired, unreadable));
	return plan.ok ? { bounds, plan: plan.value } : refusalOf(plan.error);
}

function readRow(context: IExecuteFunctions, item: number, blanks: BlankValues): Desired | Refusal {
	try {
		return readDesired(context, item, blanks);
	} catch (error) {
		return {
			reason: 'invalid',
			message: error instanceof Error ? error.message : String(error),
			advice: "Check the row's parameters and expressions",
		};
	}
}

function hasKey({ externalId, email }: Desired, matchBy: string): boolean {
	return Boolean(
		matchBy === 'email' ? email : matchBy === 'externalId' ? externalId : (externalId ?? email),
	);
}

/** What a plan comes to, in words. */
export function describePlan({ changes, unchanged, blocked, leavers }: Plan): string {
	const counts = new Map<string, number>();
	for (const { action } of changes) counts.set(action, (counts.get(action) ?? 0) + 1);
	const kinds = [...counts].map(([action, count]) => `${count} ${action}`).join(', ');
	const parts = [
		`${changes.length} changes${kinds ? ` (${kinds})` : ''}`,
		`${unchanged.length} unchanged`,
		`${blocked.length} blocked`,
		`${leavers.length} leavers`,
	];
	return parts.join(' · ');
}
