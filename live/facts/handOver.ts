import type { Run } from '../run';
import { ROLE_TYPE } from '../run';
import { membershipsOf } from './agents';
import { brief, byStatus, fact, noPlan, notTried } from './fact';

/** A new agent with an open ticket. */
async function busyAgent(run: Run): Promise<{ agentId: number; ticketId: number }> {
	const { id: agentId } = await run.newAgent();
	const [membership] = await membershipsOf(run, agentId);
	if (!membership) throw notTried('a new agent is in no group here, so no ticket can be his');
	const assignment = { assignee_id: agentId, group_id: membership.group_id, status: 'open' };
	const { id: ticketId } = await run.newTicket(assignment);
	return { agentId, ticketId };
}

/** Waits until the ticket is somebody else's or nobody's. */
async function released(run: Run, { agentId, ticketId }: { agentId: number; ticketId: number }) {
	return await run.until(
		async () => {
			const { json } = await run.get(`tickets/${ticketId}`);
			const ticket = json.ticket as { assignee_id: number | null } | undefined;
			return ticket && ticket.assignee_id !== agentId ? ticket : undefined;
		},
		{ seconds: 600 },
	);
}

export const handOverFacts = [
	fact({
		id: '10',
		switch: 'backgroundSeconds',
		question: 'seconds until an open ticket leaves an agent who became an end user',
		makes: '1 agent, 1 user, 1 ticket',
		async try(run) {
			const busy = await busyAgent(run);
			const answer = await run.put(`users/${busy.agentId}`, { user: { role: 'end-user' } });
			if (answer.status !== 200) return { unlike: `the downgrade: ${brief(answer)}` };
			const done = await released(run, busy);
			if (!done) return { unlike: 'the ticket was still his after 600 s' };
			const whose = done.found.assignee_id === null ? "nobody's" : "somebody else's";
			return { value: done.seconds, saw: `${whose} after ${done.seconds} s` };
		},
	}),
	fact({
		id: '2.6',
		switch: 'lightAgentDowngrade',
		question: 'PUT /users/{id} with the light agent role for an agent with an open ticket',
		makes: '1 agent, 1 user, 1 ticket',
		async try(run) {
			const light = (await run.roles())?.find(({ role_type: type }) => type === ROLE_TYPE.light);
			if (!light) throw noPlan('no light agents');
			const busy = await busyAgent(run);
			const user = { role: 'agent', custom_role_id: light.id };
			const answer = await run.put(`users/${busy.agentId}`, { user });
			if (answer.status !== 200) return byStatus(answer, { 422: 'refused-with-open-tickets' });
			const done = await released(run, busy);
			return done
				? { value: 'unassigns', saw: `200, the ticket left him after ${done.seconds} s` }
				: { unlike: '200, and the ticket was still his after 600 s' };
		},
	}),
];
