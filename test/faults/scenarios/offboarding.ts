import { by, offboardForm } from '../../engine/forms';
import { addAgent, addCustomer, addGroup, addSession, addTicket, addToken } from '../../simulator';
import { tellLeaverStory } from '../../stories/leaver';
import type { Scenario } from '../types';
import { runOf } from './node';

export const offboarding: Scenario[] = [
	{
		name: 'User: Offboard',
		arrange(stage) {
			// Filled in once: the second run is asked for the same, whatever became of the leaver.
			return runOf(stage, offboardForm(tellLeaverStory(stage.sim)));
		},
	},
	{
		name: 'User: Offboard (downgrade, one successor a group)',
		arrange(stage) {
			const { sim } = stage;
			const [support, billing] = [addGroup(sim, { name: 'Support' }), addGroup(sim)];
			const [bob, zoe] = [support, billing].map((group) => addAgent(sim, { groups: [group] }));
			const ann = addAgent(sim, { name: 'Ann Leaver', groups: [support, billing] });
			// Somebody of nearly the same name, who stays.
			addAgent(sim, { name: 'Ann Leavers', groups: [support] });
			const requester = addCustomer(sim);
			for (const group of [support, billing, support]) {
				addTicket(sim, { requester, assignee: ann, group });
				addTicket(sim, { requester, assignee: bob, group: support, followers: [ann] });
			}
			addTicket(sim, { requester, assignee: ann, group: billing, status: 'closed' });
			addSession(sim, ann);
			addToken(sim, ann);
			return runOf(stage, {
				resource: 'user',
				operation: 'offboard',
				leaver: by.id(ann),
				level: 'downgradeAndSuspend',
				handOverTo: 'perGroup',
				successor: by.id(bob),
				successorsByGroup: {
					groups: [
						{ group: support.id, successor: bob.email },
						{ group: billing.id, successor: zoe.email },
					],
				},
			});
		},
	},
];
