import type {
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { Limits } from '../../zendesk/sync/limits';
import type { PlanOptions } from '../../zendesk/sync/types';
import { isEverybody, type Scope } from '../../zendesk/sync/scope';
import { readProtectedUsers } from '../../zendesk/users/guards';
import type { Refusal } from '../../zendesk/verdict';
import { readOption } from '../shared/options';
import { readParameter } from '../shared/parameters';
import { ROLE_OPTIONS } from '../shared/userFields';
import {
	allOrRefusal,
	orRefusal,
	readChoice,
	readFlag,
	readId,
	readNumber,
	readText,
} from '../shared/values';
import { isRefusal } from '../shared/operation';
import { MATCH_BY_OPTIONS } from './source';

/** The form that says what a sync may do. It holds for all items, so it is read from the first one. */

const CONFLICT_OPTIONS = [
	{
		name: 'Fill Blanks Only',
		value: 'blanks',
		description: 'What Zendesk already has is kept',
	},
	{ name: 'Source Wins', value: 'source', description: 'Zendesk becomes what the source says' },
];

const REMOVAL_OPTIONS = [
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

/** What a plan decides. */
export const decisionProperties: INodeProperties[] = [
	{
		displayName: 'When Values Differ',
		name: 'conflict',
		type: 'options',
		options: CONFLICT_OPTIONS,
		default: 'source',
		description: 'Which side wins where Zendesk and the source have different values',
	},
	{
		displayName: 'Users Who Left',
		name: 'removal',
		type: 'options',
		options: REMOVAL_OPTIONS,
		default: 'report',
		description:
			"What to do with end users who have left. Staff always come out at the output 'Leavers', for 'Zendesk Users: Offboard'.",
	},
	{
		displayName: 'Missing Users Have Left',
		name: 'missingMeansLeft',
		type: 'boolean',
		default: true,
		description:
			"Whether users within 'Scope' who are not among the items have left. Switch it off if the items are only a part of the source: then only 'Has Left' counts. Without a scope, nobody counts as missing.",
	},
];

/** What bounds a plan and its application. */
export const boundProperties: INodeProperties[] = [
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'collection',
		placeholder: 'Add Condition',
		default: {},
		description:
			'Which Zendesk users belong to this source; nobody else is ever changed. New users are created within it.',
		options: [
			{
				displayName: 'External ID Prefix',
				name: 'externalIdPrefix',
				type: 'string',
				default: '',
				placeholder: 'e.g. HR-',
				description: 'What the external IDs of this source begin with',
			},
			{
				displayName: 'Organization ID',
				name: 'organizationId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 360012345678',
				description: 'The default organization of the users',
			},
			{
				displayName: 'Role',
				name: 'role',
				type: 'options',
				options: ROLE_OPTIONS,
				default: 'end-user',
				description: 'The role of the users',
			},
			{
				displayName: 'Tag',
				name: 'tag',
				type: 'string',
				default: '',
				placeholder: 'e.g. from_hr',
				description: 'A tag that the users have',
			},
		],
	},
	{
		displayName: 'Max Changes',
		name: 'maxChanges',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1000,
		description: 'With more changes than this, none is made and somebody has to look',
	},
	{
		displayName: 'Max Removals (%)',
		name: 'maxRemovals',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 10,
		description:
			'With more removals than this, in percent of the users who belong to the source, nobody is removed',
	},
];

export interface Bounds {
	scope: Scope;
	limits: Limits;
	protectedUsers: string[];
}

function readScope(context: IExecuteFunctions): Scope | Refusal {
	const { externalIdPrefix, organizationId, role, tag } = readParameter(
		context,
		'scope',
		0,
		{},
	) as IDataObject;
	return allOrRefusal<Scope>({
		externalIdPrefix: orRefusal('External ID Prefix', () => readText(externalIdPrefix)),
		organizationId: orRefusal('Organization ID', () => readId(organizationId)),
		role: orRefusal('Role', () => readChoice<NonNullable<Scope['role']>>(ROLE_OPTIONS, role)),
		tag: orRefusal('Tag', () => readText(tag)),
	});
}

function readLimits(context: IExecuteFunctions): Limits | Refusal {
	const read = (displayName: string, name: string, most: number, usual: number) =>
		orRefusal(
			displayName,
			() => readNumber(readParameter(context, name, 0, usual), 0, most) ?? usual,
		);
	return allOrRefusal<Limits>({
		maxChanges: read('Max Changes', 'maxChanges', Number.MAX_SAFE_INTEGER, 1000),
		maxRemovals: read('Max Removals (%)', 'maxRemovals', 100, 10),
	});
}

export function readBounds(context: IExecuteFunctions): Bounds | Refusal {
	return allOrRefusal<Bounds>({
		scope: readScope(context),
		limits: readLimits(context),
		protectedUsers: readProtectedUsers(String(readOption(context, 'protectedUsers', ''))),
	});
}

type Decisions = Pick<PlanOptions, 'matchBy' | 'conflict' | 'removal' | 'missingMeansLeft'>;

const WHO_IS_NO_ONE: Refusal = {
	reason: 'invalid',
	message:
		"'Missing Users Have Left' would remove every Zendesk user who is not among the items, because 'Scope' is empty",
	advice: "Say in 'Scope' which users belong to this source, or set 'Users Who Left' to 'Report'",
};

export function readDecisions(context: IExecuteFunctions, scope: Scope): Decisions | Refusal {
	const choice = <T>(
		displayName: string,
		name: string,
		options: INodePropertyOptions[],
		usual: T,
	) =>
		orRefusal(
			displayName,
			() => readChoice<T>(options, readParameter(context, name, 0, usual)) ?? usual,
		);
	const missing = () => readFlag(readParameter(context, 'missingMeansLeft', 0, true)) ?? true;
	const read = allOrRefusal<Decisions>({
		matchBy: choice<PlanOptions['matchBy']>('Match By', 'matchBy', MATCH_BY_OPTIONS, 'both'),
		conflict: choice<PlanOptions['conflict']>(
			'When Values Differ',
			'conflict',
			CONFLICT_OPTIONS,
			'source',
		),
		removal: choice<PlanOptions['removal']>('Users Who Left', 'removal', REMOVAL_OPTIONS, 'report'),
		missingMeansLeft: orRefusal('Missing Users Have Left', missing),
	});
	if (isRefusal(read)) return read;
	const isBoundless = read.missingMeansLeft && read.removal !== 'report' && isEverybody(scope);
	return isBoundless ? WHO_IS_NO_ONE : read;
}
