import type { IDataObject } from 'n8n-workflow';
import type { NodeResult, Stage } from '../../engine/engine';
import { IN_SCOPE, known, mapped, person, plan, TYPE } from '../../engine/sync/helpers';
import { addAgent, addCustomer, addGroup, addTicket } from '../../simulator';
import type { Ran, Scenario } from '../types';
import { contentOf, ranOf } from './node';

/** What the source wants of whom: new, new, changed, moved, unchanged, of the staff, protected. */
const SOURCE = [11, 12, 1, 2, 3, 4, 8];

/** Those of the scope who are not in the source: two customers and one of the staff. */
const LEFT = [5, 6, 7];

const FORM = {
	maxRemovals: 100,
	fields: { groups: '={{ $json.groups }}' },
	options: { protectedUsers: person(8).email },
};

/** The people whom the source and Zendesk know, and one who isn't in the scope. @returns the source's rows */
function company({ sim }: Stage): IDataObject[] {
	const groups = [addGroup(sim, { name: 'Support' }), addGroup(sim, { name: 'Billing' })];
	const agent = (i: number) => {
		const { externalId, ...rest } = person(i);
		addAgent(sim, { external_id: externalId, ...rest, groups: [groups[0]] });
	};
	known(sim, 1, { name: 'Old Name' });
	known(sim, 2, { email: 'old@example.com' });
	known(sim, 3);
	agent(4);
	addTicket(sim, { requester: known(sim, 5) });
	known(sim, 6);
	agent(7);
	known(sim, 8, { name: 'Old Name' });
	addCustomer(sim, { name: 'Person 1', external_id: 'CRM-1' });
	return SOURCE.map((i) => ({ ...person(i), ...(i === 4 ? { groups: [groups[1].id] } : {}) }));
}

const OUTPUTS = ['change', 'unchanged', 'blocked', 'leaver'];

/** What each output says of each person, in the order of the people: from one run to the next they change outputs. */
function byPerson({ outputs }: NodeResult, said: (item: IDataObject) => string): string[] {
	const entries = outputs.flatMap((items, i) =>
		items.map((item) => ({ id: item.external_id, text: `${OUTPUTS[i]} ${said(item)}` })),
	);
	const people = [...SOURCE, ...LEFT].map((i) => person(i).externalId);
	const ofPerson = (id: string) =>
		entries.filter((entry) => entry.id === id).map(({ text }) => text);
	const others = entries.filter(({ id }) => !people.includes(String(id)));
	return [
		...people.map((id) => `${id}: ${ofPerson(id).join(' and ')}`),
		...others.map(({ text }) => text),
	];
}

/** Runs *Sync* or *Plan* over the source. */
function running(
	stage: Stage,
	operation: 'plan' | 'sync',
	said: typeof contentOf,
): () => Promise<Ran> {
	const items = company(stage);
	const parameters = { operation, ...mapped({ ...IN_SCOPE, ...FORM, removal: 'suspend' }) };
	return async () => {
		const onError = 'continueRegularOutput';
		const result = await stage.run({ type: TYPE, items, parameters, onError });
		return ranOf(result, byPerson(result, said));
	};
}

export const sync: Scenario[] = [
	{ name: 'User Sync: Plan Changes', arrange: (stage) => running(stage, 'plan', contentOf) },
	{
		name: 'User Sync: Apply Plan',
		async arrange(stage) {
			const { changes } = await plan(stage, company(stage), { ...FORM, removal: 'delete' });
			const items = JSON.parse(JSON.stringify(changes)) as IDataObject[];
			const parameters = { operation: 'apply', ...IN_SCOPE, maxRemovals: 100 };
			const onError = 'continueRegularOutput';
			return async () => ranOf(await stage.run({ type: TYPE, items, parameters, onError }));
		},
	},
	{
		name: 'User Sync: Sync Users',
		arrange: (stage) =>
			running(stage, 'sync', ({ outcome, reason }) => String(outcome ?? reason ?? '')),
	},
];
