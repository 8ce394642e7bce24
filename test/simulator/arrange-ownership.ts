import { DAY, toSecond } from './core/time';
import type { Simulator } from './simulator';
import type { OAuthClient } from './store/access-records';
import type { Automation, Conditions, Macro, Rule, Trigger, View } from './store/rule-records';

type Fields<T> = Partial<Omit<T, 'id'>>;

/** What any rule has that was made yesterday as the last one of its kind. */
function ruleFields(sim: Simulator, kind: string, size: number): Omit<Rule, 'id'> {
	const at = toSecond(sim.clock.now() - DAY);
	return {
		title: `${kind} ${size + 1}`,
		active: true,
		default: false,
		position: size + 1,
		created_at: at,
		updated_at: at,
	};
}

/** Every kind of rule needs at least one. */
const UNSOLVED: Conditions = {
	all: [{ field: 'status', operator: 'less_than', value: 'solved' }],
	any: [],
};

const SOLVE = [{ field: 'status', value: 'solved' }];
const NOTIFY = [{ field: 'notification_user', value: ['requester_id', 'Your ticket', 'Hello'] }];

/** A view for everybody, unless `restriction` says whose it is. */
export function addView(sim: Simulator, fields: Fields<View> = {}): View {
	const { views, ids } = sim.store;
	return views.insert({
		...ruleFields(sim, 'View', views.size),
		description: '',
		conditions: UNSOLVED,
		execution: {
			columns: [
				{ id: 'status', title: 'Status' },
				{ id: 'updated', title: 'Updated' },
			],
			group: null,
			sort: { id: 'updated', title: 'Updated', order: 'desc' },
		},
		restriction: null,
		...fields,
		id: ids.next('view'),
	});
}

/** A macro for everybody, unless `restriction` says whose it is. */
export function addMacro(sim: Simulator, fields: Fields<Macro> = {}): Macro {
	const { macros, ids } = sim.store;
	return macros.insert({
		...ruleFields(sim, 'Macro', macros.size),
		description: null,
		actions: SOLVE,
		restriction: null,
		...fields,
		id: ids.next('macro'),
	});
}

/** A trigger that changes nothing, unless `actions` say what: it runs after each ticket write that meets its conditions. */
export function addTrigger(sim: Simulator, fields: Fields<Trigger> = {}): Trigger {
	const { triggers, ids } = sim.store;
	return triggers.insert({
		...ruleFields(sim, 'Trigger', triggers.size),
		description: '',
		conditions: UNSOLVED,
		actions: NOTIFY,
		category_id: null,
		...fields,
		id: ids.next('trigger'),
	});
}

export function addAutomation(sim: Simulator, fields: Fields<Automation> = {}): Automation {
	const { automations, ids } = sim.store;
	return automations.insert({
		...ruleFields(sim, 'Automation', automations.size),
		conditions: UNSOLVED,
		actions: SOLVE,
		...fields,
		id: ids.next('automation'),
	});
}

/** An OAuth client, of the account's owner unless `user_id` says whose it is. */
export function addOAuthClient(sim: Simulator, fields: Fields<OAuthClient> = {}): OAuthClient {
	const { oauthClients, ids } = sim.store;
	const at = toSecond(sim.clock.now() - DAY);
	const serial = oauthClients.size + 1;
	return oauthClients.insert({
		identifier: `client_${serial}`,
		secret: sim.world.random.hex(64),
		name: `Client ${serial}`,
		company: 'Acme',
		description: '',
		kind: 'confidential',
		redirect_uri: [],
		user_id: sim.store.ownerId,
		created_at: at,
		updated_at: at,
		allowed_scopes: null,
		...fields,
		id: ids.next('oauthClient'),
	});
}
