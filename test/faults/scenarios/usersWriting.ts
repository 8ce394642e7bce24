import type { IDataObject } from 'n8n-workflow';
import type { Stage } from '../../engine/engine';
import { by } from '../../engine/forms';
import {
	addCustomer,
	addOrganization,
	addTicket,
	type Simulator,
	type User,
} from '../../simulator';
import type { Ran, Scenario } from '../types';
import { ranOf, runOf, verdictOf } from './node';

const person = (i: number) => ({
	externalId: `EMP-${i}`,
	email: `person${i}@example.com`,
	name: `Person ${i}`,
});

/** The person of a row as Zendesk already has him. */
function known(sim: Simulator, i: number, fields: Partial<User> = {}): User {
	const { externalId, ...rest } = person(i);
	return addCustomer(sim, { external_id: externalId, ...rest, ...fields });
}

/** Somebody whose name, address and external ID are nearly those of a row. */
function addLookalike(sim: Simulator): void {
	addCustomer(sim, { name: 'Person 1', email: 'person1@example.com.org', external_id: 'EMP-11' });
}

function creating(stage: Stage, items: IDataObject[]): () => Promise<Ran> {
	addLookalike(stage.sim);
	known(stage.sim, 0);
	const parameters = {
		resource: 'user',
		operation: 'create',
		name: '={{ $json.name }}',
		email: '={{ $json.email }}',
		additionalFields: { externalId: '={{ $json.externalId }}', tags: 'from_hr' },
	};
	return runOf(stage, parameters, items);
}

/**
 * People by whom nothing but a name is known: a row given twice is a user made twice, and no operation can know. So the next
 * run is given what a person would give it: rows that failed, and rows that stayed unknown of whom Zendesk shows nothing.
 */
function creatingNameless({ sim, run }: Stage, names: string[]): () => Promise<Ran> {
	addLookalike(sim);
	const verdicts = new Map(names.map((name) => [name, '']));
	const parameters = { resource: 'user', operation: 'create', name: '={{ $json.name }}' };
	const look = async () => {
		await sim.settle();
		for (const { name } of sim.store.users.all()) {
			if (verdicts.get(name)?.startsWith('unknown')) verdicts.set(name, 'created');
		}
	};
	return async () => {
		await look();
		const items = names
			.filter((name) => verdicts.get(name) !== 'created')
			.map((name) => ({ name }));
		if (items.length === 0) return { verdicts: [...verdicts.values()], kept: {} };
		const result = await run({ items, parameters, onError: 'continueRegularOutput' });
		for (const [i, { name }] of items.entries()) {
			verdicts.set(name, result.items[i] ? verdictOf(result.items[i]) : 'unknown');
		}
		return ranOf(result, [...verdicts.values()]);
	};
}

function upserting(stage: Stage, items: IDataObject[]): () => Promise<Ran> {
	const { sim } = stage;
	addLookalike(sim);
	known(sim, 1, { name: 'Old Name' });
	known(sim, 2, { email: 'old@example.com' });
	known(sim, 3);
	const parameters = {
		resource: 'user',
		operation: 'upsert',
		externalId: '={{ $json.externalId }}',
		email: '={{ $json.email }}',
		name: '={{ $json.name }}',
	};
	return runOf(stage, parameters, items);
}

function updating(stage: Stage, rows: number, fields: IDataObject): () => Promise<Ran> {
	const { sim } = stage;
	addLookalike(sim);
	const items = Array.from({ length: rows }, (_, i) => ({ id: known(sim, i + 1).id, i }));
	addTicket(sim, { requester: sim.store.users.get(items[0].id)! });
	const parameters = {
		resource: 'user',
		operation: 'update',
		user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		updateFields: fields,
	};
	return runOf(stage, parameters, items);
}

export const usersWriting: Scenario[] = [
	{
		// One of them is there already.
		name: 'User: Create',
		arrange: (stage) => creating(stage, [person(1), person(0), person(2), person(3)]),
	},
	{ name: 'User: Create (one row)', arrange: (stage) => creating(stage, [person(1)]) },
	{
		name: 'User: Create (names only)',
		arrange: (stage) => creatingNameless(stage, ['Ann', 'Bob', 'Cid']),
	},
	{
		name: 'User: Create (one row, a name only)',
		arrange: (stage) => creatingNameless(stage, ['Ann']),
	},
	{
		// New, changed, with another address, unchanged.
		name: 'User: Create or Update',
		arrange: (stage) => upserting(stage, [4, 1, 2, 3, 5].map(person)),
	},
	{ name: 'User: Create or Update (one row)', arrange: (stage) => upserting(stage, [person(4)]) },
	{
		name: 'User: Update',
		arrange: (stage) => updating(stage, 4, { notes: '=Row {{ $json.i }}', phone: '+49123' }),
	},
	{
		name: 'User: Update (one row, another email)',
		arrange: (stage) => updating(stage, 1, { email: 'new@example.com', name: 'New Name' }),
	},
	{
		name: 'User: Merge',
		arrange(stage) {
			const { sim } = stage;
			addLookalike(sim);
			const organization_id = addOrganization(sim).id;
			const pairs = [1, 2].map((i) => ({
				gone: known(sim, i, { email: `old${i}@example.com`, external_id: null, organization_id }),
				kept: known(sim, i),
			}));
			for (const { gone, kept } of pairs) {
				addTicket(sim, { requester: gone });
				addTicket(sim, { requester: kept });
			}
			const items = pairs.map(({ gone, kept }) => ({ gone: gone.email, kept: kept.email }));
			const parameters = {
				resource: 'user',
				operation: 'merge',
				mergedUser: { ...by.email({ email: null }), value: '={{ $json.gone }}' },
				keptUser: { ...by.email({ email: null }), value: '={{ $json.kept }}' },
			};
			return runOf(stage, parameters, items);
		},
	},
];
