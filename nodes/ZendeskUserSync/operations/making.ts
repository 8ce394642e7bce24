import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Blocked } from '../../../zendesk/sync/change';
import type { Desired } from '../../../zendesk/sync/people';
import { planSync } from '../../../zendesk/sync/plan';
import type { Plan } from '../../../zendesk/sync/types';
import { attempt } from '../../../zendesk/http/client';
import { type Refusal, refusalOf } from '../../../zendesk/verdict';
import type { Form } from '../../shared/form';
import { isRefusal, type Run } from '../../shared/operation';
import { optionSetting, PROTECTED_USERS } from '../../shared/options';
import type { Choice } from '../../shared/values';
import {
	type Bounds,
	boundProperties,
	decisionProperties,
	MANAGED_FIELDS,
	readBounds,
	readDecisions,
	settleAll,
} from '../rules';
import { type BlankValues, readDesired, sourceProperties } from '../source';

/** Making a plan: the form and the work, shared by 'Plan' and 'Sync'. */

export const planProperties: INodeProperties[] = [
	...sourceProperties,
	...decisionProperties,
	...boundProperties,
];

const BLANK_VALUES: Choice<BlankValues> = {
	displayName: 'Blank Values',
	name: 'blankValues',
	type: 'options',
	options: [
		{ name: 'Clear in Zendesk', value: 'clear' },
		{ name: 'Keep What Zendesk Has', value: 'keep' },
	],
	default: 'keep',
	description: 'What to do where the source has a blank value',
};

export const planOptions: INodeProperties[] = [BLANK_VALUES, MANAGED_FIELDS, PROTECTED_USERS];

const BLANKS = {
	blanks: optionSetting(BLANK_VALUES, (options) => options.choice(BLANK_VALUES)),
};

/** Whether a row names nobody, whatever a mapping with fixed values says besides. */
function isNobody({ externalId, email, fields: { name } }: Desired): boolean {
	return !externalId && !email && !name;
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

/**
 * Whether the items stand for an empty source. n8n does not run a node without items, so an empty export is an item without
 * fields, or with fields that the nodes in between have made of nothing.
 */
function isEmptySource(read: Array<Desired | Refusal>): boolean {
	return read.every((row) => !isRefusal(row) && isNobody(row));
}

/** Whether an item is there only because n8n needs one. */
function isFiller({ json }: INodeExecutionData, count: number): boolean {
	return count === 1 && Object.keys(json).length === 0;
}

/** Reads the items and the rules, and makes the plan; says why where the rules can't be meant. */
export async function makePlan(context: IExecuteFunctions, run: Run): Promise<Made | Refusal> {
	const bounds = await readBounds(run);
	if (isRefusal(bounds)) return bounds;
	const decisions = readDecisions(run, bounds.scope);
	if (isRefusal(decisions)) return decisions;
	const wish = settleAll(run, BLANKS);
	if (isRefusal(wish)) return wish;
	const unreadable: Blocked[] = [];
	const desired: Desired[] = [];
	const read = run.rows.map((item) => readRow(run.form(item), item, wish.blanks));
	const isEmpty = isEmptySource(read);
	const items = context.getInputData();
	for (const [i, row] of read.entries()) {
		const item = run.rows[i];
		if (isEmpty && isFiller(items[item], read.length)) continue;
		if (isRefusal(row)) unreadable.push(blockedItem(item, row));
		else if (!hasKey(row, decisions.matchBy)) unreadable.push(blockedItem(item, NO_KEY));
		else desired.push(row);
	}
	const options = { ...bounds, ...decisions };
	const plan = await attempt(planSync(run.client, options, desired, unreadable, isEmpty));
	return plan.ok ? { bounds, plan: plan.value } : refusalOf(plan.error);
}

function readRow(form: Form, item: number, blanks: BlankValues): Desired | Refusal {
	try {
		return readDesired(form, item, blanks);
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
