import type { Switches } from '../../simulator';
import type { Fault, Ran } from '../types';
import { isImport } from './jobs';

const BODIES: Array<Switches['bulkImport403Body']> = ['object', 'string'];

const hintsOf = ({ kept }: Ran) => (kept as { hints: string[] }).hints;

/** Zendesk's support has not switched on bulk user import: the rows go one by one, and a hint says so, once. */
export const noBulkImport: Fault = {
	id: 'F13',
	async hit(subject) {
		const routes = subject.undisturbed.routes.filter(isImport);
		if (routes.length === 0) throw new Error('It imports nobody in bulk: exclude it');
		for (const bulkImport403Body of BODIES) {
			const play = await subject.play({
				plan: { bulkImport: false },
				switches: { bulkImport403Body },
			});
			const ran = await play.act();
			for (const route of routes) expect(play.sim.log.count({ route, status: 403 })).toBe(1);
			expect(hintsOf(ran).filter((hint) => /bulk/i.test(hint))).toHaveLength(1);
			await play.expectSame(ran);
		}
		return `same state and verdicts by single calls, one hint, ${BODIES.length} forms of the refusal`;
	},
};
