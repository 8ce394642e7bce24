import { properties } from '../../nodes/ZendeskActivityTrigger/form';
import { OPERATIONS } from '../../nodes/ZendeskUserSync/operations';
import { RESOURCES } from '../../nodes/ZendeskUsers/actions/resources';
import { clearStages } from '../engine/engine';
import { EXCLUSIONS, exclusionOf } from './exclusions';
import { FAULTS } from './faults';
import { subjectOf } from './play';
import { SCENARIOS } from './scenarios';
import { FAULT_TITLES, type FaultId, type Undisturbed } from './types';

const watches = properties.find(({ name }) => name === 'triggerOn')!.options as Array<{
	name: string;
}>;

/** Everything that the pack can do, as the node panel names it. */
const WORK = [
	...RESOURCES.flatMap(({ name, operations }) => operations.map((each) => `${name}: ${each.name}`)),
	...OPERATIONS.map(({ name }) => `User Sync: ${name}`),
	'Zendesk Users Trigger: publish',
	'Zendesk Users Trigger: receive',
	'Zendesk Users Trigger: unpublish',
	...watches.map(({ name }) => `Zendesk Activity Trigger: ${name}`),
];

/** Without its second part, which tells ways of the same work apart. */
const workOf = (scenario: string) => scenario.replace(/ \(.*\)$/, '');

const names = SCENARIOS.map(({ name }) => name);
const ids = Object.keys(FAULT_TITLES) as FaultId[];

const isAbout = ({ scenarios }: (typeof EXCLUSIONS)[number], name: string) =>
	scenarios instanceof RegExp ? scenarios.test(name) : scenarios.includes(name);

afterAll(() => {
	const cells = FAULTS.flatMap(({ id }) => names.map((name) => exclusionOf(id, name)));
	const excluded = cells.filter((reason) => reason !== undefined).length;
	process.stdout.write(
		`${names.length} scenarios, ${FAULTS.length} faults: ${cells.length - excluded} cells in the matrix, ${excluded} excluded\n`,
	);
});

describe('rows', () => {
	it('there is one for everything that the pack can do, and none for anything else', () => {
		expect(new Set(names.map(workOf))).toEqual(new Set(WORK));
	});

	it('no two are called the same', () => {
		expect(names).toEqual([...new Set(names)]);
	});
});

describe('columns', () => {
	it('there is one for every fault of the table, in its order', () => {
		expect(FAULTS.map(({ id }) => id)).toEqual(ids);
	});
});

describe('exclusions', () => {
	it('each has a reason', () => {
		expect(EXCLUSIONS.filter(({ reason }) => reason.trim() === '')).toEqual([]);
	});

	it('each is of cells that there are, under each of its faults and names', () => {
		const stale = EXCLUSIONS.flatMap((exclusion) => {
			const { scenarios, faults } = exclusion;
			const isKnown = names.some((name) => isAbout(exclusion, name));
			return [
				...faults.filter((id) => !isKnown || !FAULTS.some((fault) => fault.id === id)),
				...(scenarios instanceof RegExp ? [] : scenarios.filter((name) => !names.includes(name))),
			].map((what) => `${what}: ${exclusion.reason}`);
		});
		expect(stale).toEqual([]);
	});

	it('no fault and no scenario is excluded altogether', () => {
		const isIn = (id: FaultId, name: string) => exclusionOf(id, name) === undefined;
		expect(ids.filter((id) => !names.some((name) => isIn(id, name)))).toEqual([]);
		expect(names.filter((name) => !ids.some((id) => isIn(id, name)))).toEqual([]);
	});

	describe('what their reasons say is so', () => {
		const claimed = SCENARIOS.map((scenario) => ({
			scenario,
			claims: EXCLUSIONS.filter(
				(exclusion) => exclusion.holds !== undefined && isAbout(exclusion, scenario.name),
			),
		})).filter(({ claims }) => claims.length > 0);

		afterAll(clearStages);

		it.each(claimed.map(({ scenario, claims }) => [scenario.name, scenario, claims] as const))(
			'%s',
			async (_name, scenario, claims) => {
				const { undisturbed } = await subjectOf(scenario);
				const untrue = claims.filter(({ holds }) => !holds!(undisturbed satisfies Undisturbed));
				expect(untrue.map(({ reason }) => reason)).toEqual([]);
			},
		);
	});
});
