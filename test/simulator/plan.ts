/** What the account has bought (zendesk-api §5.4, §9). */
export interface Plan {
	/** Custom roles and role types (Enterprise). */
	customRoles: boolean;
	/** Light agents; on plans below Enterprise their role shows in /custom_roles all the same (§2.2). */
	lightAgents: boolean;
	/** Roles in the products beside Support, as far as the API tells of them (§5.4). */
	productRoles: boolean;
	/** The audit log (Enterprise). */
	auditLog: boolean;
	/** The help center. */
	helpCenter: boolean;
	/** Bulk user import, which Zendesk Support enables on request (§2.3). */
	bulkImport: boolean;
	/** Users in more than one organization. */
	multipleOrganizations: boolean;
	/** The setting "Validate user phone numbers": only E.164 is taken, and stored bare. */
	validatesPhones: boolean;
	/** API calls a minute for the whole account (§9). */
	rpm: number;
	/** The High Volume add-on lifts several endpoint limits (§9). */
	highVolume: boolean;
	/** Sandbox and trial accounts update fewer tickets a minute (§9). */
	sandbox: boolean;
	/** Seats bought; `null` = never runs out. */
	seats: { paid: number | null; light: number | null };
}

/** Suite Enterprise with room for everybody. */
export const DEFAULT_PLAN: Plan = {
	customRoles: true,
	lightAgents: true,
	productRoles: true,
	auditLog: true,
	helpCenter: true,
	bulkImport: true,
	multipleOrganizations: true,
	validatesPhones: false,
	rpm: 700,
	highVolume: false,
	sandbox: false,
	seats: { paid: null, light: 1000 },
};
