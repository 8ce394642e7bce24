import type { Answer } from '../account';
import type { Run } from '../run';
import type { Query } from '../wire';
import { brief, byStatus, fact, noPlan, notTried } from './fact';

const EXPORT_PAGE = 1_000;
const MOST_PAGES = 50;

const articlesFrom = async (run: Run, start_time: number): Promise<Answer> =>
	await run.get('help_center/incremental/articles', { start_time });

export const listFacts = [
	fact({
		id: '8',
		switch: 'cursorSizeOver100',
		question: 'GET /users?page[size]=101',
		makes: 'nothing',
		async try(run) {
			const answer = await run.get('users', { 'page[size]': 101 });
			if (answer.status !== 200) return byStatus(answer, { 400: '400' });
			const { length } = answer.json.users as unknown[];
			return length > 100
				? { unlike: `200, ${length} users` }
				: { value: 'clamp', saw: `200, ${length} users` };
		},
	}),
	fact({
		id: '8',
		switch: 'fullLastPage',
		question: 'has_more of a last page that is full',
		makes: 'nothing',
		async try(run) {
			const { length } = await run.all('groups', 'groups');
			if (length < 1 || length > 100)
				throw notTried(`it takes 1 to 100 groups, here are ${length}`);
			const answer = await run.get('groups', { 'page[size]': length });
			const { meta } = answer.json as { meta?: { has_more?: boolean } };
			if (answer.status !== 200 || meta === undefined) return { unlike: brief(answer) };
			const value = meta.has_more === true ? 'more' : 'end';
			return { value, saw: `${meta.has_more} behind all ${length} groups` };
		},
	}),
	fact({
		id: '8',
		switch: 'cursorSortSupported',
		question: 'GET /users?page[size]=100&sort=-updated_at',
		makes: '2 users',
		async try(run) {
			await run.newUser();
			// Times are in whole seconds, and equal ones have no order.
			await run.sleep(2);
			await run.newUser();
			const query: Query = { 'page[size]': 100, sort: '-updated_at' };
			const answer = await run.get('users', query);
			if (answer.status !== 200) return byStatus(answer, { 400: false });
			const times = (answer.json.users as Array<{ updated_at: string }>).map((user) =>
				Date.parse(user.updated_at),
			);
			const isSorted = times.every((time, index) => index === 0 || time <= times[index - 1]);
			return isSorted
				? { value: true, saw: '200, in that order' }
				: { unlike: '200, in another order' };
		},
	}),
	fact({
		id: '6',
		switch: 'lastArticlesPage',
		question: 'next_page on the last page of help_center/incremental/articles',
		makes: 'nothing',
		async try(run) {
			let from = 1;
			for (let page = 0; page < MOST_PAGES; page++) {
				const { status, json } = await articlesFrom(run, from);
				if (status === 403 || status === 404) throw noPlan('no help center');
				if (status !== 200) return { unlike: brief({ status, json, text: '' }) };
				if (json.next_page === null) return { value: 'null', saw: 'null' };
				const { length } = json.articles as unknown[];
				const end = Number(json.end_time);
				// Not full, or it does not get on: there is nothing behind it, and yet it has a link.
				if (length < EXPORT_PAGE || end <= from) {
					return { value: 'links-on', saw: `a link, behind a page of ${length}` };
				}
				from = end;
			}
			throw notTried(`it has more than ${MOST_PAGES} pages`);
		},
	}),
	fact({
		id: '11',
		switch: 'noHelpCenterStatus',
		question: 'help_center/incremental/articles without a help center',
		makes: 'nothing',
		async try(run) {
			const answer = await articlesFrom(run, 1);
			if (answer.status === 200) throw notTried('this account has a help center');
			return byStatus(answer, { 403: 403, 404: 404 });
		},
	}),
];
