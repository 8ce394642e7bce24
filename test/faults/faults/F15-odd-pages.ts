import type { Simulator } from '../../simulator';
import type { Fault } from '../types';
import { named } from '../ways';
import { pagedRoutes } from './F14-cursor-expired';
import { askFor, cursorOf, emptied, isEnd, leadingTo, makePagesSmall, rewrite } from './pages';

const cursorIn = (url: URL) =>
	cursorOf({ path: url.pathname, query: Object.fromEntries(url.searchParams) });

/** Does something to the pages of one route, and says whether it came to it. */
type Oddity = (sim: Simulator, isRoute: (url: URL) => boolean) => () => boolean;

/** The page that was there already comes once more, where the second one should. */
const twice: Oddity = (sim, isRoute) => {
	let isDone = false;
	let first: string | undefined;
	rewrite(sim, {
		request: (url) => {
			if (!isRoute(url) || isDone) return;
			isDone = first !== undefined;
			first ??= url.search;
			url.search = first;
		},
	});
	return () => isDone;
};

const BETWEEN = 'MjAyNi0xMS0yMA==';

/** A page without records, which leads on. */
const empty: Oddity = (sim, isRoute) => {
	let isDone = false;
	let behind: string | undefined;
	rewrite(sim, {
		request: (url) => {
			if (isRoute(url) && cursorIn(url) === BETWEEN) askFor(url, behind);
		},
		response: (json, url) => {
			const cursor = cursorIn(url);
			if (!isRoute(url) || isDone || cursor === undefined) return undefined;
			isDone = true;
			behind = cursor;
			const place = url.searchParams.has('start_time') ? cursor : BETWEEN;
			return leadingTo(emptied(json), place);
		},
	});
	return () => isDone;
};

const BEHIND = 'ZW5k';

/** The last page says that there is another one, which is empty and the end. */
const lateEnd: Oddity = (sim, isRoute) => {
	let isDone = false;
	let last: string | undefined;
	let told = false;
	rewrite(sim, {
		request: (url) => {
			if (isRoute(url) && told && cursorIn(url) === BEHIND) askFor(url, last);
		},
		response: (json, url) => {
			if (!isRoute(url)) return undefined;
			const cursor = cursorIn(url);
			if (told && (cursor === BEHIND || url.searchParams.has('start_time'))) {
				isDone = true;
				return emptied(json);
			}
			if (!isEnd(json) || told) return undefined;
			told = true;
			last = cursor;
			const time = typeof json.end_time === 'number' ? String(json.end_time) : undefined;
			return leadingTo(json, time ?? BEHIND);
		},
	});
	return () => isDone;
};

const ODDITIES: Record<string, Oddity> = { twice, empty, lateEnd };

/** The end of the articles is a page that leads no further: it is always told late, and an empty page is the end. */
const oddities = (route: string) =>
	Object.entries(ODDITIES).filter(([what]) => what === 'twice' || !route.endsWith('/articles'));

/** So many more pages than there are. */
const MOST_MORE = 4;

/** Zendesk's own word on the end counts, whatever the pages look like, and nothing is counted twice. */
export const oddPages: Fault = {
	id: 'F15',
	async hit(subject) {
		let ways = 0;
		const routes = await pagedRoutes(subject);
		for (const route of routes) {
			const pattern = new RegExp(`^${route.replace('GET ', '').replace(/:\w+/g, '[^/]+')}$`);
			const plain = await subject.play();
			makePagesSmall(plain.sim);
			await plain.act();
			const usual = plain.sim.log.count({ route });
			for (const [what, oddity] of oddities(route)) {
				ways += 1;
				await named(`${route}, ${what}`, async () => {
					const play = await subject.play();
					makePagesSmall(play.sim);
					const isHit = oddity(play.sim, (url) => pattern.test(url.pathname));
					const ran = await play.act();
					expect(isHit()).toBe(true);
					expect(play.sim.log.count({ route })).toBeLessThanOrEqual(usual + MOST_MORE);
					await play.expectSame(ran);
				});
			}
		}
		return `same state and verdicts, ${routes.length} lists, ${ways} odd pages`;
	},
};
