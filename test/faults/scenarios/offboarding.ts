import { offboardForm } from '../../engine/forms';
import { tellLeaverStory } from '../../stories/leaver';
import type { Scenario } from '../types';
import { ranOf } from './node';

export const offboarding: Scenario[] = [
	{
		name: 'User: Offboard',
		arrange({ sim, run }) {
			// Filled in once: the second run is asked for the same, whatever became of the leaver.
			const parameters = offboardForm(tellLeaverStory(sim));
			return async () => ranOf(await run({ parameters, onError: 'continueRegularOutput' }));
		},
	},
];
