import { listCustomRoles } from '../api/customRoles';
import type { CustomRole } from '../api/records';
import { sameText } from '../api/text';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import { getCustomRoleType, getRoleType, ROLE_TYPE, type RoleType } from './roleTypes';

/** What somebody is to be. `agent` = without one of the account's roles, as on plans that have none. */
export type Target =
	| { to: 'endUser' | 'contributor' | 'lightAgent' | 'agent' | 'admin' }
	/** One of the account's roles, by its name or ID. */
	| { to: 'custom'; role: string };

/** A role as it is written to a user. */
export interface Wanted {
	/** What somebody becomes, in words for people: `a light agent`, or `'Staff'`. */
	words: string;
	type: RoleType;
	/** By the API's names, e.g. `{ role, custom_role_id }`. */
	fields: Record<string, unknown>;
}

const SYSTEM_ROLES = {
	lightAgent: {
		type: ROLE_TYPE.lightAgent,
		name: 'Light agent',
		words: 'a light agent',
		advice: 'Light agents need a plan or an add-on that has them',
	},
	contributor: {
		type: ROLE_TYPE.contributor,
		name: 'Contributor',
		words: 'a contributor',
		advice: 'Contributors need a plan that has them',
	},
} as const;

function describePlain(role: 'end-user' | 'agent' | 'admin', fields: Wanted['fields']): Wanted {
	const type = getRoleType({ role, role_type: null });
	return { words: type.words, type, fields: { role, ...fields } };
}

const PLAIN: Record<'endUser' | 'agent' | 'admin', Wanted> = {
	// A custom role sent along would make an agent of the user again.
	endUser: describePlain('end-user', {}),
	agent: describePlain('agent', { custom_role_id: null }),
	admin: describePlain('admin', {}),
};

const CUSTOM_ROLE = 'Custom Role Name or ID';

function listed(roles: CustomRole[]): string {
	return roles.map(({ name, id }) => `${name} (${id})`).join(', ');
}

function describeWanted(role: CustomRole): Wanted {
	const type = getCustomRoleType(role);
	// Which role a billing admin has no source tells: it comes with the custom role.
	const named =
		role.role_type === ROLE_TYPE.billingAdmin
			? {}
			: { role: role.role_type === ROLE_TYPE.admin ? 'admin' : 'agent' };
	return { words: `'${role.name}'`, type, fields: { ...named, custom_role_id: role.id } };
}

/** The account's roles, read once a run. */
export class Roles {
	private roles?: Promise<CustomRole[] | undefined>;

	constructor(private readonly client: Client) {}

	/** `undefined` on plans without roles. */
	async all(): Promise<CustomRole[] | undefined> {
		this.roles ??= listCustomRoles(this.client);
		return await this.roles;
	}

	async lightAgent(): Promise<CustomRole | undefined> {
		return await this.ofType(ROLE_TYPE.lightAgent);
	}

	/** The roles that agents have here; none on plans where an agent is an agent. */
	async forAgents(): Promise<CustomRole[]> {
		return ((await this.all()) ?? []).filter(({ role_type: type }) => type === ROLE_TYPE.custom);
	}

	/** @returns what has to be written for it, or why the account has no such role */
	async find(target: Target): Promise<Wanted | Refusal> {
		switch (target.to) {
			case 'custom':
				return await this.byNameOrId(target.role);
			case 'lightAgent':
			case 'contributor': {
				const { type, name, words, advice } = SYSTEM_ROLES[target.to];
				const role = await this.ofType(type);
				if (role) return { ...describeWanted(role), words };
				const message = `This Zendesk account has no role "${name}"`;
				return { reason: 'unknown-role', message, advice };
			}
			default:
				return PLAIN[target.to];
		}
	}

	private async ofType(type: number): Promise<CustomRole | undefined> {
		return (await this.all())?.find(({ role_type: other }) => other === type);
	}

	private async byNameOrId(text: string): Promise<Wanted | Refusal> {
		const roles = await this.all();
		const byId = roles?.filter(({ id }) => String(id) === text) ?? [];
		const found =
			byId.length > 0 ? byId : (roles?.filter(({ name }) => sameText(name, text)) ?? []);
		if (found.length === 1) return describeWanted(found[0]);
		if (found.length > 1) {
			const message = `'${CUSTOM_ROLE}': ${found.length} roles have the name ${text}`;
			return { reason: 'ambiguous', message, advice: `Give the ID: ${listed(found)}` };
		}
		return {
			reason: 'unknown-role',
			message: `'${CUSTOM_ROLE}': no role has the name or ID ${text}`,
			advice:
				roles === undefined || roles.length === 0
					? 'This Zendesk plan has no custom roles; choose another role'
					: `Choose one of: ${listed(roles)}`,
		};
	}
}
