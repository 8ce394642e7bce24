import type { NodeResult } from '../../engine/engine';
import type { Ran } from '../types';

/** The run of an action as the matrix looks at it. */
export function ranOf({ items, errors, error, hints, stored }: NodeResult): Ran {
	return {
		verdicts: [...items, ...errors].map(({ outcome, reason }) =>
			reason === undefined ? String(outcome) : `${String(outcome)}: ${String(reason)}`,
		),
		error: error?.message,
		kept: { stored, hints, error },
	};
}
