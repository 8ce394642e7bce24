import type { Outcome } from '../verdict';

/** How far an off-boarding goes. */
export type Level =
	| 'suspend'
	| 'downgradeToLightAgent'
	| 'downgradeToEndUser'
	| 'downgradeAndSuspend'
	| 'delete'
	| 'deletePermanently';

export interface LevelSpec {
	/** The name that people see. */
	name: string;
	description: string;
	role: 'kept' | 'light agent' | 'end user';
	/** Whether the user is suspended when all is done; while tickets move they always are. */
	staysSuspended: boolean;
	deleted: boolean;
	purged: boolean;
	outcome: Outcome;
}

const END_USER = { role: 'end user', staysSuspended: true, purged: false } as const;

export const LEVELS: Record<Level, LevelSpec> = {
	suspend: {
		name: 'Suspend',
		description: 'No access; role and paid seat stay',
		role: 'kept',
		staysSuspended: true,
		deleted: false,
		purged: false,
		outcome: 'suspended',
	},
	downgradeToLightAgent: {
		name: 'Downgrade to Light Agent',
		description: 'Frees the paid seat; keeps read access and reporting',
		role: 'light agent',
		staysSuspended: false,
		deleted: false,
		purged: false,
		outcome: 'downgraded',
	},
	downgradeToEndUser: {
		...END_USER,
		name: 'Downgrade to End User',
		description: 'Frees the paid seat; stays an end user who can sign in',
		staysSuspended: false,
		deleted: false,
		outcome: 'downgraded',
	},
	downgradeAndSuspend: {
		...END_USER,
		name: 'Downgrade and Suspend',
		description: 'Frees the paid seat and keeps the name in reports; no access',
		deleted: false,
		outcome: 'downgraded',
	},
	delete: {
		...END_USER,
		name: 'Delete',
		description:
			"Frees the seat and removes the account, which can't be undone; Zendesk erases it after 30 days",
		deleted: true,
		outcome: 'deleted',
	},
	deletePermanently: {
		...END_USER,
		name: 'Delete Permanently',
		description: "Removes the account and its personal data at once; this can't be undone",
		deleted: true,
		purged: true,
		outcome: 'purged',
	},
};
