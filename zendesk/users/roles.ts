import { listCustomRoles, ROLE_TYPE } from '../api/customRoles';
import type { CustomRole, ZendeskUser } from '../api/records';
import { sameText } from '../api/text';
import type { Client } from '../http/client';
import type { Refusal } from '../verdict';
import type { UserFields } from './payload';
import { isStaff } from './view';

/** What somebody is to be. `agent` = without one of the account's roles, as on plans that have none. */
export type Target =
	| { to: 'endUser' | 'contributor' | 'lightAgent' | 'agent' | 'admin' }
	/** One of the account's roles, by its name or ID. */
	| { to: 'custom'; role: string };

/** Ranks of roles: who gets a lower one loses rights, and perhaps his tickets. */
export const RANK = { endUser: 0, withoutTickets: 1, agent: 2, admin: 3 } as const;

/** Kinds of staff who can't have tickets, or do other work. */
const RANK_OF_TYPE: ReadonlyMap<number | null, number> = new Map([
	[ROLE_TYPE.lightAgent, RANK.withoutTickets],
	[ROLE_TYPE.chatAgent, RANK.withoutTickets],
	[ROLE_TYPE.contributor, RANK.withoutTickets],
	[ROLE_TYPE.billingAdmin, RANK.withoutTickets],
	[ROLE_TYPE.admin, RANK.admin],
]);

export function rankOf(user: Pick<ZendeskUser, 'role' | 'role_type'>): number {
	if (!isStaff(user)) return RANK.endUser;
	const usual = user.role === 'admin' ? RANK.admin : RANK.agent;
	return RANK_OF_TYPE.get(user.role_type) ?? usual;
}

/** A role as it is written to a user. */
export interface Wanted {
	/** What somebody becomes, in words for people: `a light agent`, or `'Staff'`. */
	words: string;
	rank: number;
	fields: UserFields;
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

const PLAIN: Record<'endUser' | 'agent' | 'admin', Wanted> = {
	// A custom role sent along would make an agent of the user again.
	endUser: { words: 'an end user', rank: RANK.endUser, fields: { role: 'end-user' } },
	agent: { words: 'an agent', rank: RANK.agent, fields: { role: 'agent', custom_role_id: null } },
	admin: { words: 'an admin', rank: RANK.admin, fields: { role: 'admin' } },
};

const CUSTOM_ROLE = 'Custom Role Name or ID';

function listed(roles: CustomRole[]): string {
	return roles.map(({ name, id }) => `${name} (${id})`).join(', ');
}

function wantedOf({ id, name, role_type: type }: CustomRole): Wanted {
	const rank = RANK_OF_TYPE.get(type) ?? RANK.agent;
	// Which role a billing admin has no source tells: his comes with the custom role.
	const role =
		type === ROLE_TYPE.billingAdmin ? {} : { role: rank === RANK.admin ? 'admin' : 'agent' };
	return { words: `'${name}'`, rank, fields: { ...role, custom_role_id: id } };
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
				if (role) return { ...wantedOf(role), words };
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
		if (found.length === 1) return wantedOf(found[0]);
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
