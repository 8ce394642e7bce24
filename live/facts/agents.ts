import type { Run } from '../run';
import { ROLE_TYPE } from '../run';
import { brief, byStatus, detailKeys, fact, noPlan, notTried } from './fact';

interface Membership {
	id: number;
	group_id: number;
}

export async function membershipsOf(run: Run, userId: number): Promise<Membership[]> {
	const { json } = await run.get(`users/${userId}/group_memberships`);
	return (json.group_memberships ?? []) as Membership[];
}

const NO_SEAT = /MaxAgent|limit|seat|subscription/i;

export const agentFacts = [
	fact({
		id: '13.1',
		switch: 'subscriptionLimitBody',
		question: 'PUT /users/{id} with role "agent" when no seat is left',
		makes: '1 user, who becomes an agent where a seat is left',
		async try(run) {
			const { id } = await run.newUser();
			const answer = await run.put(`users/${id}`, { user: { role: 'agent' } });
			if (answer.status === 200) throw notTried('a seat was left in this account');
			if (!NO_SEAT.test(answer.text))
				throw notTried(`refused for another reason: ${brief(answer)}`);
			if (answer.status === 403) return { value: '403', saw: brief(answer) };
			if (answer.json.error === 'MaxAgentExceeded') return { value: '422-top', saw: brief(answer) };
			const keys = detailKeys(answer);
			const key = (['role', 'base'] as const).find((each) => keys.includes(each));
			return answer.status === 422 && key
				? { value: `422-${key}` as const, saw: `422, details.${key}` }
				: { unlike: brief(answer) };
		},
	}),
	fact({
		id: '2.2',
		switch: 'agentWithoutCustomRole',
		question:
			'PUT /users/{id} with role "agent" and no custom role, on a plan that has custom roles',
		makes: '1 agent',
		async try(run) {
			const roles = await run.roles();
			const hasRoles = roles?.some(({ role_type: type }) => type === ROLE_TYPE.custom);
			if (!hasRoles) throw noPlan('no custom roles');
			const { id } = await run.newUser();
			const answer = await run.put(`users/${id}`, { user: { role: 'agent' } });
			if (NO_SEAT.test(answer.status < 300 ? '' : answer.text)) throw notTried('no seat was left');
			return byStatus(answer, { 200: 'plain-agent', 422: 'refused' });
		},
	}),
	fact({
		id: '13.3',
		switch: 'deleteAgentDirectly',
		question: 'DELETE /users/{id} of an agent',
		makes: '1 agent',
		async try(run) {
			const { id } = await run.newAgent();
			const answer = await run.delete(`users/${id}`);
			return byStatus(answer, { 200: 'allowed', 400: 'refused', 403: 'refused', 422: 'refused' });
		},
	}),
	fact({
		id: '2.2',
		switch: 'ownDefaultGroupOnUpgrade',
		question: 'groups of an end user up to 30 s after he became an agent',
		makes: '1 agent',
		async try(run) {
			const { id } = await run.newAgent();
			const joined = async () => {
				const memberships = await membershipsOf(run, id);
				return memberships.length > 0 ? memberships : undefined;
			};
			const found = await run.until(joined, { seconds: 30, every: 5 });
			if (!found) return { value: false, saw: 'none' };
			const groups = found.found.map(async ({ group_id }) => await run.get(`groups/${group_id}`));
			const shown = (await Promise.all(groups)).map(
				({ json }) => json.group as { default?: boolean },
			);
			const saw = `${shown.length}, after ${found.seconds} s`;
			return shown.some((group) => group.default)
				? { value: true, saw: `${saw}, the account's default group among them` }
				: { unlike: `${saw}, the account's default group not among them` };
		},
	}),
	fact({
		id: '13.8',
		switch: 'lastMembership',
		question: "DELETE of an agent's last group membership",
		makes: '1 agent',
		async try(run) {
			const { id } = await run.newAgent();
			const memberships = await membershipsOf(run, id);
			const last = memberships.pop();
			if (!last) throw notTried('a new agent is in no group here');
			for (const other of memberships)
				await run.delete(`users/${id}/group_memberships/${other.id}`);
			const answer = await run.delete(`users/${id}/group_memberships/${last.id}`);
			return byStatus(answer, { 204: 'allowed', 400: 'refused', 403: 'refused', 422: 'refused' });
		},
	}),
	fact({
		id: '13.9',
		switch: 'billingAdminRole',
		question: 'role of a billing admin (role_type 5) who is there already',
		makes: 'nothing',
		async try(run) {
			const billing = (await run.staff()).find(({ role_type: type }) => type === ROLE_TYPE.billing);
			if (!billing) {
				throw notTried('nobody here is a billing admin, and to make one gives admin rights');
			}
			const { role } = billing;
			return role === 'agent' || role === 'admin'
				? { value: role, saw: `"${role}"` }
				: { unlike: `"${role}"` };
		},
	}),
];
