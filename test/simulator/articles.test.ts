import { addAgent, addArticle, addCustomer } from './arrange';
import { clientAs, type Answer, type Client, type Json } from './client';
import { DAY, HOUR, iso, SECOND } from './core/time';
import { smallAccount } from './testing';

const pathOf = (url: string) => url.replace('https://acme.zendesk.com', '');
const EXPORT = 'help_center/incremental/articles';
const idsOf = (answer: Answer): number[] => answer.body.articles.map(({ id }: Json) => id);

async function walk(api: Client): Promise<number[][]> {
	const pages: number[][] = [];
	for (let path: string | null = `${EXPORT}?start_time=1`; path !== null; ) {
		const { body }: Answer = await api.get(path);
		pages.push(body.articles.map(({ id }: Json) => id));
		path = body.next_page && pathOf(body.next_page);
		if (pages.length > 10) throw new Error('The export does not get on');
	}
	return pages;
}

describe('the export of articles (zendesk-api §6)', () => {
	test('tells author and times, by the last change', async () => {
		const { sim, api } = smallAccount();
		const author = addAgent(sim);
		const now = sim.clock.now();
		const old = addArticle(sim, {
			author,
			title: 'How to',
			createdAt: now - 9 * DAY,
			updatedAt: now - HOUR,
		});
		const draft = addArticle(sim, { author, draft: true, createdAt: now - 2 * DAY });
		const { body } = await api.get(`${EXPORT}?start_time=1`);
		expect(body).toMatchObject({ count: 2, end_time: (now - HOUR) / SECOND });
		expect(body.articles[0]).toMatchObject({ id: draft.id, draft: true });
		expect(body.articles[1]).toMatchObject({
			id: old.id,
			author_id: author.id,
			title: 'How to',
			draft: false,
			created_at: iso(now - 9 * DAY),
			edited_at: iso(now - HOUR),
			updated_at: iso(now - HOUR),
		});
		const since = (now - DAY) / SECOND;
		expect(idsOf(await api.get(`${EXPORT}?start_time=${since}`))).toEqual([old.id]);
	});

	test('has a thousand a page, links on from the end time, and may say where it ends', async () => {
		const { sim, api } = smallAccount({ switches: { lastArticlesPage: 'null' } });
		const author = addAgent(sim);
		const begin = sim.clock.now() - DAY;
		const articles = Array.from({ length: 1500 }, (_, index) =>
			addArticle(sim, { author, createdAt: begin + Math.floor(index / 3) * SECOND }),
		);
		const pages = await walk(api);
		expect(pages.map((page) => page.length)).toEqual([1002, 501]);
		expect([...new Set(pages.flat())]).toEqual(articles.map(({ id }) => id));
		sim.switches.lastArticlesPage = 'links-on';
		const end = (begin + 499 * SECOND) / SECOND;
		const { body } = await api.get(`${EXPORT}?start_time=${end}`);
		expect(body).toMatchObject({ count: 3, end_time: end });
		expect(body.next_page).toMatch(new RegExp(`articles\\?start_time=${end}$`));
	});

	test('is for agents, with the broad scope or that of the help center', async () => {
		const { sim } = smallAccount();
		const statusOf = async (id: number, scopes?: string[]) =>
			(await clientAs(sim, id, scopes).get(EXPORT)).status;
		const { id } = addAgent(sim);
		expect(await statusOf(id)).toBe(200);
		expect(await statusOf(id, ['hc:read'])).toBe(200);
		expect(await statusOf(id, ['tickets:read'])).toBe(403);
		expect(await statusOf(addCustomer(sim).id)).toBe(403);
		expect((await clientAs(sim, id).get(`${EXPORT}?start_time=x`)).status).toBe(400);
	});
});

test("the articles of one author; a leaver's stay his (§2.6)", async () => {
	const { sim, api } = smallAccount();
	const [ada, ben] = [addAgent(sim), addAgent(sim)];
	const mine = ['b', 'a'].map((title) => addArticle(sim, { author: ada, title }).id);
	addArticle(sim, { author: ben });
	await api.delete(`users/${ada.id}`);
	expect(idsOf(await api.get(`help_center/users/${ada.id}/articles`))).toEqual(mine);
	const sorted = await api.get(`help_center/users/${ada.id}/articles?sort_by=title`);
	expect(idsOf(sorted)).toEqual([...mine].reverse());
	expect((await api.get('help_center/users/1/articles')).status).toBe(404);
});

describe("the help center's bucket (§9)", () => {
	test('is as big as the account’s, and apart from it', async () => {
		const { sim, api } = smallAccount({ plan: { rpm: 3 } });
		sim.limits.overrides.account = undefined;
		sim.limits.overrides['help-center'] = undefined;
		const room = (answer: Answer) => answer.headers['x-rate-limit-remaining'];
		for (const remaining of ['2', '1', '0']) expect(room(await api.get(EXPORT))).toBe(remaining);
		const refused = await api.get(EXPORT);
		expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
		expect(refused.body).toBe('Number of allowed API requests per minute exceeded');
		expect(room(await api.get('users/me'))).toBe('2');
		sim.limits.spend('account', sim.clock.now(), 3);
		await sim.clock.sleep(60_000);
		sim.limits.spend('account', sim.clock.now(), 3);
		expect((await api.get('users/me')).status).toBe(429);
		expect((await api.get(EXPORT)).status).toBe(200);
	});
});

test.each([
	[404, { error: 'InvalidEndpoint', description: 'Not found' }],
	[403, { error: { title: 'Forbidden', message: expect.any(String) } }],
] as const)('without a help center: %i', async (noHelpCenterStatus, body) => {
	const { sim, api } = smallAccount({
		plan: { helpCenter: false },
		switches: { noHelpCenterStatus },
	});
	for (const path of [EXPORT, `help_center/users/${sim.store.ownerId}/articles`]) {
		const answer = await api.get(path);
		expect([answer.status, answer.body]).toEqual([noHelpCenterStatus, body]);
	}
});
