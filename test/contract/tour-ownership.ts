import {
	addAgent,
	addAutomation,
	addGroup,
	addMacro,
	addOAuthClient,
	addTrigger,
	addView,
} from '../simulator/arrange';
import type { Guide } from './tour-people';

/** What names a user, or belongs to him. */
export async function ownership({ sim, api }: Guide): Promise<void> {
	const { id } = addAgent(sim);
	const named = { field: 'assignee_id', operator: 'is', value: String(id) };
	const conditions = { all: [named], any: [named] };
	const actions = [{ field: 'assignee_id', value: String(id) }];
	const notify = { field: 'notification_user', value: [String(id), 'Subject', 'Body'] };
	addView(sim);
	addView(sim, { conditions, restriction: { type: 'User', id: sim.credentials.adminId } });
	addView(sim, { restriction: { type: 'Group', ids: [addGroup(sim).id] } });
	addMacro(sim, { description: 'For all' });
	addMacro(sim, { actions, restriction: { type: 'User', id } });
	addTrigger(sim, { category_id: '10026' });
	addTrigger(sim, { conditions, actions: [...actions, notify] });
	addAutomation(sim, { conditions, actions });
	addOAuthClient(sim, { user_id: id });
	for (const kind of ['views', 'macros', 'triggers', 'automations', 'oauth/clients']) {
		await api.get(kind);
		await api.get(`${kind}?page[size]=1`);
	}
}
