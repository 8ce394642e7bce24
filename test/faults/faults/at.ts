import type { NodeResult } from '../../engine/engine';
import type { Simulator, SimulatorOptions } from '../../simulator';
import { ranOf } from '../scenarios/node';
import type { Ran, Scenario } from '../types';
import { type Key, type Operation, OPERATIONS, type Row } from './operations';

/** @throws when a row of the matrix is neither there nor excluded */
export function operationOf({ name }: Scenario): Operation {
	const operation = OPERATIONS[name];
	if (!operation) throw new Error(`Nobody knows how to give people to '${name}'`);
	return operation;
}

/** What the node gave, in a run of {@link at}. */
export const resultOf = ({ kept }: Ran) => kept as NodeResult;

export interface Given {
	/** Rows to work on; puts whom they are about into the account, where they are not new. */
	rows: (sim: Simulator, operation: Operation) => Row[];
	key?: Key;
	options?: SimulatorOptions;
	/** Parameters that differ. */
	more?: Record<string, unknown> | ((sim: Simulator) => Record<string, unknown>);
}

/** A scenario's operation at work on other people. */
export function at(scenario: Scenario, { rows, key = 'id', options, more }: Given): Scenario {
	const operation = operationOf(scenario);
	return {
		name: scenario.name,
		options,
		async arrange(stage) {
			const { sim, run } = stage;
			const given = rows(sim, operation);
			const others = typeof more === 'function' ? more(sim) : more;
			const parameters = { ...operation.form(sim, key), ...others };
			const items = (await operation.prepare?.(stage, given)) ?? given;
			return async () => {
				const result = await run({
					type: operation.type,
					items: operation.lists && !operation.prepare ? [{}] : items,
					parameters,
					onError: 'continueRegularOutput',
				});
				return { ...ranOf(result), kept: result };
			};
		},
	};
}
