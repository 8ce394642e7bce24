import type { CustomRole, ZendeskUser } from '../api/records';
import type { Refusal } from '../verdict';
import type { ChangeRow } from './change';
import { explainRole } from './roleRefusals';
import type { Roles, Target } from '../roles/accountRoles';
import { getRoleType, RANK } from '../roles/roleTypes';
import { isStaff, nameOf } from './view';

function noEmail(user: ZendeskUser, role: string): Refusal {
	return {
		reason: 'invalid',
		message: `${nameOf(user)} has no email, and can't become ${role} without`,
		advice: "Give the user an email with 'User: Update' first",
	};
}

function notAnUpgrade(user: ZendeskUser, role: string): Refusal {
	return {
		reason: 'staff',
		message: `${nameOf(user)} has more rights than ${role} already, and was not changed`,
		advice: "To take rights away, use 'User: Downgrade', which looks after the tickets",
	};
}

function needsRole(user: ZendeskUser, roles: CustomRole[]): Refusal {
	return {
		reason: 'unknown-role',
		message: `'Custom Role Name or ID' is empty, so ${nameOf(user)} would become a legacy agent`,
		advice: `This Zendesk plan has roles; choose one of: ${roles.map(({ name }) => name).join(', ')}`,
	};
}

/** Makes an end user a staff member, or gives a staff member more rights. Needs a free seat. */
export function wantUpgraded(roles: Roles, target: Target): ChangeRow['want'] {
	return async (user) => {
		const wanted = await roles.find(target);
		if ('reason' in wanted) return wanted;
		const { type, words: role, fields } = wanted;
		const kind = 'upgrade' as const;
		const outcome = 'upgraded' as const;
		const { rank } = getRoleType(user);
		if (rank > type.rank) return notAnUpgrade(user, role);
		if (target.to === 'agent') {
			// Whichever role an agent has, he is one.
			if (rank === RANK.agent) return { kind, fields: {}, outcome };
			const others = await roles.forAgents();
			if (others.length > 0) return needsRole(user, others);
		}
		if (!isStaff(user) && !user.email) return noEmail(user, role);
		return { kind, fields, outcome, explain: (said) => explainRole(said, user, role) };
	};
}
