/**
 * What people set up to work with, and what may name or belong to one of them: views, macros and business
 * rules. As in `records.ts`, times are ms since the epoch.
 */
export type RuleValue = string | number | Array<string | number>;

export interface Condition {
	/** e.g. `assignee_id` */
	field: string;
	operator: string;
	value: RuleValue;
}

export interface Action {
	field: string;
	value: RuleValue;
}

export interface Conditions {
	all: Condition[];
	any: Condition[];
}

/** Whose it is: one person's, or that of groups. */
export type Restriction = { type: 'User'; id: number } | { type: 'Group'; ids: number[] };

/** What they all have. */
export interface Rule {
	id: number;
	title: string;
	active: boolean;
	default: boolean;
	/** Where it stands in the list of its kind. */
	position: number;
	created_at: number;
	updated_at: number;
}

export interface View extends Rule {
	description: string;
	conditions: Conditions;
	/** Columns, grouping and order. */
	execution: Record<string, unknown>;
	/** `null` = for everybody. */
	restriction: Restriction | null;
}

export interface Macro extends Rule {
	description: string | null;
	actions: Action[];
	/** `null` = for everybody. */
	restriction: Restriction | null;
}

export interface Trigger extends Rule {
	description: string;
	conditions: Conditions;
	actions: Action[];
	category_id: string | null;
}

export interface Automation extends Rule {
	conditions: Conditions;
	actions: Action[];
}
