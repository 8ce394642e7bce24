import { DEVIATIONS } from './deviations';
import { OpenApi } from './openapi';
import { StrictValidator } from './strict';
import { tour, type Visit } from './tour';

const api = new OpenApi();

/** Zendesk documents these elsewhere; errors.test.ts and the simulator's own tests hold them. */
const UNDOCUMENTED = /^\w+ (\/oauth\/authorizations\/new|\/api\/v2\/webhooks.*)$/;

describe('every answer is as Zendesk’s OpenAPI says', () => {
	const validator = new StrictValidator(api, DEVIATIONS);
	let routes: readonly string[] = [];
	let visits: Visit[] = [];

	beforeAll(async () => {
		const taken = await tour();
		routes = taken.sim.routes;
		visits = taken.visits;
	});

	test('the tour comes past every route with success', () => {
		const visited = new Set(visits.filter(({ status }) => status < 400).map(({ route }) => route));
		expect(routes.filter((route) => !visited.has(route))).toEqual([]);
	});

	test('every route is documented', () => {
		const unknown = routes.filter((route) => !UNDOCUMENTED.test(route) && !api.knows(route));
		expect(unknown).toEqual([]);
	});

	test('every status and body is documented', () => {
		const problems = new Set<string>();
		for (const { route, status, body } of visits) {
			const documented = api.documented(route, status);
			if (documented) {
				for (const problem of validator.problems(documented, body)) {
					problems.add(`${route} ${status}: ${problem}`);
				}
			} else if (status < 400 && !UNDOCUMENTED.test(route)) {
				problems.add(`${route} ${status}: status is not documented`);
			}
		}
		expect([...problems]).toEqual([]);
	});

	test('every deviation is needed', () => {
		expect(validator.unused()).toEqual([]);
	});
});
