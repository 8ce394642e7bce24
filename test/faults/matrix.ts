import { clearStages } from '../engine/engine';
import { exclusionOf } from './exclusions';
import { FAULTS } from './faults';
import { hit, losses, subjectOf } from './play';
import { report } from './report';
import { FAULT_TITLES, type Scenario, type Subject } from './types';

/** Every fault at every one of these scenarios, a test each; what came of it is printed when all are through. */
export function itWithstands(scenarios: Scenario[]): void {
	const outcomes: string[] = [];

	afterAll(() => {
		clearStages();
		report(outcomes, losses);
	});

	describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
		'%s',
		(name, scenario) => {
			let subject: Subject;

			beforeAll(async () => {
				subject = await subjectOf(scenario);
			});

			const faults = FAULTS.filter(({ id }) => exclusionOf(id, name) === undefined);

			it.each(faults.map((fault) => [fault.id, FAULT_TITLES[fault.id], fault] as const))(
				'%s %s',
				async (id, _title, fault) => {
					const outcome = await hit(fault, subject);
					outcomes.push(`${name} · ${id}: ${outcome}`);
				},
				120_000,
			);
		},
	);
}
