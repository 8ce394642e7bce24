import {
	addAdmin,
	addAgent,
	addArticle,
	addCustomer,
	addTicket,
	signIn,
} from '../simulator/arrange';
import { clientAs } from '../simulator/client';
import type { Guide } from './tour-people';

export async function auditLogs({ sim, api }: Guide): Promise<void> {
	const agent = addAgent(sim);
	signIn(sim, agent);
	await api.put(`users/${agent.id}`, { user: { role: 'end-user' } });
	const { audit_logs: entries } = (await api.get('audit_logs')).body;
	await api.get('audit_logs?page[size]=1&sort=-created_at&filter[action]=login');
	await api.get(`audit_logs/${entries[0].id}`);
	await clientAs(sim, agent.id).get('audit_logs');
}

export async function ticketActivity({ sim, api }: Guide): Promise<void> {
	const group = sim.store.groups.all()[0];
	const [agent, colleague] = [addAgent(sim, { groups: [group] }), addAdmin(sim)];
	const asAgent = clientAs(sim, colleague.id);
	const ticket = { subject: 'Activity', comment: { body: 'Hello' } };
	const { id } = (await asAgent.post('tickets', { ticket })).body.ticket;
	const change = { group_id: group.id, assignee_id: agent.id, tags: ['one', 'two'] };
	await api.put(`tickets/${id}`, { ticket: { ...change, comment: { body: 'Psst' } } });
	await asAgent.delete(`tickets/${id}`);
	await asAgent.delete(`tickets/${addTicket(sim, { requester: addCustomer(sim) }).id}`);
	await api.get('deleted_tickets');
	await api.get('deleted_tickets?page[size]=1');
	await api.delete(`deleted_tickets/${id}`);
	// Exports leave out the last minute.
	await sim.clock.sleep(120_000);
	await api.get('incremental/ticket_events?start_time=1');
	await api.get('incremental/ticket_events?start_time=1&include=comment_events');
}

export async function articles({ sim, api }: Guide): Promise<void> {
	const author = addAgent(sim);
	addArticle(sim, { author });
	addArticle(sim, { author, draft: true });
	await api.get('help_center/incremental/articles?start_time=1');
	for (const query of ['', '?page[size]=1']) {
		await api.get(`help_center/users/${author.id}/articles${query}`);
	}
}
