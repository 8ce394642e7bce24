import type { IDataObject } from 'n8n-workflow';
import { addAgent, addCustomer, type Simulator, type User } from '../simulator';
import { clearStages, setStage, type Stage } from './engine';

afterEach(clearStages);

const TYPE = 'n8n-nodes-zendesk-users.zendeskUserSync';

/** The form with the source's fields mapped, as a person would. */
const mapped = (more: object) => ({
	externalId: '={{ $json.externalId }}',
	email: '={{ $json.email }}',
	name: '={{ $json.name }}',
	...more,
});

const IN_SCOPE = { scope: { externalIdPrefix: 'HR-' } };

async function plan(stage: Stage, items: IDataObject[], more: object = {}) {
	const { outputs, error, hints } = await stage.run({
		type: TYPE,
		items,
		parameters: { operation: 'plan', ...mapped({ ...IN_SCOPE, ...more }) },
	});
	const [changes, unchanged, blocked, leavers] = outputs;
	return { changes, unchanged, blocked, leavers, error, hints };
}

async function apply(stage: Stage, changes: IDataObject[], more: object = {}) {
	return await stage.run({
		type: TYPE,
		items: changes,
		onError: 'continueRegularOutput',
		parameters: { operation: 'apply', ...IN_SCOPE, ...more },
	});
}

const person = (i: number) => ({
	externalId: `HR-${i}`,
	email: `person${i}@example.com`,
	name: `Person ${i}`,
});

const people = (count: number) => Array.from({ length: count }, (_, i) => person(i));

function known(sim: Simulator, i: number, fields: Partial<User> = {}): User {
	const { externalId, ...rest } = person(i);
	return addCustomer(sim, { external_id: externalId, ...rest, ...fields });
}

describe('Plan', () => {
	it('finds what is new, changed, equal and missing, and writes nothing', async () => {
		const stage = setStage();
		const { sim } = stage;
		const [equal, renamed] = [known(sim, 0), known(sim, 1, { name: 'Old Name' })];
		const missing = known(sim, 3);
		const result = await plan(stage, people(3), { removal: 'suspend', maxRemovals: 50 });
		expect(result.unchanged).toMatchObject([{ id: equal.id }]);
		expect(result.changes).toMatchObject([
			{
				action: 'update',
				id: renamed.id,
				before: { name: 'Old Name', email: 'person1@example.com', external_id: 'HR-1' },
				after: { name: 'Person 1' },
				diff: [{ field: 'name', from: 'Old Name', to: 'Person 1' }],
				reason: expect.stringContaining('name'),
			},
			{ action: 'create', id: null, name: 'Person 2', before: null, after: person2() },
			{ action: 'suspend', id: missing.id, reason: 'missing from the source' },
		]);
		expect(sim.log.writes()).toEqual([]);
	});

	const person2 = () => ({ external_id: 'HR-2', email: 'person2@example.com', name: 'Person 2' });
});

describe('Apply', () => {
	it('makes the changes of a plan, after which there is nothing to change', async () => {
		const stage = setStage();
		known(stage.sim, 0, { name: 'Old Name' });
		const agent = addAgent(stage.sim, { external_id: 'HR-77' });
		const { changes, leavers } = await plan(stage, people(3), { removal: 'delete', maxRemovals: 50 });
		expect(leavers).toMatchObject([{ id: agent.id, role: 'agent' }]);
		const { items } = await apply(stage, changes);
		expect(items.map(({ outcome }) => outcome)).toEqual(['updated', 'created', 'created']);
		expect((await plan(stage, people(3), { missingMeansLeft: false })).changes).toEqual([]);
	});
});
