import { Poller } from '../engine/activity/poller';
import { N8n } from '../engine/trigger/webhook';
import { fillAccount, mergeLarge } from './account';
import { RUNS } from './operations';
import { type SecurityStage, sentElsewhere, setSecurityStage, THIEF } from './stage';

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/** The same with every address of the account leading to the thief: links of pages, of jobs, of records. */
function poisoned(value: Json, host: string): Json {
	if (typeof value === 'string') {
		return value.startsWith(`https://${host}`) ? value.replace(host, THIEF) : value;
	}
	if (Array.isArray(value)) return value.map((each) => poisoned(each, host));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [key, poisoned(each, host)]),
	);
}

/** Everything leads to the thief, and lists come in pages of one. */
function poison({ front, sim }: SecurityStage): { links: number } {
	const count = { links: 0 };
	front.ask = (request) => {
		const url = new URL(request.url);
		if (request.method !== 'GET') return request;
		if (url.searchParams.has('page[size]')) url.searchParams.set('page[size]', '1');
		if (url.pathname.includes('/incremental/')) url.searchParams.set('per_page', '1');
		return new Request(url, request);
	};
	front.say = async (said) => {
		const text = await said.text();
		const evil = text === '' ? text : JSON.stringify(poisoned(JSON.parse(text) as Json, sim.host));
		count.links += evil.split(`https://${THIEF}`).length - 1;
		const body = text === '' ? null : evil;
		return new Response(body, { status: said.status, headers: said.headers });
	};
	return count;
}

/** Lists of which a second page was asked for. */
function followed({ sim }: SecurityStage): string[] {
	const behind = sim.log.filter(({ query }) => 'page[after]' in query || 'cursor' in query);
	const starts = sim.log.filter(({ query }) => 'start_time' in query && !('cursor' in query));
	const later = starts.filter(({ route, query }) =>
		starts.some((other) => other.route === route && other.query.start_time < query.start_time),
	);
	return [...behind, ...later].map(({ route }) => route!);
}

const TRIGGERS: Record<string, (stage: SecurityStage) => Promise<unknown>> = {
	'Zendesk Users Trigger': async (stage) => {
		const n8n = new N8n(stage, { nodeId: 'links' });
		await n8n.activate();
		await n8n.listen();
		await n8n.deactivate();
	},
	'Zendesk Activity Trigger': async (stage) => {
		for (const triggerOn of ['userChanged', 'signedIn', 'activeToday', 'becameInactive']) {
			const poller = new Poller(stage, { triggerOn });
			await poller.publish();
			await poller.poll();
			await poller.poll('manual');
		}
	},
};

/** Every list that the pack reads page by page. */
const LISTS = [
	'GET /api/v2/audit_logs',
	'GET /api/v2/automations',
	'GET /api/v2/deleted_tickets',
	'GET /api/v2/deleted_users',
	'GET /api/v2/group_memberships',
	'GET /api/v2/groups',
	'GET /api/v2/help_center/incremental/articles',
	'GET /api/v2/incremental/ticket_events',
	'GET /api/v2/incremental/users/cursor',
	'GET /api/v2/macros',
	'GET /api/v2/oauth/clients',
	'GET /api/v2/oauth/tokens',
	'GET /api/v2/search/export',
	'GET /api/v2/tickets',
	'GET /api/v2/triggers',
	'GET /api/v2/users',
	'GET /api/v2/users/:id/brand_agents',
	'GET /api/v2/users/:id/group_memberships',
	'GET /api/v2/users/:id/groups',
	'GET /api/v2/users/:id/identities',
	'GET /api/v2/users/:id/organization_memberships',
	'GET /api/v2/users/:id/tickets/assigned',
	'GET /api/v2/users/:id/tickets/ccd',
	'GET /api/v2/users/:id/tickets/followed',
	'GET /api/v2/users/:id/tickets/requested',
	'GET /api/v2/views',
	'GET /api/v2/webhooks',
];

describe('links in answers that lead to another host are not followed', () => {
	const seen = new Set<string>();
	let links = 0;

	/** Lets something happen in a full account whose every answer leads elsewhere. */
	async function expectNothingAstray(
		happen: (stage: SecurityStage) => Promise<unknown>,
	): Promise<void> {
		// So that the list of deleted tickets is read as well.
		const stage = setSecurityStage({ switches: { ticketEventsShowDeletions: false } });
		await fillAccount(stage.sim);
		stage.sim.log.clear();
		const count = poison(stage);
		await happen(stage);
		expect(sentElsewhere(stage)).toEqual([]);
		for (const list of followed(stage)) seen.add(list);
		links += count.links;
	}

	const LARGE_MERGE = { name: 'user/merge of large users', scene: mergeLarge };

	it.each([...RUNS, LARGE_MERGE])('$name', async ({ scene }) => {
		await expectNothingAstray(async ({ sim, run }) => {
			const { error, outputs } = await run({
				...(await scene(sim)),
				onError: 'continueRegularOutput',
			});
			expect(outputs.flat().filter(({ outcome }) => outcome === 'failed')).toEqual([]);
			expect(error).toBeUndefined();
		});
	});

	it.each(Object.keys(TRIGGERS))('%s', async (name) => {
		await expectNothingAstray(TRIGGERS[name]);
	});

	it('and all lists were read over several pages meanwhile', () => {
		expect([...seen].sort()).toEqual(LISTS);
		expect(links).toBeGreaterThan(1_000);
	});
});
